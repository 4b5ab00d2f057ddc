using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Action_numbers_go_up_and_are_never_given_twice()
    {
        Assert.Equal(1, (await store.WriteAsync(s => s.NextActionId())).Number);
        await Assert.ThrowsAsync<FormatException>(() =>
            Write(s =>
            {
                s.NextActionId();
                throw new FormatException();
            })
        );
        Assert.Equal(2, (await store.WriteAsync(s => s.NextActionId())).Number);

        await Reopen();

        Assert.Equal(3, (await store.WriteAsync(s => s.NextActionId())).Number);
    }

    [Fact]
    public async Task An_action_comes_back_as_it_was_saved_the_last_time()
    {
        var action = Samples.Action(12);
        await Write(s => s.Save(action));
        Samples.AssertSame(action, store.Read(s => s.Find(new ActionId(12))));

        var bare = action with
        {
            State = ActionState.Cancelled,
            Location = null,
            Link = null,
            Source = null,
            Asks = [],
        };
        await Write(s => s.Save(bare));

        Samples.AssertSame(bare, store.Read(s => s.Find(new ActionId(12))));
        Assert.Null(store.Read(s => s.Find(new ActionId(1))));
    }

    [Fact]
    public async Task A_campaigns_actions_come_by_start_and_without_those_of_others()
    {
        var late = Samples.Action(1, starts: new LocalDateTime(2027, 5, 1, 9, 0));
        var early = Samples.Action(2, starts: new LocalDateTime(2027, 4, 1, 9, 0));
        var foreign = Samples.Action(3, Samples.OtherCampaign);
        await Write(s =>
        {
            s.Save(late);
            s.Save(early);
            s.Save(foreign);
        });

        Assert.Equal([2, 1], store.Read(s => s.ActionsOf(Samples.Campaign)).Select(a => a.Id.Number));
    }

    [Fact]
    public async Task A_member_has_one_pledge_for_each_action()
    {
        var pledge = Samples.Pledge(1, Samples.Alice);
        var changed = pledge with { Answer = PledgeAnswer.Withdrawn, Previous = null };
        await Write(s => s.Save(pledge));
        await Write(s => s.Save(changed));
        await Write(s => s.Save(Samples.Pledge(1, Samples.Bob)));
        await Write(s => s.Save(Samples.Pledge(11, Samples.Alice)));

        Assert.Equal(changed, store.Read(s => s.FindPledge(new(1), Samples.Alice)));
        Assert.Null(store.Read(s => s.FindPledge(new(2), Samples.Alice)));
        Assert.Equal(2, store.Read(s => s.PledgesOf(new ActionId(1))).Count);
        Assert.Equal([1, 11], store.Read(s => s.PledgesOf(Samples.Alice)).Select(p => p.Action.Number).Order());
    }

    [Fact]
    public async Task Keys_that_differ_only_in_case_are_two_members()
    {
        var lower = new MemberKey("agvsbg8");
        var upper = new MemberKey("aGVsbG8");
        await Write(s => s.Save(Samples.Pledge(1, lower)));
        await Write(s => s.Save(Samples.Pledge(1, upper) with { HeadCount = 9 }));
        await Write(s => s.Save(Samples.MemberRecord(lower)));
        await Write(s => s.Save(Samples.MemberRecord(upper)));

        Assert.Equal(3, store.Read(s => s.FindPledge(new(1), lower))!.HeadCount);
        Assert.Equal(9, store.Read(s => s.FindPledge(new(1), upper))!.HeadCount);
        Assert.Equal(2, store.Read(s => s.PledgesOf(new ActionId(1))).Count);
        Assert.Single(store.Read(s => s.PledgesOf(upper)));
        Assert.Equal(upper, store.Read(s => s.FindMember(upper))!.Key);
    }

    [Fact]
    public async Task A_member_and_the_address_come_back_until_they_are_forgotten()
    {
        var member = Samples.MemberRecord(Samples.Alice);
        var address = Samples.Address(Samples.Alice);
        await Write(s =>
        {
            s.Save(member);
            s.Save(address);
        });

        Assert.Equal(member, store.Read(s => s.FindMember(Samples.Alice)));
        Assert.Equal(address, store.Read(s => s.FindAddress(Samples.Alice, Networks.Discord)));
        Assert.Null(store.Read(s => s.FindAddress(Samples.Alice, Networks.Signal)));

        await Write(s => s.ForgetAddress(Samples.Alice, Networks.Discord));
        Assert.Null(store.Read(s => s.FindAddress(Samples.Alice, Networks.Discord)));
        Assert.Equal(member, store.Read(s => s.FindMember(Samples.Alice)));
    }

    [Fact]
    public async Task A_consent_for_one_action_and_a_standing_one_stand_side_by_side()
    {
        var standing = new ReminderConsent(Samples.Alice, Action: null, Samples.Noon);
        var single = new ReminderConsent(Samples.Alice, new ActionId(4), Samples.Noon);
        await Write(s =>
        {
            s.Save(standing);
            s.Save(single);
            s.Save(standing with { Member = Samples.Bob });
        });
        Assert.Equal(2, store.Read(s => s.ConsentsOf(Samples.Alice)).Count);

        await Write(s => s.ForgetConsent(Samples.Alice, action: null));
        Assert.Equal([single], store.Read(s => s.ConsentsOf(Samples.Alice)));
        Assert.Single(store.Read(s => s.ConsentsOf(Samples.Bob)));
    }

    [Fact]
    public async Task Due_steps_are_the_planned_ones_whose_time_has_come_earliest_first()
    {
        var early = Samples.Step(1, "week-before", Samples.Noon - Duration.FromHours(2));
        var justNow = Samples.Step(1, "day-before", Samples.Noon);
        var aTickLater = Samples.Step(2, "hours-before", Samples.Noon.PlusTicks(1));
        var done = Samples.Step(2, "done", Samples.Noon - Duration.FromDays(1)) with
        {
            State = ReminderStepState.Expanded,
        };
        Assert.Null(store.Read(s => s.NextStepDue()));
        await Write(s =>
        {
            foreach (var step in (ReminderStep[])[justNow, done, aTickLater, early])
                s.Save(step);
        });

        Assert.Equal([early, justNow], store.Read(s => s.DueSteps(Samples.Noon, 10)));
        Assert.Equal([early], store.Read(s => s.DueSteps(Samples.Noon, 1)));
        Assert.Equal(early.DueAt, store.Read(s => s.NextStepDue()));
        Assert.Equal([early, justNow], store.Read(s => s.StepsOf(new ActionId(1))));

        await Write(s =>
        {
            s.Save(early with { State = ReminderStepState.Expanded });
            s.Save(justNow with { State = ReminderStepState.Void });
        });
        Assert.Empty(store.Read(s => s.DueSteps(Samples.Noon, 10)));
        Assert.Equal(aTickLater.DueAt, store.Read(s => s.NextStepDue()));
    }

    [Fact]
    public async Task An_event_begins_once_even_after_reopening()
    {
        Assert.True(await store.WriteAsync(s => s.TryBegin("interaction-1", Now)));
        Assert.False(await store.WriteAsync(s => s.TryBegin("interaction-1", Now)));
        await Reopen();
        Assert.False(await store.WriteAsync(s => s.TryBegin("interaction-1", Now)));
        Assert.True(await store.WriteAsync(s => s.TryBegin("interaction-2", Now)));
    }

    [Fact]
    public async Task An_event_remembers_the_action_that_it_made()
    {
        await Write(s =>
        {
            s.TryBegin("makes-one", Now);
            s.NoteMade("makes-one", new ActionId(7));
            s.TryBegin("makes-none", Now);
        });
        await Reopen();

        Assert.Equal(new ActionId(7), store.Read(s => s.MadeBy("makes-one")));
        Assert.Null(store.Read(s => s.MadeBy("makes-none")));
        Assert.Null(store.Read(s => s.MadeBy("never-came")));
        Assert.False(await store.WriteAsync(s => s.TryBegin("makes-one", Now)));
    }

    [Fact]
    public async Task An_event_whose_work_failed_can_begin_again()
    {
        await Assert.ThrowsAsync<FormatException>(() =>
            Write(s =>
            {
                s.TryBegin("interaction-1", Now);
                throw new FormatException();
            })
        );
        Assert.True(await store.WriteAsync(s => s.TryBegin("interaction-1", Now)));
    }

    [Fact]
    public async Task Meetings_are_found_by_day_and_by_the_feeds_id()
    {
        var day = new LocalDate(2027, 4, 10);
        var oddId = "e|\n" + new string('ü', 900);
        await Write(s =>
        {
            s.Save(Samples.Meeting("a", day));
            s.Save(Samples.Meeting("b", day.PlusDays(1)) with { Time = null, Location = null, Link = null });
            s.Save(Samples.Meeting(oddId, day.PlusDays(2)));
            s.Save(Samples.Meeting("d", day.PlusDays(3)));
            s.Save(Samples.Meeting("a", day, Samples.OtherCampaign));
        });

        Assert.Equal(
            ["b", oddId],
            store.Read(s => s.Meetings(Samples.Campaign, day.PlusDays(1), day.PlusDays(2))).Select(m => m.Id)
        );
        Assert.Equal(Samples.Meeting("a", day), store.Read(s => s.FindMeeting(Samples.Campaign, "legistar", "a")));
        Assert.Equal(oddId, store.Read(s => s.FindMeeting(Samples.Campaign, "legistar", oddId))!.Id);
        Assert.Null(store.Read(s => s.FindMeeting(Samples.Campaign, "other", "a")));

        await Write(s => s.Save(Samples.Meeting("a", day.PlusDays(20))));
        Assert.Empty(store.Read(s => s.Meetings(Samples.Campaign, day, day)));
    }

    [Fact]
    public async Task A_setting_keeps_its_last_value()
    {
        Assert.Null(store.Read(s => s.GetSetting("commands")));
        await Write(s => s.SetSetting("commands", "1"));
        await Write(s => s.SetSetting("commands", "2"));
        Assert.Equal("2", store.Read(s => s.GetSetting("commands")));
    }

    [Fact]
    public void A_member_key_differs_by_campaign_network_and_person_and_does_not_show_them()
    {
        var key = store.Keys.Of(Samples.Campaign, Networks.Discord, "811111111111111111");

        Assert.Equal(key, store.Keys.Of(Samples.Campaign, Networks.Discord, "811111111111111111"));
        Assert.NotEqual(key, store.Keys.Of(Samples.OtherCampaign, Networks.Discord, "811111111111111111"));
        Assert.NotEqual(key, store.Keys.Of(Samples.Campaign, Networks.Signal, "811111111111111111"));
        Assert.NotEqual(key, store.Keys.Of(Samples.Campaign, Networks.Discord, "811111111111111112"));
        Assert.Matches("^[A-Za-z0-9_-]{43}$", key.Value);
        Assert.NotEqual(key.Value, store.Keys.EventKey(Networks.Discord, "811111111111111111"));
    }

    [Fact]
    public async Task Keys_are_the_same_after_reopening()
    {
        var key = store.Keys.Of(Samples.Campaign, Networks.Discord, "1");
        var eventKey = store.Keys.EventKey(Networks.Signal, "1");
        await Reopen();
        Assert.Equal(key, store.Keys.Of(Samples.Campaign, Networks.Discord, "1"));
        Assert.Equal(eventKey, store.Keys.EventKey(Networks.Signal, "1"));
    }
}
