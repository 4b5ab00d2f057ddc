using System.Text;
using System.Text.Json;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Signal;
using Alexandria.OrganizerBot.Tests.Storage;

namespace Alexandria.OrganizerBot.Tests.Platforms.Signal;

/// <summary>From the socket to the disk: in a burst, whatever has not arrived there is lost with the process.</summary>
public sealed class SignalIntakeTests : IAsyncLifetime
{
    /// <summary>Of <see cref="Recorded.Message"/>.</summary>
    private const string FirstTimestamp = "1795491234574";

    private readonly StoreHome _home = new();
    private readonly WorkInProgress _work = new();
    private Store _store = null!;
    private SignalIntake _intake = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = _home.Open();
        _intake = Intake();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _intake.DisposeAsync();
        await _store.DisposeAsync();
        _home.Dispose();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task No_message_waits_for_the_one_before_to_be_on_the_disk()
    {
        using var disk = new ManualResetEventSlim();
        var slow = _store.WriteAsync(_ => disk.Wait(Cancelled), Cancelled);

        for (var number = 1; number <= 3; number++)
            await TakeAsync(number);
        Assert.False(_work.IsIdle);
        disk.Set();
        await slow;

        Assert.Equal([1, 2, 3], await ReadAsync(3));
        Assert.True(_work.IsIdle);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_message_that_comes_twice_is_handed_on_once()
    {
        await TakeAsync(1);
        await TakeAsync(1);
        await TakeAsync(2);

        Assert.Equal([1, 2], await ReadAsync(2));
        Assert.True(_work.IsIdle);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_nobody_read_before_the_end_comes_first_after_the_restart()
    {
        await TakeAsync(1);
        await TakeAsync(2);
        await _intake.DisposeAsync();
        Assert.True(_work.IsIdle);

        await using var again = Intake();
        await again.RestoreAsync(Cancelled);
        await TakeAsync(3, again);

        Assert.Equal([1, 2, 3], await ReadAsync(3, again));
    }

    private SignalIntake Intake() => new(new Inbox(_store, _home.Time), _work);

    private async Task TakeAsync(int number, SignalIntake? intake = null)
    {
        using var frame = JsonDocument.Parse(
            Recorded.Message.Replace(FirstTimestamp, $"{FirstTimestamp[..^1]}{number}", StringComparison.Ordinal)
        );
        var json = Encoding.UTF8.GetBytes(frame.RootElement.GetProperty("params").GetRawText());
        var envelope = new ReceivedEnvelope(json, SignalEnvelope.Read(json));
        await (intake ?? _intake).TakeAsync(envelope, SignalEvents.Read(envelope.Event, self: null)!, Cancelled);
    }

    /// <summary>The numbers of the next so many messages.</summary>
    private async Task<IReadOnlyList<int>> ReadAsync(int count, SignalIntake? intake = null)
    {
        var numbers = new List<int>();
        await foreach (var (happened, piece) in (intake ?? _intake).ReadAllAsync(Cancelled))
        {
            using (piece)
                numbers.Add((int)(Assert.IsType<SignalEvent.Message>(happened).Id.Timestamp % 10));
            if (numbers.Count == count)
                break;
        }
        return numbers;
    }
}
