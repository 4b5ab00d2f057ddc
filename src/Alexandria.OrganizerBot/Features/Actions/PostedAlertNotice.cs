using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>An action's alert as it goes out: as a new message, or in place of the one that stands.</summary>
internal static class PostedAlertNotice
{
    /// <summary>
    /// Signal's apps take ten edits of a message and no more; the next one is a new message. Where edits have no ids of their
    /// own this is never reached.
    /// </summary>
    private const int MostRevisions = 9;

    /// <summary>
    /// One that may stand there already is sent again also when the action was called off meanwhile: the network answers with
    /// the message that it knows, which is then put right.
    /// </summary>
    public static Composition New(Sending sending, CollectiveAction action) =>
        action.State == ActionState.Released
        || (action.State == ActionState.Cancelled && sending.Message.UncertainSince is not null)
            ? Now(sending, action, edits: null)
            : new Composition.Unwanted("cancelled");

    public static Composition Changed(Sending sending, CollectiveAction action)
    {
        var channel = (sending.Message.To as Recipient.Channel)?.ChannelId;
        var posted = sending
            .Session.PostedAlertsOf(action.Id)
            .FirstOrDefault(alert => alert.Network == sending.Message.Network && alert.ChannelId == channel);
        if (posted is null)
            return new Composition.Unwanted("not-posted");
        var say = Now(sending, action, !(posted.Revisions?.Count >= MostRevisions) ? posted.MessageId : null);
        return
            sending.Message.Content is MessageContent.AlertChanged { TallyOnly: true }
            && say.ShownPeople == posted.ShownPeople
            ? new Composition.Unwanted("unchanged")
            : say;
    }

    private static Composition.Say Now(Sending sending, CollectiveAction action, string? edits)
    {
        // Once people call, the alert counts calls in place of people: one number that moves.
        var calls = action.Kind == ActionKind.CallIn ? sending.Session.CallsOf(action.Id).Count : 0;
        var shown = AlertTally.Shown(
            calls > 0 ? calls : Domain.Pledges.Tally.Of(sending.Session.PledgesOf(action.Id), action.Asks).People
        );
        var card = AlertCard.For(action, sending.Voice, shown, countsCalls: calls > 0);
        return new Composition.Say(card, edits, shown) { AsOf = action };
    }
}
