using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Words;

/// <summary>
/// Every word that people read, by language and key. The texts stand in <c>Words/{language}.json</c>: a key has one text, or
/// one for each plural category of the language. In a text <c>{name}</c> is a value that the caller gives, and
/// <c>{/reminders.off}</c> is a command as people type it in that language.
/// </summary>
internal sealed class Catalogue
{
    /// <summary>The language that every key exists in.</summary>
    public const string Fallback = "en";

    private const string ResourcePrefix = "Words.";
    private const string CountName = "count";

    private readonly FrozenDictionary<string, FrozenDictionary<string, Entry>> _byLanguage;
    private readonly FrozenDictionary<(string Language, string Key), ClaimText> _claims;

    private Catalogue(FrozenDictionary<string, FrozenDictionary<string, Entry>> byLanguage, WordReviews reviews)
    {
        _byLanguage = byLanguage;
        Languages = [Fallback, .. byLanguage.Keys.Where(l => l != Fallback).Order(StringComparer.Ordinal)];
        ClaimKeys = reviews.ClaimKeys;
        Reviews = reviews.Reviews;
        _claims = Languages
            .SelectMany(language => ClaimKeys.Select(key => (Language: language, Key: key)))
            .ToFrozenDictionary(place => place, place => ClaimIn(place.Language, place.Key));
    }

    /// <summary>Codes of the languages there are, English first.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>Keys whose texts make a claim about people or law.</summary>
    public IReadOnlyList<string> ClaimKeys { get; }

    /// <summary>Reviews that hold for every campaign.</summary>
    public IReadOnlyList<TextReview> Reviews { get; }

    /// <summary>Reads the catalogues that are built into the program: every file of <c>Words/</c>, by its name.</summary>
    public static Catalogue Load()
    {
        var assembly = typeof(Catalogue).Assembly;
        return From(
            assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
                .ToDictionary(
                    name => name[ResourcePrefix.Length..^".json".Length],
                    name => assembly.GetManifestResourceStream(name)!,
                    StringComparer.Ordinal
                )
        );
    }

    /// <summary>Reads catalogues by language code; English must be among them. The streams are read and closed.</summary>
    /// <param name="reviews">Null: those that are built into the program.</param>
    internal static Catalogue From(IReadOnlyDictionary<string, Stream> files, WordReviews? reviews = null) =>
        new(
            files.ToFrozenDictionary(file => file.Key, file => Parse(file.Value), StringComparer.Ordinal),
            reviews ?? WordReviews.Load()
        );

    /// <summary>
    /// The text in the language, or in English where the language lacks it. A key with plural forms takes the form of the
    /// value named <c>count</c>.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No language has the key, or the text needs a value that was not given: a bug.</exception>
    public string Text(string language, string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var (entry, spokenIn) = Find(language, key);
        return Fill(entry.Form(spokenIn, key, values), spokenIn, key, values);
    }

    /// <summary>The texts in the language that make claims about people or law.</summary>
    public IEnumerable<ClaimText> Claims(string language) => ClaimKeys.Select(key => FindClaim(language, key)!);

    /// <summary>The claim that the key's text makes about people or law; null: it makes none.</summary>
    public ClaimText? FindClaim(string language, string key) =>
        _claims.GetValueOrDefault((_byLanguage.ContainsKey(language) ? language : Fallback, key));

    /// <summary>Whether the key exists.</summary>
    public bool Has(string key) => _byLanguage[Fallback].ContainsKey(key);

    /// <summary>
    /// The catalogue's language for a locale as networks and people write it: <c>es-419</c>, <c>es_US</c> and <c>ES</c> are
    /// <c>es</c>. Null: there is none.
    /// </summary>
    public string? MatchLanguage(string? locale)
    {
        if (string.IsNullOrWhiteSpace(locale))
            return null;
        var trimmed = locale.Trim();
        var separator = trimmed.IndexOfAny(['-', '_']);
        var primary = separator < 0 ? trimmed : trimmed[..separator];
        return Languages.FirstOrDefault(language => language.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>All keys of a language, for the catalogue's own tests.</summary>
    internal IEnumerable<string> Keys(string language) => _byLanguage[language].Keys.Order(StringComparer.Ordinal);

    /// <summary>The forms of a key as they stand in the file (a single text under <c>Other</c>), for the catalogue's own tests.</summary>
    internal IReadOnlyDictionary<PluralCategory, string> Forms(string language, string key) =>
        _byLanguage[language][key].Forms;

    /// <summary>Whether a key has plural forms in a language, for the catalogue's own tests.</summary>
    internal bool IsPlural(string language, string key) => _byLanguage[language][key].IsPlural;

    private (Entry Entry, string Language) Find(string language, string key)
    {
        if (_byLanguage.TryGetValue(language, out var table) && table.TryGetValue(key, out var entry))
            return (entry, language);
        if (_byLanguage[Fallback].TryGetValue(key, out entry))
            return (entry, Fallback);
        throw new KeyNotFoundException($"No text has the key '{key}'.");
    }

    /// <summary>All forms of the text are one claim: whoever changes one of them voids the review.</summary>
    private ClaimText ClaimIn(string language, string key)
    {
        var (entry, spokenIn) = Find(language, key);
        return new ClaimText(
            key,
            spokenIn,
            string.Join(" / ", entry.Forms.OrderBy(form => form.Key).Select(form => form.Value))
        );
    }

    private string Fill(string text, string language, string key, ReadOnlySpan<(string Name, object Value)> values)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        var filled = new StringBuilder(text.Length + 32);
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            filled.Append(rest[..open]);
            var close = rest.IndexOf('}');
            var name = rest[(open + 1)..close];
            var value = name[0] == '/' ? CommandAsTyped(language, name[1..].ToString()) : Show(name, key, values);
            filled.Append(WritingDirection.IsRightToLeft(language) ? WritingDirection.Isolate(value) : value);
            rest = rest[(close + 1)..];
        }
        return filled.Append(rest).ToString();
    }

    /// <summary>A command with the names of its groups, as it is typed: <c>/action create</c> for <c>action.create</c>.</summary>
    public string CommandAsTyped(string language, string command)
    {
        var typed = new StringBuilder("/");
        for (var dot = command.IndexOf('.', StringComparison.Ordinal); ; dot = command.IndexOf('.', dot + 1))
        {
            var part = dot < 0 ? command : command[..dot];
            typed.Append(Text(language, $"command.{part}.name"));
            if (dot < 0)
                return typed.ToString();
            typed.Append(' ');
        }
    }

    private static string Show(ReadOnlySpan<char> name, string key, ReadOnlySpan<(string Name, object Value)> values)
    {
        foreach (var (given, value) in values)
        {
            if (!name.SequenceEqual(given))
                continue;
            return value switch
            {
                string text => text,
                int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
                IFormattable => throw new ArgumentException(
                    $"'{given}' of '{key}' is a {value.GetType().Name}: put it into words first (TimeWords).",
                    nameof(values)
                ),
                _ => value.ToString() ?? "",
            };
        }
        throw new KeyNotFoundException($"The text '{key}' needs a value for '{name}'.");
    }

    private static FrozenDictionary<string, Entry> Parse(Stream file)
    {
        using var stream = file;
        using var document = JsonDocument.Parse(stream);
        return document
            .RootElement.EnumerateObject()
            .ToFrozenDictionary(
                property => property.Name,
                property => Entry.Of(property.Value),
                StringComparer.Ordinal
            );
    }

    /// <summary>One key in one language.</summary>
    private sealed record Entry(IReadOnlyDictionary<PluralCategory, string> Forms, bool IsPlural)
    {
        public static Entry Of(JsonElement value) =>
            value.ValueKind == JsonValueKind.String
                ? new Entry(
                    new Dictionary<PluralCategory, string> { [PluralCategory.Other] = value.GetString()! },
                    IsPlural: false
                )
                : new Entry(
                    value
                        .EnumerateObject()
                        .ToFrozenDictionary(
                            form => Enum.Parse<PluralCategory>(form.Name, ignoreCase: true),
                            form => form.Value.GetString()!
                        ),
                    IsPlural: true
                );

        public string Form(string language, string key, ReadOnlySpan<(string Name, object Value)> values)
        {
            if (!IsPlural)
                return Forms[PluralCategory.Other];
            foreach (var (name, value) in values)
            {
                if (name == CountName)
                {
                    var category = PluralRules.Of(language, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    return Forms.GetValueOrDefault(category) ?? Forms[PluralCategory.Other];
                }
            }
            throw new KeyNotFoundException($"The text '{key}' has plural forms and needs a value for '{CountName}'.");
        }
    }
}
