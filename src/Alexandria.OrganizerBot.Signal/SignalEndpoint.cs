using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// Where the signal-cli daemon listens. Only this machine is possible: signal-cli's TCP port asks nobody who they are, so
/// whoever reaches it can read and write as the bot. On a unix socket the file's permissions decide.
/// </summary>
public abstract record SignalEndpoint
{
    /// <summary>The longest path that Linux takes for a socket, in bytes (<c>man 7 unix</c>: 108 with the final zero).</summary>
    private const int LongestPath = 107;

    private SignalEndpoint() { }

    /// <summary>A unix socket, as in <c>signal-cli daemon --socket=PATH</c>.</summary>
    public sealed record UnixSocket : SignalEndpoint
    {
        internal UnixSocket(string path) => Path = path;

        /// <summary>An absolute path.</summary>
        public string Path { get; }

        /// <inheritdoc/>
        public override string ToString() => Path;
    }

    /// <summary>A TCP port of this machine, as in <c>signal-cli daemon --tcp=127.0.0.1:7583</c>.</summary>
    public sealed record LoopbackTcp : SignalEndpoint
    {
        internal LoopbackTcp(IPEndPoint address) => Address = address;

        /// <summary>A loopback address and a port.</summary>
        public IPEndPoint Address { get; }

        /// <inheritdoc/>
        public override string ToString() => Address.ToString();
    }

    /// <summary>
    /// Reads <c>/run/signal-cli/socket</c>, <c>127.0.0.1:7583</c>, <c>[::1]:7583</c> or <c>localhost:7583</c>, which means
    /// 127.0.0.1 and is not looked up.
    /// </summary>
    /// <param name="problem">One sentence for the operator where the text is refused.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out SignalEndpoint? endpoint,
        [NotNullWhen(false)] out string? problem
    )
    {
        (endpoint, problem) = text.StartsWith('/') ? ReadPath(text) : ReadAddress(text);
        return endpoint is not null;
    }

    internal Socket CreateSocket() =>
        this switch
        {
            UnixSocket => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            LoopbackTcp tcp => new Socket(tcp.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
            },
            _ => throw new InvalidOperationException("SignalEndpoint has two cases."),
        };

    internal EndPoint ToEndPoint() =>
        this switch
        {
            UnixSocket unix => new UnixDomainSocketEndPoint(unix.Path),
            LoopbackTcp tcp => tcp.Address,
            _ => throw new InvalidOperationException("SignalEndpoint has two cases."),
        };

    private static (SignalEndpoint?, string?) ReadPath(string path) =>
        Encoding.UTF8.GetByteCount(path) <= LongestPath
            ? (new UnixSocket(path), null)
            : (
                null,
                $"The path of signal-cli's socket is longer than {LongestPath} bytes, which Linux does not allow."
            );

    private static (SignalEndpoint?, string?) ReadAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        if (
            colon <= 0
            || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0
        )
        {
            return (
                null,
                "signal-cli's address must be the absolute path of its socket, such as /run/signal-cli/socket, or a TCP "
                    + "port of this machine, such as 127.0.0.1:7583."
            );
        }

        var host = text[..colon];
        var address =
            host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(host, out var parsed) ? parsed
            : null;
        return address is not null && IPAddress.IsLoopback(address)
            ? (new LoopbackTcp(new IPEndPoint(address, port)), null)
            : (
                null,
                $"signal-cli's TCP port has no authentication, so it is used on this machine only: {host} is not a "
                    + "loopback address. Use signal-cli's unix socket, or 127.0.0.1."
            );
    }
}
