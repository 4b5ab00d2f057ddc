using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Storage;
using Alexandria.OrganizerBot.Words;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>What coordinators hear of a network's trouble, over the real store, on networks that have what each test says.</summary>
public sealed class TroubleWatchTests : IAsyncDisposable
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly StoreHome _home = new();
    private readonly TroubledNetwork _discord = new(Networks.Discord);
    private readonly TroubledNetwork _signal = new(Networks.Signal);
    private readonly FakeLogger<TroubleWatch> _logger = new();
    private readonly WorkInProgress _work = new();
    private readonly CampaignBook _campaigns = new([OnBoth("transit"), OnBoth("library")]);
    private readonly Store _store;
    private TroubleWatch _watch;

    public TroubleWatchTests()
    {
        _store = _home.Open();
        _watch = Watch();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Instant Now => _home.Time.Now();

    [Fact]
    public async Task What_stops_sending_is_told_on_the_other_network_to_every_campaign()
    {
        _signal.Troubles = [new NetworkTrouble(TroubleKind.CaptchaWanted, Duration.FromHours(24))];

        await _watch.LookAsync(Token);

        Assert.Equal(["discord library-room", "discord transit-room"], Places());
        Assert.All(
            Notices(),
            text =>
                Assert.Equal(
                    "Signal wants to see that a person stands behind the bot, and takes no messages from it until Tue, March 2, 7:00 AM (town time) at least. Please ask whoever runs the bot to solve a captcha with its command “signal captcha”; then the messages that wait are sent.",
                    text
                )
        );
    }

    [Theory]
    [InlineData(TroubleKind.VersionTooOld)]
    [InlineData(TroubleKind.VersionStale)]
    [InlineData(TroubleKind.Silent)]
    [InlineData(TroubleKind.LosesWhileAway)]
    [InlineData(TroubleKind.PinNotAttested)]
    [InlineData(TroubleKind.MemberBlocked)]
    internal async Task What_does_not_stop_sending_is_told_there_as_well(TroubleKind kind)
    {
        _signal.Troubles = [new NetworkTrouble(kind)];

        await _watch.LookAsync(Token);

        Assert.Equal(
            ["discord library-room", "discord transit-room", "signal library-group", "signal transit-group"],
            Places()
        );
    }

    [Fact]
    public async Task Trouble_of_Discord_is_told_on_Signal()
    {
        _discord.Troubles = [new NetworkTrouble(TroubleKind.Disconnected)];

        await _watch.LookAsync(Token);

        Assert.Equal(["signal library-group", "signal transit-group"], Places());
        Assert.StartsWith("The bot has been cut off from Discord", Notices()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_once_a_day_while_it_lasts_and_housekeeping_once_a_week()
    {
        _signal.Troubles = [new NetworkTrouble(TroubleKind.Disconnected), new NetworkTrouble(TroubleKind.VersionStale)];
        var told = new List<int>();

        for (var hour = 0; hour < 8 * 24; hour++)
        {
            await _watch.LookAsync(Token);
            _home.Time.Advance(TimeSpan.FromHours(1));
            if (hour % 24 == 0)
                told.Add(Places().Count);
        }

        // At first 2 of the one and 4 of the other; then 2 a day; on the eighth day both.
        Assert.Equal([6, 8, 10, 12, 14, 16, 18, 24], told);
    }

    [Fact]
    public async Task The_end_is_told_once_and_where_the_beginning_was()
    {
        _signal.Troubles = [new NetworkTrouble(TroubleKind.Limited, Duration.FromHours(1))];
        await _watch.LookAsync(Token);
        _signal.Troubles = [];

        for (var minute = 0; minute < 30; minute++)
        {
            await _watch.LookAsync(Token);
            _home.Time.Advance(Minute.ToTimeSpan());
        }

        Assert.Equal(4, Places().Count);
        Assert.Equal(2, Notices().Count(text => text.StartsWith("Signal takes messages", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_comes_and_goes_is_one_trouble()
    {
        for (var minute = 0; minute < 60; minute++)
        {
            _discord.Troubles = minute % 9 < 4 ? [new NetworkTrouble(TroubleKind.Disconnected)] : [];
            await _watch.LookAsync(Token);
            _home.Time.Advance(Minute.ToTimeSpan());
        }

        Assert.Equal(2, Places().Count);
    }

    [Fact]
    public async Task The_end_is_told_also_by_a_bot_that_was_started_meanwhile()
    {
        _signal.Troubles = [new NetworkTrouble(TroubleKind.PinNotAttested)];
        await _watch.LookAsync(Token);
        _signal.Troubles = [];
        _watch.Dispose();
        _watch = Watch();

        await _watch.LookAsync(Token);
        _home.Time.Advance(TroubleWatch.GoneForGood.ToTimeSpan());
        await _watch.LookAsync(Token);
        await _watch.LookAsync(Token);

        Assert.Equal(4, Notices().Count(text => text == "The PIN of the bot's number on Signal is confirmed."));
    }

    [Fact]
    public async Task What_waited_for_a_captcha_leaves_once_it_is_solved_and_nothing_else_does()
    {
        await EnqueueAsync("held", SendOutcome.TryLater.CaptchaWanted);
        await EnqueueAsync("limited", SendOutcome.TryLater.RateLimited);
        await EnqueueAsync("elsewhere", SendOutcome.TryLater.RateLimited, Networks.Discord);
        await EnqueueAsync("other", "no-such-account");
        _signal.Troubles = [new NetworkTrouble(TroubleKind.CaptchaWanted, Duration.FromHours(24))];
        await _watch.LookAsync(Token);
        Assert.Empty(Ready());

        _signal.Troubles = [];
        await _watch.LookAsync(Token);

        Assert.Equal(["held", "limited"], Ready());

        IEnumerable<string> Ready() =>
            _store
                .Read(session => session.ReadyMessages(Networks.Signal, Now, limit: 10))
                .Select(message => message.Id);
    }

    [Fact]
    public async Task A_network_that_raises_its_voice_is_heard_at_once_and_the_clock_brings_the_rest()
    {
        await _watch.StartAsync(Token);
        _signal.Troubles = [new NetworkTrouble(TroubleKind.Limited, Duration.FromHours(1))];
        var until = new UntilCommitted(_store);

        _signal.RaiseVoice();
        Assert.False(_work.IsIdle);
        await until.HoldsAsync(session => session.ReadyMessages(Networks.Discord, Now, limit: 9).Count == 2);

        _signal.Troubles = [new NetworkTrouble(TroubleKind.Silent)];
        _home.Time.Advance(TimeSpan.FromMinutes(1));
        await until.HoldsAsync(session => session.ReadyMessages(Networks.Discord, Now, limit: 9).Count == 4);

        await _watch.StopAsync(Token);
        _signal.RaiseVoice();
        _home.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(_work.IsIdle);
    }

    [Fact]
    public void Each_notice_is_there_in_every_language()
    {
        foreach (var kind in Enum.GetValues<TroubleKind>())
        {
            var notices = new[]
            {
                TroubleNotices.Stands(Networks.Signal, new NetworkTrouble(kind, Duration.FromHours(2)), Now),
                TroubleNotices.Over(Networks.Signal, kind),
            };
            foreach (var notice in notices.OfType<MessageContent.Notice>())
            foreach (var language in Catalogue.Load().Languages)
            {
                var said = Compose(notice, language);
                Assert.Contains("Signal", said, StringComparison.Ordinal);
                Assert.DoesNotContain('{', said);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _store.DisposeAsync();
        _home.Dispose();
    }

    private TroubleWatch Watch() =>
        new(
            [_discord, _signal],
            _store,
            new DeliverySupport(
                _home.Time,
                _work,
                new DeliveryOutcomes(_store, new ProtocolTime(new FakeTimeProvider())),
                _campaigns,
                (_, _, _) => { }
            ),
            _logger
        );

    private Task EnqueueAsync(string id, string reason, string network = Networks.Signal) =>
        _store.WriteAsync(
            session =>
                session.Enqueue(
                    new OutboxMessage
                    {
                        Id = id,
                        Campaign = new CampaignId("transit"),
                        Network = network,
                        To = new Recipient.Channel("s", "c"),
                        Content = new MessageContent.ReachTest(),
                        State = DeliveryState.Retry,
                        NotBefore = Now + Duration.FromHours(24),
                        Reason = reason,
                    }
                ),
            Token
        );

    private List<OutboxMessage> Waiting() =>
        _store.Read(session =>
            new[] { Networks.Discord, Networks.Signal }
                .SelectMany(network => session.ReadyMessages(network, Now, limit: 1000))
                .Where(message => message.Content is MessageContent.Notice)
                .ToList()
        );

    private List<string> Places() =>
        [
            .. Waiting()
                .Select(message => $"{message.Network} {((Recipient.Channel)message.To).ChannelId}")
                .Order(StringComparer.Ordinal),
        ];

    private List<string> Notices() =>
        [.. Waiting().Select(message => Compose((MessageContent.Notice)message.Content, "en"))];

    private string Compose(MessageContent.Notice notice, string language)
    {
        var campaign = OnBoth("transit") with { Languages = [language] };
        var cards = new OutgoingCards(new CampaignBook([campaign]), Catalogue.Load());
        var message = new OutboxMessage
        {
            Id = "notice",
            Campaign = campaign.Id,
            Network = Networks.Discord,
            To = new Recipient.Channel("s", "c"),
            Content = notice,
            NotBefore = Now,
        };
        var said = (Composition.Say)_store.Read(session => cards.Compose(message, session, Now));
        return World.Shown.Text(said.Card);
    }

    private static Campaign OnBoth(string id) =>
        new()
        {
            Id = new CampaignId(id),
            Title = Text("Title"),
            Purpose = Text("Purpose"),
            TimeName = Text("town time"),
            Zone = DateTimeZoneProviders.Tzdb["America/New_York"],
            Languages = ["en", "es"],
            Cadence = [],
            Servers =
            [
                new CampaignServer
                {
                    Network = Networks.Discord,
                    Server = $"{id}-server",
                    AlertChannel = $"{id}-alerts",
                    CoordinatorChannel = $"{id}-room",
                },
                new CampaignServer
                {
                    Network = Networks.Signal,
                    Server = $"{id}-members",
                    AlertChannel = $"{id}-members",
                    CoordinatorChannel = $"{id}-group",
                },
            ],
        };

    private static LocalizedText Text(string text) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = text, ["es"] = text });

    private sealed class TroubledNetwork(string network) : IChatPlatform
    {
        public event Action? TroubleBegan;

        public string Network => network;
        public Task Ready => Task.CompletedTask;
        public string Health => "scripted";
        public Duration DeduplicationWindow => Duration.Zero;
        public IReadOnlyList<NetworkTrouble> Troubles { get; set; } = [];

        public void RaiseVoice() => TroubleBegan?.Invoke();

        public Task ListenAsync(IncomingHandler handler, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<SendOutcome> SendAsync(Outgoing outgoing, CancellationToken cancellationToken) =>
            Task.FromResult<SendOutcome>(new SendOutcome.Refused("scripted"));
    }
}
