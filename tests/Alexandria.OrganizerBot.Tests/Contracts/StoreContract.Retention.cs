using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

public abstract partial class StoreContract
{
    private static readonly LocalDateTime Before = new(2027, 2, 1, 18, 0);
    private static readonly LocalDateTime After = new(2027, 4, 1, 18, 0);

    [Fact]
    public async Task What_is_personal_about_an_ended_action_is_purged_and_the_rest_stays()
    {
        await Write(s =>
        {
            s.Save(Samples.Action(1, starts: Before));
            s.Save(Samples.Action(2, starts: After));
            s.Save(Samples.Step(1, "day-before", Samples.Noon));
            foreach (var action in (int[])[1, 2])
            {
                s.Save(Samples.Pledge(action, Samples.Bob));
                s.Enqueue(Samples.Message($"A{action}|bob", action: action));
                s.Save(new PostedAlert(new ActionId(action), Networks.Discord, "s", "c", "m"));
                s.Save(new ReminderConsent(Samples.Bob, new ActionId(action), Samples.Noon));
                s.Save(OfferDeadline.For(new ActionId(action), Samples.Bob, Samples.Noon));
            }
            s.Save(Samples.Pledge(1, Samples.Alice));
            foreach (var member in (MemberKey[])[Samples.Alice, Samples.Bob])
            {
                s.Save(Samples.MemberRecord(member));
                s.Save(Samples.Address(member));
            }
        });
        Time.Advance(TimeSpan.FromDays(1));

        var counts = await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now));

        Assert.Equal(
            new PurgeCounts
            {
                Pledges = 2,
                Members = 1,
                Addresses = 1,
                Consents = 1,
                OfferDeadlines = 1,
                Messages = 1,
                PostedAlerts = 1,
            },
            counts
        );
        await Reopen();
        Assert.Empty(store.Read(s => s.PledgesOf(new ActionId(1))));
        Assert.Single(store.Read(s => s.PledgesOf(new ActionId(2))));
        Assert.Null(store.Read(s => s.FindMessage("A1|bob")));
        Assert.NotNull(store.Read(s => s.FindMessage("A2|bob")));
        Assert.Empty(store.Read(s => s.PostedAlertsOf(new ActionId(1))));
        Assert.Single(store.Read(s => s.PostedAlertsOf(new ActionId(2))));
        Assert.Null(store.Read(s => s.FindMember(Samples.Alice)));
        Assert.Null(store.Read(s => s.FindAddress(Samples.Alice, Networks.Discord)));
        Assert.NotNull(store.Read(s => s.FindMember(Samples.Bob)));
        Assert.NotNull(store.Read(s => s.FindAddress(Samples.Bob, Networks.Discord)));
        Assert.NotNull(store.Read(s => s.Find(new ActionId(1))));
        Assert.Single(store.Read(s => s.StepsOf(new ActionId(1))));
        Assert.Equal(new PurgeCounts(), await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now)));
    }

    [Fact]
    public async Task Where_an_alert_stands_is_kept_until_its_channel_has_heard_the_last_word()
    {
        var id = new ActionId(1);
        var last = Samples.Step(1, "outcome", Samples.Noon + Duration.FromDays(2));
        await Write(s =>
        {
            s.Save(Samples.Action(1, starts: Before));
            s.Save(last);
            s.Save(Samples.Pledge(1, Samples.Bob));
            s.Save(new PostedAlert(id, Networks.Discord, "s", "c", "m"));
        });
        Time.Advance(TimeSpan.FromDays(1));

        await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now));
        Assert.Empty(store.Read(s => s.PledgesOf(id)));
        Assert.Single(store.Read(s => s.PostedAlertsOf(id)));

        await Write(s => s.Save(last with { State = ReminderStepState.Expanded }));
        await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now));
        Assert.Empty(store.Read(s => s.PostedAlertsOf(id)));
    }

    [Fact]
    public async Task Who_proposed_what_nobody_released_is_forgotten_with_the_rest()
    {
        var proposed = Samples.Action(1, starts: Before) with
        {
            State = ActionState.Proposed,
            Proposal = new Proposal(Samples.Bob, "fingerprint", Edited: null),
        };
        await Write(s => s.Save(proposed));
        Time.Advance(TimeSpan.FromDays(1));

        await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now));

        Assert.Null(store.Read(s => s.Find(proposed.Id))!.Proposal);
    }

    [Fact]
    public async Task A_purge_of_one_campaign_leaves_the_others_alone()
    {
        await Write(s =>
        {
            s.Save(Samples.Action(1, Samples.OtherCampaign, Before));
            s.Save(Samples.Pledge(1, Samples.Alice));
            s.Save(Samples.MemberRecord(Samples.Bob, Samples.OtherCampaign));
        });
        Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(new PurgeCounts(), await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now)));
    }

    [Fact]
    public async Task A_member_is_kept_while_a_consent_stands_or_the_last_change_is_recent()
    {
        await Write(s =>
        {
            s.Save(Samples.MemberRecord(Samples.Alice));
            s.Save(new ReminderConsent(Samples.Alice, Action: null, Now + Duration.FromDays(30)));
        });
        Time.Advance(TimeSpan.FromDays(1));
        await Write(s => s.Save(Samples.MemberRecord(Samples.Bob)));

        var yesterday = Now - Duration.FromHours(12);
        Assert.Equal(new PurgeCounts(), await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, yesterday)));

        await Write(s => s.ForgetConsent(Samples.Alice, action: null));
        Assert.Equal(1, (await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, yesterday))).Members);
        Assert.NotNull(store.Read(s => s.FindMember(Samples.Bob)));
    }

    [Fact]
    public async Task Messages_about_no_action_are_purged_once_they_ended()
    {
        var notice = Samples.Message("ended") with
        {
            Content = new MessageContent.ReachTest(),
            State = DeliveryState.Sent,
        };
        await Write(s =>
        {
            s.Enqueue(notice);
            s.Enqueue(notice with { Id = "waits", State = DeliveryState.Pending });
            s.Enqueue(notice with { Id = "recent", NotBefore = Samples.Noon + Duration.FromDays(2) });
            s.Enqueue(notice with { Id = "foreign", Campaign = Samples.OtherCampaign });
        });

        var counts = await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Samples.Noon + Duration.FromDays(1)));

        Assert.Equal(new PurgeCounts { Messages = 1 }, counts);
        Assert.Null(store.Read(s => s.FindMessage("ended")));
    }

    [Fact]
    public async Task Old_events_void_consents_and_addresses_of_nobody_expire()
    {
        await Write(s =>
        {
            s.TryBegin("old", Now);
            s.Save(new ReminderConsent(Samples.Alice, Action: null, Now + Duration.FromDays(8)));
            s.Save(
                new ReminderConsent(
                    Samples.Bob,
                    Action: null,
                    Now + Duration.FromDays(8).Plus(Duration.FromMilliseconds(1))
                )
            );
            s.Save(Samples.Address(Samples.Alice));
            s.Save(Samples.Address(Samples.Bob));
            s.Save(Samples.MemberRecord(Samples.Bob));
        });
        Time.Advance(TimeSpan.FromDays(8));
        await Write(s =>
        {
            s.TryBegin("new", Now);
            s.Save(Samples.Address(Samples.Member(3)));
        });

        var counts = await store.WriteAsync(s => s.PurgeExpired(Now));

        Assert.Equal(
            new PurgeCounts
            {
                Events = 1,
                Consents = 1,
                Addresses = 1,
            },
            counts
        );
        Assert.False(await store.WriteAsync(s => s.TryBegin("new", Now)));
        Assert.True(await store.WriteAsync(s => s.TryBegin("old", Now)));
        Assert.Single(store.Read(s => s.ConsentsOf(Samples.Bob)));
        Assert.NotNull(store.Read(s => s.FindAddress(Samples.Bob, Networks.Discord)));
    }

    [Fact]
    public async Task Forgetting_a_member_leaves_no_row_of_theirs_and_touches_nobody_else()
    {
        await Write(s =>
        {
            foreach (var member in (MemberKey[])[Samples.Alice, Samples.Bob])
            {
                s.Save(Samples.Pledge(1, member));
                s.Save(Samples.Pledge(2, member));
                s.Save(Samples.MemberRecord(member));
                s.Save(Samples.Address(member));
                s.Save(new ReminderConsent(member, Action: null, Samples.Noon));
                s.Save(OfferDeadline.For(new ActionId(1), member, Samples.Noon));
                s.Save(OfferDeadline.For(new ActionId(2), member, Samples.Noon));
                s.Enqueue(Samples.Message($"A1|{member}") with { To = new Recipient.Direct(member) });
            }
            s.Enqueue(Samples.Message("channel") with { To = new Recipient.Channel("s", "c") });
        });

        var counts = await store.WriteAsync(s => s.Forget(Samples.Alice));

        Assert.Equal(
            new PurgeCounts
            {
                Pledges = 2,
                Members = 1,
                Addresses = 1,
                Consents = 1,
                OfferDeadlines = 2,
                Messages = 1,
            },
            counts
        );
        Assert.Empty(store.Read(s => s.PledgesOf(Samples.Alice)));
        Assert.Equal(2, store.Read(s => s.PledgesOf(Samples.Bob)).Count);
        Assert.NotNull(store.Read(s => s.FindMessage("channel")));
        Assert.Equal(new PurgeCounts(), await store.WriteAsync(s => s.Forget(Samples.Alice)));
    }
}
