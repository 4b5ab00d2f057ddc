using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Features.Wipe;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Wipe;

/// <summary>Everything is destroyed when two humans want it within ten minutes, and in no other case.</summary>
public sealed class WipeEverythingTests : IAsyncDisposable
{
    private readonly Desk _desk = new();
    private readonly WipeEverything _wipe;
    private int _destroyed;

    public WipeEverythingTests() =>
        _wipe = new WipeEverything(_desk.Store, _desk.Reader, new WipeAsks(), () => _destroyed++);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 0)]
    public async Task One_asks_and_another_agrees_within_ten_minutes(int minutes, int destroyed)
    {
        await TypesAsync(Person.Organizer);
        Assert.StartsWith("You have asked for it", await PressesAsync(Person.Organizer), StringComparison.Ordinal);
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(minutes));

        await TypesAsync(TwoOrganizers.Second);
        await PressesAsync(TwoOrganizers.Second);

        Assert.Equal(destroyed, _destroyed);
        Assert.Equal(
            [AuditDeed.WipeAsked, destroyed == 1 ? AuditDeed.WipeAgreed : AuditDeed.WipeAsked],
            _desk.Store.Read(session => session.AuditOf(_desk.BusLine.Id)).Entries.Select(entry => entry.Deed)
        );
        Assert.Equal(
            destroyed == 1 ? ["notice.wipe-agreed", "notice.wipe-asked"] : ["notice.wipe-asked", "notice.wipe-asked"],
            Told().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task One_alone_destroys_nothing_however_often_they_press()
    {
        for (var n = 0; n < 3; n++)
            await PressesAsync(Person.Organizer);

        Assert.Equal(0, _destroyed);
        Assert.Single(Told());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_human_with_two_joined_identities_destroys_nothing(bool isJoinedBefore)
    {
        if (isJoinedBefore)
            await JoinAsync();
        await PressesAsync(Person.Organizer);
        if (!isJoinedBefore)
            await JoinAsync();

        Assert.StartsWith("You have asked for it", await PressesAsync(TwoOrganizers.Second), StringComparison.Ordinal);
        Assert.Equal(0, _destroyed);
    }

    [Fact]
    public async Task Whoever_asked_and_is_seen_without_the_role_has_not_asked()
    {
        await PressesAsync(Person.Organizer);
        await _desk.CommandAsync(Person.Organizer with { Roles = [] }, "actions");

        await PressesAsync(TwoOrganizers.Second);

        Assert.Equal(0, _destroyed);
    }

    [Fact]
    public async Task Members_and_coordinators_can_neither_ask_nor_agree()
    {
        await _desk.PressAsync(Person.Organizer, new ButtonId(WipeEverything.Button));
        foreach (var person in (Person[])[Person.Bo, Person.Coordinator])
        foreach (
            var answer in new[]
            {
                await _desk.CommandAsync(person, "wipe"),
                await _desk.PressAsync(person, new ButtonId(WipeEverything.Button)),
            }
        )
            Assert.Equal(_desk.Words.Text("en", "error.organizers-only"), Desk.TextOf(answer));
    }

    [Fact]
    public async Task Each_reads_what_goes_and_that_a_lawyer_comes_first_and_a_rehearsal_offers_nothing_to_press()
    {
        var first = Card(await TypesAsync(Person.Organizer));
        await PressesAsync(Person.Organizer);
        var second = Card(await TypesAsync(TwoOrganizers.Second));
        var rehearsal = Card(await TypesAsync(Person.Organizer, ("rehearse", "yes")));

        Assert.All(
            [first, second, rehearsal],
            card =>
            {
                Assert.Contains("First the keys", Desk.TextOf(card), StringComparison.Ordinal);
                Assert.Contains("please call a lawyer first", Desk.TextOf(card), StringComparison.Ordinal);
            }
        );
        Assert.Equal("Ask to destroy everything", Assert.Single(first.Buttons).Label);
        Assert.Equal("Agree: destroy everything now", Assert.Single(second.Buttons).Label);
        Assert.Empty(rehearsal.Buttons);
        Assert.EndsWith("Nothing was done.", Desk.TextOf(rehearsal), StringComparison.Ordinal);
    }

    private static Card Card(Reply reply) => Assert.IsType<Reply.Private>(reply).Card;

    private IEnumerable<string> Told() =>
        _desk
            .Store.Read(session => session.ReadyMessages(Networks.Discord, _desk.Now, 20))
            .Select(row => row.Content)
            .OfType<MessageContent.Notice>()
            .Select(notice => notice.Key);

    private Task<Reply> TypesAsync(Person person, params (string, string)[] options) =>
        _wipe.HandleAsync(
            _desk.Understand(_desk.Types("wipe", person, options)),
            TestContext.Current.CancellationToken
        );

    private async Task<string> PressesAsync(Person person) =>
        Desk.TextOf(
            await _wipe.HandleButtonAsync(
                _desk.Understand(_desk.Presses(new ButtonId(WipeEverything.Button), person)),
                TestContext.Current.CancellationToken
            )
        );

    private Task JoinAsync() =>
        _desk.Store.WriteAsync(session =>
            session.Join(
                new MemberLink(
                    _desk.KeyOf(TwoOrganizers.Second),
                    _desk.KeyOf(Person.Organizer),
                    Networks.Discord,
                    _desk.Now + Duration.FromDays(180)
                )
            )
        );
}
