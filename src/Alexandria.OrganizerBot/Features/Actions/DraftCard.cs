using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>A draft as it was understood, with the time of everything that will be sent: read before it is posted.</summary>
internal static class DraftCard
{
    public static Card For(CollectiveAction action, Request request)
    {
        var voice = request.Voice;
        var steps = ReminderPlanner.Plan(
            action,
            request.Campaign.Cadence,
            request.Campaign.QuietHours,
            request.Now
        );
        var asks = string.Join(
            ", ",
            action.Asks.Select(ask => voice.Text(AnswerWords.AnswerKey(Domain.Pledges.PledgeAnswers.For(ask))))
        );
        return new Card
        {
            Parts =
            [
                new CardPart.Heading(voice.Text("draft.heading", ("code", action.Id.Code), ("title", action.Title))),
                new CardPart.When(voice.Text("alert.when", ("when", voice.When(action.Starts))), action.Starts.Instant),
                .. action.Location is { } location
                    ? (CardPart[])[new CardPart.Paragraph(voice.Text("alert.where", ("where", location)))]
                    : [],
                new CardPart.Paragraph(voice.Text("draft.asks", ("asks", asks))),
                new CardPart.Paragraph(voice.Text("draft.reminders", ("count", steps.Count))),
                .. steps.Count > 0
                    ? (CardPart[])[new CardPart.Bullets([.. steps.Select(step => voice.When(step.DueAt))])]
                    : [],
                new CardPart.Small(voice.Text("draft.next", ("code", action.Id.Code))),
            ],
        };
    }
}
