using System.Globalization;
using NodaTime;

namespace Alexandria.OrganizerBot.Campaigns;

/// <content>What protects the campaign from a flood, and where members read about privacy.</content>
internal static partial class CampaignReader
{
    /// <summary>Longer than a month nobody waits to take part.</summary>
    private static readonly Duration LongestWait = Duration.FromDays(30);

    private static (Duration JoinedFor, int? HoldAbove) ReadLimits(YamlFields fields, FindingList findings)
    {
        if (fields.Map("limits") is not { } map)
            return (Duration.Zero, null);
        var joinedFor = ReadLength(map, "joinedFor", findings);
        int? holdAbove = map.Optional("holdAbove") is null
            ? null
            : map.Number("holdAbove", least: 5, most: 10_000, otherwise: 20);
        map.ReportUnknown();
        return (joinedFor, holdAbove);
    }

    /// <summary>A number of hours or days, such as 24h or 2d; zero where it is absent.</summary>
    private static Duration ReadLength(YamlFields map, string field, FindingList findings)
    {
        if (map.Text(field) is not { } text)
            return Duration.Zero;
        var length =
            int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= 10_000
                ? text[^1] switch
                {
                    'h' => Duration.FromHours(number),
                    'd' => Duration.FromDays(number),
                    _ => (Duration?)null,
                }
                : null;
        if (length is { } read && read <= LongestWait)
            return read;
        findings.Error(
            map.Optional(field)!,
            $"'{map.Path(field)}' cannot be '{YamlFields.Short(text)}': write hours or days up to 30d, for example 24h or 2d."
        );
        return Duration.Zero;
    }

    private static Uri? ReadPrivacyPage(YamlFields fields, FindingList findings)
    {
        if (fields.Text("privacyPage") is not { } address)
            return null;
        if (
            Uri.TryCreate(address, UriKind.Absolute, out var page)
            && page.Scheme == Uri.UriSchemeHttps
            && page.UserInfo.Length == 0
        )
            return page;
        findings.Error(
            fields.Optional("privacyPage")!,
            "'privacyPage' must be a whole address that begins with https://."
        );
        return null;
    }
}
