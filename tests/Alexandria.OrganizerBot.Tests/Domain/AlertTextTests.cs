using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Text;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class AlertTextTests
{
    private static readonly Claim Riders = new(
        "riders",
        Both("About 1,900 riders use Line 7 on a weekday.", "Unas 1,900 personas usan la Línea 7 en un día laborable."),
        Both("Transit Office, count of spring 2026", "Oficina de Transporte, recuento de 2026"),
        Source: null
    );

    [Theory]
    [InlineData("Come to the hearing. Please sign the petition.", "sign")]
    [InlineData("Please call the office and donate.", "call")]
    [InlineData("Venga a la audiencia y firme la petición.", "firme")]
    public void A_second_ask_is_found(string text, string word) =>
        Assert.Equal(word, AlertText.OtherAsk(text, [Ask.Attend, Ask.Speak]));

    [Theory]
    [InlineData("Come and speak. The room is on the first floor.")]
    [InlineData("The board will sign nothing before the call for papers.")]
    [InlineData("Venga y hable. La llamada es de la junta.")]
    [InlineData("")]
    public void What_the_action_asks_for_is_no_second_ask(string text) =>
        Assert.Null(AlertText.OtherAsk(text, [Ask.Attend, Ask.Speak]));

    [Theory]
    [InlineData("ALL BUSES MUST STAY today", true)]
    [InlineData("NO to this, YES to that, NOW", false)]
    [InlineData("The ACLU, NASA and UNESCO agree", false)]
    public void Three_words_in_capitals_in_a_row_shout(string text, bool shouts) =>
        Assert.Equal(shouts, AlertText.Shouts(text));

    [Theory]
    [InlineData("Come!", false)]
    [InlineData("¡Venga!", false)]
    [InlineData("Come! Now!", true)]
    [InlineData("Come!!", true)]
    public void One_exclamation_mark_is_enough(string text, bool exclaims) =>
        Assert.Equal(exclaims, AlertText.Exclaims(text));

    [Theory]
    [InlineData("We know: about 1,900 riders use Line 7 each day.", true)]
    [InlineData("Unas 1.900 personas usan la línea 7.", true)]
    [InlineData("Many riders use Line 7 on a weekday.", true)]
    [InlineData("Riders use the bus on a weekday.", false)]
    public void A_claim_in_its_own_words_is_found(string text, bool quotes) =>
        Assert.Equal(quotes, AlertText.Quotes(text, Riders));

    [Theory]
    [InlineData("There are 1,900 of us", "1900")]
    [InlineData("There are 1.900 of us", "1900")]
    [InlineData("There are 190 of us, 7 each", null)]
    [InlineData("Since 1900 there are trams", null)]
    public void A_number_of_a_claim_is_found_however_it_is_written(string text, string? figure) =>
        Assert.Equal(figure, AlertText.FigureOf(text, Riders));

    [Fact]
    public void A_year_is_no_figure() =>
        Assert.Null(
            AlertText.FigureOf(
                "In 2023 we met",
                Riders with
                {
                    Text = Both("In 2023 it was ended.", "En 2023 terminó."),
                }
            )
        );

    [Theory]
    [InlineData("1,900 riders, according to the office", true)]
    [InlineData("Según la oficina son 1,900", true)]
    [InlineData("1,900 riders (Transit Office, count of spring)", true)]
    [InlineData("1,900 riders", false)]
    public void Whoever_says_so_is_found(string text, bool attributed) =>
        Assert.Equal(attributed, AlertText.IsAttributed(text, Riders));

    [Fact]
    public void A_claim_is_stale_the_day_after_its_time_and_never_without_a_day()
    {
        var checkedOn = new LocalDate(2026, 1, 1);
        var claim = Riders with { AsOf = checkedOn, StaleAfterDays = 30 };

        Assert.False(claim.IsStaleOn(checkedOn.PlusDays(30)));
        Assert.True(claim.IsStaleOn(checkedOn.PlusDays(31)));
        Assert.False(Riders.IsStaleOn(checkedOn.PlusYears(9)));
    }

    [Theory]
    [InlineData("The cat sat on the mat. The dog ran to the cat and then it sat down.", "en", 0, 3)]
    [InlineData(
        "Notwithstanding the administration's aforementioned considerations, representatives unanimously acknowledged insufficient accountability.",
        "en",
        15,
        40
    )]
    [InlineData("El gato come pan en la casa. La luna sale y el sol se va a dormir.", "es", 4, 5)]
    [InlineData(
        "La administración municipal comunicará oportunamente las determinaciones correspondientes a las organizaciones representativas interesadas.",
        "es",
        13,
        16
    )]
    public void Plain_words_read_like_early_years_of_school(string text, string language, int least, int most)
    {
        Assert.InRange(ReadingGrade.Of(text, language)!.Value, least, most);
        Assert.Equal(language, ReadingGrade.Guess(text));
    }

    [Theory]
    [InlineData("Come at seven.", "en")]
    [InlineData("Ten words of a language that nobody has a formula for here.", "de")]
    [InlineData("", "es")]
    public void What_is_too_short_or_in_another_language_has_no_grade(string text, string language) =>
        Assert.Null(ReadingGrade.Of(text, language));

    [Fact]
    public void No_text_is_too_odd() =>
        Gen.Select(Gen.String, Gen.Bool)
            .Sample(
                (text, spanish) =>
                {
                    Assert.InRange(ReadingGrade.Of(text, spanish ? "es" : "en") ?? 0, 0, int.MaxValue);
                    _ = AlertText.Shouts(text) || AlertText.Exclaims(text) || AlertText.Quotes(text, Riders);
                    Assert.False(AlertText.IsAttributed(text, Riders) && text.Length < 4);
                }
            );

    private static LocalizedText Both(string english, string spanish) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = english, ["es"] = spanish });
}
