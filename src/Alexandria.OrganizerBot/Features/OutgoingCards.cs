using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features;

/// <summary>Everything that the bot says of its own accord: one case for each kind of message, and when it is unwanted.</summary>
internal sealed class OutgoingCards(CampaignBook campaigns, Catalogue words)
{
    /// <summary>The words of a message at the moment of sending; see <see cref="ComposeMessage"/>.</summary>
    public Composition Compose(OutboxMessage message, StoreSession session, Instant now)
    {
        if (campaigns.Find(message.Campaign) is not { } campaign)
            return new Composition.Unwanted("campaign-gone");
        return message.Content switch
        {
            MessageContent.Alert(var id) => About(session, id, action => Alert(action, Channel(campaign, now))),
            MessageContent.AlertChanged(var id) => About(
                session,
                id,
                action => Changed(session, message, action, Channel(campaign, now))
            ),
            MessageContent.Cancellation(var id) => About(
                session,
                id,
                action => Cancelled(session, message, action, Reader(session, message, campaign, now))
            ),
            MessageContent.Reminder reminder => About(
                session,
                reminder.Action,
                action => Reminder(session, message, reminder, action, Reader(session, message, campaign, now))
            ),
            MessageContent.ReachTest => new Composition.Say(
                Card.Of(Reader(session, message, campaign, now).Text("reminders.test"))
            ),
            MessageContent.Notice notice => new Composition.Say(Card.Of(Sentence(notice, Channel(campaign, now)))),
            _ => throw new InvalidOperationException($"Unknown content {message.Content.GetType().Name}."),
        };
    }

    private static Composition About(StoreSession session, ActionId id, Func<CollectiveAction, Composition> compose) =>
        session.Find(id) is { } action ? compose(action) : new Composition.Unwanted("action-gone");

    private static Composition Alert(CollectiveAction action, Voice voice) =>
        action.State == ActionState.Released
            ? new Composition.Say(AlertCard.For(action, voice))
            : new Composition.Unwanted("cancelled");

    private static Composition Changed(
        StoreSession session,
        OutboxMessage message,
        CollectiveAction action,
        Voice voice
    )
    {
        var channel = (message.To as Recipient.Channel)?.ChannelId;
        var posted = session
            .PostedAlertsOf(action.Id)
            .FirstOrDefault(alert => alert.Network == message.Network && alert.ChannelId == channel);
        return posted is null
            ? new Composition.Unwanted("not-posted")
            : new Composition.Say(AlertCard.For(action, voice), posted.MessageId);
    }

    private static Composition Cancelled(
        StoreSession session,
        OutboxMessage message,
        CollectiveAction action,
        Voice voice
    )
    {
        if (action.State != ActionState.Cancelled)
            return new Composition.Unwanted("not-cancelled");
        if (message.To is Recipient.Direct(var member))
            return session.MayRemind(member, action.Id, voice.Now)
                ? new Composition.Say(Card.Of(Text(voice)))
                : new Composition.Unwanted("opted-out");
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    .. voice
                        .Campaign.Languages.Take(2)
                        .Select(language => new CardPart.Paragraph(Text(voice.In(language)))),
                ],
            }
        );

        string Text(Voice inLanguage) =>
            inLanguage.Text(
                message.To is Recipient.Direct ? "cancellation.direct" : "cancellation.channel",
                ("title", action.Title),
                ("when", inLanguage.When(action.Starts))
            );
    }

    private static Composition Reminder(
        StoreSession session,
        OutboxMessage message,
        MessageContent.Reminder reminder,
        CollectiveAction action,
        Voice voice
    )
    {
        if (action.State != ActionState.Released)
            return new Composition.Unwanted("cancelled");
        if (action.Version != reminder.Version)
            return new Composition.Unwanted("changed");
        if (voice.Campaign.Cadence.FirstOrDefault(rule => rule.Id == reminder.Rule) is not { } rule)
            return new Composition.Unwanted("rule-gone");
        if (message.To is not Recipient.Direct(var member))
            return new Composition.Say(ReminderCard.ForChannel(action, rule, voice));
        if (session.FindPledge(action.Id, member) is not { IsCommitted: true } pledge)
            return new Composition.Unwanted("withdrawn");
        if (session.FindMember(member)?.Direct == DirectReach.Closed)
            return new Composition.Unwanted(DeliverySupport.UnreachableReason);
        return session.MayRemind(member, action.Id, voice.Now)
            ? new Composition.Say(ReminderCard.ForMember(action, pledge, rule, voice))
            : new Composition.Unwanted("opted-out");
    }

    private static string Sentence(MessageContent.Notice notice, Voice voice)
    {
        var values = notice.Values.Select(value => (value.Key, (object)value.Value)).ToList();
        if (notice.Reason is { } reason)
            values.Add(("reason", Sentence(reason, voice)));
        return voice.Text(notice.Key, [.. values]);
    }

    private Voice Channel(Campaign campaign, Instant now) => new(words, campaign.DefaultLanguage, campaign, now);

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
