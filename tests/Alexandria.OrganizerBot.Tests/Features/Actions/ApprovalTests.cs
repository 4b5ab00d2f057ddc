using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

/// <summary>Who may release what: another human, in half an hour, an organizer still; or one alone, once a day and labelled.</summary>
public sealed class ApprovalTests : IAsyncDisposable
{
    private static readonly Person Third = new("700000000000000006") { Roles = [Desk.OrganizerRole] };

    private readonly Desk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData(29, ActionState.Released)]
    [InlineData(30, ActionState.Proposed)]
    public async Task A_proposal_lapses_after_half_an_hour_and_is_proposed_anew_by_whoever_wants_to_release_it(
        int minutes,
        ActionState then
    )
    {
        var draft = await ProposedAsync();
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(minutes));

        var answer = await PostAsync(TwoOrganizers.Second, draft);

        Assert.Equal(then, _desk.Stored(draft.Id).State);
        if (then == ActionState.Released)
            return;
        Assert.Equal(Words("post.proposed-anew", draft), Desk.TextOf(answer));
        // The first one may release it now: the other one has proposed it.
        await PostAsync(Person.Organizer, draft);
        Assert.Equal(ActionState.Released, _desk.Stored(draft.Id).State);
    }

    [Fact]
    public async Task A_lapsed_edit_of_a_public_action_changes_nothing_until_two_others_agree_on_it()
    {
        var action = await PublicAsync();
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", action.Id.Code), ("place", "Library"));
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(30));

        await PostAsync(TwoOrganizers.Second, action);
        Assert.Equal("Town Hall, room 2", _desk.Stored(action.Id).Location);
        await PostAsync(Third, action);

        Assert.Equal("Library", _desk.Stored(action.Id).Location);
    }

    [Fact]
    public async Task What_nobody_released_is_forgotten_with_whoever_proposed_it()
    {
        var draft = await ProposedAsync();
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(30));

        await _desk.Store.WriteAsync(session => session.DropLapsedProposals(_desk.Now));

        Assert.Equal(
            (ActionState.Draft, (Proposal?)null),
            (_desk.Stored(draft.Id).State, _desk.Stored(draft.Id).Proposal)
        );
    }

    /// <summary>Who is joined to whom, and when: before the proposal, after it, or parted again after it.</summary>
    [Theory]
    [InlineData("second to first", "before")]
    [InlineData("first to second", "before")]
    [InlineData("second to first", "after")]
    [InlineData("first to second", "after")]
    [InlineData("second to first", "parted")]
    [InlineData("first to second", "parted")]
    public async Task One_human_with_two_joined_identities_is_not_two_organizers(string joined, string when)
    {
        if (when != "after")
            await JoinAsync(joined);
        var draft = await ProposedAsync();
        if (when == "after")
            await JoinAsync(joined);
        if (when == "parted")
            await _desk.Store.WriteAsync(session =>
            {
                session.Part(_desk.KeyOf(Person.Organizer));
                session.Part(_desk.KeyOf(TwoOrganizers.Second));
            });

        var answer = await PostAsync(TwoOrganizers.Second, draft);

        Assert.Equal(Words("post.needs-another", draft), Desk.TextOf(answer));
        Assert.Equal(ActionState.Proposed, _desk.Stored(draft.Id).State);
        await PostAsync(Third, draft);
        Assert.Equal(ActionState.Released, _desk.Stored(draft.Id).State);
    }

    [Fact]
    public async Task Whoever_is_seen_without_the_role_since_has_proposed_nothing()
    {
        var draft = await ProposedAsync();
        await _desk.CommandAsync(Person.Organizer with { Roles = [] }, "actions");

        var answer = await PostAsync(TwoOrganizers.Second, draft);

        Assert.Equal(Words("post.proposer-gone", draft), Desk.TextOf(answer));
        Assert.Equal(ActionState.Draft, _desk.Stored(draft.Id).State);
        Assert.DoesNotContain(_desk.Outbox(draft.Id), row => row.Content is MessageContent.Alert);
    }

    [Fact]
    public async Task An_organizer_who_writes_in_private_where_roles_do_not_show_has_not_lost_one()
    {
        var draft = await ProposedAsync();
        await _desk.CommandAsync(Person.Organizer with { InPrivate = true, Roles = [] }, "actions");

        await PostAsync(TwoOrganizers.Second, draft);

        Assert.Equal(ActionState.Released, _desk.Stored(draft.Id).State);
    }

    [Fact]
    public async Task Where_the_campaign_names_no_roles_nobody_proposes_and_what_was_proposed_is_void()
    {
        var nobody = _desk.BusLine with
        {
            Servers = [.. _desk.BusLine.Servers.Select(server => server with { OrganizerRoles = [] })],
        };
        var draft = await ProposedAsync();
        var press = _desk.Understand(_desk.Presses(PostAction.For(draft.Id), TwoOrganizers.Second));

        var answer = await new PostAction(_desk.Store, _desk.Reader.Roles).HandleAsync(
            press with
            {
                Campaign = nobody,
            },
            TestContext.Current.CancellationToken
        );
        var reader = new RequestReader(
            _desk.Store,
            new OrganizerBot.Campaigns.CampaignBook([nobody]),
            _desk.Words,
            _desk.Home.Time
        );
        var typed = _desk.Types("action post", Person.Organizer, ("action", draft.Id.Code));
        var reading = reader.Read(typed, _desk.Catalog.Find(typed.Act)!);

        Assert.Equal(Words("post.proposer-gone", draft), Desk.TextOf(answer));
        Assert.Equal(
            _desk.Words.Text("en", "error.organizers-only"),
            Desk.TextOf(Assert.IsType<RequestReading.Answered>(reading).Reply)
        );
    }

    [Fact]
    public async Task In_an_emergency_one_organizer_releases_alone_and_everybody_reads_that_it_was_one()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        await AloneAsync(Person.Organizer, draft);

        var action = _desk.Stored(draft.Id);
        Assert.Equal((ActionState.Released, true), (action.State, action.IsSentByOne));
        Assert.Contains(_desk.Words.Text("en", "alert.sent-by-one"), Alert(action), StringComparison.Ordinal);
        Assert.Contains(_desk.Words.Text("es", "alert.sent-by-one"), Alert(action), StringComparison.Ordinal);
        var told = Assert.Single(
            _desk.Store.Read(session => session.ReadyMessages(Networks.Discord, _desk.Now, 20)),
            row => row.Content is MessageContent.Notice { Key: "notice.emergency" }
        );
        Assert.Contains(
            "Sent by one organizer",
            OutgoingCards.Sentence(
                (MessageContent.Notice)told.Content,
                new OrganizerBot.Words.Voice(_desk.Words, "en", _desk.BusLine, _desk.Now)
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task There_is_one_emergency_in_24_hours_whoever_has_it()
    {
        var (first, second) = (
            await _desk.HearingAsync(ActionState.Draft),
            await _desk.HearingAsync(ActionState.Draft)
        );
        await AloneAsync(Person.Organizer, first);
        _desk.Home.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));

        var refused = await AloneAsync(TwoOrganizers.Second, second);
        Assert.StartsWith(
            "One organizer has released something alone already",
            Desk.TextOf(refused),
            StringComparison.Ordinal
        );
        Assert.Equal(ActionState.Draft, _desk.Stored(second.Id).State);
        _desk.Home.Time.Advance(TimeSpan.FromMilliseconds(1));
        await AloneAsync(TwoOrganizers.Second, second);

        Assert.Equal(ActionState.Released, _desk.Stored(second.Id).State);
    }

    [Fact]
    public async Task A_waiting_edit_can_be_an_emergency_too_and_a_second_organizers_release_takes_the_label_away()
    {
        var action = await PublicAsync();
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", action.Id.Code), ("place", "Library"));

        await AloneAsync(Person.Organizer, action);
        var alone = _desk.Stored(action.Id);
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", action.Id.Code), ("place", "School"));
        await PostAsync(TwoOrganizers.Second, action);
        var agreed = _desk.Stored(action.Id);

        Assert.Equal(("Library", true), (alone.Location, alone.IsSentByOne));
        Assert.Equal(("School", false), (agreed.Location, agreed.IsSentByOne));
    }

    [Fact]
    public async Task A_replayed_emergency_is_no_second_one()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        var typed = _desk.Types("action post", Person.Organizer, ("action", draft.Id.Code), ("emergency", "yes"));
        await _desk.AnswerAsync(typed);
        var once = _desk.Everything(draft.Id);
        var trail = _desk.Store.Read(session => session.AuditOf(_desk.BusLine.Id)).Entries.Count;

        await _desk.AnswerAsync(typed);

        Assert.Equal(once, _desk.Everything(draft.Id));
        Assert.Equal(trail, _desk.Store.Read(session => session.AuditOf(_desk.BusLine.Id)).Entries.Count);
    }

    private string Alert(CollectiveAction action) =>
        Desk.TextOf(
            AlertCard.For(action, new OrganizerBot.Words.Voice(_desk.Words, "en", _desk.BusLine, _desk.Now), people: 0)
        );

    private Task JoinAsync(string joined) =>
        _desk.Store.WriteAsync(session =>
        {
            var (first, second) = (_desk.KeyOf(Person.Organizer), _desk.KeyOf(TwoOrganizers.Second));
            var until = _desk.Now + Duration.FromDays(180);
            session.Join(
                joined == "second to first"
                    ? new MemberLink(second, first, Networks.Discord, until)
                    : new MemberLink(first, second, Networks.Discord, until)
            );
        });

    private async Task<CollectiveAction> ProposedAsync()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await PostAsync(Person.Organizer, draft);
        Assert.Equal(ActionState.Proposed, _desk.Stored(draft.Id).State);
        return draft;
    }

    private async Task<CollectiveAction> PublicAsync()
    {
        var draft = await ProposedAsync();
        await PostAsync(TwoOrganizers.Second, draft);
        return _desk.Stored(draft.Id);
    }

    private Task<Reply> PostAsync(Person person, CollectiveAction action) =>
        _desk.CommandAsync(person, "action post", ("action", action.Id.Code));

    private Task<Reply> AloneAsync(Person person, CollectiveAction action) =>
        _desk.CommandAsync(person, "action post", ("action", action.Id.Code), ("emergency", "yes"));

    private string Words(string key, CollectiveAction action) =>
        _desk.Words.Text("en", key, ("code", action.Id.Code), ("minutes", 30));
}
