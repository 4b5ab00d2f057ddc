using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>One client of the daemon: lines in, lines out, in the order in which they were handed over.</summary>
internal sealed class DaemonConnection : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly NetworkStream _stream;
    private readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly CancellationTokenSource _breaking = new();
    private readonly Lock _ending = new();
    private bool _isDisposed;

    public DaemonConnection(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        Broken = _breaking.Token;
    }

    /// <summary>Cancelled once nothing more is read or written.</summary>
    public CancellationToken Broken { get; }

    /// <summary>Reads lines until either side ends, and writes what is sent meanwhile.</summary>
    public async Task ServeAsync(Action<string> take)
    {
        var writing = WriteAsync();
        try
        {
            using var reader = new StreamReader(_stream, Utf8, leaveOpen: true);
            while (await reader.ReadLineAsync(Broken) is { } line)
            {
                take(line);
            }
        }
        catch (Exception error) when (IsTheEnd(error))
        {
            // The client left, or the stage broke the connection.
        }
        Break();
        await writing;
    }

    /// <summary>Sends one line.</summary>
    /// <param name="line">Without its end.</param>
    /// <returns>Whether it was written.</returns>
    public Task<bool> Send(string line)
    {
        var outgoing = new Outgoing(line);
        if (!_outgoing.Writer.TryWrite(outgoing))
        {
            outgoing.Written.TrySetResult(false);
        }
        return outgoing.Written.Task;
    }

    /// <summary>Ends the connection at once; what was not written is not written any more.</summary>
    public void Break()
    {
        lock (_ending)
        {
            if (_isDisposed)
            {
                return;
            }
            _outgoing.Writer.TryComplete();
            _breaking.Cancel();
            _stream.Dispose();
        }
    }

    public void Dispose()
    {
        Break();
        lock (_ending)
        {
            _isDisposed = true;
            _breaking.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var outgoing in _outgoing.Reader.ReadAllAsync(Broken))
            {
                try
                {
                    await _stream.WriteAsync(Utf8.GetBytes(outgoing.Line + "\n"), Broken);
                    outgoing.Written.TrySetResult(true);
                }
                catch
                {
                    outgoing.Written.TrySetResult(false);
                    throw;
                }
            }
        }
        catch (Exception error) when (IsTheEnd(error))
        {
            // As above; the reading side ends too.
        }
        _outgoing.Writer.TryComplete();
        while (_outgoing.Reader.TryRead(out var unwritten))
        {
            unwritten.Written.TrySetResult(false);
        }
    }

    private static bool IsTheEnd(Exception error) =>
        error is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private sealed record Outgoing(string Line)
    {
        public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
