using System.Globalization;
using Alexandria.OrganizerBot.Features.Calendar;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class MeetingTimeTextTests
{
    [Theory]
    [InlineData("5:30 PM", 17, 30)]
    [InlineData("5:30 p.m.", 17, 30)]
    [InlineData("05:30PM", 17, 30)]
    [InlineData("13:00", 13, 0)]
    [InlineData("09:05", 9, 5)]
    [InlineData("0:30", 0, 30)]
    [InlineData("00:30", 0, 30)]
    [InlineData("7 PM", 19, 0)]
    [InlineData("7pm", 19, 0)]
    [InlineData("7 p. m.", 19, 0)]
    [InlineData("6:30 pm.", 18, 30)]
    [InlineData("12:00 N", 12, 0)]
    [InlineData("Noon", 12, 0)]
    [InlineData("12 noon", 12, 0)]
    [InlineData("mediodía", 12, 0)]
    [InlineData("12:00 AM", 0, 0)]
    [InlineData("12:30 PM", 12, 30)]
    [InlineData("1:00 AM", 1, 0)]
    [InlineData("5:30\u00A0PM", 17, 30)]
    [InlineData("5:30\u202FPM", 17, 30)]
    [InlineData("  5:30 PM\t", 17, 30)]
    [InlineData("５:30 PM", 17, 30)]
    [InlineData("7 de la noche", 19, 0)]
    [InlineData("9:30 de la mañana", 9, 30)]
    [InlineData("2:30 PM - 3:30 PM", 14, 30)]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("Canceled", null, null)]
    [InlineData("TBD", null, null)]
    [InlineData("7:00 PM or immediately following the Committee of the Whole", null, null)]
    [InlineData("2:00 P.M. or upon recess or adjournment of Floor", null, null)]
    [InlineData("2:30 - 3:30 PM", null, null)]
    [InlineData("7:00", null, null)]
    [InlineData("12:00", null, null)]
    [InlineData("7", null, null)]
    [InlineData("midnight", null, null)]
    [InlineData("13:00 PM", null, null)]
    [InlineData("0:30 AM", null, null)]
    [InlineData("25:00", null, null)]
    [InlineData("7:60 PM", null, null)]
    [InlineData("7:00 PM EST", null, null)]
    [InlineData("-5:30 PM", null, null)]
    public void A_time_is_read_only_where_it_can_mean_one_thing(string? text, int? hour, int? minute) =>
        Assert.Equal(hour is null ? null : new LocalTime(hour.Value, minute!.Value), MeetingTimeText.Parse(text));

    [Fact]
    public void Every_minute_of_the_day_is_read_back_from_both_clocks() =>
        Gen.Int[0, 1439]
            .Sample(minute =>
            {
                var time = LocalTime.FromMinutesSinceMidnight(minute);
                var twelve = time.ToString("h:mm tt", CultureInfo.InvariantCulture);
                var twentyFour = time.ToString("HH:mm", CultureInfo.InvariantCulture);
                // 10:00 to 12:59 may be meant on either clock.
                return MeetingTimeText.Parse(twelve) == time
                    && MeetingTimeText.Parse(twentyFour) == (time.Hour is >= 10 and <= 12 ? null : time);
            });

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String.Sample(text =>
        {
            _ = MeetingTimeText.Parse(text);
        });
}
