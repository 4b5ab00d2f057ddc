using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Deliveries;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features;

/// <summary>
/// Everything that the bot says of its own accord: one line for each kind of message. Its words, and when it is unwanted,
/// stand beside its feature.
/// </summary>
internal sealed class OutgoingCards(CampaignBook campaigns, Catalogue words)
{
    /// <summary>The words of a message at the moment of sending; see <see cref="ComposeMessage"/>.</summary>
    public Composition Compose(OutboxMessage message, StoreSession session, Instant now)
    {
        if (campaigns.Find(message.Campaign) is not { } campaign)
            return new Composition.Unwanted("campaign-gone");
        var sending = new Sending(message, session, Reader(session, message, campaign, now));
        return message.Content switch
        {
            MessageContent.Alert(var id) => About(sending, id, PostedAlertNotice.New),
            MessageContent.AlertChanged(var id, _) => About(sending, id, PostedAlertNotice.Changed),
            MessageContent.Cancellation(var id) => About(sending, id, CancellationNotice.Compose),
            MessageContent.Moved moved => About(
                sending,
                moved.Action,
                action => MovedNotice.Compose(sending, moved, action)
            ),
            MessageContent.Reminder reminder => About(
                sending,
                reminder.Action,
                action => DueReminder.Compose(sending, reminder, action)
            ),
            MessageContent.Digest => Digest.Compose(sending),
            MessageContent.MilestoneMoved moved => About(
                sending,
                moved.Action,
                action => MilestoneNotice.Compose(sending, moved, action)
            ),
            MessageContent.Offer(var id) => About(sending, id, OfferCard.Compose),
            MessageContent.ThreadStart(var id) => About(sending, id, AlertThread.Start),
            MessageContent.ThreadOpening(var id) => About(sending, id, AlertThread.Opening),
            MessageContent.Poll(var id) => About(sending, id, AlertPoll.Open),
            MessageContent.PollEnd(var id) => About(sending, id, AlertPoll.Close),
            MessageContent.EventMirror(var id) => About(sending, id, AlertEvent.Compose),
            MessageContent.Progress progress => About(
                sending,
                progress.Action,
                action => ProgressCard.Compose(sending, progress, action)
            ),
            MessageContent.CalendarChanged changed => About(
                sending,
                changed.Action,
                action => CalendarChangeCard.Compose(sending, changed, action)
            ),
            MessageContent.DocketNews news => DocketNotice.Compose(sending, news),
            MessageContent.ReachTest => new Composition.Say(Card.Of(sending.Voice.Text("reminders.test"))),
            MessageContent.Notice notice => new Composition.Say(Card.Of(Sentence(notice, sending.Voice))),
            _ => throw new InvalidOperationException($"Unknown content {message.Content.GetType().Name}."),
        };
    }

    private static Composition About(Sending sending, ActionId id, Func<CollectiveAction, Composition> compose) =>
        sending.Session.Find(id) is { } action ? compose(action) : new Composition.Unwanted("action-gone");

    private static Composition About(
        Sending sending,
        ActionId id,
        Func<Sending, CollectiveAction, Composition> compose
    ) => About(sending, id, action => compose(sending, action));

    /// <summary>What a notice says.</summary>
    public static string Sentence(MessageContent.Notice notice, Voice voice)
    {
        var values = notice.Values.Select(value => (value.Key, (object)value.Value)).ToList();
        if (notice.Reason is { } reason)
            values.Add(("reason", Sentence(reason, voice)));
        if (notice.Until is { } until)
            values.Add(("until", voice.When(until)));
        return voice.Text(notice.Key, [.. values]);
    }

    /// <summary>The reader's own language in private; the campaign's in a channel.</summary>
    private Voice Reader(StoreSession session, OutboxMessage message, Campaign campaign, Instant now)
    {
        var member = message.To is Recipient.Direct(var key) ? session.FindMember(key) : null;
        return new Voice(
            words,
            member?.ChosenLanguage ?? member?.SpokenLanguage ?? campaign.DefaultLanguage,
            campaign,
            now
        );
    }
}
