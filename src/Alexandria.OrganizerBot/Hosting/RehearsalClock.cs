using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// The domain's clock in a rehearsal: it stands still until the stage moves it, and each move is answered once the bot is
/// idle. One JSON object a line over loopback TCP; docs/scenarios.md has the protocol.
/// </summary>
/// <remarks>
/// The clock is Microsoft's FakeTimeProvider: made for tests, and exactly a clock that somebody else moves. Timers, Quartz
/// included, fire as it moves.
/// </remarks>
internal sealed class RehearsalClock : IDisposable
{
    private readonly TcpClient _stage;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;
    private readonly long _firstId;

    private RehearsalClock(
        TcpClient stage,
        StreamReader reader,
        StreamWriter writer,
        FakeTimeProvider time,
        long firstId
    )
    {
        _stage = stage;
        _reader = reader;
        _writer = writer;
        _firstId = firstId;
        Time = time;
    }

    public FakeTimeProvider Time { get; }

    /// <summary>Connects to the stage and takes its time over.</summary>
    /// <exception cref="ConfigurationFaultException">The address is not a loopback address and port, or nobody answers there.</exception>
    public static async Task<RehearsalClock> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        if (!IPEndPoint.TryParse(address, out var stage) || !IPAddress.IsLoopback(stage.Address))
            throw new ConfigurationFaultException(
                "Rehearsal:ClockAddress must be a loopback address with a port; leave it out to run for real."
            );

        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(stage, cancellationToken);
            var stream = client.GetStream();
            var reader = new StreamReader(stream, Encoding.UTF8);
            var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            {
                AutoFlush = true,
            };
            var first = await ReadAsync(reader, cancellationToken);
            if (first is not { Set: { } start })
                throw new ConfigurationFaultException("The stage's clock did not say what time it is.");
            return new RehearsalClock(client, reader, writer, new FakeTimeProvider(start.ToDateTimeOffset()), first.Id);
        }
        catch (SocketException)
        {
            client.Dispose();
            throw new ConfigurationFaultException(
                "No stage answers at Rehearsal:ClockAddress; leave it out to run for real."
            );
        }
    }

    /// <summary>Follows the stage until it closes the connection.</summary>
    public async Task FollowAsync(IdleWatch idle, CancellationToken cancellationToken)
    {
        await AnswerAsync(_firstId, idle, cancellationToken);
        while (await ReadAsync(_reader, cancellationToken) is { } order)
        {
            if (order.Set is { } now && now > Time.Now())
                Time.SetUtcNow(now.ToDateTimeOffset());
            await AnswerAsync(order.Id, idle, cancellationToken);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stage.Dispose();
    }

    private async Task AnswerAsync(long id, IdleWatch idle, CancellationToken cancellationToken)
    {
        var next = await idle.WaitAsync(cancellationToken);
        var answer = JsonSerializer.Serialize(
            new
            {
                id,
                idle = true,
                now = InstantPattern.ExtendedIso.Format(Time.Now()),
                next = next is { } due ? InstantPattern.ExtendedIso.Format(due) : null,
            }
        );
        await _writer.WriteLineAsync(answer.AsMemory(), cancellationToken);
    }

    private static async Task<Order?> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        if (await reader.ReadLineAsync(cancellationToken) is not { } line)
            return null;
        using var json = JsonDocument.Parse(line);
        var set = json.RootElement.TryGetProperty("set", out var text)
            ? InstantPattern.ExtendedIso.Parse(text.GetString()!).GetValueOrThrow()
            : (Instant?)null;
        return new Order(json.RootElement.GetProperty("id").GetInt64(), set);
    }

    private sealed record Order(long Id, Instant? Set);
}
