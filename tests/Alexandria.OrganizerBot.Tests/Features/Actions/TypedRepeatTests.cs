using System.Globalization;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Features.Actions;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

public sealed class TypedRepeatTests
{
    [Theory]
    [InlineData("tuesday", "Tuesday")]
    [InlineData("Every Tuesday", "Tuesday")]
    [InlineData("tuesdays and thursdays", "Tuesday,Thursday")]
    [InlineData("weekly on Thu, Tue", "Tuesday,Thursday")]
    [InlineData("every week on tuesday", "Tuesday")]
    [InlineData("every other tuesday", "Tuesday /2")]
    [InlineData("every two weeks on tuesday", "Tuesday /2")]
    [InlineData("alternate tuesdays", "Tuesday /2")]
    [InlineData("2nd and 4th tuesday", "Tuesday 2,4")]
    [InlineData("the 4th & 2nd Tuesday of the month", "Tuesday 2,4")]
    [InlineData("every 2nd and 4th tuesday", "Tuesday 2,4")]
    [InlineData("every second tuesday of the month", "Tuesday 2")]
    [InlineData("second tuesday", "Tuesday 2")]
    [InlineData("first monday", "Monday 1")]
    [InlineData("last friday of each month", "Friday -1")]
    [InlineData("5th monday", "Monday 5")]
    [InlineData("martes", "Tuesday")]
    [InlineData("cada martes", "Tuesday")]
    [InlineData("todos los sábados y domingos", "Saturday,Sunday")]
    [InlineData("cada semana el miércoles", "Wednesday")]
    [InlineData("cada dos martes", "Tuesday /2")]
    [InlineData("cada 2 semanas, el martes", "Tuesday /2")]
    [InlineData("2.º y 4.º martes", "Tuesday 2,4")]
    [InlineData("el segundo y el cuarto martes de cada mes", "Tuesday 2,4")]
    [InlineData("1er lunes del mes", "Monday 1")]
    [InlineData("ÚLTIMO VIERNES DEL MES", "Friday -1")]
    public void Is_understood_in_both_languages(string typed, string pattern) =>
        Assert.Equal(pattern, Short(Assert.IsType<TypedRepeatReading.Understood>(TypedRepeat.Read(typed)).Pattern));

    [Theory]
    [InlineData("stop")]
    [InlineData("Stop.")]
    [InlineData("parar")]
    [InlineData("detener")]
    public void Can_be_stopped_in_both(string typed) => Assert.IsType<TypedRepeatReading.Stop>(TypedRepeat.Read(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("every")]
    [InlineData("week")]
    [InlineData("tu")]
    [InlineData("daily")]
    [InlineData("every day")]
    [InlineData("2nd tuesday and 4th thursday")]
    [InlineData("2nd tuesday every other week")]
    [InlineData("tuesday of the month")]
    [InlineData("6th tuesday")]
    [InlineData("2 tuesday")]
    [InlineData("tuesday the 12th at 7pm")]
    [InlineData("every three weeks on tuesday")]
    [InlineData("biweekly tuesday")]
    [InlineData("not on tuesday")]
    [InlineData("2nd")]
    public void What_is_not_clear_is_not_guessed(string? typed) =>
        Assert.Equal(
            "error.repeat-unreadable",
            Assert.IsType<TypedRepeatReading.NotUnderstood>(TypedRepeat.Read(typed)).Key
        );

    [Theory]
    [InlineData("every second tuesday")]
    [InlineData("each 2nd tuesday")]
    [InlineData("cada segundo martes")]
    public void What_can_be_read_in_two_ways_is_asked(string typed) =>
        Assert.Equal(
            "error.repeat-every-second",
            Assert.IsType<TypedRepeatReading.NotUnderstood>(TypedRepeat.Read(typed)).Key
        );

    [Fact]
    public void However_much_is_typed_it_is_an_answer() =>
        Assert.IsType<TypedRepeatReading.NotUnderstood>(
            TypedRepeat.Read(string.Concat(Enumerable.Repeat("tuesday and ", 10_000)))
        );

    private static string Short(RecurrencePattern pattern) =>
        string.Join(',', pattern.Weekdays)
        + (pattern.EveryWeeks == 1 ? "" : $" /{pattern.EveryWeeks.ToString(CultureInfo.InvariantCulture)}")
        + (pattern.Places.Count == 0 ? "" : $" {string.Join(',', pattern.Places)}");
}
