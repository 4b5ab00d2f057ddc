using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

/// <summary>The fictional campaign wants two organizers for everything public.</summary>
public sealed class ReleaseTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task Whoever_proposes_cannot_release_and_another_organizer_can()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        await SaysAsync("post.proposed", draft, Person.Organizer, "action post");
        await SaysAsync("post.needs-another", draft, Person.Organizer, "action post");

        Assert.Equal(ActionState.Proposed, _desk.Stored(draft.Id).State);
        Assert.DoesNotContain(_desk.Outbox(draft.Id), row => row.Content is MessageContent.Alert);
        Assert.Empty(_desk.Steps(draft.Id));

        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", draft.Id.Code));

        var released = _desk.Stored(draft.Id);
        Assert.Equal(ActionState.Released, released.State);
        Assert.Null(released.Proposal);
        Assert.Single(_desk.Outbox(draft.Id), row => row.Content is MessageContent.Alert);
        Assert.NotEmpty(_desk.Steps(draft.Id));
    }

    [Fact]
    public async Task The_button_under_a_preview_releases_like_the_command()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.PressAsync(Person.Organizer, PostAction.For(draft.Id));

        var own = await _desk.PressAsync(Person.Organizer, PostAction.For(draft.Id));
        await _desk.PressAsync(TwoOrganizers.Second, PostAction.For(draft.Id));

        Assert.Equal(Words("post.needs-another", draft), Desk.TextOf(own));
        Assert.Equal(ActionState.Released, _desk.Stored(draft.Id).State);
    }

    [Fact]
    public async Task An_edit_of_a_proposed_draft_takes_the_proposal_back()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));

        await _desk.CommandAsync(TwoOrganizers.Second, "action edit", ("action", draft.Id.Code), ("place", "Room 9"));

        var edited = _desk.Stored(draft.Id);
        Assert.Equal((ActionState.Draft, "Room 9"), (edited.State, edited.Location));
        Assert.Null(edited.Proposal);
        // The second organizer's next press proposes: what they changed themselves nobody else has read.
        await SaysAsync("post.proposed", draft, TwoOrganizers.Second, "action post");
    }

    [Fact]
    public async Task An_edit_of_a_public_action_changes_nothing_before_the_second_organizer_agrees()
    {
        var action = await PublicAsync();
        var steps = _desk.Steps(action.Id);

        await SaysAsync("post.proposed", action, Person.Organizer, "action edit", ("place", "Library"));
        await SaysAsync("post.needs-another", action, Person.Organizer, "action post");

        var waiting = _desk.Stored(action.Id);
        Assert.Equal(
            ("Town Hall, room 2", 1, ActionState.Released),
            (waiting.Location, waiting.Version, waiting.State)
        );
        Assert.Equal(steps, _desk.Steps(action.Id));
        Assert.DoesNotContain(
            _desk.Outbox(action.Id),
            row => row.Content is MessageContent.Moved or MessageContent.AlertChanged { TallyOnly: false }
        );

        await SaysAsync("edit.done", action, TwoOrganizers.Second, "action post");

        var changed = _desk.Stored(action.Id);
        Assert.Equal(("Library", 2, ActionState.Released), (changed.Location, changed.Version, changed.State));
        Assert.Null(changed.Proposal);
    }

    [Fact]
    public async Task A_moved_action_has_new_reminders_and_everybody_who_asked_hears_what_changed()
    {
        var action = await PublicAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.PressAsync(Person.Rosa, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(Person.Bo, action.Id); // Rosa gave no permission
        var before = _desk.Steps(action.Id);

        await _desk.CommandAsync(
            Person.Organizer,
            "action edit",
            ("action", action.Id.Code),
            ("when", "2027-03-18 17:00")
        );
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));

        var after = _desk.Steps(action.Id);
        Assert.All(before, old => Assert.Equal(ReminderStepState.Void, after.Single(step => step.Id == old.Id).State));
        var planned = after.Where(step => step.State == ReminderStepState.Planned).ToList();
        Assert.NotEmpty(planned);
        Assert.All(planned, step => Assert.Equal(2, step.Version));
        var moved = _desk.Outbox(action.Id).Where(row => row.Content is MessageContent.Moved).ToList();
        Assert.Equal(2, moved.Count);
        Assert.Contains(moved, row => row.To is Recipient.Channel);
        Assert.Contains(moved, row => row.To == new Recipient.Direct(_desk.KeyOf(Person.Bo)));
        Assert.Single(_desk.Outbox(action.Id), row => row.Content is MessageContent.AlertChanged { TallyOnly: false });
        var pledge = _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo)));
        Assert.Equal(PledgeAnswer.Attend, pledge!.Answer);
    }

    [Fact]
    public async Task A_time_that_passed_while_its_proposal_waited_is_not_released()
    {
        var action = await PublicAsync();
        await SaysAsync("post.proposed", action, Person.Organizer, "action edit", ("when", "2027-03-02 9am"));
        _desk.Home.Time.Advance(TimeSpan.FromDays(2));

        await SaysAsync("error.already-over", action, TwoOrganizers.Second, "action post");

        Assert.Equal((action.Starts, 1), (_desk.Stored(action.Id).Starts, _desk.Stored(action.Id).Version));
    }

    [Fact]
    public async Task A_cancellation_takes_back_news_that_did_not_leave_yet()
    {
        var action = await PublicAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(Person.Bo, action.Id);
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", action.Id.Code), ("place", "Library"));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));
        Assert.Contains(_desk.Outbox(action.Id), row => row.Content is MessageContent.Moved);

        await _desk.CommandAsync(Person.Organizer, "action cancel", ("action", action.Id.Code));

        Assert.DoesNotContain(
            _desk.Outbox(action.Id),
            row => row.State == DeliveryState.Pending && row.Content is MessageContent.Moved
        );
    }

    [Fact]
    public async Task A_change_of_words_alone_writes_to_nobody()
    {
        var action = await PublicAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(Person.Bo, action.Id);

        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", action.Id.Code), ("note", "Bring water."));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));

        Assert.DoesNotContain(_desk.Outbox(action.Id), row => row.Content is MessageContent.Moved);
        Assert.Single(_desk.Outbox(action.Id), row => row.Content is MessageContent.AlertChanged { TallyOnly: false });
    }

    [Fact]
    public async Task A_campaign_that_changed_since_the_proposal_voids_it()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));
        var press = _desk.Understand(_desk.Presses(PostAction.For(draft.Id), TwoOrganizers.Second));

        var reply = await new PostAction(_desk.Store, _desk.Reader.Roles).HandleAsync(
            press with
            {
                Campaign = _desk.BusLine with { QuietHours = new QuietHours(new LocalTime(18, 0), LocalTime.Noon) },
            },
            TestContext.Current.CancellationToken
        );

        Assert.Equal(Words("post.proposal-void", draft), Desk.TextOf(reply));
        Assert.Equal(ActionState.Draft, _desk.Stored(draft.Id).State);
        Assert.DoesNotContain(_desk.Outbox(draft.Id), row => row.Content is MessageContent.Alert);
    }

    [Fact]
    public async Task The_fingerprint_covers_what_is_sent_and_not_what_is_not()
    {
        var action = await _desk.HearingAsync(ActionState.Draft);
        var plain = Release.Fingerprint(action, _desk.BusLine);
        CollectiveAction[] others =
        [
            action with
            {
                Title = action.Title + " ",
            },
            action with
            {
                Location = null,
            },
            action with
            {
                Note = "",
            },
            action with
            {
                Link = null,
            },
            action with
            {
                Capacity = 1,
            },
            action with
            {
                PostAt = _desk.Now,
            },
            action with
            {
                Asks = [Ask.Attend],
            },
            // The same letters in other fields are something else.
            action with
            {
                Title = "",
                Location = action.Title,
                Note = action.Location,
            },
        ];

        Assert.Distinct([plain, .. others.Select(other => Release.Fingerprint(other, _desk.BusLine))]);
        Assert.Distinct([
            plain,
            Release.Fingerprint(action, _desk.BusLine with { Servers = [] }),
            Release.Fingerprint(action, _desk.BusLine with { Cadence = [.. _desk.BusLine.Cadence.Skip(1)] }),
        ]);
        Assert.Equal(
            plain,
            Release.Fingerprint(action with { State = ActionState.Proposed, Version = 7 }, _desk.BusLine)
        );
    }

    [Fact]
    public async Task An_alert_can_be_posted_at_a_set_time_and_not_after_the_start()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        await SaysAsync("error.post-after-start", draft, Person.Organizer, "action post", ("at", "2027-03-16 18:30"));
        Assert.Equal(ActionState.Draft, _desk.Stored(draft.Id).State);
        await SaysAsync("post.proposed", draft, Person.Organizer, "action post", ("at", "2027-03-10 09:00"));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", draft.Id.Code));

        var nine = new LocalDateTime(2027, 3, 10, 9, 0).InZoneStrictly(_desk.BusLine.Zone).ToInstant();
        var alert = Assert.Single(_desk.Outbox(draft.Id), row => row.Content is MessageContent.Alert);
        Assert.Equal(nine, alert.NotBefore);
        Assert.All(_desk.Steps(draft.Id), step => Assert.True(step.DueAt >= nine, step.ToString()));
    }

    [Theory]
    [InlineData("2027-03-10 09:00", "2027-03-11 09:00", "post.other-time")]
    [InlineData("2027-03-10 09:00", "2027-03-10 09:01", "post.other-time")]
    [InlineData(null, "2027-03-10 09:00", "post.no-time")]
    public async Task A_release_at_another_time_than_the_proposed_one_is_refused(
        string? proposed,
        string at,
        string key
    )
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.CommandAsync(Person.Organizer, "action post", [("action", draft.Id.Code), .. At(proposed)]);
        var before = _desk.Everything(draft.Id);

        var reply = await _desk.CommandAsync(
            TwoOrganizers.Second,
            "action post",
            [("action", draft.Id.Code), .. At(at)]
        );

        Assert.Equal(
            _desk.Words.Text("en", key, ("code", draft.Id.Code), ("when", "Wed, March 10, 9:00 AM (Piñon Flats time)")),
            Desk.TextOf(reply)
        );
        Assert.Equal(before, _desk.Everything(draft.Id));

        static (string, string)[] At(string? time) => time is null ? [] : [("at", time)];
    }

    [Fact]
    public async Task A_release_may_repeat_the_proposed_time()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        (string, string)[] options = [("action", draft.Id.Code), ("at", "2027-03-10 09:00")];
        await _desk.CommandAsync(Person.Organizer, "action post", options);

        await _desk.CommandAsync(TwoOrganizers.Second, "action post", options);

        Assert.Equal(ActionState.Released, _desk.Stored(draft.Id).State);
    }

    [Theory]
    [InlineData("2027-03-10 09:00", true)]
    [InlineData("2027-03-10 08:00", true)]
    [InlineData("2027-03-10 09:01", false)]
    public async Task An_edit_moves_no_start_before_the_time_at_which_it_is_to_be_posted(string when, bool refused)
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        (string, string)[] at = [("action", draft.Id.Code), ("at", "2027-03-10 09:00")];
        await _desk.CommandAsync(Person.Organizer, "action post", at);
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", at);
        var before = _desk.Everything(draft.Id);

        var reply = await _desk.CommandAsync(
            Person.Organizer,
            "action edit",
            ("action", draft.Id.Code),
            ("when", when)
        );

        var refusal = _desk.Words.Text(
            "en",
            "error.starts-before-post",
            ("code", draft.Id.Code),
            ("when", "Wed, March 10, 9:00 AM (Piñon Flats time)")
        );
        Assert.Equal(refused, Desk.TextOf(reply) == refusal);
        Assert.Equal(refused, before == _desk.Everything(draft.Id));
    }

    [Fact]
    public async Task A_copy_is_a_draft_at_another_time_without_anybodys_pledge()
    {
        var action = await PublicAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        var press = _desk.Types(
            "action copy",
            Person.Organizer,
            ("action", action.Id.Code),
            ("when", "2027-04-20 18:30")
        );

        var first = await _desk.AnswerAsync(press);
        var replayed = await _desk.AnswerAsync(press);

        Assert.StartsWith("Draft A2: ", Desk.TextOf(first), StringComparison.Ordinal);
        Assert.Equal(Desk.TextOf(first), Desk.TextOf(replayed));
        var actions = _desk.Store.Read(session => session.ActionsOf(_desk.BusLine.Id));
        var copy = Assert.Single(actions, one => one.Id != action.Id);
        Assert.Equal(
            (ActionState.Draft, 1, action.Title, action.Location, new LocalDateTime(2027, 4, 20, 18, 30)),
            (copy.State, copy.Version, copy.Title, copy.Location, copy.Starts.Local)
        );
        Assert.Empty(_desk.Store.Read(session => session.PledgesOf(copy.Id)));
        Assert.Equal(ActionState.Released, _desk.Stored(action.Id).State);
    }

    [Fact]
    public async Task A_replayed_creation_is_answered_like_the_first_time_and_makes_no_second_draft()
    {
        var create = _desk.Types(
            "action create",
            Person.Organizer,
            ("title", "Public hearing"),
            ("when", "2027-04-20 18:30")
        );

        var first = await _desk.AnswerAsync(create);
        var replayed = await _desk.AnswerAsync(create);

        Assert.StartsWith("Draft A1: ", Desk.TextOf(first), StringComparison.Ordinal);
        Assert.Equal(Desk.TextOf(first), Desk.TextOf(replayed));
        Assert.Single(_desk.Store.Read(session => session.ActionsOf(_desk.BusLine.Id)));
    }

    [Fact]
    public async Task A_replayed_edit_or_release_changes_nothing()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        var edit = _desk.Types("action edit", Person.Organizer, ("action", draft.Id.Code), ("place", "Library"));
        await TwiceAsync(edit, draft);
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", draft.Id.Code), ("place", "School"));
        await _desk.AnswerAsync(edit);
        Assert.Equal("School", _desk.Stored(draft.Id).Location);

        await TwiceAsync(_desk.Types("action post", Person.Organizer, ("action", draft.Id.Code)), draft);
        await TwiceAsync(_desk.Types("action post", TwoOrganizers.Second, ("action", draft.Id.Code)), draft);
        await TwiceAsync(
            _desk.Types("action edit", Person.Organizer, ("action", draft.Id.Code), ("place", "Park")),
            draft
        );
        await TwiceAsync(_desk.Presses(PostAction.For(draft.Id), TwoOrganizers.Second), draft);
        Assert.Equal(("Park", 2), (_desk.Stored(draft.Id).Location, _desk.Stored(draft.Id).Version));
    }

    [Theory]
    [InlineData("capacity", "0")]
    [InlineData("capacity", "10001")]
    [InlineData("capacity", "two")]
    [InlineData("when", "someday")]
    [InlineData("when", "2027-02-01 7pm")]
    [InlineData("link", "https://evil.example/")]
    public async Task A_wrong_value_is_refused_and_nothing_is_changed(string option, string value)
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        var before = _desk.Everything(draft.Id);

        var reply = await _desk.CommandAsync(
            Person.Organizer,
            "action edit",
            ("action", draft.Id.Code),
            (option, value),
            ("title", "Another")
        );

        Assert.IsType<Reply.Private>(reply);
        Assert.Equal(before, _desk.Everything(draft.Id));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<CollectiveAction> PublicAsync()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", draft.Id.Code));
        await _desk.StandsInAsync(draft.Id, TwoOrganizers.AlertChannel);
        return _desk.Stored(draft.Id);
    }

    private async Task TwiceAsync(Incoming incoming, CollectiveAction action)
    {
        var first = await _desk.AnswerAsync(incoming);
        var once = _desk.Everything(action.Id);
        var replayed = await _desk.AnswerAsync(incoming);
        Assert.Equal(once, _desk.Everything(action.Id));
        if (incoming.Act is Act.Command { Name: "action edit" })
            Assert.Equal(Desk.TextOf(first), Desk.TextOf(replayed));
    }

    private async Task SaysAsync(
        string key,
        CollectiveAction action,
        Person person,
        string command,
        params (string Name, string Value)[] options
    )
    {
        var reply = await _desk.CommandAsync(person, command, [("action", action.Id.Code), .. options]);
        Assert.Equal(Words(key, action), Desk.TextOf(reply));
    }

    private string Words(string key, CollectiveAction action) =>
        _desk.Words.Text("en", key, ("code", action.Id.Code), ("minutes", 30));
}
