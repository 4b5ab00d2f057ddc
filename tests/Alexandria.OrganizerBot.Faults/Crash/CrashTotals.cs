using System.Text.Json.Serialization;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>What was counted over all workers; the lane's last line.</summary>
internal sealed record CrashTotals
{
    public int Kills { get; init; }
    public int PledgesAcknowledged { get; init; }
    public int PledgesLost { get; init; }
    public int RemindersDue { get; init; }
    public int RemindersLost { get; init; }
    public Doubled RemindersDoubled { get; init; } = new(0, 0);

    /// <summary>Reminders that stand as Unknown in the bot's store: in flight at a kill, and not told whether they arrived.</summary>
    public int Unknown { get; init; }

    /// <summary>Alerts whose posting was confirmed and that never came, and those that came twice.</summary>
    public int AlertsLost { get; init; }
    public Doubled AlertsDoubled { get; init; } = new(0, 0);

    /// <summary>Times that a kill showed more than one message twice on Signal.</summary>
    public int KillsWithMoreThanOneDouble { get; init; }

    /// <summary>Times that the bot ended by itself or did not come to rest.</summary>
    public int Stuck { get; init; }

    [JsonIgnore]
    public bool Held =>
        this
            is {
                PledgesLost: 0,
                RemindersLost: 0,
                RemindersDoubled.Discord: 0,
                AlertsLost: 0,
                AlertsDoubled.Discord: 0,
                KillsWithMoreThanOneDouble: 0,
                Stuck: 0,
            };

    public static CrashTotals operator +(CrashTotals one, CrashTotals other) =>
        new()
        {
            Kills = one.Kills + other.Kills,
            PledgesAcknowledged = one.PledgesAcknowledged + other.PledgesAcknowledged,
            PledgesLost = one.PledgesLost + other.PledgesLost,
            RemindersDue = one.RemindersDue + other.RemindersDue,
            RemindersLost = one.RemindersLost + other.RemindersLost,
            RemindersDoubled = one.RemindersDoubled + other.RemindersDoubled,
            Unknown = one.Unknown + other.Unknown,
            AlertsLost = one.AlertsLost + other.AlertsLost,
            AlertsDoubled = one.AlertsDoubled + other.AlertsDoubled,
            KillsWithMoreThanOneDouble = one.KillsWithMoreThanOneDouble + other.KillsWithMoreThanOneDouble,
            Stuck = one.Stuck + other.Stuck,
        };
}

/// <summary>What was seen twice, on each network.</summary>
internal sealed record Doubled(int Discord, int Signal)
{
    public static Doubled operator +(Doubled one, Doubled other) =>
        new(one.Discord + other.Discord, one.Signal + other.Signal);

    public Doubled More(string network, int number) =>
        network == "discord" ? this with { Discord = Discord + number } : this with { Signal = Signal + number };
}
