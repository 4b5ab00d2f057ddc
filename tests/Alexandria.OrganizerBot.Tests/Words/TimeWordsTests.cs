using Alexandria.OrganizerBot.Words;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Words;

public sealed class TimeWordsTests
{
    private static readonly TimeWords Words = new(Catalogue.Load());
    private static readonly LocalDate Today = new(2026, 2, 1);

    [Theory]
    [InlineData("en", 2026, "Tue, March 10, 3:00 PM")]
    [InlineData("es", 2026, "mar 10 de marzo, 3:00 p. m.")]
    [InlineData("en", 2027, "Wed, March 10, 2027, 3:00 PM")]
    [InlineData("es", 2027, "mié 10 de marzo de 2027, 3:00 p. m.")]
    public void The_year_is_said_only_when_it_is_another(string language, int year, string words) =>
        Assert.Equal(words, Words.DateAndTime(language, new LocalDateTime(year, 3, 10, 15, 0), Today));

    [Theory]
    [InlineData(0, 5, "12:05 AM", "12:05 a. m.")]
    [InlineData(11, 59, "11:59 AM", "11:59 a. m.")]
    [InlineData(12, 0, "12:00 PM", "12:00 p. m.")]
    [InlineData(23, 30, "11:30 PM", "11:30 p. m.")]
    public void Times_have_twelve_hours(int hour, int minute, string english, string spanish)
    {
        Assert.Equal(english, Words.Time("en", new LocalTime(hour, minute)));
        Assert.Equal(spanish, Words.Time("es", new LocalTime(hour, minute)));
    }

    [Fact]
    public void A_span_is_said_in_its_largest_unit()
    {
        Assert.Equal("3 days", Words.Span("en", Duration.FromHours(80)));
        Assert.Equal("1 hora", Words.Span("es", Duration.FromMinutes(119)));
        Assert.Equal("0 minutes", Words.Span("en", Duration.Zero));
        Assert.Equal("2 hours", Words.Span("en", -Duration.FromHours(2)));
    }

    [Fact]
    public void No_date_ever_has_an_odd_space_or_digit_or_two_meanings() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 1439], Gen.Bool)
            .Sample(
                (day, minute, spanish) =>
                {
                    var moment = Today.PlusDays(day).AtMidnight().PlusMinutes(minute);
                    var words = Words.DateAndTime(spanish ? "es" : "en", moment, Today);
                    return words.All(c =>
                            c == ' ' || (!char.IsWhiteSpace(c) && (!char.IsDigit(c) || char.IsAsciiDigit(c)))
                        )
                        && words.Contains("2026", StringComparison.Ordinal) == false
                        && words.Contains($"{moment.Year}", StringComparison.Ordinal) == (moment.Year != Today.Year);
                }
            );
}
