using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class TallyTests
{
    private static readonly Gen<Pledge[]> AnyPledges = Gen.Select(
            Gen.Enum<PledgeAnswer>(),
            Gen.Int[1, 9],
            Choose.From(Networks.Discord, Networks.Signal),
            Choose.From("en", "es", "am")
        )
        .Select((answer, heads, network, language) => Pledge(answer, heads, network, language))
        .Array[0, 60];

    [Fact]
    public void Each_pledge_is_counted_in_one_place()
    {
        var tally = Tally.Of(
            [
                Pledge(PledgeAnswer.Attend),
                Pledge(PledgeAnswer.Attend, heads: 3, language: "es"),
                Pledge(PledgeAnswer.Speak, network: Networks.Signal),
                Pledge(PledgeAnswer.CantCome, heads: 5),
                Pledge(PledgeAnswer.Withdrawn, heads: 7),
                Pledge(PledgeAnswer.Withdrawn),
            ],
            [Ask.Attend, Ask.Speak, Ask.Call]
        );

        Assert.Equal((3, 5, 1, 2), (tally.People, tally.HeadCount, tally.CantCome, tally.Withdrawn));
        Assert.Equal(2, tally.ByAnswer[PledgeAnswer.Attend]);
        Assert.Equal(1, tally.ByAnswer[PledgeAnswer.Speak]);
        Assert.Equal(0, tally.ByAnswer[PledgeAnswer.Call]);
        Assert.Equal([("discord", 2), ("signal", 1)], tally.ByNetwork.Select(e => (e.Key, e.Value)));
        Assert.Equal([("en", 2), ("es", 1)], tally.ByLanguage.Select(e => (e.Key, e.Value)));
    }

    [Fact]
    public void Nobody_yet_is_zero_of_everything_asked()
    {
        var tally = Tally.Of([], [Ask.Attend, Ask.Speak]);

        Assert.Equal((0, 0, 0, 0), (tally.People, tally.HeadCount, tally.CantCome, tally.Withdrawn));
        Assert.Equal([PledgeAnswer.Attend, PledgeAnswer.Speak], tally.ByAnswer.Keys);
        Assert.All(tally.ByAnswer.Values, count => Assert.Equal(0, count));
        Assert.Empty(tally.ByNetwork);
    }

    [Fact]
    public void An_answer_that_is_no_longer_asked_still_counts() =>
        Assert.Equal(1, Tally.Of([Pledge(PledgeAnswer.Bring)], [Ask.Attend]).ByAnswer[PledgeAnswer.Bring]);

    [Fact]
    public void The_parts_always_add_up_and_their_order_never_matters() =>
        Gen.Select(AnyPledges, Gen.Int)
            .Sample(
                (pledges, seed) =>
                {
                    var tally = Tally.Of(pledges, [Ask.Attend, Ask.Speak]);
                    var standing = pledges.Where(pledge => pledge.IsComing).ToList();

                    Assert.Equal(pledges.Length, tally.People + tally.Maybe + tally.CantCome + tally.Withdrawn);
                    Assert.Equal(standing.Count, tally.People);
                    Assert.Equal(standing.Sum(pledge => pledge.HeadCount), tally.HeadCount);
                    Assert.Equal(tally.People, tally.ByAnswer.Values.Sum());
                    Assert.Equal(tally.People, tally.ByNetwork.Values.Sum());
                    Assert.Equal(tally.People, tally.ByLanguage.Values.Sum());

                    var shuffled = pledges.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Assert.Equal(Numbers(tally), Numbers(Tally.Of(shuffled, [Ask.Attend, Ask.Speak])));
                },
                iter: 1_000,
                threads: 1
            );

    private static string Numbers(Tally tally) =>
        string.Join(
            ' ',
            tally
                .ByAnswer.OrderBy(e => e.Key)
                .Select(e => $"{e.Key}={e.Value}")
                .Concat(tally.ByNetwork.Concat(tally.ByLanguage).Select(e => $"{e.Key}={e.Value}"))
                .Append($"{tally.People} {tally.HeadCount} {tally.CantCome} {tally.Withdrawn}")
        );

    private static Pledge Pledge(
        PledgeAnswer answer,
        int heads = 1,
        string network = Networks.Discord,
        string language = "en"
    ) => new(new ActionId(1), new MemberKey("key"), answer, Previous: null, heads, network, language, default(Instant));
}
