using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Reminders;

public sealed class ReminderCardTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task Each_reminder_of_the_cadence_as_a_member_reads_it_at_its_time()
    {
        var action = await _desk.HearingAsync();

        Snapshot.Matches(
            Snapshot.Of([
                .. from language in new[] { "en", "es" }
                from rule in _desk.BusLine.Cadence
                select (
                    $"{language}, {rule.Id}",
                    ReminderCard.ForMember(action, Pledge(action), rule, VoiceAt(action, rule, language))
                ),
            ])
        );
    }

    [Fact]
    public async Task A_reminder_in_the_channel_names_nobody_and_speaks_both_languages()
    {
        var action = await _desk.HearingAsync();
        var rule = _desk.BusLine.Cadence[0];

        Snapshot.Matches(Snapshot.Of(ReminderCard.ForChannel(action, rule, VoiceAt(action, rule, "en"))));
    }

    [Theory]
    [InlineData(2027, 3, 15, 23, 59, "tomorrow")]
    [InlineData(2027, 3, 16, 0, 0, "today")]
    [InlineData(2027, 3, 9, 20, 0, "7 days")]
    public async Task How_far_away_it_is_goes_by_the_calendar_on_the_wall_of_the_place(
        int year,
        int month,
        int day,
        int hour,
        int minute,
        string words
    )
    {
        var action = await _desk.HearingAsync();
        var now = MeetingTime.Resolve(new LocalDateTime(year, month, day, hour, minute), _desk.BusLine.Zone);
        var voice = new Voice(_desk.Words, "en", _desk.BusLine, now);

        var card = ReminderCard.ForMember(action, Pledge(action), _desk.BusLine.Cadence[0], voice);

        Assert.Contains(words, Desk.TextOf(card), StringComparison.OrdinalIgnoreCase);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Voice VoiceAt(CollectiveAction action, ReminderRule rule, string language) =>
        new(
            _desk.Words,
            language,
            _desk.BusLine,
            ReminderPlanner.DueAt(action.Starts, rule.Offset, _desk.BusLine.QuietHours)
        );

    private Pledge Pledge(CollectiveAction action) =>
        new(action.Id, new MemberKey("key"), PledgeAnswer.Speak, null, 1, Networks.Discord, "en", _desk.Now);
}
