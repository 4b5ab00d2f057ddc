using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Hosting;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>Settles the reminder steps that are due and wakes the pumps for messages whose time has come.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(
    ReminderSweep reminders,
    OfferSweep offers,
    DeliveryPumps pumps,
    TimeProvider time,
    WorkInProgress work
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var piece = work.Begin();
        await reminders.SweepAsync(time.Now(), cancellationToken);
        await offers.SweepAsync(time.Now(), cancellationToken);
        pumps.Wake();
    }
}
