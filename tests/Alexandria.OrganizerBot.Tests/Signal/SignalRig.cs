using System.Text;
using System.Threading.Channels;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Alexandria.OrganizerBot.Tests.Signal;

/// <summary>The client under test, connected to a <see cref="ScriptedDaemon"/>, on a clock that the test moves.</summary>
internal sealed class SignalRig : IAsyncDisposable
{
    public const string Number = "+15551230001";

    private readonly CancellationTokenSource _stop = new();
    private readonly FakeLogCollector _logs = new();
    private readonly Channel<ReceivedEnvelope> _received = Channel.CreateUnbounded<ReceivedEnvelope>();

    public SignalRig(ScriptedDaemon? server = null, Func<SignalDaemonOptions, SignalDaemonOptions>? change = null)
    {
        Server = server ?? ScriptedDaemon.OnUnixSocket();
        Assert.True(SignalAccount.TryParse(Number, out var account));
        Options = new SignalDaemonOptions { Endpoint = Server.Endpoint, Account = account };
        Options = change?.Invoke(Options) ?? Options;
        Client = new SignalDaemon(Options, Time, new FixedChance(1), new FakeLogger<SignalDaemon>(_logs));
    }

    public ScriptedDaemon Server { get; }

    public WatchedTime Time { get; } = new();

    public SignalDaemonOptions Options { get; }

    public SignalDaemon Client { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Runs the client with this handler, or one that keeps everything for <see cref="EnvelopeAsync"/>.</summary>
    public void Run(EnvelopeHandler? handle = null) => Running = Client.RunAsync(handle ?? KeepAsync, _stop.Token);

    public void RunForCallsOnly() => Running = Client.RunAsync(null, _stop.Token);

    /// <summary>The client is connected and subscribed.</summary>
    public async Task<ScriptedConnection> ConnectAsync(EnvelopeHandler? handle = null)
    {
        Run(handle);
        return await GreetedAsync();
    }

    /// <summary>The client's next connection, greeted.</summary>
    public async Task<ScriptedConnection> GreetedAsync()
    {
        var connection = await Server.ConnectionAsync();
        await connection.GreetAsync();
        await Client.WhenConnectedAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async Task<ReceivedEnvelope> EnvelopeAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _stop.CancelAsync();

    /// <summary>The run has ended as the test expected.</summary>
    public void ForgetRun() => Running = Task.CompletedTask;

    public IEnumerable<string> Logged(LogLevel level) =>
        _logs.GetSnapshot().Where(record => record.Level == level).Select(record => record.Message);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Server.DisposeAsync();
        // A client that says goodbye waits for a daemon that no longer answers, on a clock which only we move.
        while (!Running.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Running;
        _stop.Dispose();
        var logged = _logs.GetSnapshot().Select(record => record.Message + record.Exception).ToList();
        Assert.DoesNotContain(logged, text => Recorded.Secrets.Any(s => text.Contains(s, StringComparison.Ordinal)));
    }

    private Task KeepAsync(ReceivedEnvelope envelope, CancellationToken ct)
    {
        // What is kept for the test is what a bot would store.
        Assert.Equal(envelope.Event, SignalEnvelope.Read(envelope.Json), new SameText());
        return _received.Writer.WriteAsync(envelope, ct).AsTask();
    }

    private sealed class SameText : IEqualityComparer<SignalEvent>
    {
        public bool Equals(SignalEvent? x, SignalEvent? y) => x?.ToString() == y?.ToString();

        public int GetHashCode(SignalEvent obj) => obj.GetType().GetHashCode();
    }
}
