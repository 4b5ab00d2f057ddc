using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// A member asks for reminders in private: for one action by the button under a pledge, or standing with an end by the
/// command. The first private message is a test, so that nobody counts on reminders that can't arrive.
/// </summary>
internal sealed class RemindMe(Store store, RequestReader reader)
{
    public const string Button = "remind";
    public const string OffCommand = "reminders off";

    /// <summary>A standing permission ends by itself; the member is told when.</summary>
    private static readonly Duration Standing = Retention.StandingConsent;

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    /// <summary>The button under a pledge.</summary>
    public Task<Reply> HandleButtonAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, ForOneAction, cancellationToken);

    private static Reply ForOneAction(PledgePress press)
    {
        var (request, action) = (press.Request, press.Action);
        var until = action.OverBy + request.Campaign.Retention;
        var arrived = Card.Of(
            request.Voice.Text("reminders.on-for-action", ("title", action.Title), ("until", request.Voice.Date(until)))
        );
        return TurnOn(press.Session, [request], meant => new ReminderConsent(meant.Member, action.Id, until), arrived);
    }

    /// <summary><c>/reminders on</c></summary>
    public Task<Reply> HandleOnAsync(Request request, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session =>
            {
                var until = request.Now + Standing;
                var arrived = Card.Of(request.Voice.Text("reminders.on", ("until", request.Voice.Date(until))));
                return TurnOn(
                    session,
                    reader.Meant(request),
                    meant => new ReminderConsent(meant.Member, Action: null, until),
                    arrived
                );
            },
            cancellationToken
        );

    /// <summary><c>/reminders off</c></summary>
    public Task<Reply> HandleOffAsync(Request request, CancellationToken cancellationToken) =>
        store.WriteAsync(session => TurnOff(session, request), cancellationToken);

    /// <summary>Turns reminders on in each campaign that is meant, and proves once that they will arrive.</summary>
    private static Reply TurnOn(
        StoreSession session,
        IReadOnlyList<Request> requests,
        Func<Request, ReminderConsent> consent,
        Card arrived
    )
    {
        var request = requests[0];
        // A replay must not turn on again what was turned off since.
        if (!session.TryBegin(request.EventKey, request.Now))
            return session.ConsentsOf(request.Member).Any(given => given.Action == consent(request).Action)
                ? new Reply.Private(arrived)
                : request.Say("reminders.already-off");

        // Who writes to the bot in a chat of their own is reached there.
        var isReached = request.IsInOwnChat;
        Request? unproven = null;
        foreach (var inCampaign in requests)
        {
            if (TurnOn(session, inCampaign, consent(inCampaign), isReached).Direct == DirectReach.Open)
                Places.OfferNowThatReachable(session, inCampaign.Member, inCampaign.Now);
            else
                unproven ??= inCampaign;
        }
        return unproven is null ? new Reply.Private(arrived) : Test(session, unproven, arrived);
    }

    private static Member TurnOn(StoreSession session, Request request, ReminderConsent consent, bool isReached)
    {
        session.Save(consent);
        var member = session.Meet(request);
        member = member with { PausedUntil = null, Direct = isReached ? DirectReach.Open : member.Direct };
        session.Save(member);
        var network = request.Incoming.Network;
        if (session.FindAddress(request.Member, network) is null)
            session.Save(new DirectAddress(request.Member, network, request.Incoming.Sender.UserId, ChannelId: null));
        return member;
    }

    private static Reply.OnceDelivered Test(StoreSession session, Request request, Card arrived)
    {
        var test = new OutboxMessage
        {
            // One test for each asking: who opened their messages meanwhile asks again.
            Id = $"reach|{request.Member}|{request.EventKey}",
            Campaign = request.Campaign.Id,
            Network = request.Incoming.Network,
            To = new Recipient.Direct(request.Member),
            Content = new MessageContent.ReachTest(),
            NotBefore = request.Now,
            Priority = DeliveryPriority.Asked,
        };
        session.Enqueue(test);
        return new Reply.OnceDelivered(
            test.Id,
            arrived,
            Refused: Card.Of(request.Voice.Text("reminders.closed")),
            Later: Card.Of(request.Voice.Text("reminders.test-coming"))
        );
    }

    private Reply TurnOff(StoreSession session, Request request)
    {
        // A replay must not turn off again what was turned on since.
        if (!session.TryBegin(request.EventKey, request.Now))
            return request.Say("reminders.already-off");
        var wasOn = false;
        foreach (var inCampaign in reader.Meant(request))
        {
            foreach (var consent in session.ConsentsOf(inCampaign.Member))
            {
                session.ForgetConsent(inCampaign.Member, consent.Action);
                wasOn = true;
            }
            session.ForgetAddresses(inCampaign.Member);
        }
        return request.Say(wasOn ? "reminders.off" : "reminders.already-off");
    }
}
