using System.Text;
using CsCheck;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>Changes what was recorded into what nobody has foreseen: a few changes each, so that much of it still makes sense.</summary>
internal static class Mutations
{
    private const int MostChanges = 6;
    private const int MostCharacters = 20_000;

    /// <summary>What has broken programs before: numbers at their edges, text that turns or is not whole, markup, formulas.</summary>
    private static readonly string[] Hostile =
    [
        "",
        "0",
        "-1",
        "1e400",
        "-0.0",
        "2147483648",
        "9223372036854775808",
        "99999999999999999999999",
        "null",
        "true",
        "{}",
        "[]",
        "[[[[[[[[",
        "\"",
        "\\",
        "\0",
        "\r\n",
        "\n- ",
        ": ",
        "&a *a",
        "!!int x",
        "\u202E",
        "\u2066",
        "\u200B",
        "\uFEFF",
        "\uD800",
        "\uDC00x",
        "e\u0301\u0301\u0301\u0301",
        "👩‍👩‍👧‍👦",
        "İıſK",
        "ﬃ",
        "@everyone",
        "<@1>",
        "[x](javascript:a)",
        "=1+1",
        "%00%n%s",
        "../../etc/passwd",
        "'; DROP TABLE x;--",
        "٣",
        "２０２７",
        "30 February",
        "25:61",
        "9999-12-31",
        "-9999-01-01",
        "2027-03-14T02:30",
        "P1Y",
    ];

    /// <summary>Each of them as likely as any other.</summary>
    public static Gen<T> OneOf<T>(params IReadOnlyList<T> choices) =>
        Gen.Int[0, choices.Count - 1].Select(which => choices[which]);

    /// <param name="corpus">What was recorded.</param>
    /// <param name="words">Words of that language, to be set in.</param>
    public static Gen<string> Of(IReadOnlyList<string> corpus, IReadOnlyList<string> words)
    {
        var piece = Gen.OneOf(
            OneOf([.. words, ""]),
            OneOf(Hostile),
            Gen.String[0, 12],
            Gen.Long.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        var change = Gen.Select(
            Gen.Int[0, Changes.Length - 1],
            Gen.Double[0, 1],
            Gen.Double[0, 1],
            piece,
            (kind, at, length, set) => (kind, at, length, set)
        );
        return Gen.Select(
            Gen.Int[0, corpus.Count - 1],
            change.Array[0, MostChanges],
            (which, changes) => changes.Aggregate(corpus[which], Apply)
        );
    }

    /// <summary>The text's bytes, now and then with one that is no UTF-8.</summary>
    public static Gen<byte[]> Bytes(Gen<string> texts) =>
        Gen.Select(texts, Gen.Int[0, 40], Gen.Double[0, 1], Gen.Byte)
            .Select(
                (text, luck, at, octet) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(text);
                    if (luck == 0 && bytes.Length > 0)
                        bytes[(int)(at * (bytes.Length - 1))] = octet;
                    return bytes;
                }
            );

    private static readonly Func<string, Range, string, string>[] Changes =
    [
        // Sets something in.
        (text, part, piece) => text.Insert(part.Start.Value, piece),
        // Puts something in the place of a part.
        (text, part, piece) => Before(text, part) + piece + After(text, part),
        // Takes a part away.
        (text, part, _) => Before(text, part) + After(text, part),
        // Says a part twice.
        (text, part, _) => Before(text, part) + text[part] + text[part] + After(text, part),
        // Cuts the end off.
        (text, part, _) => Before(text, part),
        // Says a piece very often.
        (text, part, piece) => text.Insert(part.Start.Value, string.Concat(Enumerable.Repeat(piece, 300))),
        // Moves the end to the front.
        (text, part, _) => text[part.End.Value..] + text[..part.End.Value],
        // Puts something in the place of one value or word.
        (text, part, piece) => InPlaceOfToken(text, part.Start.Value, piece),
        // Says the word at hand where another one stood.
        (text, part, _) => InPlaceOfToken(text, part.Start.Value, Token(text, part.End.Value)),
    ];

    private static string Apply(string text, (int Kind, double At, double Length, string Piece) change)
    {
        var start = (int)(change.At * text.Length);
        // Mostly short parts: the square of what was drawn.
        var end = Math.Min(text.Length, start + (int)(change.Length * change.Length * text.Length));
        var changed = Changes[change.Kind](text, start..end, change.Piece);
        return changed.Length > MostCharacters ? changed[..MostCharacters] : changed;
    }

    private static string Before(string text, Range part) => text[..part.Start.Value];

    private static string After(string text, Range part) => text[part.End.Value..];

    private static string InPlaceOfToken(string text, int at, string piece)
    {
        var (start, end) = TokenAt(text, at);
        return text[..start] + piece + text[end..];
    }

    private static string Token(string text, int at)
    {
        var (start, end) = TokenAt(text, at);
        return text[start..end];
    }

    /// <summary>The run of letters, digits and the like that holds the place, or follows it.</summary>
    private static (int Start, int End) TokenAt(string text, int at)
    {
        while (at < text.Length && !IsInToken(text[at]))
            at++;
        var start = at;
        while (start > 0 && IsInToken(text[start - 1]))
            start--;
        while (at < text.Length && IsInToken(text[at]))
            at++;
        return (start, at);
    }

    private static bool IsInToken(char character) =>
        char.IsLetterOrDigit(character) || character is '_' or '-' or '.' or '+';
}
