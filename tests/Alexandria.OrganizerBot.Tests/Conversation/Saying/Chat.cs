using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Hosting;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Conversation.Saying;

/// <summary>
/// A desk on which people write to the bot where there are no buttons: in private, or in the group <see cref="Group"/> of a
/// campaign. The dispatcher, the catalogue and the store are the real ones; what it answers is kept.
/// </summary>
internal sealed class Chat : IAsyncDisposable
{
    public const string Group = "ZmljdGlvbmFsLWdyb3VwLW9mLXRoZS10ZXN0cy0wMDE=";
    public const string Ana = "11111111-1111-4111-8111-111111111111";
    public const string Beto = "22222222-2222-4222-8222-222222222222";
    private readonly Dispatcher _dispatcher;
    private readonly WorkInProgress _work = new();
    private long _sentAt;

    public Chat(RiskLevel risk = RiskLevel.Normal)
    {
        Desk = new Desk(Signal(risk));
        _sentAt = Desk.Now.ToUnixTimeMilliseconds();
        _dispatcher = new Dispatcher(
            Desk.Catalog,
            Desk.Readers,
            new DeliveryOutcomes(Desk.Store, new ProtocolTime(new FakeTimeProvider())),
            _work,
            new FakeLogger<Dispatcher>()
        );
    }

    public Desk Desk { get; }

    /// <summary>The campaign in the group; the desk's own one has no place on Signal.</summary>
    public Campaign Campaign => Desk.Campaigns[new CampaignId("library-hours")];

    /// <summary>Writes in private.</summary>
    public Task<Said> WritesAsync(string person, string text, string? quotes = null) =>
        DoesAsync(person, new Act.Say(text, quotes), inGroup: false);

    /// <summary>Writes in the group something that is addressed to the bot.</summary>
    public Task<Said> WritesInGroupAsync(string person, string text, string? quotes = null, params string[] roles) =>
        DoesAsync(person, new Act.Say(text, quotes), inGroup: true, roles);

    /// <param name="writtenAt">When the person wrote it; null: now.</param>
    public async Task<Said> DoesAsync(
        string person,
        Act act,
        bool inGroup,
        IReadOnlyList<string>? roles = null,
        long? writtenAt = null
    )
    {
        _sentAt += 1000;
        var responder = new TimedResponder(_sentAt + 500);
        _dispatcher.Handle(
            new Incoming
            {
                EventId = $"{person}:{_sentAt}",
                Network = Networks.Signal,
                Server = inGroup ? Group : null,
                Channel = inGroup ? Group : null,
                AnswerIsPublic = inGroup,
                SentAt = writtenAt ?? _sentAt,
                Sender = new Sender(person, roles ?? [], Locale: null),
                Act = act,
            },
            responder,
            TestContext.Current.CancellationToken
        );
        await _dispatcher.DrainAsync();
        return new Said(responder.Reply, $"{person}:{_sentAt}", responder.AskedAt);
    }

    /// <summary>What the bot answers to anything that happened on the desk's own network.</summary>
    public async Task<Reply> HandleAsync(Incoming incoming)
    {
        var responder = new TimedResponder(_sentAt);
        _dispatcher.Handle(incoming, responder, TestContext.Current.CancellationToken);
        await _dispatcher.DrainAsync();
        return responder.Reply!;
    }

    /// <summary>A released action of the campaign in the group, with its alert posted there.</summary>
    public async Task<CollectiveAction> AlertAsync(
        string title = "Library board meeting",
        string messageId = "1770000000000"
    ) =>
        await Desk.Store.WriteAsync(session =>
        {
            var action = new CollectiveAction
            {
                Id = session.NextActionId(),
                Campaign = Campaign.Id,
                State = ActionState.Released,
                Title = title,
                Location = "Library, room 1",
                Starts = new MeetingTime(new LocalDateTime(2027, 3, 16, 18, 30), Campaign.Zone),
                Asks = [Ask.Attend, Ask.Speak],
            };
            session.Save(action);
            session.Save(new PostedAlert(action.Id, Networks.Signal, Group, Group, messageId) { PostedAt = Desk.Now });
            return action;
        });

    public Pledge? PledgeOf(CollectiveAction action, string person) =>
        Desk.Store.Read(session =>
            session.FindPledge(action.Id, session.HumanBehind(Desk.Store.Keys.Of(Campaign.Id, Networks.Signal, person)))
        );

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    private static Campaign Signal(RiskLevel risk)
    {
        var busLine = Alexandria
            .OrganizerBot.Campaigns.CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-7"])
            .Campaigns.Single();
        return busLine with
        {
            Id = new CampaignId("library-hours"),
            Risk = risk,
            Servers =
            [
                new CampaignServer
                {
                    Network = Networks.Signal,
                    Server = Group,
                    AlertChannel = Group,
                    CoordinatorChannel = Group,
                    OrganizerRoles = [$"{Group}/admin"],
                },
            ],
        };
    }

    private sealed class TimedResponder(long answeredAt) : IResponder
    {
        public Reply? Reply { get; private set; }

        public long? AskedAt => Reply is null ? null : answeredAt;

        public Task DeferAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
        {
            Reply = reply;
            return Task.CompletedTask;
        }
    }
}

/// <summary>What the bot answered; <see cref="Reply"/> is null where it said nothing.</summary>
internal sealed record Said(Reply? Reply, string EventId, long? AskedAt)
{
    public string Text => Reply is null ? "" : Tests.Conversation.Desk.TextOf(Reply);
}
