using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

public sealed class DeliveryLifecycleTests
{
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 12, 0);
    private static readonly Duration Window = Duration.FromMinutes(2);

    /// <summary>Every outcome of a first try, and what becomes of the row: state, seconds to wait, reason.</summary>
    public static TheoryData<string, string, int, string?> Arrows { get; } =
        new()
        {
            { "sent", "Sent", 0, null },
            { "refused", "Dead", 0, "no-permission" },
            { "unreachable", "Dead", 0, "direct-closed" },
            { "later", "Retry", 2, "unavailable" },
            { "later-in-90s", "Retry", 90, "rate-limited" },
            { "uncertain", "Retry", 2, "no-answer" },
        };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void After_the_first_try(string outcome, string state, int wait, string? reason)
    {
        var sending = Sending(attempts: 1);

        var after = DeliveryLifecycle.After(sending, Outcome(outcome), Window, Now);

        Assert.Equal(
            (state, sending.NotBefore + Duration.FromSeconds(wait), reason, null),
            (after.State.ToString(), after.NotBefore, after.Reason, after.ClaimedAt)
        );
        Assert.Equal(outcome == "uncertain" ? Now : null, after.UncertainSince);
        Assert.Equal(
            sending with
            {
                State = after.State,
                NotBefore = after.NotBefore,
                Reason = after.Reason,
                ClaimedAt = null,
                UncertainSince = after.UncertainSince,
                Doubts = outcome == "uncertain" ? 1 : 0,
            },
            after
        );
    }

    [Theory]
    [InlineData("later", "Dead")] // each try surely failed
    [InlineData("uncertain", "Unknown")] // the last one may have arrived
    public void The_twelfth_try_is_the_last(string outcome, string state)
    {
        var last = Sending(attempts: Backoff.MaxAttempts);
        var before = Sending(attempts: Backoff.MaxAttempts - 1);
        var wide = Duration.FromDays(1);

        Assert.Equal(state, DeliveryLifecycle.After(last, Outcome(outcome), wide, Now).State.ToString());
        Assert.Equal(DeliveryState.Retry, DeliveryLifecycle.After(before, Outcome(outcome), wide, Now).State);
    }

    [Fact]
    public void What_was_once_uncertain_stays_so_when_a_later_try_surely_failed()
    {
        var uncertain = Sending(attempts: Backoff.MaxAttempts) with { UncertainSince = Now - Duration.FromMinutes(1) };

        var after = DeliveryLifecycle.After(uncertain, Outcome("later"), Window, Now);

        Assert.Equal(DeliveryState.Unknown, after.State);
        Assert.Equal(uncertain.UncertainSince, after.UncertainSince);
    }

    [Fact]
    public void A_network_that_recognises_nothing_gets_one_second_copy_and_no_third()
    {
        var first = DeliveryLifecycle.After(Sending(1), Outcome("uncertain"), Duration.Zero, Now);
        Assert.Equal((DeliveryState.Retry, 1, Now), (first.State, first.Doubts, first.UncertainSince));

        var claimed = first with { State = DeliveryState.Sending, ClaimedAt = Now, Attempts = 2 };
        Assert.True(DeliveryLifecycle.IsInDoubt(claimed, Duration.Zero, Now));
        var repeated = DeliveryLifecycle.AfterLooking(claimed, new Trace.CannotLook(), Duration.Zero, Now);
        Assert.Equal(claimed, repeated);

        var crashed = DeliveryLifecycle.Recovered(repeated, Duration.Zero, Now);
        Assert.Equal((DeliveryState.Unknown, 2, "crash"), (crashed.State, crashed.Doubts, crashed.Reason));
        var unanswered = DeliveryLifecycle.After(repeated, Outcome("uncertain"), Duration.Zero, Now);
        Assert.Equal((DeliveryState.Unknown, 2), (unanswered.State, unanswered.Doubts));
    }

    public static TheoryData<string> AskedForAgainByPeople { get; } = new("poll", "reach-test", "thread-opening");

    [Theory]
    [MemberData(nameof(AskedForAgainByPeople))]
    public void What_somebody_can_ask_for_again_is_not_risked_twice(string content)
    {
        var sending = Sending(1) with
        {
            Content = content switch
            {
                "poll" => new MessageContent.Poll(new ActionId(1)),
                "reach-test" => new MessageContent.ReachTest(),
                _ => new MessageContent.ThreadOpening(new ActionId(1)),
            },
        };

        Assert.Equal(DeliveryState.Unknown, DeliveryLifecycle.Recovered(sending, Duration.Zero, Now).State);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(118)]
    [InlineData(3_600)]
    public void What_was_in_flight_at_a_crash_is_taken_up_again_at_once(int secondsAgo)
    {
        var inFlight = Sending(1) with { ClaimedAt = Now - Duration.FromSeconds(secondsAgo) };

        var recovered = DeliveryLifecycle.Recovered(inFlight, Window, Now);

        Assert.Equal(
            (DeliveryState.Retry, 1, 1, Now, "crash", null, inFlight.ClaimedAt),
            (
                recovered.State,
                recovered.Recoveries,
                recovered.Doubts,
                recovered.NotBefore,
                recovered.Reason,
                recovered.ClaimedAt,
                recovered.UncertainSince
            )
        );
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(119_999, false)]
    [InlineData(120_000, true)] // exactly at its end Discord may have forgotten
    public void Beyond_the_window_a_message_is_looked_for_before_it_is_sent(int? uncertainForMilliseconds, bool inDoubt)
    {
        var sending = Sending(2) with
        {
            UncertainSince = uncertainForMilliseconds is { } past ? Now - Duration.FromMilliseconds(past) : null,
        };

        Assert.Equal(inDoubt, DeliveryLifecycle.IsInDoubt(sending, Window, Now));
    }

    [Fact]
    public void What_a_look_finds_decides()
    {
        var doubtful = Sending(2) with
        {
            UncertainSince = Now - Duration.FromHours(1),
            Doubts = 3,
            Reason = "no-answer",
        };

        Assert.Equal(
            doubtful with
            {
                UncertainSince = null,
                Doubts = 0,
                ClaimedAt = Now,
            },
            Look(new Trace.NotThere("channel"))
        );
        Assert.Equal(DeliveryState.Sent, Look(new Trace.There(new SendOutcome.Sent("1", "channel"))).State);
        Assert.Equal(
            (DeliveryState.Unknown, "no-answer"),
            (Look(new Trace.MayBeThere()).State, Look(new Trace.CannotLook()).Reason)
        );
        Assert.Equal(DeliveryState.Unknown, Look(new Trace.CannotLook()).State);
        var later = Look(new Trace.LookLater(new SendOutcome.TryLater(Duration.FromSeconds(30), "rate-limited")));
        Assert.Equal(
            (DeliveryState.Retry, Now + Duration.FromSeconds(30), doubtful.UncertainSince),
            (later.State, later.NotBefore, later.UncertainSince)
        );

        OutboxMessage Look(Trace trace) => DeliveryLifecycle.AfterLooking(doubtful, trace, Window, Now);
    }

    [Fact]
    public void What_comes_too_late_is_cancelled_unless_it_may_have_arrived()
    {
        var late = DeliveryLifecycle.TooLate(Sending(1));
        Assert.Equal((DeliveryState.Cancelled, "too-late"), (late.State, late.Reason));

        var doubtful = DeliveryLifecycle.TooLate(Sending(1) with { UncertainSince = Now, Reason = "crash" });
        Assert.Equal((DeliveryState.Unknown, "crash"), (doubtful.State, doubtful.Reason));
    }

    [Fact]
    public void What_an_organizer_sends_again_is_as_it_was_when_it_was_written()
    {
        var written = Sending(0) with { State = DeliveryState.Pending, ClaimedAt = null };
        var ended = written with
        {
            State = DeliveryState.Unknown,
            Attempts = 7,
            Recoveries = 2,
            UncertainSince = Now,
            Doubts = 2,
            Defects = 3,
            Reason = "crash",
        };

        var later = Now + Duration.FromHours(1);
        Assert.Equal(written with { NotBefore = later }, DeliveryLifecycle.Anew(ended, later));
    }

    [Theory]
    [InlineData(false, "Dead")]
    [InlineData(true, "Unknown")]
    public void The_third_defect_ends_a_message(bool mayHaveLeft, string end)
    {
        var message = Sending(1);
        for (var defect = 1; defect <= 2; defect++)
        {
            var retry = DeliveryLifecycle.AfterDefect(message, mayHaveLeft, Window, Now);
            Assert.Equal((DeliveryState.Retry, defect, "defect"), (retry.State, retry.Defects, retry.Reason));
            message = retry with { State = DeliveryState.Sending, ClaimedAt = Now };
        }

        var last = DeliveryLifecycle.AfterDefect(message, mayHaveLeft, Window, Now);

        Assert.Equal((end, "defect"), (last.State.ToString(), last.Reason));
    }

    [Fact]
    public void A_change_of_a_posted_alert_may_be_repeated_at_any_time()
    {
        var change = Sending(1) with
        {
            Content = new MessageContent.AlertChanged(new ActionId(1)),
            ClaimedAt = Now - Duration.FromHours(3),
        };

        Assert.Equal(DeliveryState.Retry, DeliveryLifecycle.Recovered(change, Window, Now).State);
        var uncertain = DeliveryLifecycle.After(change, Outcome("uncertain"), Duration.Zero, Now);
        Assert.Equal((DeliveryState.Retry, null), (uncertain.State, uncertain.UncertainSince));
    }

    [Fact]
    public void What_nobody_wants_any_more_is_cancelled_with_the_reason()
    {
        var cancelled = DeliveryLifecycle.Unwanted(Sending(1), "withdrawn");

        Assert.Equal(
            (DeliveryState.Cancelled, "withdrawn", null),
            (cancelled.State, cancelled.Reason, cancelled.ClaimedAt)
        );
    }

    [Fact]
    public void Four_states_are_ends() =>
        Assert.Equal(
            [DeliveryState.Sent, DeliveryState.Unknown, DeliveryState.Dead, DeliveryState.Cancelled],
            Enum.GetValues<DeliveryState>().Where(DeliveryLifecycle.HasEnded)
        );

    [Fact]
    public void The_pauses_double_from_two_seconds_to_ten_minutes()
    {
        Assert.Equal(
            [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600],
            Enumerable.Range(1, 12).Select(attempt => Backoff.After(attempt).TotalSeconds)
        );
        Assert.Equal(Duration.FromMinutes(10), Backoff.After(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.After(0));
    }

    private static OutboxMessage Sending(int attempts) =>
        new()
        {
            Id = "A1.1.day-before|bo",
            Campaign = new CampaignId("bus-line-7"),
            Network = Networks.Discord,
            To = new Recipient.Direct(new MemberKey("bo")),
            Content = new MessageContent.Reminder(new ActionId(1), 1, "day-before"),
            State = DeliveryState.Sending,
            NotBefore = Now,
            Attempts = attempts,
            ClaimedAt = Now,
        };

    private static SendOutcome Outcome(string name) =>
        name switch
        {
            "sent" => new SendOutcome.Sent("message", "channel"),
            "refused" => new SendOutcome.Refused("no-permission"),
            "unreachable" => new SendOutcome.Unreachable("direct-closed"),
            "later" => new SendOutcome.TryLater(After: null, "unavailable"),
            "later-in-90s" => new SendOutcome.TryLater(Duration.FromSeconds(90), "rate-limited"),
            "uncertain" => new SendOutcome.Uncertain("no-answer"),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, message: null),
        };
}
