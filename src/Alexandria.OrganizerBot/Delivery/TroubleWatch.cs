using System.Globalization;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// Looks at every network once a minute, and at once when one of them asks for it. Coordinators of every campaign are told on
/// the other networks too when something is wrong with one, again now and then while it lasts, and once when it is over. What
/// they were told survives a restart.
/// </summary>
internal sealed partial class TroubleWatch(
    IEnumerable<IChatPlatform> platforms,
    Store store,
    DeliverySupport support,
    ILogger<TroubleWatch> logger
) : IHostedService, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A trouble that comes back within this time never ended: else a connection that comes and goes would fill the channel.
    /// </summary>
    internal static readonly Duration GoneForGood = Duration.FromMinutes(10);

    private static readonly IReadOnlyList<TroubleKind> Kinds = Enum.GetValues<TroubleKind>();

    private readonly Dictionary<(string Network, TroubleKind Kind), Told?> _told = [];
    private readonly Dictionary<(string Network, TroubleKind Kind), Instant> _goneSince = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private ITimer? _beat;
    private Task _looking = Task.CompletedTask;
    private bool _isLookWanted;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var platform in platforms)
            platform.TroubleBegan += LookSoon;
        // Among the services of a stopped host there is no beat, and so no look at a store that is closed.
        _beat = support.Time.CreateTimer(_ => LookSoon(), state: null, Beat, Beat);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var platform in platforms)
            platform.TroubleBegan -= LookSoon;
        _beat?.Dispose();
        await _stop.CancelAsync();
        await _looking;
    }

    public void Dispose()
    {
        _beat?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Looks at each network, and writes down what coordinators have to be told. One look at a time.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var platform in platforms)
        {
            var troubles = platform.Troubles;
            foreach (var kind in Kinds)
            {
                if (troubles.FirstOrDefault(trouble => trouble.Kind == kind) is { } trouble)
                    await StandsAsync(platform.Network, trouble, cancellationToken);
                else if (Remembered(platform.Network, kind) is { } told)
                    await GoneAsync(platform.Network, kind, told, cancellationToken);
            }
        }
    }

    /// <summary>Has a look taken behind the one that is under way, if any. What waits already need not be asked for again.</summary>
    private void LookSoon()
    {
        lock (_gate)
        {
            if (_isLookWanted || _stop.IsCancellationRequested)
                return;
            _isLookWanted = true;
            _looking = LookAfterAsync(_looking, support.Work.Begin());
        }
    }

    private async Task LookAfterAsync(Task earlier, IDisposable work)
    {
        using (work)
        {
            // The timer, or whoever told of a trouble, goes on.
            await Task.Yield();
            await earlier;
            lock (_gate)
                _isLookWanted = false;
            try
            {
                await LookAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Asked to stop.
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The next look tries again; a store that cannot be written ends the bot by itself.
                Log.Failed(logger, exception.GetType().Name);
            }
        }
    }

    private async Task StandsAsync(string network, NetworkTrouble trouble, CancellationToken cancellationToken)
    {
        _goneSince.Remove((network, trouble.Kind));
        var now = support.Time.Now();
        var before = Remembered(network, trouble.Kind);
        if (before is { } told && now - told.At < TroubleNotices.ToldAgainAfter(trouble.Kind))
            return;
        var after = new Told(before?.Began ?? now, now);
        await store.WriteAsync(
            session =>
            {
                Tell(session, network, trouble.Kind, after.Suffix, TroubleNotices.Stands(network, trouble, now), now);
                session.SetSetting(Setting(network, trouble.Kind), after.Write());
            },
            cancellationToken
        );
        _told[(network, trouble.Kind)] = after;
        Log.Stands(logger, network, trouble.Kind);
    }

    private async Task GoneAsync(string network, TroubleKind kind, Told told, CancellationToken cancellationToken)
    {
        var now = support.Time.Now();
        if (!_goneSince.TryGetValue((network, kind), out var since))
        {
            // It may have ended before its time: then nothing needs to wait any longer.
            if (TroubleNotices.Holds(kind) is { Count: > 0 } reasons)
                await store.WriteAsync(session => session.RetryNow(network, reasons, now), cancellationToken);
            _goneSince[(network, kind)] = since = now;
        }
        if (now - since < GoneForGood)
            return;
        await store.WriteAsync(
            session =>
            {
                if (TroubleNotices.Over(network, kind) is { } notice)
                    Tell(session, network, kind, $"{told.Began.ToUnixTimeMilliseconds()}|over", notice, now);
                session.ForgetSetting(Setting(network, kind));
            },
            cancellationToken
        );
        _told[(network, kind)] = null;
        _goneSince.Remove((network, kind));
        Log.Over(logger, network, kind);
    }

    private void Tell(
        StoreSession session,
        string network,
        TroubleKind kind,
        string suffix,
        MessageContent.Notice notice,
        Instant now
    )
    {
        foreach (var campaign in support.Campaigns.All)
            session.TellCoordinators(
                campaign,
                $"trouble|{campaign.Id}|{network}|{kind}|{suffix}",
                notice,
                now,
                exceptOn: TroubleNotices.StopsSending(kind) ? network : null
            );
    }

    /// <summary>What coordinators were told and may still believe; read from the store once.</summary>
    private Told? Remembered(string network, TroubleKind kind)
    {
        if (!_told.TryGetValue((network, kind), out var told))
        {
            told = Told.Read(store.Read(session => session.GetSetting(Setting(network, kind))));
            _told[(network, kind)] = told;
        }
        return told;
    }

    private static string Setting(string network, TroubleKind kind) => $"trouble|{network}|{kind}";

    /// <summary>A trouble that coordinators were told of.</summary>
    /// <param name="Began">When it was first seen.</param>
    /// <param name="At">When they were told last.</param>
    private sealed record Told(Instant Began, Instant At)
    {
        /// <summary>What makes its notice's id one of its own.</summary>
        public string Suffix =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Began.ToUnixTimeMilliseconds()}|{At.ToUnixTimeMilliseconds()}"
            );

        public string Write() => Suffix;

        public static Told? Read(string? setting) =>
            setting?.Split('|') is [var began, var at]
            && long.TryParse(began, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? new Told(Instant.FromUnixTimeMilliseconds(first), Instant.FromUnixTimeMilliseconds(last))
                : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Network}: coordinators are told of a trouble: {Kind}")]
        public static partial void Stands(ILogger logger, string network, TroubleKind kind);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Network}: a trouble is over: {Kind}")]
        public static partial void Over(ILogger logger, string network, TroubleKind kind);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "Looking for troubles failed with {Error}; the next look is in a minute"
        )]
        public static partial void Failed(ILogger logger, string error);
    }
}
