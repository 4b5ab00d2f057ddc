using System.Collections.Frozen;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Time zones by the names that calendars give them. The file's own VTIMEZONE is not looked at: it is missing, broken or out
/// of date too often, while the name says which place is meant.
/// </summary>
internal static partial class IcsZones
{
    private static readonly FrozenDictionary<string, string> Ids = DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(
        id => id,
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Windows' names in English ("Eastern Standard Time", which has daylight-saving time all the same).</summary>
    private static readonly FrozenDictionary<string, string> Windows =
        TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.ToFrozenDictionary(
            StringComparer.OrdinalIgnoreCase
        );

    /// <summary>What people call the zones of the United States, alone or inside Windows' long names.</summary>
    private static readonly (string Words, string Id)[] Aliases =
    [
        ("Eastern Time", "America/New_York"),
        ("Central Time", "America/Chicago"),
        ("Mountain Time", "America/Denver"),
        ("Pacific Time", "America/Los_Angeles"),
    ];

    /// <summary>
    /// The zone, or null where the name does not say. Bare abbreviations as "EST" are no answer: half of those who write them
    /// mean the city all year, the others mean winter time.
    /// </summary>
    public static DateTimeZone? Find(string? name)
    {
        var written = name?.Trim().Trim('"', '/').Trim();
        if (string.IsNullOrEmpty(written) || written.Length > 120)
            return null;
        if (IsAbbreviation(written))
            return null;
        return ById(written)
            ?? (Windows.TryGetValue(written, out var windows) ? ById(windows) : null)
            ?? ByAlias(written)
            ?? FixedOffset(written)
            ?? ByEnd(written);
    }

    private static bool IsAbbreviation(string written) =>
        written.Length is 3 or 4
        && !written.Contains('/', StringComparison.Ordinal)
        && written.ToUpperInvariant() is not ("UTC" or "GMT" or "ZULU");

    private static DateTimeZone? ById(string id) =>
        Ids.TryGetValue(id, out var known) ? DateTimeZoneProviders.Tzdb[known] : null;

    /// <summary>"Eastern Time", "(UTC-05:00) Eastern Time (US &amp; Canada)", "US-Eastern", "Eastern".</summary>
    private static DateTimeZone? ByAlias(string written)
    {
        foreach (var (words, id) in Aliases)
        {
            var bare = words[..^" Time".Length];
            if (
                string.Equals(written, words, StringComparison.OrdinalIgnoreCase)
                || string.Equals(written, bare, StringComparison.OrdinalIgnoreCase)
                || string.Equals(written, "US-" + bare, StringComparison.OrdinalIgnoreCase)
                || written.Contains($"{words} (US", StringComparison.OrdinalIgnoreCase)
            )
                return ById(id);
        }
        return null;
    }

    /// <summary>"UTC+11", "GMT-05:00".</summary>
    private static DateTimeZone? FixedOffset(string written)
    {
        var match = Offset().Match(written);
        if (!match.Success)
            return null;
        var hours = int.Parse(match.Groups["hours"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        var minutes = match.Groups["minutes"].Success
            ? int.Parse(match.Groups["minutes"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
        if (hours > 14 || minutes > 59)
            return null;
        var sign = match.Groups["sign"].Value == "-" ? -1 : 1;
        return DateTimeZone.ForOffset(NodaTime.Offset.FromSeconds(sign * ((hours * 3600) + (minutes * 60))));
    }

    /// <summary>"/freeassociation.sourceforge.net/America/New_York", "custom_America/New_York".</summary>
    private static DateTimeZone? ByEnd(string written)
    {
        var match = PlaceAtEnd().Match(written);
        return match.Success ? ById(match.Groups["place"].Value) : null;
    }

    [GeneratedRegex(
        "^(UTC|GMT)(?<sign>[+-])(?<hours>[0-9]{1,2})(:?(?<minutes>[0-9]{2}))?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Offset();

    [GeneratedRegex(
        "^.*[^A-Za-z](?<place>(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)/[A-Za-z_+/-]+)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex PlaceAtEnd();
}
