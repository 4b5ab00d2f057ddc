using System.Text.Json;
using System.Text.Json.Serialization;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Words;

/// <summary>
/// <c>Words/review.json</c>: which keys of the catalogues make claims about people or law, and which of their texts were
/// reviewed for every campaign. In every language, English too, a text is unreviewed unless a line there says otherwise.
/// </summary>
internal sealed class WordReviews
{
    private const string Resource = "Review.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private WordReviews(File file)
    {
        ClaimKeys = [.. file.Claims.Keys.Order(StringComparer.Ordinal)];
        Reviews =
        [
            .. file.Reviews.Select(line => new TextReview(
                line.Text,
                line.Language,
                line.Fingerprint,
                LocalDatePattern.Iso.Parse(line.Date).GetValueOrThrow(),
                line.By
            )),
        ];
    }

    /// <summary>Keys whose texts make a claim about people or law.</summary>
    public IReadOnlyList<string> ClaimKeys { get; }

    public IReadOnlyList<TextReview> Reviews { get; }

    /// <summary>The file that is built into the program.</summary>
    public static WordReviews Load() => Parse(typeof(WordReviews).Assembly.GetManifestResourceStream(Resource)!);

    /// <summary>Reads such a file; the stream is read and closed.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    internal static WordReviews Parse(Stream stream)
    {
        using (stream)
            return new WordReviews(JsonSerializer.Deserialize<File>(stream, Strict) ?? throw new JsonException());
    }

    /// <param name="Claims">Each key with what it makes a claim about.</param>
    /// <param name="Reviews">As in a campaign's file.</param>
    private sealed record File(
        [property: JsonRequired] IReadOnlyDictionary<string, string> Claims,
        [property: JsonRequired] IReadOnlyList<Line> Reviews
    );

    private sealed record Line(
        [property: JsonRequired] string Text,
        [property: JsonRequired] string Language,
        [property: JsonRequired] string Fingerprint,
        [property: JsonRequired] string Date,
        [property: JsonRequired] ReviewerRole By
    );
}
