using System.Net;
using System.Net.Sockets;
using Alexandria.OrganizerBot.Signal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// A connection to signal-cli over which an operator's commands make calls. It subscribes to nothing, so that no message of
/// a member comes to it, and may stand beside the running bot's.
/// </summary>
internal sealed class SignalCaller : IAsyncDisposable
{
    /// <summary>A daemon that takes connections but has not answered by then hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private SignalCaller(SignalDaemonOptions options) =>
        Daemon = new SignalDaemon(options, TimeProvider.System, new Random(), NullLogger<SignalDaemon>.Instance);

    public SignalDaemon Daemon { get; }

    /// <summary>What the daemon said on connecting.</summary>
    public string Version => Daemon.Status.DaemonVersion ?? "unknown";

    /// <summary>Signal's side of the configuration, which must be there.</summary>
    /// <exception cref="ConfigurationFaultException">It is not, or it contradicts itself.</exception>
    public static SignalSetup Demand(IConfiguration configuration) =>
        BotSetup.ReadSignal(configuration)
        ?? throw new ConfigurationFaultException(
            "Signal:Endpoint is missing: it says where signal-cli listens; see docs/operating.md, \"Signal\"."
        );

    /// <exception cref="ConfigurationFaultException">Nobody answers there; the message says what to do.</exception>
    public static async Task<SignalCaller> ConnectAsync(SignalSetup setup, CancellationToken cancellationToken)
    {
        await KnockAsync(setup.Daemon.Endpoint, cancellationToken);
        var caller = new SignalCaller(setup.Daemon);
        caller._running = caller.Daemon.RunAsync(handle: null, caller._stop.Token);
        try
        {
            await caller
                .Daemon.WhenConnectedAsync(cancellationToken)
                .WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return caller;
        }
        catch (TimeoutException)
        {
            await caller.DisposeAsync();
            throw new ConfigurationFaultException(
                $"signal-cli takes connections at {setup.Daemon.Endpoint} but does not answer: restart it, and look into its log."
            );
        }
        catch
        {
            await caller.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>The client would try again and again; an operator wants to know at once what is wrong.</summary>
    private static async Task KnockAsync(SignalEndpoint endpoint, CancellationToken cancellationToken)
    {
        (Socket Socket, EndPoint Address) door = endpoint switch
        {
            SignalEndpoint.UnixSocket unix => (
                new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
                new UnixDomainSocketEndPoint(unix.Path)
            ),
            SignalEndpoint.LoopbackTcp tcp => (
                new Socket(tcp.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp),
                tcp.Address
            ),
            _ => throw new InvalidOperationException("SignalEndpoint has two cases."),
        };
        using var socket = door.Socket;
        try
        {
            await socket.ConnectAsync(door.Address, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new ConfigurationFaultException(
                exception.SocketErrorCode == SocketError.AccessDenied
                    ? $"This user may not open {endpoint}: put the bot's user into signal-cli's group; see docs/operating.md, \"Signal\"."
                    : $"Nobody listens at {endpoint}: start signal-cli, or correct Signal:Endpoint."
            );
        }
    }
}

/// <summary>Says in a sentence for the operator, on their own terminal, why signal-cli did not do what it was asked.</summary>
internal static class SignalSentence
{
    public static string Why<T>(SignalResult<T> result) =>
        result switch
        {
            SignalResult<T>.Refused { Kind: SignalErrorKind.CaptchaRejected } =>
                "Signal rejected the captcha: solve a new one and paste it within a minute or two, from the same internet connection.",
            SignalResult<T>.Refused { Kind: SignalErrorKind.RateLimited } =>
                "Signal takes no more of these requests for now: try again in some hours.",
            SignalResult<T>.Refused { Kind: SignalErrorKind.InvalidParams } =>
                "signal-cli does not have this account, or has it already and does not register it again.",
            SignalResult<T>.Refused { Kind: SignalErrorKind.MethodNotImplemented } =>
                "This signal-cli does not know the call: it is too old, or was started with -a; start it without.",
            SignalResult<T>.Refused refused => $"signal-cli refused ({refused.Code}): {FirstLine(refused.Message)}",
            SignalResult<T>.Unavailable none => $"signal-cli gave no answer: {none.Reason}.",
            _ => "signal-cli did it.",
        };

    private static string FirstLine(string message) => Domain.Text.UntrustedText.Clean(message.Split('\n')[0], 200);
}
