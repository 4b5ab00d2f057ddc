using Alexandria.OrganizerBot.Domain.Calendar;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>Which words of a docket a campaign's keyword finds, and which it must not.</summary>
public sealed class DocketKeywordTests
{
    private static readonly Gen<string> Words = Gen.Char["abcdefghijklmnoprstuvz"]
        .Array[3, 12]
        .Select(letters => new string(letters));

    [Theory]
    [InlineData("en", "detainer", "Policy on detainers")]
    [InlineData("en", "detainers", "Each detainer request")]
    [InlineData("en", "transfer", "Transferring people, transferred before, a transfer")]
    [InlineData("en", "transfer", "TRANSFERS TO OTHER AGENCIES")]
    [InlineData("en", "policy", "Two policies")]
    [InlineData("en", "release", "People are released; releasing them")]
    [InlineData("en", "bus", "New buses")]
    [InlineData("en", "sheriff", "The Sheriff’s Office")]
    [InlineData("en", "sheriff office", "The Sheriff's Office")]
    [InlineData("en", "judicial warrant", "Judicial  warrants\nand more")]
    [InlineData("en", "287(g)", "A 287(g) agreement")]
    [InlineData("en", "287(g)", "Section 287 (g)")]
    [InlineData("en", "Line 7", "Route changes (Line 7)")]
    [InlineData("en", "ICE", "Memorandum with ICE.")]
    [InlineData("en", "ICE", "an I.C.E. detainer")]
    [InlineData("en", "ICE", "ICE-related requests")]
    [InlineData("es", "deportación", "Sobre las deportaciones")]
    [InlineData("es", "deportacion", "Deportación de vecinos")]
    [InlineData("es", "inmigrante", "Derechos de los Inmigrantes")]
    [InlineData("es", "detenido", "Personas detenidas")]
    [InlineData("es", "línea", "Cambios en las lineas")]
    [InlineData("es", "luz", "Las luces")]
    [InlineData("es", "orden judicial", "Sin órdenes judiciales")]
    [InlineData("de", "Bürger", "Die BURGER der Stadt")]
    public void A_keyword_is_found_in_its_usual_forms(string language, string keyword, string text) =>
        Assert.True(new DocketKeyword(keyword, language).IsIn(DocketWord.In(text)));

    [Theory]
    [InlineData("en", "ICE", "Police services: office notice on justice")]
    [InlineData("en", "ICE", "Ice rink: a permit for an ice cream van")]
    [InlineData("en", "ICE", "I. Call to order. C. Minutes. E. Other")]
    [InlineData("en", "jail", "Jailhouse Rock, a musical")]
    [InlineData("en", "detain", "A detainer is another word")]
    [InlineData("en", "bus", "Business district, busy streets")]
    [InlineData("en", "us", "The use of a bus")]
    [InlineData("en", "fare", "Farewell to a member")]
    [InlineData("en", "judicial warrant", "A judicial review of warrants")]
    [InlineData("en", "judicial warrant", "Warrant, judicial")]
    [InlineData("en", "Line 7", "Line 70 and line 17")]
    [InlineData("en", "immigration", "")]
    [InlineData("es", "cárcel", "El carcelero")]
    [InlineData("es", "tarifa", "Los tarifarios")]
    [InlineData("de", "Bus", "Die Buses")]
    public void A_keyword_is_not_found_in_other_words(string language, string keyword, string text) =>
        Assert.False(new DocketKeyword(keyword, language).IsIn(DocketWord.In(text)));

    [Fact]
    public void A_keyword_is_never_found_inside_a_longer_word() =>
        Gen.Select(Words, Words, Words)
            .Sample(
                (before, keyword, after) =>
                    Assert.False(
                        new DocketKeyword(keyword, "fr").IsIn(
                            DocketWord.In($"the {before}{keyword} and {keyword}{after}")
                        )
                    )
            );

    [Fact]
    public void A_keyword_is_found_wherever_it_stands_whatever_case_accents_and_signs_are_around_it() =>
        Gen.Select(
                Words,
                Words,
                Gen.Bool.Select(spanish => spanish ? "es" : "en"),
                Gen.Char[" \n.,;:()[]/\"«»¿?–—_*#@"],
                Gen.Bool
            )
            .Sample(
                (word, other, language, sign, capitals) =>
                {
                    var written = capitals ? word.ToUpperInvariant() : word.Replace("a", "á", StringComparison.Ordinal);
                    Assert.True(
                        new DocketKeyword(word, language).IsIn(DocketWord.In($"{other}{sign}{written}{sign}{other}"))
                    );
                }
            );

    [Fact]
    public void One_and_several_find_each_other() =>
        Words
            .Where(word => !word.EndsWith('s') && !word.EndsWith('y'))
            .Sample(word =>
            {
                var several =
                    word[^1] is 'z'
                    || word.EndsWith("ch", StringComparison.Ordinal)
                    || word.EndsWith("sh", StringComparison.Ordinal)
                        ? word + "es"
                        : word + "s";
                Assert.True(new DocketKeyword(word, "en").IsIn(DocketWord.In(several)), several);
                Assert.True(
                    several[^2] is 'u' or 'i' || new DocketKeyword(several, "en").IsIn(DocketWord.In(word)),
                    several
                );
            });

    [Fact]
    public void No_text_is_too_odd_to_be_looked_through() =>
        Gen.String.Sample(text =>
        {
            var words = DocketWord.In(text);
            Assert.All(
                words,
                word =>
                    Assert.All(
                        word.Folded.EnumerateRunes(),
                        rune => Assert.True(System.Text.Rune.IsLetterOrDigit(rune))
                    )
            );
            Assert.Equal(words.Count is > 0 and <= DocketKeyword.MostWords, DocketKeyword.CanBe(text));
        });

    [Theory]
    [InlineData("")]
    [InlineData(" – ")]
    [InlineData("one two three four five six seven eight nine")]
    public void What_is_no_word_or_a_whole_sentence_is_no_keyword(string text)
    {
        Assert.False(DocketKeyword.CanBe(text));
        Assert.Throws<ArgumentException>(() => new DocketKeyword(text, "en"));
    }
}
