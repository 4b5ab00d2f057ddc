using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class RecurrenceTests
{
    private static readonly LocalTime Evening = new(19, 0);

    [Fact]
    public void The_second_and_fourth_tuesday()
    {
        var rule = Rule([IsoDayOfWeek.Tuesday], [2, 4], new LocalDate(2027, 1, 12), new LocalDate(2027, 3, 31));

        Assert.Equal(
            [
                new LocalDate(2027, 1, 12),
                new LocalDate(2027, 1, 26),
                new LocalDate(2027, 2, 9),
                new LocalDate(2027, 2, 23),
                new LocalDate(2027, 3, 9),
                new LocalDate(2027, 3, 23),
            ],
            rule.DaysByPattern()
        );
    }

    [Fact]
    public void A_month_without_a_fifth_has_none_and_the_last_may_be_the_fourth_or_the_fifth()
    {
        var (first, last) = (new LocalDate(2027, 1, 29), new LocalDate(2027, 7, 31));

        Assert.Equal(
            [new LocalDate(2027, 1, 29), new LocalDate(2027, 4, 30), new LocalDate(2027, 7, 30)],
            Rule([IsoDayOfWeek.Friday], [5], first, last).DaysByPattern()
        );
        Assert.Equal(
            [29, 26, 26, 30, 28, 25, 30],
            Rule([IsoDayOfWeek.Friday], [RecurrencePattern.Last], first, last).DaysByPattern().Select(day => day.Day)
        );
    }

    [Fact]
    public void A_leap_day_is_a_day_like_any_other()
    {
        Assert.Equal(
            [new LocalDate(2028, 2, 22), new LocalDate(2028, 2, 29), new LocalDate(2028, 3, 7)],
            Rule([IsoDayOfWeek.Tuesday], [], new LocalDate(2028, 2, 22), new LocalDate(2028, 3, 7)).DaysByPattern()
        );
        Assert.Equal(
            [new LocalDate(2028, 2, 29), new LocalDate(2028, 5, 30)],
            Rule([IsoDayOfWeek.Tuesday], [5], new LocalDate(2028, 2, 29), new LocalDate(2028, 6, 30)).DaysByPattern()
        );
    }

    [Fact]
    public void Every_other_week_goes_on_over_the_turn_of_a_year_with_53_weeks()
    {
        // 2026 has a week 53: by even week numbers there would be two weeks in a row.
        Assert.Equal(
            [
                new LocalDate(2026, 12, 15),
                new LocalDate(2026, 12, 17),
                new LocalDate(2026, 12, 29),
                new LocalDate(2026, 12, 31),
                new LocalDate(2027, 1, 12),
                new LocalDate(2027, 1, 14),
            ],
            Rule(
                    [IsoDayOfWeek.Tuesday, IsoDayOfWeek.Thursday],
                    [],
                    new LocalDate(2026, 12, 15),
                    new LocalDate(2027, 1, 15),
                    everyWeeks: 2
                )
                .DaysByPattern()
        );
    }

    [Theory]
    [InlineData("2027-03-07T02:30", "2027-03-07T07:30Z")]
    // The clocks jump over it: the first moment after.
    [InlineData("2027-03-14T02:30", "2027-03-14T07:00Z")]
    [InlineData("2027-03-21T02:30", "2027-03-21T06:30Z")]
    [InlineData("2027-10-31T01:30", "2027-10-31T05:30Z")]
    // It comes twice: the earlier.
    [InlineData("2027-11-07T01:30", "2027-11-07T05:30Z")]
    [InlineData("2027-11-14T01:30", "2027-11-14T06:30Z")]
    public void On_both_nights_of_a_clock_change_the_time_on_the_wall_is_kept(string wall, string moment)
    {
        var local = NodaTime
            .Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
            .Parse(wall)
            .Value;
        var rule = Rule([IsoDayOfWeek.Sunday], [], local.Date.PlusWeeks(-2), local.Date.PlusWeeks(2)) with
        {
            At = local.TimeOfDay,
        };

        Assert.Contains(local.Date, rule.DaysByPattern());
        Assert.Equal(local, rule.On(local.Date).Local);
        Assert.Equal(
            NodaTime.Text.InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Parse(moment).Value,
            rule.On(local.Date).Instant
        );
    }

    [Fact]
    public void On_closed_days_nobody_is_asked_to_call_but_on_the_day_that_the_organizers_chose()
    {
        var offices = new OfficeDays(
            "test",
            new Dictionary<LocalDate, LocalizedText>
            {
                [new LocalDate(2027, 1, 18)] = new(new Dictionary<string, string> { ["en"] = "Holiday" }),
                [new LocalDate(2027, 1, 25)] = new(new Dictionary<string, string> { ["en"] = "Another" }),
            }
        );
        var rule = Rule([IsoDayOfWeek.Monday], [], new LocalDate(2027, 1, 18), new LocalDate(2027, 2, 1));

        Assert.Equal([18, 25, 1], rule.Days(offices).Select(day => day.Day));
        Assert.Equal([18, 1], (rule with { OpenDaysOnly = true }).Days(offices).Select(day => day.Day));
    }

    [Fact]
    public void However_far_its_end_is_there_is_one_year_of_days()
    {
        var rule = Rule([IsoDayOfWeek.Monday], [], new LocalDate(2027, 1, 18), LocalDate.MaxIsoValue);

        Assert.Equal(new LocalDate(2028, 1, 17), rule.DaysByPattern().Last());
    }

    private static readonly Gen<Recurrence> AnyRule = Gen.Select(
        Gen.OneOf(Gen.Select(Zones.Any, Zones.Quarter), Zones.NearChange),
        Gen.Int[0, 10],
        Gen.Int[1, 2],
        Gen.Int[0, 400],
        (place, which, every, days) =>
        {
            var (zone, local) = place;
            var nth = (local.Day + 6) / 7;
            return new Recurrence
            {
                Pattern = which switch
                {
                    0 => new RecurrencePattern([local.DayOfWeek], [nth]),
                    1 => new RecurrencePattern([local.DayOfWeek], [.. new[] { 1, 3, nth }.Distinct().Order()]),
                    < 6 => new RecurrencePattern(
                        [.. new[] { local.DayOfWeek, IsoDayOfWeek.Wednesday }.Distinct().Order()],
                        [],
                        every
                    ),
                    _ => new RecurrencePattern([local.DayOfWeek], [], every),
                },
                First = local.Date,
                Last = local.Date.PlusDays(days),
                At = local.TimeOfDay,
                Zone = zone,
            };
        }
    );

    [Fact]
    public void A_rule_begins_with_its_first_day_goes_forward_and_ends_in_time() =>
        AnyRule.Sample(rule =>
        {
            var days = rule.DaysByPattern().ToList();
            Assert.Equal(rule.First, days[0]);
            Assert.All(days.Zip(days.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.True(days[^1] <= rule.Last);
            Assert.All(days, day => Assert.Contains(day.DayOfWeek, rule.Pattern.Weekdays));
        });

    [Fact]
    public void A_weekly_rule_comes_each_week_or_each_other_and_leaves_no_gap() =>
        AnyRule
            .Where(rule => rule.Pattern.Places.Count == 0 && rule.Pattern.Weekdays.Count == 1)
            .Sample(rule =>
            {
                var days = rule.DaysByPattern().ToList();
                var weeks = 7 * rule.Pattern.EveryWeeks;
                Assert.All(
                    days.Zip(days.Skip(1)),
                    pair => Assert.Equal(weeks, Period.DaysBetween(pair.First, pair.Second))
                );
                Assert.True(days[^1].PlusDays(weeks) > LocalDate.Min(rule.Last, rule.First + Recurrence.Longest));
            });

    [Fact]
    public void A_place_in_the_month_is_that_many_of_the_weekday_counted_one_by_one() =>
        AnyRule
            .Where(rule => rule.Pattern.Places.Count > 0)
            .Sample(rule =>
                Assert.All(
                    rule.DaysByPattern(),
                    day =>
                    {
                        var count = Enumerable
                            .Range(1, day.Day)
                            .Count(each => new LocalDate(day.Year, day.Month, each).DayOfWeek == day.DayOfWeek);
                        Assert.Contains(count, rule.Pattern.Places);
                    }
                )
            );

    [Fact]
    public void The_time_on_the_wall_never_changes_and_the_moments_go_forward_with_the_days() =>
        AnyRule.Sample(rule =>
        {
            var times = rule.DaysByPattern().Select(rule.On).ToList();
            Assert.All(times, time => Assert.Equal(rule.At, time.Local.TimeOfDay));
            Assert.All(
                times.Where(time => time.IsUnambiguous),
                time => Assert.Equal(rule.At, time.Instant.InZone(rule.Zone).TimeOfDay)
            );
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.Instant < pair.Second.Instant));
        });

    private static Recurrence Rule(
        IReadOnlyList<IsoDayOfWeek> weekdays,
        IReadOnlyList<int> places,
        LocalDate first,
        LocalDate last,
        int everyWeeks = 1
    ) =>
        new()
        {
            Pattern = new RecurrencePattern(weekdays, places, everyWeeks),
            First = first,
            Last = last,
            At = Evening,
            Zone = Zones.NewYork,
        };
}
