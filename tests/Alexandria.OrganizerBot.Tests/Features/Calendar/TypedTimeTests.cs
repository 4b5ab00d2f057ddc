using System.Globalization;
using Alexandria.OrganizerBot.Features.Calendar;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class TypedTimeTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>Tuesday, 24 November 2026, 7:00 in the morning.</summary>
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 12, 0);

    [Theory]
    [InlineData("2026-12-08", "2026-12-08")]
    [InlineData("2026-12-8", "2026-12-08")]
    [InlineData("12/8/2026", "2026-12-08")]
    [InlineData("12/8", "2026-12-08")]
    [InlineData("1/9", "2027-01-09")]
    [InlineData("8 Dec", "2026-12-08")]
    [InlineData("Dec 8", "2026-12-08")]
    [InlineData("dec. 8th, 2026", "2026-12-08")]
    [InlineData("December 8", "2026-12-08")]
    [InlineData("Tue, Dec 8", "2026-12-08")]
    [InlineData("8 de diciembre", "2026-12-08")]
    [InlineData("martes 8 de diciembre de 2026", "2026-12-08")]
    [InlineData("8 DICIEMBRE", "2026-12-08")]
    [InlineData("2 de enero", "2027-01-02")]
    [InlineData("tuesday", "2026-12-01")]
    [InlineData("next Tuesday", "2026-12-01")]
    [InlineData("on wed", "2026-11-25")]
    [InlineData("martes", "2026-12-01")]
    [InlineData("el próximo miércoles", "2026-11-25")]
    [InlineData("sabado", "2026-11-28")]
    [InlineData("tomorrow", "2026-11-25")]
    [InlineData("Mañana", "2026-11-25")]
    [InlineData("manana", "2026-11-25")]
    [InlineData("today", "2026-11-24")]
    [InlineData("hoy", "2026-11-24")]
    [InlineData(" 2026-12-08\u00A0", "2026-12-08")]
    public void Dates_are_understood_as_people_write_them(string typed, string date)
    {
        var reading = TypedTime.Read(typed, "7 PM", NewYork, Now);

        var understood = Assert.IsType<TypedTimeReading.Understood>(reading);
        Assert.Equal(LocalDatePattern.Iso.Parse(date).Value.At(new LocalTime(19, 0)), understood.Local);
    }

    [Theory]
    [InlineData("7pm", 19, 0)]
    [InlineData("7:00 PM", 19, 0)]
    [InlineData("19:00", 19, 0)]
    [InlineData("7 p. m.", 19, 0)]
    [InlineData("noon", 12, 0)]
    [InlineData("mediodía", 12, 0)]
    [InlineData("7:30 de la tarde", 19, 30)]
    public void Times_are_understood_as_people_write_them(string typed, int hour, int minute) =>
        Assert.Equal(
            new TypedTimeReading.Understood(new LocalDateTime(2026, 12, 8, hour, minute)),
            TypedTime.Read("2026-12-08", typed, NewYork, Now)
        );

    [Theory]
    [InlineData(null, "7 PM", "error.date-missing")]
    [InlineData(" ", "7 PM", "error.date-missing")]
    [InlineData("2026-12-08", null, "error.time-missing")]
    [InlineData("someday", "7 PM", "error.date-unreadable")]
    [InlineData("Dec", "7 PM", "error.date-unreadable")]
    [InlineData("8", "7 PM", "error.date-unreadable")]
    [InlineData("8 ju", "7 PM", "error.date-unreadable")]
    [InlineData("Dec 8 7pm", "7 PM", "error.date-unreadable")]
    [InlineData("@everyone", "7 PM", "error.date-unreadable")]
    [InlineData("2026-02-30", "7 PM", "error.date-impossible")]
    [InlineData("31 November", "7 PM", "error.date-impossible")]
    [InlineData("13/8/2026", "7 PM", "error.date-impossible")]
    [InlineData("Mon, Dec 8", "7 PM", "error.date-impossible")]
    [InlineData("2062-12-08", "7 PM", "error.date-far")]
    [InlineData("2026-12-08", "7:00", "error.time-half-missing")]
    [InlineData("2026-12-08", "7", "error.time-half-missing")]
    [InlineData("2026-12-08", "after work", "error.time-unreadable")]
    [InlineData("2026-12-08", "25:00", "error.time-unreadable")]
    public void What_is_not_clear_is_asked_again(string? date, string? time, string key)
    {
        Assert.Equal(new TypedTimeReading.NotUnderstood(key), TypedTime.Read(date, time, NewYork, Now));
        Assert.NotEmpty(OrganizerBot.Words.Catalogue.Load().Text("es", key));
    }

    [Theory]
    [InlineData("2026-11-23", "7 PM")]
    [InlineData("today", "6:59 am")]
    [InlineData("today", "7 am")]
    [InlineData("Nov 20", "7 PM")]
    [InlineData("1999-12-31", "7 PM")]
    public void What_is_over_is_told_so(string date, string time) =>
        Assert.IsType<TypedTimeReading.InThePast>(TypedTime.Read(date, time, NewYork, Now));

    [Fact]
    public void A_time_that_the_clocks_jump_over_comes_with_the_next_one_that_exists() =>
        Assert.Equal(
            new TypedTimeReading.InGap(new LocalDateTime(2027, 3, 14, 2, 30), new LocalDateTime(2027, 3, 14, 3, 0)),
            TypedTime.Read("2027-03-14", "02:30", NewYork, Now)
        );

    [Fact]
    public void A_time_that_comes_twice_is_understood() =>
        Assert.IsType<TypedTimeReading.Understood>(TypedTime.Read("2027-11-07", "01:30", NewYork, Now));

    [Fact]
    public void The_zone_decides_what_today_is()
    {
        var lateEvening = Instant.FromUtc(2026, 11, 25, 3, 0);
        Assert.Equal(
            new TypedTimeReading.Understood(new LocalDateTime(2026, 11, 25, 9, 0)),
            TypedTime.Read("tomorrow", "9 am", NewYork, lateEvening)
        );
    }

    [Fact]
    public void Any_coming_day_is_read_back_from_every_way_to_write_it() =>
        Gen.Int[1, 300]
            .Sample(days =>
            {
                var date = Now.InZone(NewYork).Date.PlusDays(days);
                string[] ways =
                [
                    date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
                    date.ToString("M/d/uuuu", CultureInfo.InvariantCulture),
                    date.ToString("M/d", CultureInfo.InvariantCulture),
                    date.ToString("MMM d", CultureInfo.InvariantCulture),
                    date.ToString("d MMMM", CultureInfo.InvariantCulture),
                    date.ToString("ddd, MMMM d, uuuu", CultureInfo.InvariantCulture),
                ];
                return ways.All(way =>
                    TypedTime.Read(way, "9 PM", NewYork, Now) is TypedTimeReading.Understood(var local)
                    && local.Date == date
                );
            });

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Select(Gen.String, Gen.String)
            .Sample(
                (date, time) =>
                {
                    _ = TypedTime.Read(date, time, NewYork, Now);
                }
            );

    [Fact]
    public void Ten_thousand_characters_are_not_understood() =>
        Assert.Equal(
            new TypedTimeReading.NotUnderstood("error.date-unreadable"),
            TypedTime.Read(new string('8', 10_000), new string('7', 10_000), NewYork, Now)
        );
}
