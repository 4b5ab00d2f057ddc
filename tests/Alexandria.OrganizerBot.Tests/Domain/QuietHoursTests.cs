using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class QuietHoursTests
{
    [Theory]
    // Over midnight, as the default is.
    [InlineData("21:00", "08:00", "20:59", false)]
    [InlineData("21:00", "08:00", "21:00", true)]
    [InlineData("21:00", "08:00", "00:00", true)]
    [InlineData("21:00", "08:00", "07:59", true)]
    [InlineData("21:00", "08:00", "08:00", false)]
    // Within one day.
    [InlineData("12:00", "14:00", "11:59", false)]
    [InlineData("12:00", "14:00", "12:00", true)]
    [InlineData("12:00", "14:00", "13:59", true)]
    [InlineData("12:00", "14:00", "14:00", false)]
    [InlineData("12:00", "14:00", "00:00", false)]
    // Up to midnight, and from it.
    [InlineData("22:00", "00:00", "23:59", true)]
    [InlineData("22:00", "00:00", "00:00", false)]
    [InlineData("00:00", "06:00", "00:00", true)]
    [InlineData("00:00", "06:00", "23:59", false)]
    // Equal ends: no hour is quiet, not all of them.
    [InlineData("09:00", "09:00", "09:00", false)]
    [InlineData("09:00", "09:00", "03:00", false)]
    [InlineData("00:00", "00:00", "00:00", false)]
    public void The_first_minute_is_quiet_and_the_last_is_not(string from, string until, string time, bool quiet) =>
        Assert.Equal(quiet, new QuietHours(Time(from), Time(until)).Contains(Time(time)));

    [Fact]
    public void By_default_they_last_from_nine_in_the_evening_to_eight() =>
        Assert.Equal(new QuietHours(new LocalTime(21, 0), new LocalTime(8, 0)), QuietHours.Default);

    private static LocalTime Time(string text) =>
        NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).GetValueOrThrow();
}
