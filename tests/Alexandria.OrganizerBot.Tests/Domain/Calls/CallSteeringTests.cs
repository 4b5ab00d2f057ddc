using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Tests.Contracts;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain.Calls;

public sealed class CallSteeringTests
{
    private static readonly ActionId Day = new(1);
    private static readonly Instant TenInTheMorning = Instant.FromUtc(2026, 10, 20, 16, 0);
    private static readonly Campaign Town = Campaign("council", "mayor", "planning");

    [Fact]
    public void The_next_caller_is_sent_where_the_fewest_have_called()
    {
        LoggedCall[] calls = [Call("council", 1), Call("council", 2), Call("mayor", 3)];

        Assert.Equal("planning", TargetFor(9, calls));
    }

    [Fact]
    public void Somebody_on_the_telephone_counts_as_if_the_call_were_logged()
    {
        CallTurn[] turns = [Turn("council", 1), Turn("mayor", 2)];

        Assert.Equal("planning", TargetFor(9, [], turns));
        Assert.Equal(
            "council",
            TargetFor(9, [], [.. turns.Select(turn => turn with { At = turn.At - CallTurn.Stands })])
        );
    }

    [Fact]
    public void Who_asks_again_before_calling_is_sent_to_the_same_office()
    {
        LoggedCall[] calls = [Call("mayor", 1)];

        Assert.Equal("mayor", TargetFor(9, calls, [Turn("mayor", 9)]));
    }

    [Fact]
    public void Nobody_is_sent_to_an_office_twice_a_day_and_may_call_it_again_on_the_next()
    {
        LoggedCall[] calls = [Call("council", 9), Call("mayor", 9), Call("planning", 9)];

        Assert.IsType<CallAdvice.AllCalled>(CallSteering.Next(Town, calls, [], Samples.Member(9), TenInTheMorning));
        Assert.IsType<CallAdvice.Call>(
            CallSteering.Next(Town, calls, [], Samples.Member(9), TenInTheMorning + Duration.FromDays(1))
        );
    }

    [Theory]
    [InlineData(59, "mayor")]
    [InlineData(60, "council")]
    public void A_full_mailbox_is_avoided_for_an_hour(int minutesLater, string target)
    {
        LoggedCall[] calls =
        [
            Call("council", 1, CallOutcome.MailboxFull),
            Call("mayor", 2),
            Call("mayor", 3),
            Call("planning", 4),
            Call("planning", 5),
            Call("planning", 6),
        ];

        Assert.Equal(target, TargetFor(9, calls, after: Duration.FromMinutes(minutesLater)));
    }

    [Fact]
    public void A_message_that_could_be_left_says_that_the_mailbox_has_room_again()
    {
        LoggedCall[] calls =
        [
            Call("council", 1, CallOutcome.MailboxFull),
            Call("council", 2, CallOutcome.Voicemail) with
            {
                At = TenInTheMorning + Duration.FromMinutes(1),
            },
            .. Enumerable.Range(3, 3).Select(member => Call("mayor", member)),
            .. Enumerable.Range(6, 3).Select(member => Call("planning", member)),
        ];

        Assert.Equal("council", TargetFor(9, calls, after: Duration.FromMinutes(2)));
    }

    [Fact]
    public void One_who_found_the_number_wrong_may_have_mistyped_it_and_two_have_not()
    {
        LoggedCall[] one =
        [
            Call("council", 1, CallOutcome.WrongNumber),
            Call("mayor", 2),
            Call("mayor", 3),
            Call("planning", 4),
            Call("planning", 5),
        ];
        LoggedCall[] two = [.. one, Call("council", 6, CallOutcome.WrongNumber)];

        Assert.Equal("council", TargetFor(9, one));
        Assert.Equal("mayor", TargetFor(9, two));
    }

    [Fact]
    public void A_line_that_had_its_calls_of_the_hour_waits_for_the_next_one()
    {
        var small = Campaign("council") with { Calls = new CallRules { PerHour = 2 } };
        LoggedCall[] calls = [Call("council", 1), Call("council", 2)];

        var later = Assert.IsType<CallAdvice.Later>(
            CallSteering.Next(small, calls, [], Samples.Member(9), TenInTheMorning + Duration.FromMinutes(59))
        );

        Assert.Equal(TenInTheMorning + Duration.FromHours(1), later.From);
        Assert.IsType<CallAdvice.Call>(CallSteering.Next(small, calls, [], Samples.Member(9), later.From));
    }

    [Fact]
    public void Where_nobody_is_there_now_others_come_first_and_it_is_said()
    {
        var hours = new OfficeHours(
            new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Tuesday },
            new LocalTime(12, 0),
            new LocalTime(17, 0)
        );
        var town = Town with { Targets = [Town.Targets[0] with { Hours = hours }, Town.Targets[1]] };

        var first = Assert.IsType<CallAdvice.Call>(CallSteering.Next(town, [], [], Samples.Member(9), TenInTheMorning));
        var then = Assert.IsType<CallAdvice.Call>(
            CallSteering.Next(town, [Call("mayor", 9)], [], Samples.Member(9), TenInTheMorning)
        );

        Assert.Equal(("mayor", true), (first.Target.Id, first.IsStaffed));
        Assert.Equal(("council", false), (then.Target.Id, then.IsStaffed));
    }

    [Fact]
    public void Without_a_number_there_is_nobody_to_call()
    {
        var none = Town with { Targets = [Town.Targets[0] with { Phone = null }] };

        Assert.IsType<CallAdvice.NobodyToCall>(CallSteering.Next(none, [], [], Samples.Member(9), TenInTheMorning));
    }

    [Fact]
    public void However_many_call_one_after_the_other_the_load_stays_even()
    {
        Gen.Int[1, 60]
            .Sample(callers =>
            {
                var town = Town with { Calls = new CallRules { PerHour = 60 } };
                var calls = new List<LoggedCall>();
                for (var caller = 0; caller < callers; caller++)
                {
                    var advice = (CallAdvice.Call)
                        CallSteering.Next(town, calls, [], Samples.Member(caller), TenInTheMorning);
                    calls.Add(Call(advice.Target.Id, caller));
                }
                var loads = town.Targets.Select(target => calls.Count(call => call.Target == target.Id)).ToList();
                Assert.True(loads.Max() - loads.Min() <= 1, string.Join(' ', loads));
            });
    }

    private static string TargetFor(
        int member,
        IReadOnlyCollection<LoggedCall> calls,
        IReadOnlyCollection<CallTurn>? turns = null,
        Duration after = default
    ) =>
        Assert
            .IsType<CallAdvice.Call>(
                CallSteering.Next(Town, calls, turns ?? [], Samples.Member(member), TenInTheMorning + after)
            )
            .Target.Id;

    private static LoggedCall Call(string target, int member, CallOutcome outcome = CallOutcome.Spoke) =>
        new(Day, target, new LocalDate(2026, 10, 20), Samples.Member(member), outcome, TenInTheMorning);

    private static CallTurn Turn(string target, int member) =>
        new(Day, Samples.Member(member), target, TenInTheMorning);

    private static Campaign Campaign(params string[] targets)
    {
        var texts = new LocalizedText(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Office" });
        return new Campaign
        {
            Id = new CampaignId("town"),
            Title = texts,
            Purpose = texts,
            TimeName = texts,
            Zone = DateTimeZoneProviders.Tzdb["America/Denver"],
            Languages = ["en"],
            Servers = [],
            Cadence = [],
            Targets = [.. targets.Select(target => new CallTarget(target, texts, "555-0100"))],
        };
    }
}
