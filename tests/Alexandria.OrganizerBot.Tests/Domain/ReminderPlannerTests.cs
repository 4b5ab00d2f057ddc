using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class ReminderPlannerTests
{
    private static readonly ReminderRule WeekBefore = Rule("week-before", new ReminderOffset.DaysBefore(7));
    private static readonly ReminderRule DayBefore = Rule("day-before", new ReminderOffset.DaysBefore(1));
    private static readonly ReminderRule TwoHoursBefore = Rule("two-hours-before", new ReminderOffset.HoursBefore(2));
    private static readonly ReminderRule Thanks = Rule("thanks", new ReminderOffset.HoursAfter(2));
    private static readonly ReminderRule[] Cadence = [WeekBefore, DayBefore, TwoHoursBefore, Thanks];

    [Fact] // organizing.md R-61, the first worked case
    public void A_Saturday_hearing_at_half_past_nine_reminds_at_eight_and_on_Friday_at_half_past_nine() =>
        Assert.Equal(
            [
                "week-before 2026-11-14 09:30",
                "day-before 2026-11-20 09:30",
                "two-hours-before 2026-11-21 08:00",
                "thanks 2026-11-21 11:30",
            ],
            Planned(new LocalDateTime(2026, 11, 21, 9, 30))
        );

    [Fact] // organizing.md R-61, the second worked case
    public void A_meeting_at_eight_reminds_on_the_evening_before() =>
        Assert.Contains("two-hours-before 2026-11-20 20:00", Planned(new LocalDateTime(2026, 11, 21, 8, 0)));

    [Theory]
    [InlineData(9, 0, "2026-11-21 08:00")] // one hour before is just useful
    [InlineData(8, 59, "2026-11-20 20:00")] // 59 minutes before is not
    [InlineData(10, 0, "2026-11-21 08:00")] // falls on the end of the quiet hours itself
    [InlineData(22, 59, "2026-11-21 20:59")] // the last minute before they begin
    [InlineData(23, 0, "2026-11-21 20:00")] // falls on their first minute; the next morning would be too late
    public void Two_hours_before_moves_out_of_the_quiet_hours(int hour, int minute, string expected) =>
        Assert.Contains(
            $"two-hours-before {expected}",
            Planned(new LocalDateTime(2026, 11, 21, hour, minute), cadence: [TwoHoursBefore])
        );

    [Fact]
    public void A_follow_up_never_comes_at_night() =>
        Assert.Equal(["thanks 2026-11-22 08:00"], Planned(new LocalDateTime(2026, 11, 21, 19, 0), cadence: [Thanks]));

    [Theory]
    [InlineData(2026, 3, 8)] // the night in which an hour is lost
    [InlineData(2026, 11, 1)] // the night in which one is won
    public void Days_keep_the_wall_time_over_a_clock_change_and_hours_do_not(int year, int month, int day)
    {
        var sunday = new LocalDateTime(year, month, day, 18, 30);
        var twentyFourHours = Rule("24-hours-before", new ReminderOffset.HoursBefore(24));

        var planned = Planned(sunday, cadence: [WeekBefore, DayBefore, twentyFourHours]);

        var absolute = month == 3 ? "17:30" : "19:30";
        Assert.Contains($"week-before {Date(-7)} 18:30", planned);
        Assert.Contains($"day-before {Date(-1)} 18:30", planned);
        Assert.Contains($"24-hours-before {Date(-1)} {absolute}", planned);

        string Date(int days) => Text(sunday.PlusDays(days))[..10];
    }

    [Fact]
    public void A_day_before_that_does_not_exist_comes_right_after_the_gap_and_one_that_exists_twice_the_first_time()
    {
        var noQuiet = new QuietHours(LocalTime.Midnight, LocalTime.Midnight);

        Assert.Equal(
            Instant.FromUtc(2026, 3, 8, 7, 0),
            ReminderPlanner.DueAt(At(new LocalDateTime(2026, 3, 9, 2, 30)), new ReminderOffset.DaysBefore(1), noQuiet)
        );
        Assert.Equal(
            Instant.FromUtc(2026, 11, 1, 5, 30),
            ReminderPlanner.DueAt(At(new LocalDateTime(2026, 11, 2, 1, 30)), new ReminderOffset.DaysBefore(1), noQuiet)
        );
    }

    [Fact]
    public void What_is_past_is_not_planned_and_what_is_due_this_very_moment_neither()
    {
        var start = new LocalDateTime(2026, 11, 21, 18, 30);
        var dayBefore = At(start.PlusDays(-1)).Instant;

        Assert.Equal(["two-hours-before 2026-11-21 16:30", "thanks 2026-11-21 20:30"], Planned(start, now: dayBefore));
        Assert.Contains("day-before 2026-11-20 18:30", Planned(start, now: dayBefore - Duration.Epsilon));
    }

    [Fact]
    public void Rules_that_fall_on_one_moment_are_steps_of_their_own_the_weightier_first()
    {
        // Both would come at night before a meeting at seven: both move to the evening before.
        var channel = Rule("ten-hours-before", new ReminderOffset.HoursBefore(10), ReminderAudience.Channel);
        var confirm = Rule("two-hours-before", new ReminderOffset.HoursBefore(2)) with
        {
            Asks = ReminderQuestion.Confirm,
        };

        var steps = Plan(new LocalDateTime(2026, 11, 21, 7, 0), [channel, confirm]);

        Assert.Equal(["two-hours-before", "ten-hours-before"], steps.Select(step => step.Rule));
        Assert.Single(steps.Select(step => step.DueAt).Distinct());
        Assert.Equal([ReminderAudience.Pledged, ReminderAudience.Channel], steps.Select(step => step.Audience));
    }

    [Fact]
    public void A_step_says_what_it_belongs_to_and_until_when_it_is_useful()
    {
        var start = new LocalDateTime(2026, 11, 21, 14, 0);

        var steps = Plan(start, [DayBefore, Thanks]);

        Assert.Equal(["A12.3.day-before", "A12.3.thanks"], steps.Select(step => step.Id));
        Assert.All(steps, step => Assert.Equal((new ActionId(12), 3), (step.Action, step.Version)));
        Assert.All(steps, step => Assert.Equal(ReminderStepState.Planned, step.State));
        Assert.Equal(At(start).Instant, steps[0].UsefulUntil);
        Assert.Equal(At(start).Instant + Duration.FromHours(50), steps[1].UsefulUntil);
    }

    private static readonly Gen<Case> AnyCase = Gen.Select(
            Gen.OneOf(Gen.Select(Zones.Any, Zones.Quarter), Zones.NearChange),
            Rules(),
            Hours(),
            Gen.Int[-40 * 24, 48]
        )
        .Select(
            (meeting, rules, quiet, hours) =>
            {
                var starts = new MeetingTime(meeting.Item2, meeting.Item1);
                return new Case(starts, rules, quiet, starts.Instant + Duration.FromHours(hours));
            }
        );

    [Fact]
    public void In_every_zone_steps_are_sorted_ahead_one_a_rule_and_planned_the_same_twice() =>
        AnyCase.Sample(
            plan =>
            {
                var action = Action(plan.Starts);
                var steps = ReminderPlanner.Plan(action, plan.Rules, plan.Quiet, plan.Now);

                Assert.Equal(steps, ReminderPlanner.Plan(action, plan.Rules, plan.Quiet, plan.Now));
                Assert.Equal(steps.Count, steps.Select(step => step.Id).Distinct().Count());
                Assert.All(steps, step => Assert.True(step.DueAt > plan.Now));
                Assert.All(steps, step => Assert.True(step.DueAt < step.UsefulUntil, step.ToString()));
                Assert.Equal(steps.OrderBy(step => step.DueAt), steps);
                // Nobody whom a rule names is left out: each rule that is ahead is heard at its moment.
                foreach (var rule in plan.Rules)
                {
                    var due = ReminderPlanner.DueAt(plan.Starts, rule.Offset, plan.Quiet);
                    var isOfUse = rule.Offset.IsAfter || due < plan.Starts.Instant;
                    if (due > plan.Now && isOfUse && due <= action.OverBy + ReminderPlanner.LastPrivateWord)
                        Assert.Contains(steps, step => step.DueAt == due && step.Audience == rule.Audience);
                }
            },
            iter: 2_000,
            threads: 1
        );

    [Fact]
    public void In_every_zone_no_reminder_comes_after_the_start_and_no_follow_up_before_it() =>
        AnyCase.Sample(
            plan =>
            {
                foreach (var rule in plan.Rules)
                {
                    var due = ReminderPlanner.DueAt(plan.Starts, rule.Offset, plan.Quiet);
                    if (rule.Offset is ReminderOffset.HoursAfter)
                        Assert.True(due >= plan.Starts.Instant, $"{rule} {due}");
                    else
                        Assert.True(due <= plan.Starts.Instant, $"{rule} {due}");
                }
            },
            iter: 2_000,
            threads: 1
        );

    /// <summary>
    /// What holds: nobody is written to in quiet hours that leave at least two hours of the day. Where they leave less there
    /// may be no hour before them to move to. Nothing is promised where a place leaves out a whole day, as some Pacific
    /// islands once did to change sides of the date line.
    /// </summary>
    [Fact]
    public void In_every_zone_nobody_is_written_to_in_quiet_hours() =>
        AnyCase.Sample(
            plan =>
            {
                foreach (var rule in plan.Rules)
                {
                    var due = ReminderPlanner.DueAt(plan.Starts, rule.Offset, plan.Quiet);
                    if (LeavesOutADay(plan.Starts.Zone, due))
                        continue;
                    var wall = due.InZone(plan.Starts.Zone).TimeOfDay;
                    Assert.False(plan.Quiet.Contains(wall), $"{rule} falls on {wall}, in {plan.Quiet}");
                }
            },
            iter: 3_000,
            threads: 1
        );

    private static bool LeavesOutADay(DateTimeZone zone, Instant around)
    {
        // In seconds, since an offset of NodaTime holds no whole day.
        var before = zone.GetUtcOffset(around - Duration.FromDays(2)).Seconds;
        var after = zone.GetUtcOffset(around + Duration.FromDays(2)).Seconds;
        return Math.Abs(after - before) > 3 * 3_600;
    }

    /// <summary>Up to five rules with ids of their own.</summary>
    private static Gen<ReminderRule[]> Rules() =>
        Gen.Select(
                Gen.OneOf(
                    Gen.Int[0, 30].Select(days => (ReminderOffset)new ReminderOffset.DaysBefore(days)),
                    Gen.Int[0, 72].Select(hours => (ReminderOffset)new ReminderOffset.HoursBefore(hours)),
                    Gen.Int[0, 72].Select(hours => (ReminderOffset)new ReminderOffset.HoursAfter(hours))
                ),
                Choose.From(
                    ReminderAudience.Pledged,
                    ReminderAudience.Channel,
                    ReminderAudience.Pledged | ReminderAudience.Channel
                )
            )
            .Array[0, 5]
            .Select(rules =>
                rules.Select((rule, index) => new ReminderRule($"rule-{index}", rule.Item1, rule.Item2)).ToArray()
            );

    /// <summary>Quiet hours of none to twenty-two hours that begin at any quarter.</summary>
    private static Gen<QuietHours> Hours() =>
        Gen.Select(Gen.Int[0, 95], Gen.Int[0, 88])
            .Select(
                (from, length) =>
                {
                    var start = LocalTime.Midnight.PlusMinutes(from * 15);
                    return new QuietHours(start, start.PlusMinutes(length * 15));
                }
            );

    private static string[] Planned(
        LocalDateTime start,
        Instant? now = null,
        IReadOnlyList<ReminderRule>? cadence = null
    ) =>
        [
            .. Plan(start, cadence ?? Cadence, now)
                .Select(step => $"{step.Rule} {Text(step.DueAt.InZone(Zones.NewYork).LocalDateTime)}"),
        ];

    private static IReadOnlyList<ReminderStep> Plan(
        LocalDateTime start,
        IReadOnlyList<ReminderRule> cadence,
        Instant? now = null
    ) =>
        ReminderPlanner.Plan(
            Action(At(start)),
            cadence,
            QuietHours.Default,
            now ?? At(start).Instant - Duration.FromDays(30)
        );

    private static string Text(LocalDateTime local) =>
        NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Format(local);

    private static MeetingTime At(LocalDateTime local) => new(local, Zones.NewYork);

    private static CollectiveAction Action(MeetingTime starts) =>
        new()
        {
            Id = new ActionId(12),
            Version = 3,
            Campaign = new CampaignId("bus-line-7"),
            State = ActionState.Released,
            Title = "Council",
            Starts = starts,
            Asks = [Ask.Attend],
        };

    private static ReminderRule Rule(
        string id,
        ReminderOffset offset,
        ReminderAudience audience = ReminderAudience.Pledged
    ) => new(id, offset, audience);

    private sealed record Case(MeetingTime Starts, ReminderRule[] Rules, QuietHours Quiet, Instant Now)
    {
        public override string ToString() =>
            $"{Starts.Local} in {Starts.Zone.Id}, quiet {Quiet.From} to {Quiet.Until}, {string.Join("; ", (object[])Rules)}, now {Now}";
    }
}
