using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class WaitingListTests
{
    private static readonly Instant Noon = Instant.FromUtc(2027, 3, 1, 12, 0);

    [Fact]
    public void Firm_and_offered_places_are_taken_and_nothing_else_is()
    {
        Pledge[] pledges =
        [
            Pledge("firm", heads: 3),
            Pledge("offered", heads: 2) with
            {
                Place = PledgePlace.Offered,
            },
            Waiting("waiting", minutes: 1, heads: 4),
            Pledge("maybe") with
            {
                Answer = PledgeAnswer.Maybe,
            },
            Pledge("not coming", heads: 9) with
            {
                Answer = PledgeAnswer.CantCome,
            },
            Pledge("withdrawn", heads: 9) with
            {
                Answer = PledgeAnswer.Withdrawn,
            },
        ];

        Assert.Equal(7, WaitingList.FreePlaces(12, pledges));
        Assert.Equal(0, WaitingList.FreePlaces(5, pledges));
        Assert.Equal(0, WaitingList.FreePlaces(3, pledges)); // room was taken away by an edit
        Assert.Equal(int.MaxValue, WaitingList.FreePlaces(capacity: null, pledges));
    }

    [Fact]
    public void The_longest_wait_is_first_whatever_the_order_of_the_rows()
    {
        Pledge[] pledges = [Waiting("c", 3), Waiting("a", 1), Pledge("firm"), Waiting("b", 2)];

        Assert.Equal(["a", "b"], Names(WaitingList.Next(2, pledges, _ => true)));
        Assert.Equal([1, 2, 3, 0, 0], new[] { "a", "b", "c", "firm", "nobody" }.Select(Place));

        int Place(string name) => WaitingList.PlaceInLine(new MemberKey(name), pledges);
    }

    [Fact]
    public void Who_waits_since_the_same_moment_has_one_order_on_every_look()
    {
        Pledge[] pledges = [Waiting("b", 1), Waiting("a", 1), Waiting("c", 1)];

        Assert.Equal(["a", "b", "c"], Names(WaitingList.Next(9, pledges, _ => true)));
        Assert.Equal(["a", "b", "c"], Names(WaitingList.Next(9, pledges.Reverse(), _ => true)));
    }

    [Fact]
    public void Nobody_overtakes_a_group_that_there_is_no_room_for_yet()
    {
        Pledge[] pledges = [Waiting("group", 1, heads: 3), Waiting("alone", 2)];

        Assert.Empty(WaitingList.Next(2, pledges, _ => true));
        Assert.Equal(["group"], Names(WaitingList.Next(3, pledges, _ => true)));
        Assert.Equal(["group", "alone"], Names(WaitingList.Next(4, pledges, _ => true)));
    }

    [Fact]
    public void Who_would_not_hear_of_an_offer_is_passed_over_and_keeps_the_place_in_line()
    {
        Pledge[] pledges = [Waiting("deaf", 1, heads: 3), Waiting("hears", 2)];

        Assert.Equal(["hears"], Names(WaitingList.Next(1, pledges, pledge => pledge.Member.Value == "hears")));
        Assert.Equal(1, WaitingList.PlaceInLine(new MemberKey("deaf"), pledges));
    }

    [Fact]
    public void Offers_never_have_more_heads_than_places_and_are_the_beginning_of_the_line() =>
        Gen.Select(Gen.Int[0, 12], Gen.Select(Gen.Int[0, 30], Gen.Int[1, 5]).Array[0, 20])
            .Sample(
                (free, line) =>
                {
                    var pledges = line.Select((one, at) => Waiting($"m{at:00}", one.Item1, one.Item2)).ToList();

                    var next = WaitingList.Next(free, pledges, _ => true);

                    Assert.InRange(next.Sum(pledge => pledge.HeadCount), 0, free);
                    Assert.Equal(
                        Enumerable.Range(1, next.Count),
                        next.Select(pledge => WaitingList.PlaceInLine(pledge.Member, pledges))
                    );
                }
            );

    /// <summary>Any sequence of people joining with others, leaving, taking offers and letting them pass.</summary>
    [Fact]
    public void Whatever_people_answer_there_are_never_more_than_there_is_room_for() =>
        Gen.Select(Gen.Int[1, 9], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[1, 4]).Array[0, 60])
            .Sample(
                (capacity, acts) =>
                {
                    var pledges = new Dictionary<string, Pledge>(StringComparer.Ordinal);
                    for (var minute = 0; minute < acts.Length; minute++)
                    {
                        var (act, who, heads) = acts[minute];
                        Answer(pledges, capacity, $"m{who}", act, heads, minute);
                        var free = WaitingList.FreePlaces(capacity, pledges.Values);
                        foreach (var next in WaitingList.Next(free, pledges.Values, _ => true))
                            pledges[next.Member.Value] = next with { Place = PledgePlace.Offered };

                        var taken = pledges.Values.Where(p => p.IsComing && p.Place != PledgePlace.Waiting);
                        Assert.InRange(taken.Sum(pledge => pledge.HeadCount), 0, capacity);
                    }
                }
            );

    private static void Answer(
        Dictionary<string, Pledge> pledges,
        int capacity,
        string who,
        int act,
        int heads,
        int minute
    )
    {
        var known = pledges.GetValueOrDefault(who);
        switch (act)
        {
            case 0 when known is not { IsComing: true }:
                var fits = heads <= WaitingList.FreePlaces(capacity, pledges.Values);
                pledges[who] = fits ? Pledge(who, heads) : Waiting(who, minute, heads);
                break;
            case 1 when known is not null:
                pledges[who] = known with { Answer = PledgeAnswer.CantCome, Place = PledgePlace.Firm };
                break;
            case 2 when known?.Place == PledgePlace.Offered:
                pledges[who] = known with { Place = PledgePlace.Firm };
                break;
            case 3 when known?.Place == PledgePlace.Offered:
                pledges[who] = Waiting(who, minute, known.HeadCount);
                break;
            default:
                break;
        }
    }

    private static IEnumerable<string> Names(IEnumerable<Pledge> pledges) => pledges.Select(p => p.Member.Value);

    private static Pledge Waiting(string member, int minutes, int heads = 1) =>
        Pledge(member, heads) with
        {
            Place = PledgePlace.Waiting,
            WaitingSince = Noon + Duration.FromMinutes(minutes),
        };

    private static Pledge Pledge(string member, int heads = 1) =>
        new(
            new ActionId(1),
            new MemberKey(member),
            PledgeAnswer.Attend,
            Previous: null,
            heads,
            Networks.Discord,
            "en",
            Noon
        );
}
