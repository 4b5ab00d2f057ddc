namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Hosts that are known to hide where their links lead, from <c>link-shorteners.txt</c>.</summary>
internal static class LinkShorteners
{
    private static readonly IReadOnlyList<string> Hosts = ReadList("link-shorteners.txt");

    public static bool Has(string host) => Hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines of a list that is part of the program, without remarks.</summary>
    public static IReadOnlyList<string> ReadList(string name)
    {
        using var stream = typeof(LinkShorteners).Assembly.GetManifestResourceStream($"Lists.{name}")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#')),
        ];
    }
}
