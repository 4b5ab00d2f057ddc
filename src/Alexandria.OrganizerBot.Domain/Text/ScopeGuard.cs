namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>
/// Recognises reports that the bot must not take: that somebody is seen somewhere, and number plates. Which words these are is
/// data; here is only how they have to stand together.
/// </summary>
public static class ScopeGuard
{
    /// <summary>"The patrol van is at …": so many words may stand between who and where.</summary>
    private const int GapAfterWho = 1;

    /// <summary>"I just saw two of their agents": so many between where and who.</summary>
    private const int GapBeforeWho = 3;

    /// <summary>"The plate is something like ABC 1234".</summary>
    private const int PlateWithin = 6;

    /// <summary>Whether the text reports a sighting or a plate.</summary>
    public static bool Reports(string? text, ScopeWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var said = ReadableText.Words(text);
        return IsSighting(said, words) || words.Plate.Any(phrase => HasPlateAfter(said, phrase));
    }

    private static bool IsSighting(IReadOnlyList<string> said, ScopeWords words)
    {
        var who = words.Who.SelectMany(phrase => Places(said, phrase)).ToList();
        if (who.Count == 0)
            return false;
        var seen = words.Seen.SelectMany(phrase => Places(said, phrase));
        return seen.Any(there => who.Exists(they => IsClose(they, there)));
    }

    private static bool IsClose((int Start, int End) who, (int Start, int End) seen) =>
        who.Start < seen.Start
            ? seen.Start - who.End is >= 0 and <= GapAfterWho
            : who.Start - seen.End is >= 0 and <= GapBeforeWho;

    private static IEnumerable<(int Start, int End)> Places(IReadOnlyList<string> said, IReadOnlyList<string> phrase)
    {
        for (var at = 0; phrase.Count > 0 && at + phrase.Count <= said.Count; at++)
        {
            var start = at;
            if (phrase.Index().All(word => said[start + word.Index] == word.Item))
                yield return (at, at + phrase.Count);
        }
    }

    private static bool HasPlateAfter(IReadOnlyList<string> said, IReadOnlyList<string> phrase) =>
        Places(said, phrase)
            .Any(place =>
            {
                var after = said.Skip(place.End).Take(PlateWithin).ToList();
                return after.Exists(IsMixed)
                    || after
                        .Zip(after.Skip(1))
                        .Any(pair => IsHalf(pair.First, pair.Second) || IsHalf(pair.Second, pair.First));
            });

    private static bool IsMixed(string word) =>
        word.Length is >= 5 and <= 8 && word.Any(char.IsAsciiDigit) && word.Any(char.IsLetter);

    private static bool IsHalf(string letters, string digits) =>
        letters.Length is 2 or 3
        && letters.All(char.IsLetter)
        && digits.Length is 3 or 4
        && digits.All(char.IsAsciiDigit);
}

/// <summary>The words of reports, each a phrase of one or more words.</summary>
public sealed class ScopeWords
{
    /// <param name="who">Whom such reports are about.</param>
    /// <param name="seen">What says that they are there now.</param>
    /// <param name="plate">What announces a number plate.</param>
    public ScopeWords(IEnumerable<string> who, IEnumerable<string> seen, IEnumerable<string> plate)
    {
        Who = Phrases(who);
        Seen = Phrases(seen);
        Plate = Phrases(plate);
    }

    internal IReadOnlyList<IReadOnlyList<string>> Who { get; }
    internal IReadOnlyList<IReadOnlyList<string>> Seen { get; }
    internal IReadOnlyList<IReadOnlyList<string>> Plate { get; }

    private ScopeWords(ScopeWords words, IEnumerable<string> who)
    {
        Who = [.. words.Who, .. Phrases(who)];
        Seen = words.Seen;
        Plate = words.Plate;
    }

    /// <summary>The same words, with further ones for whom reports are about.</summary>
    public ScopeWords With(IEnumerable<string> who) => new(this, who);

    private static List<IReadOnlyList<string>> Phrases(IEnumerable<string> phrases) =>
        [.. phrases.Select(ReadableText.Words).Where(words => words.Count > 0)];
}
