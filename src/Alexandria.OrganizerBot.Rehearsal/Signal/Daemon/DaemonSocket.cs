using System.Net;
using System.Net.Sockets;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>Where the daemon listens: always at the same address, also after a restart.</summary>
internal sealed class DaemonSocket : IDisposable
{
    private readonly DirectoryInfo? _folder;
    private EndPoint _address;
    private Socket? _listener;

    public DaemonSocket(SignalTransport transport)
    {
        if (transport == SignalTransport.UnixSocket)
        {
            // Only its owner may enter: that is the only authentication that signal-cli has.
            _folder = Directory.CreateTempSubdirectory("signal-stage-");
            _address = new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, "socket"));
        }
        else
        {
            _address = new IPEndPoint(IPAddress.Loopback, 0);
        }
    }

    /// <summary>As the bot's setting names it: <c>unix:/path</c> or <c>tcp:127.0.0.1:port</c>.</summary>
    public string Name => _address is IPEndPoint address ? $"tcp:{address}" : $"unix:{_address}";

    /// <summary>Opens the door.</summary>
    public void Open()
    {
        const int queue = 64;
        var isUnix = _address is UnixDomainSocketEndPoint;
        _listener = new Socket(
            isUnix ? AddressFamily.Unix : AddressFamily.InterNetwork,
            SocketType.Stream,
            isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp
        );
        if (!isUnix)
        {
            // The port is bound again while connections of before linger.
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        }
        _listener.Bind(_address);
        _listener.Listen(queue);
        if (!isUnix)
        {
            _address = _listener.LocalEndPoint!;
        }
    }

    /// <summary>The next client.</summary>
    public async Task<Socket> AcceptAsync(CancellationToken cancellationToken) =>
        await (_listener ?? throw new InvalidOperationException("The socket is closed.")).AcceptAsync(
            cancellationToken
        );

    /// <summary>Closes the door; the address stays.</summary>
    public void Close()
    {
        _listener?.Dispose();
        _listener = null;
        if (_address is UnixDomainSocketEndPoint)
        {
            File.Delete(_address.ToString()!);
        }
    }

    public void Dispose()
    {
        Close();
        _folder?.Delete(recursive: true);
    }
}
