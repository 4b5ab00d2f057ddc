using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Reminders;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>The bot starts late, and several steps are due at once.</summary>
public sealed class ReminderTriageTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 21, 23, 30);

    private static readonly ReminderStep Week = Step(1, "week-before", Start - Duration.FromDays(7), Start);
    private static readonly ReminderStep Day = Step(1, "day-before", Start - Duration.FromDays(1), Start);
    private static readonly ReminderStep Hours = Step(1, "two-hours-before", Start - Duration.FromHours(2), Start);

    private static readonly ReminderStep Thanks = Step(
        1,
        "thanks",
        Start + Duration.FromHours(2),
        Start + Duration.FromHours(50)
    );

    [Fact]
    public void On_time_a_step_is_sent() => Assert.Equal(["day-before Expanded"], Decided([Day], Day.DueAt));

    [Fact]
    public void Of_several_overdue_steps_only_the_latest_is_sent_whatever_their_order() =>
        Assert.Equal(
            ["day-before Collapsed", "two-hours-before Expanded", "week-before Collapsed"],
            Decided([Hours, Week, Day], Hours.DueAt)
        );

    [Fact]
    public void Nothing_is_sent_that_has_lost_its_use_and_the_start_itself_is_too_late()
    {
        Assert.Equal(["day-before Expanded", "week-before Collapsed"], Decided([Week, Day], Start - Duration.Epsilon));
        Assert.Equal(["day-before Expired", "week-before Expired"], Decided([Week, Day], Start));
    }

    [Fact]
    public void After_the_meeting_only_the_thanks_are_sent() =>
        Assert.Equal(
            ["day-before Expired", "thanks Expanded", "two-hours-before Expired"],
            Decided([Day, Hours, Thanks], Thanks.DueAt)
        );

    [Fact]
    public void Days_later_not_even_the_thanks_are() =>
        Assert.Equal(["thanks Expired"], Decided([Thanks], Thanks.UsefulUntil));

    [Fact]
    public void What_only_some_hear_takes_nothing_from_the_others()
    {
        var form = Hours with
        {
            Id = "A1.1.form",
            Rule = "form",
            Audience = ReminderAudience.Speakers,
            Weight = ReminderWeight.LastCall,
        };

        Assert.Equal(["day-before Expanded", "form Expanded"], Decided([Day, form], form.DueAt));
        Assert.Equal(
            ["form Collapsed", "two-hours-before Expanded"],
            Decided([form with { DueAt = Day.DueAt, Weight = ReminderWeight.Early }, Hours], Hours.DueAt)
        );
    }

    [Fact]
    public void One_that_matters_less_takes_nothing_from_one_that_matters_more()
    {
        var confirm = Day with { Weight = ReminderWeight.Confirm };

        // Who hears only four may hear the first and not the second.
        Assert.Equal(["day-before Expanded", "two-hours-before Expanded"], Decided([confirm, Hours], Hours.DueAt));
    }

    [Fact]
    public void One_action_never_holds_up_another()
    {
        var other = Step(2, "day-before", Day.DueAt, Start);

        var decided = ReminderTriage.Decide([Day, other, Week], Day.DueAt);

        Assert.Equal(
            [(1, ReminderStepState.Expanded), (1, ReminderStepState.Collapsed), (2, ReminderStepState.Expanded)],
            decided.Select(step => (step.Action.Number, step.State)).Order()
        );
    }

    [Fact]
    public void Each_step_is_settled_and_of_each_action_the_latest_alone_is_sent() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 20], Gen.Int[0, 20])
            .Select(
                (action, due, useful) =>
                    (
                        Action: action,
                        Due: Start + Duration.FromHours(due),
                        Until: Start + Duration.FromHours(due + useful)
                    )
            )
            .Array[0, 12]
            .Select(Gen.Int[0, 40], (steps, hours) => (Steps: steps, Now: Start + Duration.FromHours(hours)))
            .Sample(
                late =>
                {
                    var due = late
                        .Steps.Select((step, index) => Step(step.Action, $"rule-{index}", step.Due, step.Until))
                        .Where(step => step.DueAt <= late.Now)
                        .ToList();

                    var decided = ReminderTriage.Decide(due, late.Now);

                    Assert.Equal(due.Select(step => step.Id).Order(), decided.Select(step => step.Id).Order());
                    Assert.DoesNotContain(decided, step => step.State == ReminderStepState.Planned);
                    foreach (var ofAction in decided.GroupBy(step => step.Action))
                    {
                        var useful = ofAction.Where(step => step.UsefulUntil > late.Now).ToList();
                        var sent = ofAction.Where(step => step.State == ReminderStepState.Expanded).ToList();
                        // Of steps of one moment a reader hears one, but which one is for the ladder to say.
                        Assert.Equal(useful.Count > 0, sent.Count > 0);
                        Assert.All(sent, one => Assert.Equal(useful.Max(step => step.DueAt), one.DueAt));
                    }
                },
                iter: 2_000,
                threads: 1
            );

    private static IEnumerable<string> Decided(ReminderStep[] due, Instant now) =>
        ReminderTriage.Decide(due, now).Select(step => $"{step.Rule} {step.State}").Order(StringComparer.Ordinal);

    private static ReminderStep Step(int action, string rule, Instant due, Instant until) =>
        new(
            $"A{action}.1.{rule}",
            new ActionId(action),
            Version: 1,
            rule,
            ReminderAudience.Pledged,
            due,
            until,
            ReminderStepState.Planned
        );
}
