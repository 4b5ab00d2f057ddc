using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Words;

public sealed class PluralRulesTests
{
    /// <summary>Categories for 0, 1, 2, 5, 11, 100 and 1,000,000, as ICU's Intl.PluralRules gives them.</summary>
    [Theory]
    [InlineData("en ps ur so ne", "other one other other other other other")]
    [InlineData("es", "other one other other other other many")]
    [InlineData("fr pt", "one one other other other other many")]
    [InlineData("am fa ti hi bn", "one one other other other other other")]
    [InlineData("ar", "zero one two few many other other")]
    [InlineData("vi zh ko", "other other other other other other other")]
    [InlineData("uk ru pl", "many one few many many many many")]
    public void The_table_of_each_language_holds(string languages, string categories)
    {
        long[] numbers = [0, 1, 2, 5, 11, 100, 1_000_000];
        foreach (var language in languages.Split(' '))
        {
            var found = numbers.Select(n => PluralRules.Of(language, n).ToString().ToLowerInvariant());
            Assert.Equal($"{language}: {categories}", $"{language}: {string.Join(' ', found)}");
        }
    }

    [Theory]
    [InlineData("uk", 21, "One")]
    [InlineData("ru", 22, "Few")]
    [InlineData("ru", 112, "Many")]
    [InlineData("pl", 21, "Many")]
    [InlineData("pl", 22, "Few")]
    [InlineData("ar", 103, "Few")]
    [InlineData("ar", 111, "Many")]
    [InlineData("ar", 102, "Other")]
    [InlineData("es", 2_000_000, "Many")]
    [InlineData("es", 2_000_001, "Other")]
    [InlineData("en", -1, "One")]
    [InlineData("en", long.MinValue, "Other")]
    [InlineData("a language nobody knows", 1, "One")]
    public void Numbers_beyond_the_table_follow_the_same_rules(string language, long n, string category) =>
        Assert.Equal(category, PluralRules.Of(language, n).ToString());

    [Fact]
    public void A_language_never_uses_a_category_that_its_catalogue_need_not_have()
    {
        string[] languages = ["en", "es", "fr", "pt", "am", "fa", "ar", "vi", "zh", "ko", "uk", "ru", "pl", "so", "ne"];
        foreach (var language in languages)
        {
            var used = Enumerable.Range(0, 2000).Select(n => PluralRules.Of(language, n)).Distinct();
            Assert.Empty(used.Except(PluralRules.Required(language)));
        }
    }
}
