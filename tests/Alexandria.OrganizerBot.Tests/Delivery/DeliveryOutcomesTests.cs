using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Delivery;

public sealed class DeliveryOutcomesTests : IAsyncDisposable
{
    private readonly StoreHome _home = new();
    private readonly FakeTimeProvider _protocol = new();
    private readonly Store _store;
    private readonly DeliveryOutcomes _outcomes;

    public DeliveryOutcomesTests()
    {
        _store = _home.Open();
        _outcomes = new DeliveryOutcomes(_store, new ProtocolTime(_protocol));
    }

    [Theory]
    [InlineData(nameof(DeliveryState.Sent))]
    [InlineData(nameof(DeliveryState.Dead))]
    [InlineData(nameof(DeliveryState.Retry))]
    [InlineData(nameof(DeliveryState.Cancelled))]
    public async Task What_was_tried_before_anyone_asked_is_known_at_once(string state)
    {
        var tried = Samples.Message("m") with { State = Enum.Parse<DeliveryState>(state) };
        await _store.WriteAsync(session => session.Save(tried), Token);

        Assert.Equal(tried.State, await _outcomes.FirstTryAsync("m", Token));
    }

    [Fact]
    public async Task Who_waits_hears_the_first_try_of_that_message_only()
    {
        await _store.WriteAsync(session => session.Save(Samples.Message("m")), Token);
        var waiting = _outcomes.FirstTryAsync("m", Token);

        _outcomes.Tried(Samples.Message("other") with { State = DeliveryState.Dead });
        Assert.False(waiting.IsCompleted);
        _outcomes.Tried(Samples.Message("m") with { State = DeliveryState.Sent });

        Assert.Equal(DeliveryState.Sent, await waiting.WaitAsync(Token));
    }

    [Fact]
    public async Task Nobody_waits_longer_than_eight_seconds()
    {
        await _store.WriteAsync(session => session.Save(Samples.Message("m")), Token);
        var waiting = _outcomes.FirstTryAsync("m", Token);

        _protocol.Advance(TimeSpan.FromSeconds(7.9));
        Assert.False(waiting.IsCompleted);
        _protocol.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Null(await waiting.WaitAsync(Token));
        // And a try that comes later finds nobody, which is no mistake.
        _outcomes.Tried(Samples.Message("m") with { State = DeliveryState.Sent });
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        await _store.WriteAsync(session => session.Save(Samples.Message("m")), Token);
        using var stop = new CancellationTokenSource();
        var waiting = _outcomes.FirstTryAsync("m", stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
    }
}
