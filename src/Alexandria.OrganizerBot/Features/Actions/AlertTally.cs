using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// The number of people, or of calls, under a posted alert. It moves in steps of five and at most once a minute, so that nobody can watch
/// one person pledge; after an hour every ten minutes, since Discord limits edits of older messages.
/// </summary>
internal static class AlertTally
{
    private const int Step = 5;
    private static readonly Duration FirstHour = Duration.FromHours(1);
    private static readonly Duration Beat = Duration.FromMinutes(1);
    private static readonly Duration LateBeat = Duration.FromMinutes(10);

    /// <summary>What is shown of a number of people: the multiple of five below it; 0 is fewer than five.</summary>
    public static int Shown(int people) => people / Step * Step;

    /// <summary>Has each posted copy looked at once at the end of the present beat, however many pledges come until then.</summary>
    public static void Refresh(StoreSession session, CollectiveAction action, Instant now)
    {
        // Signal's apps take few edits of a message: there the number changes with the alert only.
        foreach (var alert in session.PostedAlertsOf(action.Id).Where(posted => posted.Network != Networks.Signal))
        {
            var beat = now - alert.PostedAt < FirstHour ? Beat : LateBeat;
            var due = EndOfBeat(now, beat);
            session.Enqueue(
                new OutboxMessage
                {
                    Id = $"alert-tally|{action.Id.Code}|{due.ToUnixTimeSeconds()}|{alert.Network}|{alert.ChannelId}",
                    Campaign = action.Campaign,
                    Network = alert.Network,
                    To = new Recipient.Channel(alert.Server, alert.ChannelId),
                    Content = new MessageContent.AlertChanged(action.Id, TallyOnly: true),
                    NotBefore = due,
                    UsefulUntil = action.TakesAnswersUntil,
                    Priority = DeliveryPriority.Low,
                }
            );
        }
    }

    private static Instant EndOfBeat(Instant now, Duration beat)
    {
        var seconds = (long)beat.TotalSeconds;
        return Instant.FromUnixTimeSeconds(((now.ToUnixTimeSeconds() / seconds) + 1) * seconds);
    }
}
