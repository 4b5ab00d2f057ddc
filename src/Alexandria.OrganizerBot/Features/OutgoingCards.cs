using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
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
            MessageContent.Alert(var id) => About(
                session,
                id,
                action => Alert(session, message, action, Channel(campaign, now))
            ),
            MessageContent.AlertChanged(var id, _) => About(
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
            MessageContent.Moved moved => About(
                session,
                moved.Action,
                action => Moved(session, message, moved, action, Reader(session, message, campaign, now))
            ),
            MessageContent.Offer(var id) => About(
                session,
                id,
                action => Offer(session, message, action, Reader(session, message, campaign, now))
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

    /// <summary>
    /// One that may stand there already is sent again also when the action was called off meanwhile: the network answers with
    /// the message that it knows, which is then put right.
    /// </summary>
    private static Composition Alert(
        StoreSession session,
        OutboxMessage message,
        CollectiveAction action,
        Voice voice
    ) =>
        action.State == ActionState.Released
        || (action.State == ActionState.Cancelled && message.UncertainSince is not null)
            ? AlertNow(session, action, voice, edits: null)
            : new Composition.Unwanted("cancelled");

    private static Composition.Say AlertNow(StoreSession session, CollectiveAction action, Voice voice, string? edits)
    {
        var people = AlertTally.Shown(Domain.Pledges.Tally.Of(session.PledgesOf(action.Id), action.Asks).People);
        return new Composition.Say(AlertCard.For(action, voice, people), edits, people);
    }

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
        if (posted is null)
            return new Composition.Unwanted("not-posted");
        var say = AlertNow(session, action, voice, posted.MessageId);
        return
            message.Content is MessageContent.AlertChanged { TallyOnly: true } && say.ShownPeople == posted.ShownPeople
            ? new Composition.Unwanted("unchanged")
            : say;
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
            return WhyNot(session, member, action, voice) ?? new Composition.Say(Card.Of(Text(voice)));
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
        return WhyNot(session, member, action, voice)
            ?? new Composition.Say(ReminderCard.ForMember(action, pledge, rule, voice));
    }

    /// <summary>Somebody else can have the place when this one does not answer, so it is asked at once or not at all.</summary>
    private static Composition Offer(StoreSession session, OutboxMessage message, CollectiveAction action, Voice voice)
    {
        if (
            message.To is not Recipient.Direct(var member)
            || session.FindPledge(action.Id, member) is not { Place: PledgePlace.Offered, OfferEnds: { } ends }
        )
            return new Composition.Unwanted("offer-over");
        if (WhyNot(session, member, action, voice) is Composition.Unwanted unwanted)
            return unwanted;
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(voice.Text("waiting.offered", ("title", action.Title))),
                    new CardPart.When(
                        voice.Text("alert.when", ("when", voice.When(action.Starts))),
                        action.Starts.Instant
                    ),
                    new CardPart.Paragraph(voice.Text("waiting.offer-ends", ("until", voice.When(ends)))),
                ],
                Buttons =
                [
                    new CardButton(voice.Text("button.take"), TakeOffer.For(action.Id), ButtonWeight.Main),
                    new CardButton(
                        voice.Text(AnswerWords.ButtonKey(PledgeAnswer.CantCome)),
                        PledgeByButton.For(action.Id, PledgeAnswer.CantCome)
                    ),
                ],
            }
        );
    }

    private static Composition Moved(
        StoreSession session,
        OutboxMessage message,
        MessageContent.Moved moved,
        CollectiveAction action,
        Voice voice
    )
    {
        if (action.State != ActionState.Released || action.Version != moved.Version)
            return new Composition.Unwanted("changed");
        if (message.To is Recipient.Direct(var member))
            return WhyNot(session, member, action, voice)
                ?? new Composition.Say(
                    new Card { Parts = [.. MovedParts(moved, action, voice)], Buttons = [Change(action, voice)] }
                );
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    .. voice
                        .Campaign.Languages.Take(2)
                        .SelectMany(language => MovedParts(moved, action, voice.In(language))),
                ],
            }
        );
    }

    /// <summary>What it was and what it is now, as far as it changed.</summary>
    private static IEnumerable<CardPart> MovedParts(MessageContent.Moved moved, CollectiveAction action, Voice voice)
    {
        yield return new CardPart.Heading(voice.Text("moved.title", ("title", action.Title)));
        if (moved.WasAt != action.Starts.Local)
            yield return new CardPart.When(
                voice.Text("moved.when", ("was", voice.WallTime(moved.WasAt)), ("when", voice.When(action.Starts))),
                action.Starts.Instant
            );
        if (moved.WasIn != action.Location)
            yield return new CardPart.Paragraph(
                voice.Text(
                    "moved.where",
                    ("was", moved.WasIn ?? voice.Text("moved.nowhere")),
                    ("where", action.Location ?? voice.Text("moved.nowhere"))
                )
            );
        yield return new CardPart.Paragraph(voice.Text("moved.ask"));
    }

    private static CardButton Change(CollectiveAction action, Voice voice) =>
        new(
            voice.Text(AnswerWords.ButtonKey(PledgeAnswer.CantCome)),
            PledgeByButton.For(action.Id, PledgeAnswer.CantCome)
        );

    /// <summary>Why a member does not hear of the action, or not now; null: they do.</summary>
    private static Composition? WhyNot(StoreSession session, MemberKey member, CollectiveAction action, Voice voice) =>
        session.MayRemind(member, action.Id, voice.Now)
            ? Silence.Of(session, member, voice.Campaign.Zone, voice.Now, action.Starts.Instant)
            : new Composition.Unwanted("opted-out");

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
