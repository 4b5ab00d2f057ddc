using Alexandria.OrganizerBot.Domain.Actions;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class MeetingTimeTests
{
    /// <summary>The clock changes of New York that organizing.md §5 lists: the wall time, and where its instant must fall.</summary>
    [Theory]
    [InlineData(2026, 3, 8, 2, 30, "2026-03-08T07:00:00Z")] // skipped: the first moment after the gap, 3:00
    [InlineData(2026, 3, 8, 1, 59, "2026-03-08T06:59:00Z")]
    [InlineData(2026, 3, 8, 3, 0, "2026-03-08T07:00:00Z")]
    [InlineData(2026, 11, 1, 1, 30, "2026-11-01T05:30:00Z")] // exists twice: the earlier one, still summer time
    [InlineData(2026, 11, 1, 2, 0, "2026-11-01T07:00:00Z")]
    [InlineData(2028, 2, 29, 19, 0, "2028-03-01T00:00:00Z")] // a leap day
    [InlineData(2026, 12, 31, 23, 30, "2027-01-01T04:30:00Z")] // the year ends in between
    public void A_wall_time_is_one_instant(int year, int month, int day, int hour, int minute, string expected) =>
        Assert.Equal(
            expected,
            new MeetingTime(new LocalDateTime(year, month, day, hour, minute), Zones.NewYork).Instant.ToString()
        );

    [Fact]
    public void It_says_where_the_clock_jumps_over_it_or_repeats_it()
    {
        var skipped = new MeetingTime(new LocalDateTime(2027, 3, 14, 2, 30), Zones.NewYork);
        var repeated = new MeetingTime(new LocalDateTime(2027, 11, 7, 1, 30), Zones.NewYork);
        var plain = new MeetingTime(new LocalDateTime(2027, 11, 7, 19, 0), Zones.NewYork);

        Assert.Equal((true, false), (skipped.IsSkipped, skipped.IsUnambiguous));
        Assert.Equal((false, false), (repeated.IsSkipped, repeated.IsUnambiguous));
        Assert.Equal((false, true), (plain.IsSkipped, plain.IsUnambiguous));
    }

    [Fact]
    public void In_every_zone_a_wall_time_that_exists_is_kept_and_one_that_does_not_moves_forward() =>
        Zones.NearChange.Sample(
            meeting =>
            {
                var time = new MeetingTime(meeting.Local, meeting.Zone);
                var shown = time.Instant.InZone(meeting.Zone).LocalDateTime;
                if (time.IsSkipped)
                {
                    Assert.True(shown > meeting.Local, $"{meeting} became {shown}");
                    // The first valid instant: a nanosecond earlier the wall showed the time before the gap.
                    var before = (time.Instant - Duration.Epsilon).InZone(meeting.Zone).LocalDateTime;
                    Assert.True(before < meeting.Local, $"{meeting} became {shown}");
                }
                else
                {
                    Assert.Equal(meeting.Local, shown);
                    var all = meeting.Zone.MapLocal(meeting.Local);
                    Assert.Equal(all.First().ToInstant(), time.Instant);
                }
            },
            iter: 3_000,
            threads: 1
        );
}
