using Alexandria.OrganizerBot.Features.Calendar;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>Day and time typed into one field.</summary>
public sealed class TypedWhenTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>Tuesday, 24 November 2026, 7:00 in the morning.</summary>
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 12, 0);

    [Theory]
    [InlineData("next tuesday 7pm", "2026-12-01T19:00")]
    [InlineData("Next Tuesday at 7 PM", "2026-12-01T19:00")]
    [InlineData("martes a las 7pm", "2026-12-01T19:00")]
    [InlineData("el próximo martes a las 7 p. m.", "2026-12-01T19:00")]
    [InlineData("7pm on Dec 8", "2026-12-08T19:00")]
    [InlineData("2026-12-08 19:00", "2026-12-08T19:00")]
    [InlineData("19:00 2026-12-08", "2026-12-08T19:00")]
    [InlineData("8 de diciembre 7 p. m.", "2026-12-08T19:00")]
    [InlineData("8 de diciembre de 2026 a las 7 de la noche", "2026-12-08T19:00")]
    [InlineData("martes a las 9 de la mañana", "2026-12-01T09:00")]
    [InlineData("a la 1 de la tarde el 8 de diciembre", "2026-12-08T13:00")]
    [InlineData("Dec 8 12 a m", "2026-12-08T00:00")] // midnight, which is not "12 m", the Spanish noon
    [InlineData("Tue, Dec 8 7:30 pm", "2026-12-08T19:30")]
    [InlineData("mañana 9am", "2026-11-25T09:00")]
    [InlineData("tomorrow noon", "2026-11-25T12:00")]
    [InlineData("12/8 7pm", "2026-12-08T19:00")]
    [InlineData("today 3pm", "2026-11-24T15:00")]
    [InlineData("  tuesday\u00A0 7pm\t", "2026-12-01T19:00")]
    public void One_field_is_read_in_either_order(string typed, string local) =>
        Assert.Equal(
            new TypedTimeReading.Understood(LocalDateTimePattern.GeneralIso.Parse(local + ":00").Value),
            TypedTime.ReadWhen(typed, NewYork, Now)
        );

    [Theory]
    [InlineData("", "error.date-missing")]
    [InlineData(null, "error.date-missing")]
    [InlineData("   ", "error.date-missing")]
    [InlineData("at", "error.date-missing")]
    [InlineData("tuesday", "error.when-unreadable")]
    [InlineData("7pm", "error.when-unreadable")]
    [InlineData("tuesday 7", "error.time-half-missing")]
    [InlineData("Dec 8 7:00", "error.time-half-missing")]
    [InlineData("Feb 30 7pm", "error.date-impossible")]
    [InlineData("Mon, Dec 8 7pm", "error.date-impossible")] // it is a Tuesday
    [InlineData("2036-12-08 7pm", "error.date-far")]
    [InlineData("soonish, maybe", "error.when-unreadable")]
    [InlineData("tuesday wednesday 7pm", "error.when-unreadable")]
    [InlineData("tuesday 7pm 8pm", "error.when-unreadable")]
    [InlineData("a b c d e f g h i j k l m", "error.when-unreadable")]
    [InlineData("12/8 \u202E mp7", "error.when-unreadable")]
    public void What_is_not_clear_is_never_guessed(string? typed, string key) =>
        Assert.Equal(new TypedTimeReading.NotUnderstood(key), TypedTime.ReadWhen(typed, NewYork, Now));

    [Theory]
    [InlineData("x")]
    [InlineData("7")]
    [InlineData("tuesday 7pm ")]
    [InlineData(" ")]
    public void Ten_thousand_characters_are_answered_too(string piece)
    {
        var typed = string.Concat(Enumerable.Repeat(piece, 10_000 / piece.Length));

        Assert.IsType<TypedTimeReading.NotUnderstood>(TypedTime.ReadWhen(typed, NewYork, Now));
    }

    [Fact]
    public void A_time_that_is_over_or_skipped_is_said_as_such()
    {
        Assert.Equal(
            new TypedTimeReading.InThePast(new LocalDateTime(2026, 11, 24, 6, 0)),
            TypedTime.ReadWhen("today 6am", NewYork, Now)
        );
        Assert.Equal(
            new TypedTimeReading.InGap(new LocalDateTime(2027, 3, 14, 2, 30), new LocalDateTime(2027, 3, 14, 3, 0)),
            TypedTime.ReadWhen("2027-03-14 02:30", NewYork, Now)
        );
    }
}
