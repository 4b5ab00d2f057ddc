using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
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
                where action.MomentOf(rule.Of) is not null
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

    [Fact]
    public async Task Each_reminder_on_the_way_to_a_hearing_as_it_is_read_at_its_time()
    {
        var action = await _desk.HearingAsync(but: LadderSamples.WithLadder);

        Snapshot.Matches(
            Snapshot.Of([
                .. from language in new[] { "en", "es" }
                from rule in LadderSamples.Cadence
                where rule.Audience != ReminderAudience.Channel
                select (
                    $"{language}, {rule.Id}",
                    ReminderCard.ForMember(action, Pledge(action), rule, VoiceAt(action, rule, language))
                ),
                .. from rule in LadderSamples.Cadence
                where rule.Audience.HasFlag(ReminderAudience.Channel)
                select ($"channel, {rule.Id}", ReminderCard.ForChannel(action, rule, VoiceAt(action, rule, "en"))),
            ])
        );
    }

    [Fact]
    public async Task Whose_pledge_is_for_an_earlier_time_is_asked_by_every_reminder_before_the_start()
    {
        var action = await _desk.HearingAsync(but: made => made.WithLadder() with { Version = 3, TimeVersion = 3 });

        foreach (var rule in LadderSamples.Cadence)
        {
            var card = ReminderCard.ForMember(action, Pledge(action), rule, VoiceAt(action, rule, "en"));
            var asks = card.Buttons.Any(button => button.Id.Name == ComeAtNewTime.Button);
            Assert.Equal(rule.Id is not ("thanks" or "outcome"), asks);
        }
    }

    [Fact]
    public async Task Who_has_confirmed_is_not_asked_to_confirm()
    {
        var action = await _desk.HearingAsync(but: LadderSamples.WithLadder);
        var rule = LadderSamples.Cadence.Single(one => one.Asks == ReminderQuestion.Confirm);
        var pledge = Pledge(action) with { ConfirmedAt = _desk.Now };

        var card = ReminderCard.ForMember(action, pledge, rule, VoiceAt(action, rule, "en"));

        Assert.Equal(["I can't come"], card.Buttons.Select(button => button.Label));
    }

    [Theory]
    [InlineData(2027, 3, 14, 23, 59, "tomorrow")]
    [InlineData(2027, 3, 15, 0, 0, "today")]
    [InlineData(2027, 3, 12, 8, 0, "3 days")]
    public async Task How_far_away_a_deadline_is_goes_by_the_calendar_too(
        int year,
        int month,
        int day,
        int hour,
        int minute,
        string words
    )
    {
        var action = await _desk.HearingAsync(but: LadderSamples.WithLadder);
        var rule = LadderSamples.Cadence.Single(one => one.Id == "form-3h");
        var now = MeetingTime.Resolve(new LocalDateTime(year, month, day, hour, minute), _desk.BusLine.Zone);
        var voice = new Voice(_desk.Words, "en", _desk.BusLine, now);

        var heading = ReminderCard.ForMember(action, Pledge(action), rule, voice).Parts[0];

        Assert.Contains(words, Assert.IsType<CardPart.Heading>(heading).Text, StringComparison.Ordinal);
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
            ReminderPlanner.DueAt(action.MomentOf(rule.Of)!, rule.Offset, _desk.BusLine.QuietHours)
        );

    private Pledge Pledge(CollectiveAction action) =>
        new(action.Id, new MemberKey("key"), PledgeAnswer.Speak, null, 1, Networks.Discord, "en", _desk.Now);
}
