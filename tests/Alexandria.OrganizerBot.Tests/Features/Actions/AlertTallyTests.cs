using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

public sealed class AlertTallyTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    [InlineData(10, 10)]
    [InlineData(1234, 1230)]
    public void People_are_shown_in_steps_of_five(int people, int shown) =>
        Assert.Equal(shown, AlertTally.Shown(people));

    [Fact]
    public async Task A_hundred_pledges_in_a_minute_are_one_row_for_each_posted_copy()
    {
        var action = await _desk.HearingAsync();
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel, "200000000000000013");

        for (var number = 0; number < 100; number++)
        {
            await PledgeAsync(action.Id, number);
            _desk.Home.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        var rows = Rows(action.Id);
        Assert.Equal(2, rows.Count);
        Assert.Equal(2, rows.Select(row => row.To).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(Instant.FromUtc(2027, 3, 1, 12, 1), row.NotBefore));
    }

    [Fact]
    public async Task After_an_hour_the_beat_is_ten_minutes()
    {
        var action = await _desk.HearingAsync();
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
        await PledgeAsync(action.Id, 0);
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(61));

        foreach (var number in Enumerable.Range(1, 9))
        {
            await PledgeAsync(action.Id, number);
            _desk.Home.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            [Instant.FromUtc(2027, 3, 1, 12, 1), Instant.FromUtc(2027, 3, 1, 13, 10)],
            Rows(action.Id).Select(row => row.NotBefore).Order()
        );
    }

    [Fact]
    public async Task An_action_that_stands_nowhere_has_nothing_to_bring_up_to_date()
    {
        var action = await _desk.HearingAsync();

        await PledgeAsync(action.Id, 0);

        Assert.Empty(Rows(action.Id));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Task PledgeAsync(ActionId action, int number) =>
        _desk.PressAsync(TwoOrganizers.Somebody(number), PledgeByButton.For(action, PledgeAnswer.Attend));

    private List<OutboxMessage> Rows(ActionId action) =>
        [.. _desk.Outbox(action).Where(row => row.Content is MessageContent.AlertChanged { TallyOnly: true })];
}
