using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>What a reminder says: how far away it is by the reader's calendar, when and where, and how to change the answer.</summary>
internal static class ReminderCard
{
    /// <summary>To one member, about their own pledge.</summary>
    public static Card ForMember(CollectiveAction action, Pledge pledge, ReminderRule rule, Voice voice) =>
        rule.Offset.IsAfter
            ? Card.Of(voice.Text("reminder.follow-up", ("title", action.Title)))
            : new Card
            {
                Parts =
                [
                    .. About(action, voice),
                    new CardPart.Rule(),
                    new CardPart.Paragraph(
                        voice.Text("reminder.your-answer", ("answer", voice.Text(AnswerWords.AnswerKey(pledge.Answer))))
                    ),
                    new CardPart.Paragraph(voice.Text("reminder.change")),
                    new CardPart.Small(voice.Text("reminder.stop")),
                ],
                HowToChoose = voice.Text("say.choose"),
                Buttons =
                [
                    new CardButton(
                        voice.Text(AnswerWords.ButtonKey(PledgeAnswer.CantCome)),
                        PledgeByButton.For(action.Id, PledgeAnswer.CantCome),
                        ButtonWeight.Careful
                    ),
                ],
            };

    /// <summary>To a channel, naming nobody, in each of the campaign's languages.</summary>
    public static Card ForChannel(CollectiveAction action, ReminderRule rule, Voice voice) =>
        new()
        {
            // Whoever can't be written to in private finds their own pledges here, and nobody else sees them.
            Buttons =
            [
                new CardButton(
                    string.Join(
                        " / ",
                        voice.Campaign.Languages.Take(2).Select(language => voice.In(language).Text("button.mine"))
                    ),
                    MyPledges.For(action.Id)
                ),
            ],
            Parts =
            [
                .. voice
                    .Campaign.Languages.Take(2)
                    .SelectMany(
                        (language, index) =>
                            (IEnumerable<CardPart>)
                                [
                                    .. index > 0 ? (CardPart[])[new CardPart.Rule(BetweenLanguages: true)] : [],
                                    .. rule.Offset.IsAfter
                                        ? (IEnumerable<CardPart>)
                                            [
                                                new CardPart.Paragraph(
                                                    voice
                                                        .In(language)
                                                        .Text("reminder.follow-up", ("title", action.Title))
                                                ),
                                            ]
                                        : About(action, voice.In(language)),
                                ]
                    ),
            ],
        };

    private static IEnumerable<CardPart> About(CollectiveAction action, Voice voice)
    {
        yield return new CardPart.Heading(Countdown(action, voice));
        yield return new CardPart.When(
            voice.Text("reminder.when", ("when", voice.When(action.Starts))),
            action.Starts.Instant
        );
        if (action.Location is { } location)
            yield return new CardPart.Paragraph(voice.Text("reminder.where", ("where", location)));
    }

    /// <summary>By the calendar on the wall, at the moment of sending: "today", "tomorrow", "in 7 days".</summary>
    private static string Countdown(CollectiveAction action, Voice voice)
    {
        var today = voice.Now.InZone(action.Starts.Zone).Date;
        var days = Period.DaysBetween(today, action.Starts.Local.Date);
        return days switch
        {
            <= 0 => voice.Text("reminder.today", ("title", action.Title)),
            _ => voice.Text("reminder.days", ("count", days), ("title", action.Title)),
        };
    }
}
