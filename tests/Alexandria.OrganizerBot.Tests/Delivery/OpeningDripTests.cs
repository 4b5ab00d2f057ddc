using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

public sealed class OpeningDripTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 12, 0);
    private static readonly Duration Every = Duration.FromSeconds(30);
    private static readonly OpeningLimits Limits = new(Burst: 20, Every, PerDay: 100);
    private static readonly OpeningDrip Fresh = OpeningDrip.Full(Networks.Discord, Limits, Now);

    [Fact]
    public void Twenty_may_be_opened_at_once_and_then_one_in_thirty_seconds()
    {
        Assert.Equal((20, Now), (Fresh.Available(Now), Fresh.NextAt(Now)));

        var empty = Fresh.Take(20, Now);

        Assert.Equal((0, Now + Every), (empty.Available(Now), empty.NextAt(Now)));
        Assert.Equal(0, empty.Available(Now + Every - Duration.Epsilon));
        Assert.Equal(1, empty.Available(Now + Every));
        Assert.Equal(3, empty.Available(Now + (Every * 3)));
        Assert.Equal(20, empty.Available(Now + Duration.FromHours(5)));
        var next = empty.Take(1, Now + Every);
        Assert.Equal(Now + (Every * 2), next.NextAt(Now + Every));
    }

    [Fact]
    public void A_restart_leaves_five_at_the_most_and_forgets_neither_the_day_nor_a_pause()
    {
        var used = Fresh.Take(10, Now) with { PausedUntil = Now + Duration.FromHours(1) };

        var restarted = used.Restarted(Limits with { PerDay = 12 }, Now);

        Assert.Equal(0, restarted.Available(Now));
        Assert.Equal(Now + Duration.FromHours(1), restarted.NextAt(Now));
        Assert.Equal(2, restarted.Available(Now + Duration.FromHours(1)));
        Assert.Equal(5, Fresh.Restarted(Limits, Now).Available(Now));
        Assert.Equal(0, Fresh.Take(20, Now).Restarted(Limits, Now).Available(Now));
    }

    [Fact]
    public void A_day_has_its_cap_and_the_next_begins_at_midnight()
    {
        var drip = Fresh;
        var at = Now;
        for (var opened = 0; opened < Limits.PerDay; opened++)
        {
            at = drip.NextAt(at);
            drip = drip.Take(1, at);
        }

        var midnight = Instant.FromUtc(2027, 3, 2, 0, 0);
        Assert.Equal((0, midnight), (drip.Available(at), drip.NextAt(at)));
        Assert.Equal(0, drip.Available(midnight - Duration.Epsilon));
        Assert.Equal(20, drip.Available(midnight));
    }

    [Fact]
    public void What_was_taken_and_not_needed_is_given_back()
    {
        var drip = Fresh.Take(20, Now).GiveBack(Now);

        Assert.Equal((1, 19), (drip.Available(Now), drip.OpenedToday));
        Assert.Equal(20, Fresh.GiveBack(Now).Available(Now));
    }

    [Fact]
    public void In_no_stretch_of_time_more_is_opened_than_the_bucket_and_what_fell_into_it() =>
        Gen.Int[0, 200]
            .Array[1, 60]
            .Sample(waits =>
            {
                var drip = Fresh;
                var at = Now;
                var opened = 0;
                foreach (var wait in waits)
                {
                    at += Duration.FromSeconds(wait);
                    var available = drip.Available(at);
                    Assert.InRange(available, 0, Limits.Burst);
                    drip = drip.Take(available, at);
                    opened += available;
                    Assert.InRange(opened, 0, Limits.Burst + (int)((at - Now) / Every));
                    Assert.True(drip.NextAt(at) > at);
                    Assert.True(drip.Available(drip.NextAt(at)) > 0);
                }
            });

    [Theory]
    [InlineData(20, 0)]
    [InlineData(21, 30)]
    [InlineData(30, 300)]
    public void The_last_one_is_foreseen(int waiting, int seconds) =>
        Assert.Equal(Now + Duration.FromSeconds(seconds), Fresh.DoneBy(waiting, Now));

    [Fact]
    public void Where_the_days_cap_comes_first_the_last_one_is_foreseen_for_a_later_day()
    {
        Assert.Equal(Instant.FromUtc(2027, 3, 2, 0, 0), Fresh.DoneBy(101, Now));
        Assert.Equal(Instant.FromUtc(2027, 3, 3, 0, 0) + Every, Fresh.DoneBy(202, Now));
    }
}
