using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Reminders;

/// <summary>What is written into the outbox when steps come due: for each reader one, and not too much in a week.</summary>
public sealed class ReminderSweepTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task Each_reader_gets_what_is_meant_for_them_and_the_channel_its_own()
    {
        var hearing = await _desk.HearingAsync();
        await _desk.StandsInAsync(hearing.Id, TwoOrganizers.AlertChannel);
        await PledgesAsync(hearing, Person.Bo, PledgeAnswer.Attend);
        await PledgesAsync(hearing, Person.Rosa, PledgeAnswer.Speak);
        await StepsAsync(
            Step(hearing, "day", daysAway: 1, ReminderAudience.Pledged | ReminderAudience.Channel),
            Step(hearing, "form", daysAway: 2, ReminderAudience.Speakers) with
            {
                Weight = ReminderWeight.LastCall,
            }
        );

        await SweepAsync(_desk.Now + Duration.FromDays(2));

        string[] expected =
        [
            $"{hearing.Id}.1.day|discord|{TwoOrganizers.AlertChannel}",
            $"{hearing.Id}.1.day|{_desk.KeyOf(Person.Bo)}",
            $"{hearing.Id}.1.form|{_desk.KeyOf(Person.Rosa)}",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Written().Order(StringComparer.Ordinal));
        Assert.All(
            _desk.Store.Read(session => session.StepsOf(hearing.Id)),
            step => Assert.Equal(ReminderStepState.Expanded, step.State)
        );
    }

    [Fact]
    public async Task A_sweep_that_comes_again_writes_nothing_twice()
    {
        var hearing = await _desk.HearingAsync();
        await PledgesAsync(hearing, Person.Bo, PledgeAnswer.Attend);
        var step = Step(hearing, "day", daysAway: 1, ReminderAudience.Pledged);
        await StepsAsync(step);
        await SweepAsync(step.DueAt);
        // As after a crash between the last message and the end of the step.
        await StepsAsync(step);

        await SweepAsync(step.DueAt);

        Assert.Equal([$"{hearing.Id}.1.day|{_desk.KeyOf(Person.Bo)}"], Written());
    }

    [Fact]
    public async Task A_reader_whose_private_messages_are_closed_has_the_channel_told_instead_once()
    {
        var hearing = await _desk.HearingAsync();
        await _desk.StandsInAsync(hearing.Id, TwoOrganizers.AlertChannel);
        await PledgesAsync(hearing, Person.Bo, PledgeAnswer.Attend);
        await PledgesAsync(hearing, Person.Rosa, PledgeAnswer.Attend);
        await _desk.Store.WriteAsync(session =>
        {
            foreach (var person in (Person[])[Person.Bo, Person.Rosa])
                session.Save(session.FindMember(_desk.KeyOf(person))! with { Direct = DirectReach.Closed });
        });
        await StepsAsync(Step(hearing, "day", daysAway: 1, ReminderAudience.Pledged));

        await SweepAsync(_desk.Now + Duration.FromDays(1));

        Assert.Equal([$"{hearing.Id}.1.day|discord|{TwoOrganizers.AlertChannel}"], Written());
    }

    [Fact]
    public async Task Who_has_heard_seven_in_a_week_gets_one_a_day_from_then_on_which_lists_everything_ahead()
    {
        var hearings = new List<CollectiveAction>();
        for (var n = 0; n < 4; n++)
        {
            // They start on four evenings in a row, the first of them in eight days.
            var at = n;
            hearings.Add(
                await _desk.HearingAsync(but: action =>
                    action with
                    {
                        Title = $"Hearing {at + 1}",
                        Starts = new MeetingTime(new LocalDateTime(2027, 3, 9 + at, 18, 30), _desk.BusLine.Zone),
                    }
                )
            );
            await PledgesAsync(hearings[n], Person.Bo, PledgeAnswer.Attend);
            await StepsAsync(
                Step(hearings[n], "day-1", daysAway: 1, ReminderAudience.Pledged),
                Step(hearings[n], "day-2", daysAway: 2, ReminderAudience.Pledged),
                Step(hearings[n], "day-3", daysAway: 3, ReminderAudience.Pledged)
            );
        }
        await SweepAsync(_desk.Now + Duration.FromDays(1));
        await SweepAsync(_desk.Now + Duration.FromDays(2));
        var member = _desk.KeyOf(Person.Bo);
        var digest = $"digest|{_desk.BusLine.Id}|{member}|2027-03-03";
        // Three of the second day made it seven.
        Assert.Equal(7, Written().Count(id => !id.StartsWith("digest|", StringComparison.Ordinal)));
        Assert.Equal([digest], Written().Where(id => id.StartsWith("digest|", StringComparison.Ordinal)));

        await SweepAsync(_desk.Now + Duration.FromDays(3));

        Assert.Equal(9, Written().Count);
        Assert.Contains($"digest|{_desk.BusLine.Id}|{member}|2027-03-04", Written());
        var said = Desk.TextOf(Assert.IsType<Composition.Say>(Compose(digest, _desk.Now + Duration.FromDays(2))).Card);
        Assert.All(hearings, hearing => Assert.Contains(hearing.Title, said, StringComparison.Ordinal));
        Assert.Contains("6:30 PM", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_pledged_after_todays_digest_still_gets_the_reminder_that_it_does_not_hold()
    {
        var full = _desk.BusLine with { WeeklyMessages = 1 };
        var first = await _desk.HearingAsync();
        var second = await _desk.HearingAsync();
        await PledgesAsync(first, Person.Bo, PledgeAnswer.Attend);
        await StepsAsync(
            Step(first, "a", daysAway: 1, ReminderAudience.Pledged),
            Step(first, "b", daysAway: 2, ReminderAudience.Pledged),
            Step(second, "c", daysAway: 2, ReminderAudience.Pledged) with
            {
                DueAt = _desk.Now + Duration.FromDays(2) + Duration.FromHours(2),
            }
        );
        await SweepAsync(_desk.Now + Duration.FromDays(1), full);
        await SweepAsync(_desk.Now + Duration.FromDays(2), full);
        Assert.Contains(Written(), id => id.StartsWith("digest|", StringComparison.Ordinal));
        await PledgesAsync(
            second,
            Person.Bo,
            PledgeAnswer.Attend,
            _desk.Now + Duration.FromDays(2) + Duration.FromHours(1)
        );

        await SweepAsync(_desk.Now + Duration.FromDays(2) + Duration.FromHours(2), full);

        Assert.Contains($"{second.Id}.1.c|{_desk.KeyOf(Person.Bo)}", Written());
    }

    [Fact]
    public async Task A_digest_with_nothing_ahead_is_not_sent()
    {
        var hearing = await _desk.HearingAsync();
        await PledgesAsync(hearing, Person.Bo, PledgeAnswer.Attend);
        var step = Step(hearing, "day", daysAway: 1, ReminderAudience.Pledged);
        await StepsAsync(step);
        await SweepAsync(step.DueAt, _desk.BusLine with { WeeklyMessages = 0 });
        var digest = Assert.Single(Written());
        Assert.IsType<Composition.Say>(Compose(digest, hearing.Starts.Instant - Duration.FromDays(1)));

        Assert.Equal(new Composition.Unwanted("over"), Compose(digest, hearing.Starts.Instant));
    }

    [Fact]
    public async Task A_reminder_that_had_to_wait_is_not_sent_once_the_next_is_due()
    {
        var hearing = await _desk.HearingAsync();
        await PledgesAsync(hearing, Person.Bo, PledgeAnswer.Attend);
        var rules = _desk.BusLine.Cadence;
        var first = Step(hearing, rules[0].Id, daysAway: 1, ReminderAudience.Pledged);
        var second = Step(hearing, rules[1].Id, daysAway: 2, ReminderAudience.Pledged);
        await StepsAsync(first, second);
        await SweepAsync(first.DueAt);
        var waiting = Assert.Single(Written());

        Assert.IsType<Composition.Say>(Compose(waiting, second.DueAt - Duration.FromSeconds(1)));
        Assert.Equal(new Composition.Unwanted("overtaken"), Compose(waiting, second.DueAt));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Task SweepAsync(Instant now, Campaign? campaign = null) =>
        new ReminderSweep(_desk.Store, new CampaignBook([campaign ?? _desk.BusLine])).SweepAsync(
            now,
            TestContext.Current.CancellationToken
        );

    private Composition Compose(string id, Instant now) =>
        _desk.Store.Read(session =>
            new OutgoingCards(_desk.Campaigns, _desk.Words).Compose(session.FindMessage(id)!, session, now)
        );

    private List<string> Written() =>
        _desk.Store.Read(session =>
            session
                .ReadyMessages(Networks.Discord, Instant.MaxValue - Duration.FromDays(1), limit: 1_000)
                .Select(message => message.Id)
                .ToList()
        );

    private async Task PledgesAsync(CollectiveAction action, Person person, PledgeAnswer answer, Instant? at = null)
    {
        await _desk.HearsAsync(person, action.Id);
        await _desk.Store.WriteAsync(session =>
            session.Save(
                new Pledge(action.Id, _desk.KeyOf(person), answer, null, 1, Networks.Discord, "en", at ?? _desk.Now)
            )
        );
    }

    private Task StepsAsync(params ReminderStep[] steps) =>
        _desk.Store.WriteAsync(session =>
        {
            foreach (var step in steps)
                session.Save(step);
        });

    private ReminderStep Step(CollectiveAction action, string rule, int daysAway, ReminderAudience audience) =>
        new(
            $"{action.Id}.1.{rule}",
            action.Id,
            Version: 1,
            rule,
            audience,
            _desk.Now + Duration.FromDays(daysAway),
            action.Starts.Instant,
            ReminderStepState.Planned
        );
}
