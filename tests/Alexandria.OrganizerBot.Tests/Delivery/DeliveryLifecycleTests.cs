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

    [Theory]
    [InlineData(1, 0, "Retry")]
    [InlineData(1, 117_999, "Retry")] // the next try in 2 s is still inside the window of 120 s
    [InlineData(1, 118_000, "Unknown")] // exactly at its end Discord may have forgotten
    [InlineData(6, 0, "Retry")] // waits 64 s
    [InlineData(7, 0, "Unknown")] // would wait 128 s
    public void An_uncertain_message_is_repeated_only_while_the_network_recognises_it(
        int attempts,
        int millisecondsAgo,
        string state
    )
    {
        var claimed = Now - Duration.FromMilliseconds(millisecondsAgo);

        var after = DeliveryLifecycle.After(
            Sending(attempts) with
            {
                ClaimedAt = claimed,
            },
            Outcome("uncertain"),
            Window,
            Now
        );

        Assert.Equal(state, after.State.ToString());
    }

    [Fact]
    public void A_network_that_recognises_nothing_gets_no_second_copy() =>
        Assert.Equal(
            DeliveryState.Unknown,
            DeliveryLifecycle.After(Sending(1), Outcome("uncertain"), Duration.Zero, Now).State
        );

    [Theory]
    [InlineData(30, "Retry")]
    [InlineData(118, "Unknown")]
    [InlineData(3_600, "Unknown")]
    public void What_was_in_flight_at_a_crash_is_sent_again_at_once_or_left_to_a_person(int secondsAgo, string state)
    {
        var inFlight = Sending(1) with { ClaimedAt = Now - Duration.FromSeconds(secondsAgo) };

        var recovered = DeliveryLifecycle.Recovered(inFlight, Window, Now);

        Assert.Equal(
            (state, 1, Now, "crash", null),
            (
                recovered.State.ToString(),
                recovered.Recoveries,
                recovered.NotBefore,
                recovered.Reason,
                recovered.ClaimedAt
            )
        );
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

    [Theory]
    [InlineData(null, false)]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public void A_try_that_comes_too_late_to_be_recognised_is_not_made(int? uncertainForSeconds, bool tooLate)
    {
        var sending = Sending(2) with
        {
            UncertainSince = uncertainForSeconds is { } seconds ? Now - Duration.FromSeconds(seconds) : null,
            Reason = "no-answer",
        };

        var end = DeliveryLifecycle.TooLateToRepeat(sending, Window, Now);

        Assert.Equal(tooLate ? DeliveryState.Unknown : null, end?.State);
        Assert.Equal(tooLate ? "no-answer" : null, end?.Reason);
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
