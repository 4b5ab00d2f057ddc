using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>A draft as it was understood, with the time of everything that will be sent: read before it is posted.</summary>
internal static class DraftCard
{
    /// <summary>The answer to a replay, which must not make a second draft: the one that the event has made.</summary>
    public static Reply Again(StoreSession session, Request request) =>
        session.MadeBy(request.EventKey) is { } made && session.Find(made) is { } action
            ? new Reply.Private(For(action, request))
            : request.UnknownAction();

    public static Card For(CollectiveAction action, Request request)
    {
        var voice = request.Voice;
        var cadence = action.Cadence ?? request.Campaign.Cadence;
        var steps = ReminderPlanner.Plan(action, request.Campaign, request.Now);
        var asks = string.Join(", ", action.Asks.Select(ask => voice.Text(AnswerWords.AskKey(ask))));
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("draft.title", ("code", action.Id.Code), ("title", action.Title))),
            new CardPart.Paragraph(voice.Text("draft.not-posted")),
            new CardPart.When(voice.Text("draft.when", ("when", voice.When(action.Starts))), action.Starts.Instant),
            new CardPart.Paragraph(
                action.Location is { } location
                    ? voice.Text("draft.where", ("where", location))
                    : voice.Text("draft.where-missing")
            ),
        };
        parts.Add(new CardPart.Rule());
        if (action.Link is { } link)
            parts.Add(new CardPart.Link(voice.Text("alert.link"), link));
        if (!action.Starts.IsUnambiguous)
            parts.Add(new CardPart.Paragraph(voice.Text("draft.ambiguous-time")));
        parts.Add(new CardPart.Paragraph(voice.Text("draft.asks", ("asks", asks))));
        if (steps.Count == 0)
        {
            parts.Add(new CardPart.Paragraph(voice.Text("draft.no-reminders")));
        }
        else
        {
            parts.Add(new CardPart.Paragraph(voice.Text("draft.reminders")));
            parts.Add(new CardPart.Bullets([.. steps.Select(step => Line(step, request))]));
        }
        parts.Add(new CardPart.Paragraph(voice.Text("draft.next", ("code", action.Id.Code))));
        if (steps.Count < cadence.Count)
            parts.Add(new CardPart.Small(voice.Text("draft.past-reminders", ("count", cadence.Count - steps.Count))));
        return new Card { Parts = parts };
    }

    private static string Line(ReminderStep step, Request request) =>
        request.Voice.Text(
            "draft.reminder",
            ("when", request.Voice.When(step.DueAt)),
            ("audience", request.Voice.Text(AudienceKey(step.Audience)))
        );

    private static string AudienceKey(ReminderAudience audience) =>
        audience switch
        {
            ReminderAudience.Channel => "draft.reminder-audience.channel",
            ReminderAudience.Pledged => "draft.reminder-audience.pledged",
            _ => "draft.reminder-audience.both",
        };
}
