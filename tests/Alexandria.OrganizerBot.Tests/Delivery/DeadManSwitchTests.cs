using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.Logging.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>Where nobody organizes any more nothing is kept about members, and nobody is surprised by that.</summary>
public sealed class DeadManSwitchTests : IAsyncDisposable
{
    private const int Days = 30;

    private readonly StoreHome _home = new();
    private readonly Store _store;
    private readonly Campaign _campaign = CampaignFolder
        .ReadAll(Checkout.At("campaigns"), ["bus-line-7"])
        .Campaigns.Single();

    public DeadManSwitchTests() => _store = _home.Open();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task After_two_warnings_members_are_forgotten_and_actions_and_other_campaigns_are_not()
    {
        await SaveMembersAsync();

        await AdvanceAsync(22);
        Assert.Empty(Told());
        await AdvanceAsync(1);
        Assert.Equal(["notice.nobody-organizes"], Told());
        await AdvanceAsync(5);
        Assert.Single(Told());
        await AdvanceAsync(1);
        Assert.Equal(["notice.nobody-organizes", "notice.nobody-organizes"], Told());
        Assert.NotEmpty(Pledges(1));
        await AdvanceAsync(1);

        Assert.Equal(["notice.nobody-organizes", "notice.nobody-organizes", "notice.members-forgotten"], Told());
        Assert.Empty(Pledges(1));
        Assert.Null(_store.Read(session => session.FindMember(Samples.Alice)));
        Assert.Null(_store.Read(session => session.FindAddress(Samples.Alice, Networks.Discord)));
        Assert.NotNull(_store.Read(session => session.Find(new ActionId(1))));
        Assert.NotEmpty(Pledges(2));
        // Told once, whatever the number of looks.
        await AdvanceAsync(40);
        Assert.Equal(3, Told().Count);
    }

    [Fact]
    public async Task A_deed_of_an_organizer_begins_the_days_anew()
    {
        await SaveMembersAsync();
        await AdvanceAsync(29);
        Assert.Equal(2, Told().Count);

        await _store.WriteAsync(session =>
            session.Audit(
                _campaign.Id,
                AuditRole.Coordinator,
                Samples.Bob,
                AuditDeed.TallyPulled,
                "A1",
                AuditResult.Done,
                _home.Time.Now()
            )
        );
        await AdvanceAsync(22);

        Assert.Equal(2, Told().Count);
        Assert.NotEmpty(Pledges(1));
    }

    [Fact]
    public async Task A_bot_that_was_down_warns_a_day_before_all_the_same()
    {
        await SaveMembersAsync();
        _home.Time.Advance(TimeSpan.FromDays(100));

        await TickAsync();
        Assert.NotEmpty(Pledges(1));
        Assert.Single(Told());
        await AdvanceAsync(1);

        Assert.Empty(Pledges(1));
    }

    [Fact]
    public async Task Nothing_happens_where_nobody_set_it()
    {
        await SaveMembersAsync();

        for (var day = 0; day < 100; day++)
        {
            _home.Time.Advance(TimeSpan.FromDays(1));
            await TickAsync(days: null);
        }

        Assert.Empty(Told());
        Assert.NotEmpty(Pledges(1));
    }

    private async Task SaveMembersAsync()
    {
        await TickAsync();
        await _store.WriteAsync(session =>
        {
            session.Save(Samples.Action(1, campaign: _campaign.Id));
            session.Save(Samples.Action(2, campaign: Samples.OtherCampaign));
            session.Save(Samples.Pledge(1, Samples.Alice));
            session.Save(Samples.Pledge(1, Samples.Bob));
            session.Save(Samples.Pledge(2, Samples.Bob));
            session.Save(Samples.MemberRecord(Samples.Alice));
            session.Save(Samples.Address(Samples.Alice));
        });
    }

    /// <summary>So many days, each with its look.</summary>
    private async Task AdvanceAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            _home.Time.Advance(TimeSpan.FromDays(1));
            await TickAsync();
        }
    }

    private Task TickAsync(int? days = Days) =>
        new DeadManSwitch(
            _store,
            new CampaignBook([_campaign]),
            new DeadManPatience(days),
            new FakeLogger<DeadManSwitch>()
        ).TickAsync(_home.Time.Now(), TestContext.Current.CancellationToken);

    private IReadOnlyList<string> Told() =>
        [
            .. _store
                .Read(session => session.ReadyMessages(Networks.Discord, _home.Time.Now(), 20))
                .Select(row => row.Content)
                .OfType<MessageContent.Notice>()
                .Select(notice => notice.Key),
        ];

    private IReadOnlyList<OrganizerBot.Domain.Pledges.Pledge> Pledges(int action) =>
        _store.Read(session => session.PledgesOf(new ActionId(action)));
}
