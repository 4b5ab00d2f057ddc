using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Scheduling;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Scheduling;

public sealed class EarliestDueTests : IAsyncDisposable
{
    private readonly StoreHome _home = new();
    private readonly Store _store;

    public EarliestDueTests() => _store = _home.Open();

    private Instant Now => _home.Time.Now();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the alarm is set to, for each mixture of steps and messages (minutes from now; null: none).</summary>
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(30, null, 30)]
    [InlineData(null, 20, 20)]
    [InlineData(30, 20, 20)]
    [InlineData(10, 20, 10)]
    [InlineData(-5, 20, -5)] // overdue is due
    public async Task The_alarm_is_set_to_the_earliest_of_steps_and_messages(int? step, int? message, int? expected)
    {
        await _store.WriteAsync(
            session =>
            {
                if (step is { } forStep)
                    session.Save(Samples.Step(1, "day-before", Now + Duration.FromMinutes(forStep)));
                if (message is { } forMessage)
                    session.Save(Samples.Message("m", notBefore: Now + Duration.FromMinutes(forMessage)));
                session.Save(
                    Samples.Step(2, "over", Now - Duration.FromDays(1)) with
                    {
                        State = ReminderStepState.Expired,
                    }
                );
                session.Save(Samples.Message("over") with { State = DeliveryState.Sent });
            },
            Token
        );

        Assert.Equal(
            expected is { } minutes ? Now + Duration.FromMinutes(minutes) : (Instant?)null,
            _store.Read(WakeUp.EarliestDue)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
    }
}
