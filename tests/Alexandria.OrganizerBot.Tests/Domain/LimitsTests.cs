using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Limits;
using Alexandria.OrganizerBot.Domain.Pledges;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class LimitsTests
{
    private static readonly Instant Start = Instant.FromUtc(2027, 3, 1, 12, 0);
    private static readonly Allowance Ten = new(AtOnce: 10, Duration.FromSeconds(6));

    [Fact]
    public void Ten_at_once_and_then_one_every_six_seconds()
    {
        var bucket = TokenBucket.Full(Ten, Start);
        for (var taken = 0; taken < 10; taken++)
            bucket = Taken(bucket, Start);

        Assert.False(bucket.Take(Ten, Start).Taken);
        Assert.False(bucket.Take(Ten, Start + Duration.FromSeconds(5)).Taken);
        var later = Taken(bucket, Start + Duration.FromSeconds(6));
        Assert.False(later.Take(Ten, Start + Duration.FromSeconds(6)).Taken);
    }

    [Fact]
    public void Nobody_ever_gets_more_than_at_once_and_what_time_has_given() =>
        Gen.Int[0, 20_000]
            .List[1, 200]
            .Sample(pauses =>
            {
                var (bucket, now, given) = (TokenBucket.Full(Ten, Start), Start, 0);
                foreach (var pause in pauses)
                {
                    now += Duration.FromMilliseconds(pause);
                    (bucket, var taken) = bucket.Take(Ten, now);
                    given += taken ? 1 : 0;
                    Assert.InRange(bucket.Left, 0, 10);
                }
                return given <= 10 + ((now - Start) / Ten.Every) + 1e-6;
            });

    [Fact]
    public void A_clock_that_goes_back_gives_nothing()
    {
        var bucket = TokenBucket.Full(Ten, Start);
        for (var taken = 0; taken < 10; taken++)
            bucket = Taken(bucket, Start);

        Assert.False(bucket.Take(Ten, Start - Duration.FromDays(1)).Taken);
        Assert.False(bucket.Refilled(Ten, Start - Duration.FromDays(1)).Take(Ten, Start).Taken);
    }

    [Fact]
    public void A_flood_is_many_in_a_minute_and_far_more_than_before()
    {
        Assert.False(PledgeFlood.IsOn(Came(19, Start), 20, Start));
        Assert.True(PledgeFlood.IsOn(Came(20, Start), 20, Start));
        Assert.False(PledgeFlood.IsOn(Came(20, Start), mostPerMinute: null, Start));
        // A minute later it is over.
        Assert.False(PledgeFlood.IsOn(Came(500, Start), 20, Start + Duration.FromMinutes(1)));
    }

    [Fact]
    public void Many_as_before_are_no_flood()
    {
        List<Pledge> steady =
        [
            .. Enumerable.Range(0, 11).SelectMany(ago => Came(25, Start - Duration.FromMinutes(ago))),
        ];
        Assert.False(PledgeFlood.IsOn(steady, 20, Start));
        Assert.True(PledgeFlood.IsOn([.. steady, .. Came(75, Start)], 20, Start));
    }

    [Fact]
    public void A_held_pledge_counts_nowhere_else_and_takes_no_place()
    {
        var held = Came(3, Start).ConvertAll(pledge => pledge with { Place = PledgePlace.Held });

        var tally = Tally.Of([.. held, .. Came(1, Start)], [Ask.Attend]);

        Assert.Equal((1, 1, 3, 0), (tally.People, tally.HeadCount, tally.Held, tally.Waiting));
        Assert.Equal(5, WaitingList.FreePlaces(5, held));
        Assert.All(held, pledge => Assert.False(pledge.IsCommitted));
        Assert.Empty(WaitingList.Next(5, held, _ => true));
    }

    private static List<Pledge> Came(int people, Instant at) =>
        [
            .. Enumerable
                .Range(0, people)
                .Select(index => new Pledge(
                    new ActionId(1),
                    new MemberKey($"member-{index}-{at.ToUnixTimeSeconds()}"),
                    PledgeAnswer.Attend,
                    Previous: null,
                    HeadCount: 1,
                    Networks.Discord,
                    "en",
                    at
                )),
        ];

    private static TokenBucket Taken(TokenBucket bucket, Instant now)
    {
        var (after, taken) = bucket.Take(Ten, now);
        Assert.True(taken);
        return after;
    }
}
