using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

public sealed class ActionCardTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    private Voice English => new(_desk.Words, "en", _desk.BusLine, _desk.Now);

    [Fact]
    public async Task An_alert() =>
        Snapshot.Matches(Snapshot.Of(AlertCard.For(await _desk.HearingAsync(), English, people: 25)));

    [Fact]
    public async Task An_alert_of_a_cancelled_action() =>
        Snapshot.Matches(
            Snapshot.Of(AlertCard.For(await _desk.HearingAsync(ActionState.Cancelled), English, people: 0))
        );

    [Fact]
    public async Task A_draft_with_every_reminder()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        Snapshot.Matches(Snapshot.Of(("en", Draft(draft, "en-US")), ("es", Draft(draft, "es-419"))));
    }

    [Fact]
    public async Task A_draft_without_a_place_at_an_hour_that_exists_twice_and_too_soon_for_most_reminders()
    {
        _desk.Home.Time.Advance(TimeSpan.FromDays(250));
        var draft = await _desk.HearingAsync(
            ActionState.Draft,
            action =>
                action with
                {
                    Location = null,
                    Link = null,
                    Starts = new MeetingTime(new LocalDateTime(2027, 11, 7, 1, 30), _desk.BusLine.Zone),
                }
        );

        Snapshot.Matches(Snapshot.Of(("en", Draft(draft, "en-US")), ("es", Draft(draft, "es-419"))));
    }

    [Fact]
    public async Task Posting_plans_the_reminders_and_sends_one_alert_to_each_place()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);

        await _desk.AnswerAsync(_desk.Types("action post", Person.Organizer, ("action", draft.Id.Code)));
        await _desk.AnswerAsync(_desk.Types("action post", TwoOrganizers.Second, ("action", draft.Id.Code)));
        var again = await _desk.AnswerAsync(_desk.Types("action post", Person.Organizer, ("action", draft.Id.Code)));

        Assert.Equal(_desk.Words.Text("en", "error.already-posted", ("code", "A1")), Desk.TextOf(again));
        Assert.Equal(ActionState.Released, _desk.Store.Read(session => session.Find(draft.Id))!.State);
        Assert.Equal(
            ReminderPlanner.Plan(draft, _desk.BusLine.Cadence, _desk.BusLine.QuietHours, _desk.Now),
            _desk.Store.Read(session => session.StepsOf(draft.Id))
        );
        var alert = Assert.Single(_desk.Store.Read(session => session.MessagesAbout(draft.Id)));
        Assert.Equal(new MessageContent.Alert(draft.Id), alert.Content);
        Assert.Equal(new Recipient.Channel(Desk.Server, "200000000000000011"), alert.To);
    }

    [Fact]
    public async Task Calling_off_voids_every_step_and_everything_that_waits_to_be_sent()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.AnswerAsync(_desk.Types("action post", Person.Organizer, ("action", "A1")));
        await _desk.AnswerAsync(_desk.Types("action post", TwoOrganizers.Second, ("action", "A1")));

        await _desk.AnswerAsync(_desk.Types("action cancel", Person.Organizer, ("action", "A1")));

        var steps = _desk.Store.Read(session => session.StepsOf(draft.Id));
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal(ReminderStepState.Void, step.State));
        Assert.Equal(
            (DeliveryState.Cancelled, "cancelled"),
            _desk.Store.Read(session =>
            {
                var alert = session.FindMessage("alert|A1|discord|200000000000000011")!;
                return (alert.State, alert.Reason);
            })
        );
    }

    [Theory]
    [InlineData("https://transit.pinonflats.example/x", "Allowed")]
    [InlineData("HTTPS://Transit.PinonFlats.Example/x", "Allowed")]
    [InlineData("http://transit.pinonflats.example/x", "NotAllowed")]
    [InlineData("https://transit.pinonflats.example:8443/x", "NotAllowed")]
    [InlineData("https://transit.pinonflats.example@evil.example/", "NotAllowed")]
    [InlineData("https://user@transit.pinonflats.example/", "NotAllowed")]
    [InlineData("https://transit.pinonflats.example.evil.example/", "NotAllowed")]
    [InlineData("https://evil.example/?transit.pinonflats.example", "NotAllowed")]
    [InlineData("https://trаnsit.pinonflats.example/", "NotAllowed")] // a Cyrillic letter
    [InlineData("https://transit.pinonflats.exampl\uFFFD/", "Unreadable")] // no host may have it, and .NET reads it
    [InlineData("javascript:alert(1)", "Unreadable")]
    [InlineData("transit.pinonflats.example", "Unreadable")]
    [InlineData("  ", "None")]
    [InlineData(null, "None")]
    public void A_link_leads_to_a_host_of_the_campaign_over_https_or_nowhere(string? text, string reading) =>
        Assert.Equal(reading, Links.Read(text, _desk.BusLine).GetType().Name);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Card Draft(CollectiveAction draft, string locale) =>
        DraftCard.For(draft, _desk.Understand(_desk.Types("action create", Person.Organizer with { Locale = locale })));
}
