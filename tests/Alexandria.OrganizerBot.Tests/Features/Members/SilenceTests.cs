using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Tests.Features.Members;

/// <summary>Pause and quiet hours of a member's own. The wall clock is that of Denver, seven hours behind at the start.</summary>
public sealed class SilenceTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Theory]
    [InlineData("21:00", "08:00", "2027-03-01T20:59:59", null)]
    [InlineData("21:00", "08:00", "2027-03-01T21:00:00", "2027-03-02T08:00:00")]
    [InlineData("21:00", "08:00", "2027-03-01T23:30:00", "2027-03-02T08:00:00")]
    [InlineData("21:00", "08:00", "2027-03-02T07:59:59", "2027-03-02T08:00:00")]
    [InlineData("21:00", "08:00", "2027-03-02T08:00:00", null)]
    [InlineData("12:00", "14:00", "2027-03-01T13:00:00", "2027-03-01T14:00:00")]
    [InlineData("12:00", "14:00", "2027-03-01T14:00:00", null)]
    [InlineData("12:00", "12:00", "2027-03-01T12:00:00", null)] // equal ends: no hour is quiet
    [InlineData("21:00", "08:00", "2027-03-13T23:00:00", "2027-03-14T08:00:00")] // a night of one hour less
    [InlineData("21:00", "02:30", "2027-03-13T23:00:00", "2027-03-14T03:00:00")] // ends in the gap: the first moment after
    public async Task Quiet_hours_end_at_their_wall_time(string from, string until, string now, string? end)
    {
        await SaveAsync(member => member with { Quiet = new QuietHours(Time(from), Time(until)) });

        var silence = Silence(At(now), latest: At(now) + Duration.FromDays(2));

        Assert.Equal(end is null ? null : new Composition.Later(At(end)), silence);
    }

    [Fact]
    public async Task Quiet_hours_give_way_where_a_message_would_come_too_late()
    {
        await SaveAsync(member => member with { Quiet = new QuietHours(Time("21:00"), Time("08:00")) });
        var night = At("2027-03-01T23:00:00");
        var morning = At("2027-03-02T08:00:00");

        Assert.Null(Silence(night, latest: morning));
        Assert.Null(Silence(night, latest: morning - Duration.FromHours(1)));
        Assert.Equal(new Composition.Later(morning), Silence(night, latest: morning + Duration.FromSeconds(1)));
    }

    [Fact]
    public async Task A_pause_ends_by_itself_and_comes_before_quiet_hours()
    {
        await SaveAsync(member =>
            member with
            {
                PausedUntil = At("2027-03-03T22:00:00"),
                Quiet = new QuietHours(Time("21:00"), Time("08:00")),
            }
        );

        Assert.Equal(new Composition.Unwanted("paused"), Silence(At("2027-03-03T21:59:59"), At("2027-03-09T12:00:00")));
        Assert.Equal(
            new Composition.Later(At("2027-03-04T08:00:00")),
            Silence(At("2027-03-03T22:00:00"), At("2027-03-09T12:00:00"))
        );
    }

    [Fact]
    public async Task Who_is_unknown_may_be_written_to_and_who_closed_messages_may_not()
    {
        var noon = At("2027-03-01T12:00:00");
        Assert.Null(Silence(noon, noon + Duration.FromDays(1)));

        await SaveAsync(member => member with { Direct = DirectReach.Closed });

        Assert.IsType<Composition.Unwanted>(Silence(noon, noon + Duration.FromDays(1)));
    }

    [Fact]
    public async Task The_commands_set_a_pause_and_hours_and_take_the_hours_away_again()
    {
        await _desk.CommandAsync(Person.Bo, "reminders pause", ("days", "7"));
        Assert.Equal(_desk.Now + Duration.FromDays(7), Bo().PausedUntil);

        await _desk.CommandAsync(Person.Bo, "reminders quiet", ("from", "9pm"), ("until", "8:30 am"));
        Assert.Equal(new QuietHours(Time("21:00"), Time("08:30")), Bo().Quiet);

        await _desk.CommandAsync(Person.Bo, "reminders quiet");
        Assert.Null(Bo().Quiet);
        Assert.NotNull(Bo().PausedUntil);
    }

    [Theory]
    [InlineData("reminders pause", "days", "0")]
    [InlineData("reminders pause", "days", "91")]
    [InlineData("reminders pause", "days", "week")]
    [InlineData("reminders quiet", "from", "9pm")]
    [InlineData("reminders quiet", "until", "late")]
    public async Task A_wrong_value_sets_nothing(string command, string option, string value)
    {
        var reply = await _desk.CommandAsync(Person.Bo, command, (option, value));

        Assert.NotEmpty(Desk.TextOf(reply));
        var bo = _desk.Store.Read(session => session.FindMember(_desk.KeyOf(Person.Bo)));
        Assert.True(bo is null or { PausedUntil: null, Quiet: null });
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Member Bo() => _desk.Store.Read(session => session.FindMember(_desk.KeyOf(Person.Bo)))!;

    private Composition? Silence(Instant now, Instant latest) =>
        _desk.Store.Read(session =>
            OrganizerBot.Features.Members.Silence.Of(session, _desk.KeyOf(Person.Bo), _desk.BusLine.Zone, now, latest)
        );

    private Task SaveAsync(Func<Member, Member> but) =>
        _desk.Store.WriteAsync(session =>
            session.Save(
                but(
                    new Member(
                        _desk.KeyOf(Person.Bo),
                        _desk.BusLine.Id,
                        Networks.Discord,
                        ChosenLanguage: null,
                        "en",
                        DirectReach.Open
                    )
                )
            )
        );

    private Instant At(string local) =>
        LocalDateTimePattern.GeneralIso.Parse(local).Value.InZoneLeniently(_desk.BusLine.Zone).ToInstant();

    private static LocalTime Time(string text) =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}
