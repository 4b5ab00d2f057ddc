namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Says what somebody who mistyped a word probably meant.</summary>
internal static class Suggestion
{
    private const int MostToList = 12;

    /// <summary>"Did you mean 'zone'?" where a word is near, else the list of the words, or nothing where they are too many.</summary>
    public static string For(string typed, IEnumerable<string> words)
    {
        var all = words.Order(StringComparer.Ordinal).ToList();
        return Nearest(typed, all) is { } near ? $"Did you mean '{near}'?"
            : all.Count is 0 or > MostToList ? ""
            : $"Possible are: {string.Join(", ", all)}.";
    }

    /// <summary>The word that is at most a third of its letters away; null where none is.</summary>
    public static string? Nearest(string typed, IEnumerable<string> words)
    {
        if (typed.Length > 60)
            return null;
        var best = words
            .Select(word => (Word: word, Distance: Distance(Plain(typed), Plain(word))))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, best.Word.Length / 3) ? best.Word : null;
    }

    /// <summary>Case, hyphens and underscores are what people mix up most, so they count for nothing.</summary>
    private static string Plain(string word) =>
        word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Levenshtein's distance: letters to add, drop or replace.</summary>
    internal static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
