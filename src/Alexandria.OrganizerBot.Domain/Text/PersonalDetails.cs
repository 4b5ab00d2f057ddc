using System.Buffers;

namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>
/// Recognises what must never be kept of anybody: telephone numbers, A-numbers, social security numbers and e-mail addresses,
/// as people type them. Written by hand and in one pass, so that no text makes it slow.
/// </summary>
/// <remarks>
/// It reads shapes, not meanings. It does not find numbers written as words, seven digits with nothing between them (they are
/// ids of meetings as often), or an address whose at-sign is spelled out. It leaves alone times, dates, house and room
/// numbers, docket numbers such as 24-1234, bills, sums of money and postal codes.
/// </remarks>
public static class PersonalDetails
{
    private const int LongestSeparator = 4;
    private static readonly SearchValues<char> Separators = SearchValues.Create(" .-()/_*");

    /// <summary>What kind of personal detail stands in the text; null: none is recognised.</summary>
    /// <param name="text">Anything that somebody typed.</param>
    /// <param name="publishedLines">Numbers that offices publish, which are nobody's own; in any writing.</param>
    public static PersonalDetail? Find(string? text, params IReadOnlyList<string> publishedLines)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var readable = ReadableText.Of(text);
        if (HasEmail(readable))
            return PersonalDetail.Email;
        if (HasANumber(readable))
            return PersonalDetail.ANumber;
        var published = publishedLines
            .Select(DigitsOf)
            .Where(digits => digits.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var row in RowsOfGroups(readable))
        {
            if (ReadRow(readable, row, published) is { } found)
                return found;
        }
        return null;
    }

    /// <summary>The digits of a number without the country code 1.</summary>
    private static string DigitsOf(string number)
    {
        var digits = string.Concat(ReadableText.Of(number).Where(char.IsAsciiDigit));
        return digits is ['1', ..] && digits.Length == 11 ? digits[1..] : digits;
    }

    /// <summary>Groups of digits that belong together, since only separators stand between them.</summary>
    private static IEnumerable<List<DigitGroup>> RowsOfGroups(string text)
    {
        var row = new List<DigitGroup>();
        var at = 0;
        while (at < text.Length)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (row.Count > 0 && !OnlySeparators(text.AsSpan(row[^1].End..start)))
            {
                yield return row;
                row = [];
            }
            row.Add(new DigitGroup(start, at));
        }
        if (row.Count > 0)
            yield return row;
    }

    private static bool OnlySeparators(ReadOnlySpan<char> between) =>
        between.Length <= LongestSeparator && !between.ContainsAnyExcept(Separators);

    private static PersonalDetail? ReadRow(string text, List<DigitGroup> row, HashSet<string> published)
    {
        if (IsInternational(text, row) && !IsPublished(text, row, published))
            return PersonalDetail.Phone;
        if (IsSpelledOut(text, row))
            return PersonalDetail.Phone;
        for (var first = 0; first < row.Count; first++)
        {
            for (var count = 1; count <= LongestShape && first + count <= row.Count; count++)
            {
                var window = row.GetRange(first, count);
                if (IsSum(text, window[0].Start))
                    continue;
                if (IsSocialSecurity(text, row, window))
                    return PersonalDetail.SocialSecurity;
                if (IsPhone(text, row, window) && !IsPublished(text, window, published))
                    return PersonalDetail.Phone;
            }
        }
        return null;
    }

    /// <summary>Groups of the longest shape: 1 703 555 01 07.</summary>
    private const int LongestShape = 5;

    private static bool IsPublished(string text, List<DigitGroup> window, HashSet<string> published) =>
        published.Contains(DigitsOf(text[window[0].Start..window[^1].End]));

    /// <summary>$5551234 and € 555 1234.</summary>
    private static bool IsSum(string text, int start)
    {
        var before = start - 1;
        while (before >= 0 && text[before] == ' ')
            before--;
        return before >= 0
            && char.GetUnicodeCategory(text[before]) == System.Globalization.UnicodeCategory.CurrencySymbol;
    }

    /// <summary>A plus sign and 7 to 15 digits; or 00, 011 and at least nine more.</summary>
    private static bool IsInternational(string text, List<DigitGroup> row)
    {
        var digits = row.Sum(group => group.Length);
        var before = row[0].Start - 1;
        while (before >= 0 && text[before] is ' ' or '(')
            before--;
        if (before >= 0 && text[before] == '+')
            return digits >= 7;
        var first = text.AsSpan(row[0].Start..row[0].End);
        return digits is >= 11 and <= 18 && !IsPartOfWord(text, row) && (first.StartsWith("00") || first is "011");
    }

    /// <summary>Seven and more single digits, or five pairs as in Mexico; rows that only count upwards are lists.</summary>
    private static bool IsSpelledOut(string text, List<DigitGroup> row)
    {
        var isSingles = row.Count >= 7 && row.TrueForAll(group => group.Length == 1);
        var isPairs = row.Count == 5 && row.TrueForAll(group => group.Length == 2);
        if (!isSingles && !isPairs)
            return false;
        // "12-11-44 23.22" is a day and a time.
        if (
            isPairs
            && row.Zip(row.Skip(1)).Select(pair => text[pair.First.End..pair.Second.Start]).Distinct().Count() > 1
        )
            return false;
        var values = row.ConvertAll(group => text[group.Start..group.End]);
        return values.Zip(values.Skip(1)).Any(pair => string.CompareOrdinal(pair.First, pair.Second) >= 0);
    }

    private static bool IsPhone(string text, List<DigitGroup> row, List<DigitGroup> window)
    {
        Span<int> lengths = stackalloc int[window.Count];
        for (var index = 0; index < window.Count; index++)
            lengths[index] = window[index].Length;
        // 1 703 555 0107 and 1703 555 0107: the country's code before the area's.
        if (text[window[0].Start] == '1' && WithoutCountry(lengths) is { } rest)
            return IsTenDigits(rest) && (window.Count > 1 || !IsPartOfWord(text, window));
        if (text[window[0].Start] < '2')
            return false;
        if (lengths is [3, 4])
            return IsLocal(text, row, window);
        if (!IsTenDigits(lengths))
            return false;
        return lengths switch
        {
            // "12 2026 2027" and parts of identifiers are no numbers of Mexico.
            [2, 4, 4] => !IsPartOfWord(text, window) && !IsYear(text, window[1]) && !IsYear(text, window[2]),
            [6, 4] or [2, 8] => !IsPartOfWord(text, window)
                && !text.AsSpan(window[0].End..window[1].Start).Contains(' '),
            _ => true,
        };
    }

    private static bool IsTenDigits(ReadOnlySpan<int> lengths) =>
        lengths is [10] or [3, 7] or [6, 4] or [3, 3, 4] or [3, 3, 2, 2] or [2, 4, 4] or [2, 8];

    private static int[]? WithoutCountry(ReadOnlySpan<int> lengths) =>
        lengths switch
        {
            [11] => [10],
            [4, 3, 4] => [3, 3, 4],
            [1, 10] => [10],
            [1, 3, 7] => [3, 7],
            [1, 3, 3, 4] => [3, 3, 4],
            [1, 3, 3, 2, 2] => [3, 3, 2, 2],
            _ => null,
        };

    /// <summary>
    /// 555-0107, 555.0107 and, alone, 555 0107. A room before a house ("305 1200 Main Street"), a number of a year ("105-2026")
    /// and a range ("between 3 and 4" written with digits beside it) are none.
    /// </summary>
    private static bool IsLocal(string text, List<DigitGroup> row, List<DigitGroup> window)
    {
        if (row.Count != window.Count || IsPartOfWord(text, window) || IsYear(text, window[1]))
            return false;
        var between = text.AsSpan(window[0].End..window[1].Start).Trim();
        if (between is "-" or ".")
            return true;
        return between.IsEmpty && !IsBeforeName(text, window[^1].End);
    }

    private static bool IsBeforeName(string text, int end)
    {
        while (end < text.Length && text[end] == ' ')
            end++;
        return end < text.Length && char.IsUpper(text[end]);
    }

    /// <summary>123-45-6789, 123.45.6789, alone 123 45 6789, and nine digits at one stretch.</summary>
    private static bool IsSocialSecurity(string text, List<DigitGroup> row, List<DigitGroup> window)
    {
        if (IsPartOfWord(text, window))
            return false;
        if (window is [{ Length: 9 }])
            return true;
        if (window is not [{ Length: 3 }, { Length: 2 }, { Length: 4 }])
            return false;
        var separators = $"{text[window[0].End..window[1].Start]}{text[window[1].End..window[2].Start]}";
        return separators.Contains(' ', StringComparison.Ordinal)
            ? row.Count == window.Count && !IsYear(text, window[2])
            : separators is "--" or "..";
    }

    /// <summary>Letters touch it, as in an identifier.</summary>
    private static bool IsPartOfWord(string text, List<DigitGroup> window) =>
        (window[0].Start > 0 && char.IsLetter(text[window[0].Start - 1]))
        || (window[^1].End < text.Length && char.IsLetter(text[window[^1].End]));

    private static bool IsYear(string text, DigitGroup group) =>
        group.Length == 4 && text.AsSpan(group.Start, 2) is "19" or "20";

    /// <summary>A and 7 to 9 digits: A012345678, A-12345678, A# 012 345 678.</summary>
    private static bool HasANumber(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('A' or 'a') || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
                continue;
            var start = at + 1;
            while (start < text.Length && start - at <= 3 && text[start] is '#' or '-' or ':' or '.' or '_' or ' ')
                start++;
            // "a" before a number is a word in two languages.
            var isWord = start > at + 1 && text.AsSpan((at + 1)..start).Trim(' ').IsEmpty && text[at] == 'a';
            if (IsANumber(text, start, isWord ? 8 : 7))
                return true;
        }
        return false;
    }

    private static bool IsANumber(string text, int start, int least)
    {
        var groups = new List<int>();
        var at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            var begin = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            groups.Add(at - begin);
            if (at + 1 < text.Length && text[at] is '-' or '.' or ' ' && char.IsAsciiDigit(text[at + 1]))
                at++;
            else
                break;
        }
        return groups switch
        {
            [var only, ..] when only >= 7 => only >= least && only <= 9,
            [1 or 2 or 3, 3, 3] => true,
            _ => false,
        };
    }

    private static bool HasEmail(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            if (at > 0 && IsInAddress(text[at - 1]) && IsDomain(text.AsSpan(at + 1)))
                return true;
        }
        return false;
    }

    private static bool IsInAddress(char character) =>
        char.IsLetterOrDigit(character) || character is '.' or '_' or '%' or '+' or '-';

    /// <summary>Whether it begins with labels, a dot, and at least two letters.</summary>
    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var label = 0;
        var letters = 0;
        var dots = 0;
        foreach (var character in text)
        {
            if (character == '.')
            {
                if (label == 0)
                    return false;
                dots++;
                label = letters = 0;
            }
            else if (char.IsLetterOrDigit(character) || character == '-')
            {
                label++;
                letters = char.IsLetter(character) ? letters + 1 : 0;
                if (dots > 0 && letters >= 2)
                    return true;
            }
            else
            {
                return false;
            }
        }
        return false;
    }

    /// <summary>Digits that stand together, from the first to behind the last.</summary>
    private readonly record struct DigitGroup(int Start, int End)
    {
        public int Length => End - Start;
    }
}

/// <summary>Kinds of details about a person that are not taken.</summary>
public enum PersonalDetail
{
    Phone,

    /// <summary>The number of an immigration file.</summary>
    ANumber,

    SocialSecurity,

    Email,
}
