using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;
using Numbers = Alexandria.OrganizerBot.Domain.Pledges.Tally;

namespace Alexandria.OrganizerBot.Tests.Features.Pledges;

/// <summary>Pledges by the dozen, people who have just come, and people who are barred.</summary>
public sealed class FloodTests : IAsyncDisposable
{
    private const int Most = 5;
    private readonly Desk _desk = new();

    [Fact]
    public async Task Pledges_that_come_too_fast_are_held_and_coordinators_hear_of_it_once()
    {
        var action = await FloodedAsync(people: 8);

        Assert.Equal((5, 3), Counted(action));
        var told = Assert.Single(
            _desk.Store.Read(session => session.ReadyMessages(Networks.Discord, _desk.Now, 100)),
            message => message.Content is MessageContent.Notice
        );
        var notice = Assert.IsType<MessageContent.Notice>(told.Content);
        Assert.Equal(("notice.held", action.Id.Code, "5"), (notice.Key, notice.Values["code"], notice.Values["most"]));
    }

    [Fact]
    public async Task Who_is_held_is_told_and_stays_held_when_bringing_others()
    {
        var action = await FloodedAsync(people: 5);

        var reply = await AttendAsync(action, 6);
        await PressAsync(BringOthers.For(action.Id, 3), TwoOrganizers.Somebody(6));

        Assert.Contains("organizers look first", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal((5, 1), Counted(action));
    }

    [Fact]
    public async Task Accepted_they_count()
    {
        var action = await FloodedAsync(people: 8);

        var reply = await _desk.CommandAsync(
            Person.Organizer,
            "pledges held",
            ("action", action.Id.Code),
            ("decision", "accept")
        );

        Assert.Equal($"3 pledges to {action.Id.Code} count now.", Desk.TextOf(reply));
        Assert.Equal((8, 0), Counted(action));
    }

    [Fact]
    public async Task Accepted_where_room_is_short_they_wait_in_the_order_of_coming()
    {
        var action = await FloodedAsync(people: 8, capacity: 6);

        await _desk.CommandAsync(Person.Organizer, "pledges held", ("action", action.Id.Code), ("decision", "accept"));

        Assert.Equal((6, 0), Counted(action));
        Assert.Equal(2, Tally(action).Waiting);
    }

    [Fact]
    public async Task Rejected_they_are_gone_for_good()
    {
        var action = await FloodedAsync(people: 8);

        await _desk.CommandAsync(Person.Organizer, "pledges held", ("action", action.Id.Code), ("decision", "reject"));
        var again = await _desk.CommandAsync(
            Person.Organizer,
            "pledges held",
            ("action", action.Id.Code),
            ("decision", "accept")
        );

        Assert.Equal((5, 0), Counted(action));
        Assert.Contains("No pledge", Desk.TextOf(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_organizer_decides()
    {
        var action = await FloodedAsync(people: 8);

        var reply = await _desk.CommandAsync(
            Person.Coordinator,
            "pledges held",
            ("action", action.Id.Code),
            ("decision", "accept")
        );

        Assert.Contains("for organizers", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal((5, 3), Counted(action));
    }

    [Fact]
    public async Task Without_a_threshold_nothing_is_held()
    {
        var action = await _desk.HearingAsync();
        for (var person = 1; person <= 40; person++)
            await PressAsync(PledgeByButton.For(action.Id, PledgeAnswer.Attend), TwoOrganizers.Somebody(person));

        Assert.Equal((40, 0), Counted(action));
    }

    [Fact]
    public async Task Who_has_just_come_to_the_server_can_look_but_not_pledge_yet()
    {
        var action = await _desk.HearingAsync();
        var reply = await NewcomerAsync(action, joinedAgo: Duration.FromHours(23));

        Assert.Contains("You can pledge from Mon, March 1, 6:00 AM", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal((0, 0), Counted(action));

        await NewcomerAsync(action, joinedAgo: Duration.FromHours(24));
        Assert.Equal((1, 0), Counted(action));
    }

    [Fact]
    public async Task In_private_where_nobody_knows_since_when_only_those_are_taken_who_answered_before()
    {
        var action = await _desk.HearingAsync();
        var reply = await NewcomerAsync(action, joinedAgo: null);
        Assert.Contains("answer on the server", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal((0, 0), Counted(action));

        await NewcomerAsync(action, joinedAgo: Duration.FromDays(100));
        await NewcomerAsync(action, joinedAgo: null, PledgeAnswer.Speak);
        Assert.Equal(1, Tally(action).ByAnswer[PledgeAnswer.Speak]);
    }

    [Fact]
    public async Task Who_is_barred_no_longer_counts_and_cannot_pledge_until_let_in_again()
    {
        var action = await _desk.HearingAsync();
        var troll = TwoOrganizers.Somebody(9);
        await PressAsync(PledgeByButton.For(action.Id, PledgeAnswer.Attend), troll);

        var done = await _desk.CommandAsync(Person.Organizer, "ban", (BarMember.Person, troll.Id));
        Assert.Contains("until Sun, May 30", Desk.TextOf(done), StringComparison.Ordinal);
        Assert.Equal((0, 0), Counted(action));

        var refused = await PressAsync(PledgeByButton.For(action.Id, PledgeAnswer.Attend), troll);
        Assert.Equal("You cannot take part in this campaign at the moment.", Desk.TextOf(refused));
        Assert.Equal((0, 0), Counted(action));

        await _desk.CommandAsync(Person.Organizer, "unban", (BarMember.Person, troll.Id));
        await PressAsync(PledgeByButton.For(action.Id, PledgeAnswer.Attend), troll);
        Assert.Equal((1, 0), Counted(action));
    }

    [Fact]
    public async Task Having_oneself_forgotten_lifts_no_ban()
    {
        var troll = TwoOrganizers.Somebody(9);
        await _desk.CommandAsync(Person.Organizer, "ban", (BarMember.Person, troll.Id));

        await PressAsync(new ButtonId("forget", "yes"), troll);

        Assert.NotNull(_desk.Store.Read(session => session.FindBan(_desk.KeyOf(troll), _desk.Now)));
        Assert.Null(
            _desk.Store.Read(session => session.FindBan(_desk.KeyOf(troll), _desk.Now + Duration.FromDays(90)))
        );
    }

    [Fact]
    public async Task A_ban_ends_and_its_row_goes()
    {
        await _desk.CommandAsync(Person.Organizer, "ban", (BarMember.Person, TwoOrganizers.Somebody(9).Id));

        var early = await _desk.Store.WriteAsync(session => session.DropEndedBans(_desk.Now + Duration.FromDays(89)));
        var late = await _desk.Store.WriteAsync(session => session.DropEndedBans(_desk.Now + Duration.FromDays(90)));

        Assert.Equal((0, 1), (early, late));
    }

    [Fact]
    public async Task Nobody_bars_themselves_or_a_text()
    {
        Assert.Contains(
            "That is you",
            Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "ban", (BarMember.Person, Person.Organizer.Id))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "choose a member",
            Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "ban", (BarMember.Person, "@Bo"))),
            StringComparison.Ordinal
        );
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Numbers Tally(CollectiveAction action) =>
        Numbers.Of(_desk.Store.Read(session => session.PledgesOf(action.Id)), action);

    private (int People, int Held) Counted(CollectiveAction action) => (Tally(action).People, Tally(action).Held);

    private Task<Reply> PressAsync(ButtonId button, Person person) =>
        AnswerAsync(_desk.Presses(button, person), campaign => campaign);

    private Task<Reply> AttendAsync(CollectiveAction action, int person) =>
        AnswerAsync(
            _desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Attend), TwoOrganizers.Somebody(person)),
            campaign => campaign with { HoldAbovePerMinute = Most }
        );

    private Task<Reply> NewcomerAsync(
        CollectiveAction action,
        Duration? joinedAgo,
        PledgeAnswer answer = PledgeAnswer.Attend
    )
    {
        var person = TwoOrganizers.Somebody(7) with { InPrivate = joinedAgo is null };
        var press = _desk.Presses(PledgeByButton.For(action.Id, answer), person);
        return AnswerAsync(
            press with
            {
                Sender = press.Sender with { JoinedAt = joinedAgo is { } ago ? _desk.Now - ago : null },
            },
            campaign => campaign with { JoinedFor = Duration.FromHours(24) }
        );
    }

    /// <summary>The answer where the campaign's file said something else.</summary>
    private async Task<Reply> AnswerAsync(Incoming incoming, Func<Campaign, Campaign> change)
    {
        var entry = _desk.Catalog.Find(incoming.Act)!;
        return _desk.Reader.Read(incoming, entry) switch
        {
            RequestReading.Understood(var request) => await entry.Handle(
                request with
                {
                    Campaign = change(request.Campaign),
                },
                TestContext.Current.CancellationToken
            ),
            RequestReading.Answered(var reply) => reply,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    private async Task<CollectiveAction> FloodedAsync(int people, int? capacity = null)
    {
        var action = await _desk.HearingAsync(but: hearing => hearing with { Capacity = capacity });
        for (var person = 1; person <= people; person++)
        {
            await AttendAsync(action, person);
            _desk.Home.Time.Advance(TimeSpan.FromSeconds(1));
        }
        return action;
    }
}
