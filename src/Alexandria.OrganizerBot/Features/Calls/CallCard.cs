using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>Whom to call, what to say, and one tap for what came of it.</summary>
internal static class CallCard
{
    /// <summary>The order in which they are offered: the one hoped for first.</summary>
    public static IReadOnlyList<CallOutcome> Outcomes { get; } =
    [
        CallOutcome.Spoke,
        CallOutcome.Voicemail,
        CallOutcome.MailboxFull,
        CallOutcome.NoAnswer,
        CallOutcome.WrongNumber,
        CallOutcome.Refused,
    ];

    public static Card For(CollectiveAction action, CallTarget target, bool isStaffed, Voice voice)
    {
        var parts = new List<CardPart>
        {
            new CardPart.Heading(OfficeOf(target, voice)),
            new CardPart.Paragraph(voice.Text("call.number", ("phone", target.Phone!))),
            new CardPart.Paragraph(voice.Text(isStaffed ? "call.staffed" : "call.unstaffed")),
        };
        if (isStaffed && voice.CallScript is { } script)
        {
            parts.Add(new CardPart.Paragraph(voice.Text("call.say")));
            parts.Add(new CardPart.Paragraph(script));
        }
        if ((voice.CallVoicemail ?? voice.CallScript) is { } voicemail)
        {
            parts.Add(new CardPart.Paragraph(voice.Text(isStaffed ? "call.say-after-tone" : "call.say-message")));
            parts.Add(new CardPart.Paragraph(voicemail));
        }
        parts.Add(new CardPart.Small(voice.Text("call.civility")));
        parts.Add(new CardPart.Paragraph(voice.Text("call.what-came")));
        return new Card
        {
            Parts = parts,
            Buttons =
            [
                .. Outcomes.Select(outcome => new CardButton(
                    voice.Text(OutcomeKey(outcome)),
                    LogCall.For(action.Id, target.Id, outcome),
                    outcome == CallOutcome.Spoke ? ButtonWeight.Main : ButtonWeight.Normal
                )),
            ],
        };
    }

    public static string OfficeOf(CallTarget target, Voice voice) =>
        target.Office.In(voice.Language, voice.Campaign.DefaultLanguage);

    /// <summary>The catalogue's key for an outcome, as a button and in a count.</summary>
    public static string OutcomeKey(CallOutcome outcome) => $"call.outcome.{CodeOf(outcome)}";

    /// <summary>The outcome in ids of buttons and in tables; it stays.</summary>
    public static string CodeOf(CallOutcome outcome) =>
        outcome switch
        {
            CallOutcome.Spoke => "spoke",
            CallOutcome.Voicemail => "voicemail",
            CallOutcome.MailboxFull => "mailbox-full",
            CallOutcome.NoAnswer => "no-answer",
            CallOutcome.WrongNumber => "wrong-number",
            CallOutcome.Refused => "refused",
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
}
