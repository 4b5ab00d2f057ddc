using Alexandria.OrganizerBot.Scheduling;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Scheduling;

public sealed class CalendarRhythmTests
{
    [Fact]
    public void Two_rounds_are_never_closer_than_a_quarter_of_an_hour() =>
        Gen.Int.Sample(seed =>
            new CalendarRhythm(new Random(seed)).Next() is { } pause
            && pause >= TimeSpan.FromMinutes(15)
            && pause <= TimeSpan.FromMinutes(45)
        );

    [Fact]
    public void Rounds_differ_so_that_bots_do_not_ask_in_step()
    {
        var rhythm = new CalendarRhythm(new Random(7));

        Assert.Equal(10, Enumerable.Range(0, 10).Select(_ => rhythm.Next()).Distinct().Count());
    }

    [Fact]
    public void A_rehearsal_keeps_the_even_beat() => Assert.Null(new CalendarRhythm(chance: null).Next());
}
