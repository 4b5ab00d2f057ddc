using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>Who hears which of an action's reminders: organizing.md R-16.</summary>
public sealed class ReminderLadderTests
{
    /// <summary>A Saturday public hearing, 21 November 2026, 9:30 in New York; the form closes on the Thursday at five.</summary>
    private static readonly CollectiveAction Hearing = new()
    {
        Id = new ActionId(12),
        Campaign = new CampaignId("bus-line-7"),
        State = ActionState.Released,
        Title = "Hearing",
        Starts = At(21, 9, 30),
        Asks = [Ask.Attend, Ask.Speak],
        Milestones =
        [
            new Milestone(MilestoneKind.FormOpens, new LocalDateTime(2026, 11, 16, 12, 0)),
            new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2026, 11, 19, 17, 0)),
            new Milestone(MilestoneKind.End, new LocalDateTime(2026, 11, 21, 12, 30)),
        ],
    };

    private static readonly ReminderRule[] Cadence =
    [
        new("week-before", new ReminderOffset.DaysBefore(7), ReminderAudience.Pledged) { PledgedDaysBefore = 10 },
        new("form-opens", new ReminderOffset.HoursAfter(0), ReminderAudience.Speakers) { Of = MilestoneKind.FormOpens },
        new("form-24h", new ReminderOffset.HoursBefore(24), ReminderAudience.Speakers)
        {
            Of = MilestoneKind.FormCloses,
        },
        new("form-3h", new ReminderOffset.HoursBefore(3), ReminderAudience.Speakers) { Of = MilestoneKind.FormCloses },
        new("day-before", new ReminderOffset.DaysBefore(1), ReminderAudience.Pledged | ReminderAudience.Channel)
        {
            Asks = ReminderQuestion.Confirm,
        },
        new("two-hours-before", new ReminderOffset.HoursBefore(2), ReminderAudience.Pledged),
        new("thanks", new ReminderOffset.HoursAfter(2), ReminderAudience.Pledged)
        {
            Of = MilestoneKind.End,
            Asks = ReminderQuestion.Came,
        },
        new("outcome", new ReminderOffset.DaysAfter(3), ReminderAudience.Pledged | ReminderAudience.Channel)
        {
            Of = MilestoneKind.End,
        },
    ];

    [Fact]
    public void The_whole_ladder_falls_where_the_rule_says() =>
        Assert.Equal(
            [
                "week-before 14 09:30 Pledged",
                "form-opens 16 12:00 Speakers",
                "form-24h 18 17:00 Speakers",
                "form-3h 19 14:00 Speakers",
                "day-before 20 09:30 Pledged, Channel",
                "two-hours-before 21 08:00 Pledged",
                "thanks 21 14:30 Pledged",
                // 48 hours after the end nobody can be written to in private any more.
                "outcome 24 12:30 Channel",
            ],
            Plan(Hearing).Select(step => $"{step.Rule} {Text(step.DueAt)} {step.Audience}")
        );

    [Fact]
    public void Who_comes_hears_of_the_week_the_day_the_hours_and_is_thanked() =>
        Assert.Equal(
            ["week-before", "day-before", "two-hours-before", "thanks"],
            Heard(Pledged(PledgeAnswer.Attend, daysBefore: 12))
        );

    [Fact]
    public void Who_pledged_ten_days_before_or_later_needs_no_in_a_week()
    {
        Assert.DoesNotContain("week-before", Heard(Pledged(PledgeAnswer.Attend, daysBefore: 10)));
        Assert.Equal(["day-before", "two-hours-before", "thanks"], Heard(Pledged(PledgeAnswer.Maybe, daysBefore: 3)));
        Assert.Equal(["thanks"], Heard(Pledged(PledgeAnswer.Attend, daysBefore: 0)));
    }

    [Fact]
    public void Who_speaks_hears_the_four_that_matter_most() =>
        Assert.Equal(
            ["form-opens", "form-3h", "day-before", "two-hours-before"],
            Heard(Pledged(PledgeAnswer.Speak, daysBefore: 12))
        );

    [Fact]
    public void Who_does_not_come_or_waits_for_a_place_hears_nothing()
    {
        Assert.Empty(Heard(Pledged(PledgeAnswer.CantCome, daysBefore: 12)));
        Assert.Empty(Heard(Pledged(PledgeAnswer.Withdrawn, daysBefore: 12)));
        Assert.Empty(Heard(Pledged(PledgeAnswer.Attend, daysBefore: 12) with { Place = PledgePlace.Waiting }));
    }

    [Fact]
    public void What_was_heard_of_an_older_time_counts()
    {
        var pledge = Pledged(PledgeAnswer.Attend, daysBefore: 12);
        var moved = Hearing with { Version = 2, Starts = At(28, 9, 30), Milestones = [] };
        var old = Plan(Hearing)
            .Select(step =>
                step with
                {
                    State = step.Rule is "week-before" or "day-before"
                        ? ReminderStepState.Expanded
                        : ReminderStepState.Void,
                }
            );

        var heard = ReminderLadder.For(pledge, [.. old, .. Plan(moved)]);

        // Two of four are used up; of what is left, what matters most.
        Assert.Equal(["day-before", "two-hours-before"], heard.Select(step => step.Rule));
        Assert.All(heard, step => Assert.Equal(2, step.Version));
    }

    [Fact]
    public void Of_two_at_one_moment_the_weightier_is_heard_and_the_other_costs_nothing()
    {
        // Both move out of the night to the evening before.
        var early = Hearing with
        {
            Starts = At(21, 7, 0),
            Milestones = [],
        };
        ReminderRule[] cadence =
        [
            new("ten-hours-before", new ReminderOffset.HoursBefore(10), ReminderAudience.Pledged),
            new("two-hours-before", new ReminderOffset.HoursBefore(2), ReminderAudience.Pledged),
            new("three-days-before", new ReminderOffset.DaysBefore(3), ReminderAudience.Pledged),
            new("four-days-before", new ReminderOffset.DaysBefore(4), ReminderAudience.Pledged),
            new("five-days-before", new ReminderOffset.DaysBefore(5), ReminderAudience.Pledged),
        ];
        var steps = ReminderPlanner.Plan(early, cadence, QuietHours.Default, Start - Duration.FromDays(30));

        var heard = ReminderLadder.For(Pledged(PledgeAnswer.Attend, daysBefore: 20), steps);

        Assert.Equal(4, heard.Count);
        Assert.Equal(heard.Count, heard.Select(step => step.DueAt).Distinct().Count());
    }

    [Fact]
    public void After_a_silence_each_hears_the_latest_that_is_theirs_and_still_useful()
    {
        var steps = Plan(Hearing);
        var wakes = At(20, 10, 0).Instant;
        var due = steps.Where(step => step.DueAt <= wakes).ToList();

        Assert.Equal("day-before", Next(PledgeAnswer.Speak));
        Assert.Equal("day-before", Next(PledgeAnswer.Attend));
        Assert.Equal("day-before", ReminderLadder.NextInChannel(due, wakes)?.Rule);
        // Before the form closes, who speaks hears of the form, and who only comes of the week.
        wakes = At(19, 14, 0).Instant;
        due = [.. steps.Where(step => step.DueAt <= wakes)];
        Assert.Equal("form-3h", Next(PledgeAnswer.Speak));
        Assert.Equal("week-before", Next(PledgeAnswer.Attend));
        Assert.Null(ReminderLadder.NextInChannel(due, wakes));

        string? Next(PledgeAnswer answer) =>
            ReminderLadder.Next(Pledged(answer, daysBefore: 12), steps, due, wakes)?.Rule;
    }

    [Fact]
    public void One_that_had_to_wait_is_overtaken_by_the_next_that_its_reader_hears()
    {
        var steps = Plan(Hearing);
        var pledge = Pledged(PledgeAnswer.Attend, daysBefore: 12);
        var week = steps.Single(step => step.Rule == "week-before");
        var day = steps.Single(step => step.Rule == "day-before");

        Assert.False(ReminderLadder.IsOvertaken(week, pledge, steps, day.DueAt - Duration.Epsilon));
        Assert.True(ReminderLadder.IsOvertaken(week, pledge, steps, day.DueAt));
        Assert.False(ReminderLadder.IsOvertakenInChannel(day, steps, At(23, 12, 0).Instant));
        Assert.True(ReminderLadder.IsOvertakenInChannel(day, steps, At(24, 12, 30).Instant));
    }

    [Fact]
    public void Nobody_hears_more_than_four_two_at_once_or_what_is_not_for_them() =>
        Gen.Select(
                Gen.Enum<PledgeAnswer>(),
                Gen.Int[0, 40],
                Gen.Select(Gen.Int[1, 3], Gen.Int[-20, 3], Gen.Int[1, 31], Gen.Enum<ReminderWeight>(), Gen.Bool).Array[
                    0,
                    14
                ]
            )
            .Sample(
                (answer, daysBefore, drawn) =>
                {
                    var pledge = Pledged(answer, daysBefore);
                    var steps = drawn
                        .Select(
                            (one, index) =>
                                Plan(Hearing)[0] with
                                {
                                    Id = $"step-{index}",
                                    Version = one.Item1,
                                    DueAt = Start + Duration.FromDays(one.Item2),
                                    UsefulUntil = Start + Duration.FromDays(9),
                                    Audience = (ReminderAudience)one.Item3,
                                    Weight = one.Item4,
                                    PledgedBefore = null,
                                    State = one.Item5 ? ReminderStepState.Expanded : ReminderStepState.Planned,
                                }
                        )
                        .ToList();
                    var everHeard = Enumerable
                        .Range(1, 3)
                        .SelectMany(version => ReminderLadder.For(pledge, steps.Where(step => step.Version <= version)))
                        .DistinctBy(step => step.Id)
                        .ToList();

                    var newest = steps.Select(step => step.Version).DefaultIfEmpty(0).Max();
                    Assert.True(
                        everHeard.Count(step => step.State == ReminderStepState.Expanded || step.Version == newest)
                            <= ReminderLadder.MostPerAction
                    );
                    Assert.All(
                        everHeard,
                        step => Assert.True(step.Audience.Includes(pledge) && step.DueAt > pledge.At)
                    );
                    foreach (var version in everHeard.GroupBy(step => step.Version))
                        Assert.Equal(version.Count(), version.Select(step => step.DueAt).Distinct().Count());
                },
                iter: 2_000,
                threads: 1
            );

    private static Instant Start => Hearing.Starts.Instant;

    private static IEnumerable<string> Heard(Pledge pledge) =>
        ReminderLadder.For(pledge, Plan(Hearing)).Select(step => step.Rule);

    private static IReadOnlyList<ReminderStep> Plan(CollectiveAction action) =>
        ReminderPlanner.Plan(action, Cadence, QuietHours.Default, Start - Duration.FromDays(30));

    private static Pledge Pledged(PledgeAnswer answer, int daysBefore) =>
        new(
            Hearing.Id,
            new MemberKey("somebody"),
            answer,
            Previous: null,
            HeadCount: 1,
            "discord",
            "en",
            MeetingTime.Resolve(Hearing.Starts.Local.PlusDays(-daysBefore), Hearing.Starts.Zone)
        );

    private static MeetingTime At(int day, int hour, int minute) =>
        new(new LocalDateTime(2026, 11, day, hour, minute), Zones.NewYork);

    private static string Text(Instant at) =>
        NodaTime
            .Text.LocalDateTimePattern.CreateWithInvariantCulture("dd HH:mm")
            .Format(at.InZone(Zones.NewYork).LocalDateTime);
}
