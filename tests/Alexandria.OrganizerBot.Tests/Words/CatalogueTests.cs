using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Words;

public sealed partial class CatalogueTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load();

    public static TheoryData<string> Languages => [.. Catalogue.Languages];

    [Fact]
    public void English_and_Spanish_are_there() => Assert.Equal(["en", "es"], Catalogue.Languages);

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_the_same_keys(string language) =>
        Assert.Equal(Catalogue.Keys("en"), Catalogue.Keys(language));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_has_the_same_placeholders_as_the_English_one(string language)
    {
        foreach (var key in Catalogue.Keys("en"))
        {
            foreach (var form in Catalogue.Forms(language, key).Values)
                Assert.Equal($"{key}: {Placeholders("en", key)}", $"{key}: {Placeholders(form)}");
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_plural_has_the_forms_of_its_language_and_names_its_count(string language)
    {
        foreach (var key in Catalogue.Keys("en").Where(key => Catalogue.IsPlural("en", key)))
        {
            Assert.True(Catalogue.IsPlural(language, key), key);
            Assert.Equal(
                $"{key}: {string.Join(' ', PluralRules.Required(language))}",
                $"{key}: {string.Join(' ', Catalogue.Forms(language, key).Keys.Order())}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_empty_or_has_characters_that_a_network_reads_as_markup(string language)
    {
        foreach (var (key, text) in Texts(language))
        {
            Assert.False(string.IsNullOrWhiteSpace(text), key);
            Assert.Equal(text.Trim(), text);
            Assert.False(Markup().IsMatch(text), $"{key}: {text}");
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Names_of_commands_and_options_are_such_as_Discord_takes(string language)
    {
        var names = Texts(language).Where(text => IsNameOfCommandOrOption(text.Key)).ToList();
        Assert.NotEmpty(names);
        foreach (var (key, text) in names)
            Assert.True(DiscordName().IsMatch(text) && !text.Any(char.IsUpper), $"{key}: {text}");
        var descriptions = Texts(language).Where(text => text.Key.EndsWith(".description", StringComparison.Ordinal));
        foreach (var (key, text) in descriptions)
            Assert.True(text.Length <= 100, $"{key} has {text.Length} characters; Discord takes 100.");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Siblings_have_names_of_their_own(string language)
    {
        var siblings = Texts(language)
            .Where(text =>
                text.Key.StartsWith("command.", StringComparison.Ordinal) && IsNameOfCommandOrOption(text.Key)
            )
            .GroupBy(text => text.Key.Count(c => c == '.') == 2 ? "" : text.Key[..text.Key.IndexOf('.', 8)]);
        foreach (var group in siblings)
            Assert.Distinct(group.Select(text => text.Text));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_button_has_room_for_two_languages(string language)
    {
        foreach (
            var (key, text) in Texts(language).Where(text => text.Key.StartsWith("button.", StringComparison.Ordinal))
        )
            Assert.True(text.Length <= 38, $"{key}: {text}");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_command_in_a_text_is_one_that_exists(string language)
    {
        var commands = Texts(language)
            .SelectMany(text => Placeholder().Matches(text.Text))
            .Select(m => m.Groups["name"].Value);
        foreach (var command in commands.Where(name => name[0] == '/').Distinct(StringComparer.Ordinal))
            Assert.StartsWith("/", Catalogue.CommandAsTyped(language, command[1..]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_about_one_group_place_or_cause(string language)
    {
        foreach (var (key, text) in Texts(language))
            Assert.False(OneGroupsWords().IsMatch(text), $"{key}: {text}");
    }

    [Fact]
    public void Values_are_put_in_and_plurals_chosen()
    {
        Assert.Equal(
            "Thank you! You will attend: The hearing.",
            Catalogue.Text("en", "pledge.attend", ("title", "The hearing"))
        );
        Assert.Equal("1 person has pledged.", Catalogue.Text("en", "tally.people", ("count", 1)));
        Assert.Equal("0 people have pledged.", Catalogue.Text("en", "tally.people", ("count", 0)));
        Assert.Equal("2 personas se comprometieron.", Catalogue.Text("es", "tally.people", ("count", 2L)));
        Assert.Equal(
            "1000000 de personas se comprometieron.",
            Catalogue.Text("es", "tally.people", ("count", 1_000_000))
        );
    }

    [Fact]
    public void A_command_is_named_as_it_is_typed_in_the_language()
    {
        Assert.EndsWith(
            "/action post A3",
            Catalogue.Text("en", "draft.next", ("code", "A3")),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "/accion publicar A3",
            Catalogue.Text("es", "draft.next", ("code", "A3")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_value_that_looks_like_a_placeholder_stays_as_it_is() =>
        Assert.Equal("Code: {code} {/mine}", Catalogue.Text("en", "alert.code", ("code", "{code} {/mine}")));

    [Fact]
    public void An_unknown_language_reads_English() =>
        Assert.Equal("I will attend", Catalogue.Text("am", "button.attend"));

    [Fact]
    public void An_unknown_key_a_missing_value_and_a_raw_date_are_bugs()
    {
        Assert.Throws<KeyNotFoundException>(() => Catalogue.Text("en", "button.attends"));
        Assert.Throws<KeyNotFoundException>(() => Catalogue.Text("en", "pledge.attend"));
        Assert.Throws<KeyNotFoundException>(() => Catalogue.Text("en", "tally.people"));
        Assert.Throws<ArgumentException>(() =>
            Catalogue.Text("en", "alert.when", ("when", new NodaTime.LocalDate(2026, 3, 10)))
        );
    }

    [Theory]
    [InlineData("es-419", "es")]
    [InlineData("es-ES", "es")]
    [InlineData("es-US", "es")]
    [InlineData("es_MX", "es")]
    [InlineData(" ES ", "es")]
    [InlineData("en-GB", "en")]
    [InlineData("en", "en")]
    [InlineData("fr", null)]
    [InlineData("est", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_locale_finds_its_language(string? locale, string? language) =>
        Assert.Equal(language, Catalogue.MatchLanguage(locale));

    private static bool IsNameOfCommandOrOption(string key) =>
        key.EndsWith(".name", StringComparison.Ordinal)
        && (
            key.StartsWith("command.", StringComparison.Ordinal) || key.StartsWith("option.", StringComparison.Ordinal)
        );

    private static IEnumerable<(string Key, string Text)> Texts(string language) =>
        Catalogue.Keys(language).SelectMany(key => Catalogue.Forms(language, key).Values.Select(text => (key, text)));

    /// <summary>The English forms need not all use the same values ("Tomorrow" needs no count): what counts is the last one.</summary>
    private static string Placeholders(string language, string key) =>
        Placeholders(Catalogue.Forms(language, key)[PluralCategory.Other]);

    private static string Placeholders(string text)
    {
        var names = Placeholder()
            .Matches(text)
            .Select(match => match.Groups["name"].Value)
            .Where(name => name != "count");
        return string.Join(' ', names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("{(?<name>[^}]*)}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[*_~`|<>\[\]#@\\]|\u202F|\u00A0|&[a-z]+;", RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(
        @"\b(alexandria|casey|ice|sheriff|inmigra\w*|immigra\w*|bus)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OneGroupsWords();

    [GeneratedRegex(@"^[-_'\p{L}\p{N}]{1,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex DiscordName();
}
