using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Tests.Transcripts;

/// <summary>
/// The golden transcripts, <c>{conversation}.{language}.txt</c> beside this file, and the documents that show them between
/// markers. With <c>UPDATE_SNAPSHOTS=1</c> in the environment both are written anew: read the difference before you commit it.
/// </summary>
internal static partial class TranscriptBook
{
    /// <summary>The documents for people who use the bot.</summary>
    public static IReadOnlyList<string> Documents { get; } = ["organizers.md", "members.md"];

    private static bool IsWrittenAnew => Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    private static string Folder => Checkout.At("tests", "Alexandria.OrganizerBot.Tests", "Transcripts");

    /// <summary>Names of all golden transcripts, such as <c>pledge.en</c>.</summary>
    public static IReadOnlyList<string> Names =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.txt")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
        ];

    public static string Golden(string name) => File.ReadAllText(FileOf(name)).ReplaceLineEndings("\n");

    /// <summary>What a document shows, by name.</summary>
    public static IEnumerable<(string Name, string Text)> ShownIn(string document) =>
        Shown()
            .Matches(File.ReadAllText(Checkout.At("docs", document)).ReplaceLineEndings("\n"))
            .Select(match => (match.Groups["name"].Value, match.Groups["text"].Value));

    /// <summary>While transcripts are written anew: has every document show them as they are, whichever test comes first.</summary>
    public static void ShowInDocumentsAnew()
    {
        if (IsWrittenAnew)
        {
            foreach (var name in Names)
                Show(name, Golden(name));
        }
    }

    /// <summary>Holds a conversation of this run against the golden one.</summary>
    public static void Matches(string name, string told)
    {
        if (IsWrittenAnew)
        {
            File.WriteAllText(FileOf(name), told);
            Show(name, told);
        }
        Assert.True(File.Exists(FileOf(name)), $"{FileOf(name)} is missing; run once with UPDATE_SNAPSHOTS=1.");
        Assert.Equal(Golden(name), told);
    }

    private static void Show(string name, string told)
    {
        foreach (var document in Documents.Select(document => Checkout.At("docs", document)))
        {
            var before = File.ReadAllText(document).ReplaceLineEndings("\n");
            var after = Shown()
                .Replace(before, match => match.Groups["name"].Value == name ? Framed(name, told) : match.Value);
            if (after != before)
                File.WriteAllText(document, after);
        }
    }

    private static string FileOf(string name) => Path.Combine(Folder, $"{name}.txt");

    private static string Framed(string name, string told) =>
        $"<!-- transcript: {name} -->\n```text\n{told}```\n<!-- end of transcript -->";

    [GeneratedRegex(
        @"<!-- transcript: (?<name>[a-z.-]+) -->\n```text\n(?<text>.*?)```\n<!-- end of transcript -->",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Shown();
}
