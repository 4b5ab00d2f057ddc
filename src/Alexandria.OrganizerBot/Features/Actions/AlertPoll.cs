using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Pledges;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// A poll under an alert, where the whole group may see who answers what. Its options stand in the order of the alert's
/// numbers, which work beside it.
/// </summary>
internal static class AlertPoll
{
    private const int LongestOption = 100;

    public static Composition Open(Sending sending, CollectiveAction action)
    {
        if (action.State != ActionState.Released)
            return new Composition.Unwanted("cancelled");
        if (sending.Voice.Campaign.Risk != RiskLevel.Normal)
            return new Composition.Unwanted("risk");
        if (sending.Message.To is not Recipient.Channel place)
            return new Composition.Unwanted("not-posted");
        return new Composition.Arrange(
            new Arrangement.OpenPoll(
                place.ChannelId,
                AlertThread.NameOf(action),
                [
                    .. AnswerChoices
                        .Of(action)
                        .Select(answer =>
                            AlertThread.Cut(
                                string.Join(
                                    " / ",
                                    sending.Voice.ForChannel.Select(voice => voice.Text(AnswerWords.ButtonKey(answer)))
                                ),
                                LongestOption
                            )
                        ),
                ]
            )
        );
    }

    public static Composition Close(Sending sending, CollectiveAction action)
    {
        var channel = (sending.Message.To as Recipient.Channel)?.ChannelId;
        return
            sending
                .Session.PostedAlertsOf(action.Id)
                .FirstOrDefault(alert => alert.Network == sending.Message.Network && alert.ChannelId == channel)
                is { PollId: { } poll } alert
            ? new Composition.Arrange(new Arrangement.ClosePoll(alert.ChannelId, poll))
            : new Composition.Unwanted("no-poll");
    }
}
