using System.Collections.Concurrent;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>
/// The bot from its dispatcher to its store, with the fictional campaign of this program and an action in each state; the
/// database lies in memory. Whatever is answered is rendered for both networks.
/// </summary>
internal sealed class FuzzDesk : IAsyncDisposable
{
    private const int MostDiscordText = 4_000;
    private const int MostDiscordComponents = 40;
    private static readonly Instant Noon = Instant.FromUtc(2027, 3, 1, 12, 0);

    private readonly TemporaryFolder _folder;
    private readonly FaultLog _log = new();
    private readonly Store _store;
    private readonly Dispatcher _dispatcher;
    private int _events;

    private FuzzDesk(Store store, TemporaryFolder folder)
    {
        _folder = folder;
        _store = store;
        var time = new StandingClock();
        var campaigns = new CampaignBook([Campaign]);
        var words = Catalogue.Load();
        var reader = new RequestReader(store, campaigns, words, time);
        Catalog = new FeatureCatalog(new FeatureTools(store, reader, words));
        _dispatcher = new Dispatcher(
            Catalog,
            new ConversationReaders(
                reader,
                new SaidReader(Catalog, store, campaigns, reader),
                new Inbox(store, time),
                new Doorkeeper(
                    new InputGuard(Catalog, campaigns, reader),
                    // A million inputs come at one moment; what is tried out here lies behind the limit.
                    new SpeedLimits(store) { IsOn = false }
                )
            ),
            new DeliveryOutcomes(store, new ProtocolTime(new ImpatientClock())),
            new WorkInProgress(),
            _log
        );
    }

    public FeatureCatalog Catalog { get; }

    /// <summary>The fictional campaign of this program.</summary>
    public static Campaign Campaign { get; } =
        CampaignFolder.ReadAll(Path.Combine(AppContext.BaseDirectory, "campaigns"), ["crash"]).Campaigns.Single();

    public static async Task<FuzzDesk> OpenAsync()
    {
        var folder = new TemporaryFolder();
        var store = Store.Open(
            new StoreOptions
            {
                DataDirectory = folder["data"],
                KeysDirectory = folder["keys"],
                Streams = new StoreStreams(new MemoryStream(), new MemoryStream()),
            },
            new StandingClock(),
            NullLogger<Store>.Instance
        );
        await store.WriteAsync(session =>
        {
            foreach (var state in Enum.GetValues<ActionState>())
                session.Save(
                    new CollectiveAction
                    {
                        Id = session.NextActionId(),
                        Campaign = Campaign.Id,
                        State = state,
                        Title = "Public hearing",
                        Location = "Town Hall, room 2",
                        Starts = new MeetingTime(new LocalDateTime(2027, 3, 16, 18, 30), Campaign.Zone),
                        Asks = [Ask.Attend, Ask.Speak, Ask.Bring],
                        Capacity = 3,
                    }
                );
        });
        return new FuzzDesk(store, folder);
    }

    /// <summary>Does what the person did, and looks at the answer.</summary>
    /// <exception cref="BrokenPromiseException">Something failed inside, or the answer cannot be shown on a network.</exception>
    public async Task HandleAsync(FuzzPerson person, Act act)
    {
        var responder = new Responder();
        var server = Campaign.Servers.Single(one => one.Network == person.Network);
        _dispatcher.Handle(
            new Incoming
            {
                EventId = $"event-{++_events}",
                Network = person.Network,
                Server = person.InPrivate ? null : server.Server,
                Channel = person.InPrivate ? null : server.AlertChannel,
                AnswerIsPublic = person is { InPrivate: false, Network: Networks.Signal },
                Sender = new Sender(
                    person.Id,
                    person.IsOrganizer ? [.. server.OrganizerRoles, .. server.CoordinatorRoles] : [],
                    person.Locale
                ),
                Act = act,
            },
            responder,
            CancellationToken.None
        );
        await _dispatcher.DrainAsync();
        if (_log.Take() is { } failure)
            throw new BrokenPromiseException(failure);
        if (responder.Answer is { } reply)
            Show(reply);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static void Show(Reply reply)
    {
        if (reply is Reply.Ask(var form))
            _ = DiscordCards.Render(form);
        if (reply is Reply.Completions(var choices) && choices.Any(choice => choice.Label.Length == 0))
            throw new BrokenPromiseException("An offered value that nobody can read.");
        if (reply.CardShown is not { } card)
            return;
        var rendered = FuzzRendering.Of(DiscordCards.Render(card));
        if (rendered.Text > MostDiscordText || rendered.Components > MostDiscordComponents)
            throw new BrokenPromiseException($"More than Discord takes: {rendered}.");
        if (SignalText.Render(card, isPrivate: true) is { Text.Length: 0, Attachments.Count: 0 })
            throw new BrokenPromiseException("An answer that says nothing.");
    }

    private sealed class Responder : IResponder
    {
        public Reply? Answer { get; private set; }

        public Task DeferAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
        {
            Answer = reply;
            return Task.CompletedTask;
        }
    }

    /// <summary>Keeps the first failure that the dispatcher wrote down.</summary>
    private sealed class FaultLog : ILogger<Dispatcher>
    {
        private readonly ConcurrentQueue<string> _failures = new();

        public string? Take() => _failures.TryDequeue(out var failure) ? failure : null;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
                _failures.Enqueue(formatter(state, exception));
        }
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon.ToDateTimeOffset();
    }

    /// <summary>Nothing is sent here, so nobody waits for a delivery.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

/// <summary>Somebody who writes.</summary>
internal sealed record FuzzPerson(string Network, string Id, bool IsOrganizer, bool InPrivate, string? Locale);
