using System.Globalization;

namespace Alexandria.OrganizerBot.Faults.Year;

/// <summary>One of the lane's campaigns: a server of its own in a zone of its own.</summary>
internal sealed record YearTown(string Id, string Zone, int Number, string QuietFrom, string QuietUntil)
{
    /// <summary>
    /// A northern zone, one whose clock changes by half an hour in the southern year and that keeps no quiet hours, and one
    /// whose clock changes at midnight. All three have had the same rules for years, so that the system's zone data and the bot's own agree.
    /// </summary>
    public static IReadOnlyList<YearTown> All { get; } =
    [
        new("year-north", "America/New_York", 1, "21:00", "08:00"),
        new("year-south", "Australia/Lord_Howe", 2, "00:00", "00:00"),
        new("year-midnight", "America/Santiago", 3, "22:30", "07:30"),
    ];

    public WallClock Clock =>
        new(
            Zone,
            TimeSpan.Parse(QuietFrom, CultureInfo.InvariantCulture),
            TimeSpan.Parse(QuietUntil, CultureInfo.InvariantCulture)
        );

    public string Server => $"Town {Number}";
    public string Organizer => $"Olga {Number}";
    public string Member => $"Mia {Number}";
    public string Alerts => $"{Server}/#alerts";
    public ulong ServerId => Identified(1);
    public ulong Role => Identified(21);
    public ulong AlertChannel => Identified(11);
    public ulong CoordinatorChannel => Identified(12);

    public string Campaign =>
        $$"""
            title: { en: Town {{Number}} }
            purpose: { en: A town to be reminded for a year. }
            timeName: { en: the time of Town {{Number}} }
            zone: {{Zone}}
            languages: [en]
            servers:
              - network: discord
                server: "{{ServerId}}"
                alertChannel: "{{AlertChannel}}"
                coordinatorChannel: "{{CoordinatorChannel}}"
                organizerRoles: ["{{Role}}"]
            cadence:
              - { id: day-before, daysBefore: 1, audience: [pledged] }
              - { id: two-hours-before, hoursBefore: 2, audience: [pledged] }
              - { id: thanks, hoursAfter: 3, audience: [pledged] }
            quietHours: { from: "{{QuietFrom}}", until: "{{QuietUntil}}" }
            weeklyMessages: 50
            """;

    /// <summary>When the member hears of a meeting: by the three lines of the cadence above.</summary>
    public IReadOnlyList<DateTimeOffset> Reminders(DateTime wall)
    {
        var clock = Clock;
        var start = clock.At(wall);
        return
        [
            .. new[] { clock.At(wall.AddDays(-1)), start.AddHours(-2), start.AddHours(3) }
                .Select(moment => clock.Awake(moment, start))
                // What falls on one moment is said once.
                .Distinct()
                .Order(),
        ];
    }

    private ulong Identified(ulong what) => 400_000_000_000_000_000UL + ((ulong)Number * 1_000) + what;
}

/// <summary>A meeting of the year.</summary>
/// <param name="Town">Where.</param>
/// <param name="Title">Unique, and no part of another.</param>
/// <param name="Wall">When it starts, on the wall there.</param>
internal sealed record YearMeeting(YearTown Town, string Title, DateTime Wall)
{
    private static readonly TimeSpan[] Times =
    [
        new(18, 30, 0),
        new(9, 30, 0),
        new(8, 0, 0),
        new(23, 45, 0),
        new(7, 0, 0),
        new(12, 0, 0),
        new(0, 15, 0),
    ];

    /// <summary>The day on which it is posted: early enough for every reminder.</summary>
    public DateTimeOffset PostedAt => Town.Clock.At(Wall.Date.AddDays(-3).AddHours(12));

    /// <summary>
    /// One meeting a week at all hours of the day, and around every clock change one on its very day and those whose day
    /// before is skipped or comes twice.
    /// </summary>
    public static IReadOnlyList<YearMeeting> InWeeks(YearTown town, DateTime from, int weeks)
    {
        var walls = Enumerable
            .Range(0, weeks)
            .Select(week => from.AddDays((7 * week) + (week % 5)) + Times[week % Times.Length])
            .ToList();
        var clock = town.Clock;
        foreach (var change in clock.Changes(clock.At(from), clock.At(from.AddDays(7 * weeks))))
        {
            var day = clock.Shows(change).Date;
            walls.Add(day.AddHours(12));
            walls.Add(day.AddDays(1) + clock.Shows(change).TimeOfDay.Add(TimeSpan.FromMinutes(-15)));
            walls.Add(day.AddDays(1) + clock.Shows(change).TimeOfDay.Add(TimeSpan.FromMinutes(15)));
        }
        return
        [
            .. walls
                .Distinct()
                .Order()
                .Select((wall, index) => new YearMeeting(town, $"Heron {town.Number} {index} gathering", wall)),
        ];
    }
}
