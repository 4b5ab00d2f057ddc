using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

/// <summary>Milestones and reminders of one action, set and changed by its organizers, as a draft and in public.</summary>
public sealed class WayToAnActionTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task A_draft_takes_a_milestone_at_once_changes_it_and_loses_it()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        var set = await MilestoneAsync(draft, "form-closes", "2027-03-15 5pm");
        Assert.Equal([new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 15, 17, 0))], Stored(draft));
        Assert.Contains(
            "Registration to speak closes: Mon, March 15, 5:00 PM",
            Desk.TextOf(set),
            StringComparison.Ordinal
        );

        await MilestoneAsync(draft, "form-closes", "2027-03-14 5pm");
        Assert.Equal([new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 14, 17, 0))], Stored(draft));

        var gone = await MilestoneAsync(draft, "form-closes", "none");
        Assert.Empty(Stored(draft));
        Assert.Contains("no time is set any more", Desk.TextOf(gone), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_milestone_of_a_proposed_draft_takes_the_proposal_back()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));

        await MilestoneAsync(draft, "doors", "2027-03-16 6pm");

        Assert.Equal(
            (ActionState.Draft, (Proposal?)null),
            (_desk.Stored(draft.Id).State, _desk.Stored(draft.Id).Proposal)
        );
    }

    [Theory]
    [InlineData("doors", "2027-03-16 7pm", "“Doors open” (Tue, March 16, 7:00 PM")]
    [InlineData("end", "2027-03-16 6pm", "“It starts” (Tue, March 16, 6:30 PM")]
    [InlineData("form-closes", "2027-03-10 9am", "“Registration to speak opens” (Thu, March 11, 9:00 AM")]
    public async Task An_impossible_order_is_one_sentence_and_changes_nothing(
        string milestone,
        string when,
        string words
    )
    {
        var draft = await _desk.HearingAsync(
            ActionState.Draft,
            made =>
                made with
                {
                    Milestones = [new Milestone(MilestoneKind.FormOpens, new LocalDateTime(2027, 3, 11, 9, 0))],
                }
        );
        var before = _desk.Everything(draft.Id);

        var reply = Desk.TextOf(await MilestoneAsync(draft, milestone, when));

        Assert.StartsWith(words, reply, StringComparison.Ordinal);
        Assert.EndsWith("so nothing was changed.", reply, StringComparison.Ordinal);
        Assert.Equal(before, _desk.Everything(draft.Id));
    }

    [Fact]
    public async Task A_milestone_at_an_hour_that_comes_twice_is_the_first_and_that_is_said()
    {
        var draft = await _desk.HearingAsync(
            ActionState.Draft,
            made => made with { Starts = new MeetingTime(new LocalDateTime(2027, 11, 20, 18, 0), made.Starts.Zone) }
        );

        var reply = await MilestoneAsync(draft, "form-closes", "2027-11-07 1:30am");

        Assert.Contains(_desk.Words.Text("en", "draft.ambiguous-time"), Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal(
            Instant.FromUtc(2027, 11, 7, 7, 30),
            _desk.Stored(draft.Id).MomentOf(MilestoneKind.FormCloses)!.Instant
        );
    }

    [Fact]
    public async Task A_public_action_takes_a_milestone_when_the_second_organizer_agrees_and_keeps_its_version_and_pledges()
    {
        var action = await PublicAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        var plan = _desk.Steps(action.Id);

        var proposed = await MilestoneAsync(action, "form-closes", "2027-03-15 2pm");
        Assert.Equal(
            _desk.Words.Text("en", "post.proposed", ("code", action.Id.Code), ("minutes", 30)),
            Desk.TextOf(proposed)
        );
        Assert.Equal(plan, _desk.Steps(action.Id));
        await AgreeAsync(action);

        var changed = _desk.Stored(action.Id);
        Assert.Equal((1, 1, (Proposal?)null), (changed.Version, changed.TimeVersion, changed.Proposal));
        Assert.True(PledgeOf(action).IsForTimeOf(changed));
        Assert.DoesNotContain(_desk.Outbox(action.Id), row => row.Content is MessageContent.Moved);
        var hung = _desk.Steps(action.Id).Where(step => step.Of == MilestoneKind.FormCloses).ToList();
        // A day before lies in the new time of the place, and both hang on the new deadline.
        Assert.Equal(
            [
                Instant.FromUtc(2027, 3, 14, 20, 0),
                Instant.FromUtc(2027, 3, 15, 17, 0),
                Instant.FromUtc(2027, 3, 15, 21, 0),
            ],
            hung.Select(step => step.DueAt)
        );
        Assert.All(
            plan.Where(step => step.Of == MilestoneKind.Start),
            step => Assert.Contains(_desk.Steps(action.Id), other => other.Id == step.Id && other.DueAt == step.DueAt)
        );
    }

    [Fact]
    public async Task What_was_sent_of_an_old_deadline_stays_sent_and_the_new_one_is_told_at_once_and_reminded_of_anew()
    {
        var action = await PublicAsync();
        await SetAsync(action, "form-closes", "2027-03-10 5pm");
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        await _desk.PressAsync(Person.Rosa, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(Person.Bo, action.Id);
        await _desk.HearsAsync(Person.Rosa, action.Id);
        // Ten minutes after the reminder that it closes in three hours, at two in the afternoon there.
        _desk.Home.Time.SetUtcNow(new DateTimeOffset(2027, 3, 10, 21, 10, 0, TimeSpan.Zero));
        await SweepAsync();
        var sent = _desk.Steps(action.Id).Where(step => step.State == ReminderStepState.Expanded).ToList();
        Assert.Contains(sent, step => step.Rule == "form-3h");

        await SetAsync(action, "form-closes", "2027-03-12 5pm");

        var steps = _desk.Steps(action.Id);
        Assert.All(sent, step => Assert.Contains(step, steps));
        Assert.Equal(
            [ReminderStepState.Expanded, ReminderStepState.Planned],
            steps.Where(step => step.Rule == "form-3h").Select(step => step.State)
        );
        // That the old one had closed was not said yet, and is void.
        Assert.Equal(
            [ReminderStepState.Void, ReminderStepState.Planned],
            steps.Where(step => step.Rule == "form-closed").Select(step => step.State)
        );
        Assert.Contains(steps, step => step is { Rule: "form-day", State: ReminderStepState.Planned });
        var told = Assert.Single(_desk.Outbox(action.Id), row => row.Content is MessageContent.MilestoneMoved);
        Assert.Equal(new Recipient.Direct(_desk.KeyOf(Person.Bo)), told.To);
        Assert.Contains(
            "Registration to speak closes: Fri, March 12, 5:00 PM (Piñon Flats time) (before: Wed, March 10, 5:00 PM)",
            Desk.TextOf(Assert.IsType<Composition.Say>(Compose(told)).Card),
            StringComparison.Ordinal
        );

        // Back where it was, there is nothing to tell any more.
        await _desk.Store.WriteAsync(session =>
            session.Save(
                _desk.Stored(action.Id) with
                {
                    Milestones = [new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 10, 17, 0))],
                }
            )
        );
        Assert.IsType<Composition.Unwanted>(Compose(told));
    }

    [Fact]
    public async Task A_deadline_of_which_nobody_heard_is_changed_in_silence()
    {
        var action = await PublicAsync();
        await SetAsync(action, "form-closes", "2027-03-15 5pm");
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        await _desk.HearsAsync(Person.Bo, action.Id);

        await SetAsync(action, "form-closes", "2027-03-14 5pm");

        Assert.DoesNotContain(_desk.Outbox(action.Id), row => row.Content is MessageContent.MilestoneMoved);
    }

    [Fact]
    public async Task A_reminder_that_is_due_at_this_moment_survives_a_change_of_something_else()
    {
        var action = await PublicAsync();
        var due = _desk.Steps(action.Id)[0];
        _desk.Home.Time.SetUtcNow(due.DueAt.ToDateTimeOffset());

        await SetAsync(action, "doors", "2027-03-16 6pm");

        Assert.Contains(
            _desk.Steps(action.Id),
            step => step.Id == due.Id && step is { State: ReminderStepState.Planned }
        );
    }

    [Fact]
    public async Task Usual_milestones_move_along_with_the_start_and_typed_ones_stay_to_be_checked()
    {
        var zone = _desk.BusLine.Zone;
        var campaign = _desk.BusLine with
        {
            Milestones =
            [
                new MilestoneRule(MilestoneKind.Doors, new ReminderOffset.HoursBefore(1)),
                new MilestoneRule(MilestoneKind.FormCloses, new ReminderOffset.DaysBefore(1), new LocalTime(12, 0)),
            ],
        };
        var before = await _desk.HearingAsync(
            ActionState.Draft,
            made =>
                made with
                {
                    Milestones =
                    [
                        .. campaign.MilestonesFor(made.Starts),
                        new Milestone(MilestoneKind.CommentsClose, new LocalDateTime(2027, 3, 14, 9, 0)),
                    ],
                }
        );

        var moved = UsualMilestones.MoveAlong(
            before,
            before with
            {
                Starts = new MeetingTime(new LocalDateTime(2027, 3, 20, 10, 0), zone),
            },
            campaign
        );

        Assert.Equal(
            [
                new Milestone(MilestoneKind.Doors, new LocalDateTime(2027, 3, 20, 9, 0)),
                new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 19, 12, 0)),
                new Milestone(MilestoneKind.CommentsClose, new LocalDateTime(2027, 3, 14, 9, 0)),
            ],
            moved.Milestones
        );
        Assert.Equal([MilestoneKind.CommentsClose], UsualMilestones.Typed(moved, campaign).Select(typed => typed.Kind));
    }

    [Fact]
    public async Task A_start_is_not_moved_before_a_deadline_that_somebody_typed()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await MilestoneAsync(draft, "form-closes", "2027-03-15 5pm");

        var reply = await _desk.CommandAsync(
            Person.Organizer,
            "action edit",
            ("action", draft.Id.Code),
            ("when", "2027-03-13 7pm")
        );

        Assert.StartsWith("“Registration to speak closes”", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal(draft.Starts, _desk.Stored(draft.Id).Starts);
    }

    [Fact]
    public async Task Every_reminder_with_its_minute_its_readers_and_why_it_does_not_come()
    {
        var action = await PublicAsync(LadderSamples.WithLadder);
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        await _desk.HearsAsync(Person.Bo, action.Id);
        await _desk.Store.WriteAsync(session =>
            session.Save(
                _desk.Stored(action.Id) with
                {
                    Milestones =
                    [
                        .. LadderSamples.Milestones.Where(milestone => milestone.Kind != MilestoneKind.CommentsClose),
                    ],
                }
            )
        );
        _desk.Home.Time.SetUtcNow(new DateTimeOffset(2027, 3, 12, 12, 0, 0, TimeSpan.Zero));

        var shown = new List<(string, Card)>();
        foreach (var locale in (string[])["en-US", "es-419"])
        {
            var reply = await _desk.CommandAsync(
                Person.Organizer with
                {
                    Locale = locale,
                },
                "action reminders",
                ("action", action.Id.Code)
            );
            shown.Add((locale, Assert.IsType<Reply.Private>(reply).Card));
        }
        Snapshot.Matches(Snapshot.Of([.. shown]));
    }

    [Fact]
    public async Task One_reminder_is_turned_off_given_another_distance_and_put_back_for_this_action_alone()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        var off = await ChangeAsync(draft, "day-before", "off");
        Assert.DoesNotContain(_desk.Stored(draft.Id).Cadence!, rule => rule.Id == "day-before");
        Assert.Contains("day-before (1 day before: It starts): off", Desk.TextOf(off), StringComparison.Ordinal);

        await ChangeAsync(draft, "day-before", "2 days before");
        var changed = _desk.Stored(draft.Id).Cadence!.Single(rule => rule.Id == "day-before");
        var usual = _desk.BusLine.Cadence.Single(rule => rule.Id == "day-before");
        Assert.Equal(usual with { Offset = new ReminderOffset.DaysBefore(2) }, changed);
        Assert.Equal(
            _desk.BusLine.Cadence.Select(rule => rule.Id),
            _desk.Stored(draft.Id).Cadence!.Select(rule => rule.Id)
        );

        await ChangeAsync(draft, "day-before", "on");
        Assert.Null(_desk.Stored(draft.Id).Cadence);
    }

    [Fact]
    public async Task A_changed_distance_moves_the_unsent_reminder_of_a_public_action_and_off_makes_it_void()
    {
        var action = await PublicAsync();

        await ChangeAsync(action, "day-before", "2 days before");
        await AgreeAsync(action);
        // Across the clock change the hour on the wall stays: half past six, an hour later by the sun.
        Assert.Equal(Instant.FromUtc(2027, 3, 15, 0, 30), StepOf(action, "day-before").DueAt);

        await ChangeAsync(action, "day-before", "off");
        await AgreeAsync(action);
        Assert.Equal(ReminderStepState.Void, StepOf(action, "day-before").State);
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        Assert.DoesNotContain(
            ReminderLadder.For(PledgeOf(action), _desk.Steps(action.Id)),
            step => step.Rule == "day-before"
        );

        await ChangeAsync(action, "day-before", "on");
        await AgreeAsync(action);
        Assert.Equal(ReminderStepState.Planned, StepOf(action, "day-before").State);
        Assert.Equal(1, _desk.Stored(action.Id).Version);
    }

    [Fact]
    public async Task The_names_of_the_reminders_are_offered()
    {
        var reply = await _desk.AnswerAsync(
            _desk.Does(new Act.Complete("action reminders", "reminder", "day"), Person.Organizer)
        );

        var choices = Assert.IsType<Reply.Completions>(reply).Choices;
        Assert.Equal(
            _desk.BusLine.Cadence.Select(rule => rule.Id).Where(id => id.Contains("day", StringComparison.Ordinal)),
            choices.Select(choice => choice.Value)
        );
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    /// <summary>Released, with a cadence that has reminders for speakers.</summary>
    private async Task<CollectiveAction> PublicAsync(Func<CollectiveAction, CollectiveAction>? but = null)
    {
        var draft = await _desk.HearingAsync(
            ActionState.Draft,
            made => but?.Invoke(made) ?? made with { Cadence = LadderSamples.Cadence }
        );
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));
        await AgreeAsync(draft);
        return _desk.Stored(draft.Id);
    }

    private Task<Reply> AgreeAsync(CollectiveAction action) =>
        _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));

    private Task<Reply> MilestoneAsync(CollectiveAction action, string milestone, string when) =>
        _desk.CommandAsync(
            Person.Organizer,
            "action milestone",
            ("action", action.Id.Code),
            ("milestone", milestone),
            ("when", when)
        );

    private async Task SetAsync(CollectiveAction action, string milestone, string when)
    {
        await MilestoneAsync(action, milestone, when);
        await AgreeAsync(action);
    }

    private Task<Reply> ChangeAsync(CollectiveAction action, string reminder, string change) =>
        _desk.CommandAsync(
            Person.Organizer,
            "action reminders",
            ("action", action.Id.Code),
            ("reminder", reminder),
            ("change", change)
        );

    private Task SweepAsync() =>
        new ReminderSweep(_desk.Store, _desk.Campaigns).SweepAsync(_desk.Now, TestContext.Current.CancellationToken);

    private Composition Compose(OutboxMessage message) =>
        _desk.Store.Read(session =>
            new OutgoingCards(_desk.Campaigns, _desk.Words).Compose(message, session, _desk.Now)
        );

    private IReadOnlyList<Milestone> Stored(CollectiveAction action) => _desk.Stored(action.Id).Milestones;

    private ReminderStep StepOf(CollectiveAction action, string rule) =>
        Assert.Single(_desk.Steps(action.Id), step => step.Rule == rule);

    private Pledge PledgeOf(CollectiveAction action) =>
        _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo)))!;
}
