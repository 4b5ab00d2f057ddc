using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Tests.Architecture;

/// <summary>
/// A campaign is data: no group's place, people or cause stands in the code or in the catalogues (organizing.md R-70).
/// Campaign files and scenarios are data and may name what they are about.
/// </summary>
public sealed partial class NoGroupInCode
{
    [Fact]
    public void No_source_file_names_a_group_its_place_or_its_cause()
    {
        var files = Sources("*.cs");

        Assert.True(files.Count > 100, $"only {files.Count} files were read");
        Assert.Empty(files.SelectMany(Findings));
    }

    [Fact]
    public void No_catalogue_does()
    {
        var files = Directory.GetFiles(Checkout.At("src", "Alexandria.OrganizerBot", "Words"), "*.json");

        Assert.True(files.Length >= 2, "the catalogues were not found");
        Assert.Empty(files.SelectMany(Findings));
    }

    [Theory]
    [InlineData("the Sheriff said", true)]
    [InlineData("ICE transfers", true)]
    [InlineData("hours of Alexandria", true)]
    [InlineData("namespace Alexandria.OrganizerBot.Domain;", false)]
    [InlineData("an ice-cold notice of service", false)]
    [InlineData("CASEY", true)]
    public void It_finds_whole_words_only_and_not_the_product_s_own_name(string line, bool found) =>
        Assert.Equal(found, NamesAGroup(line));

    private static List<string> Sources(string pattern) =>
        [
            .. Directory
                .EnumerateFiles(Checkout.At("src"), pattern, SearchOption.AllDirectories)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin")),
        ];

    private static IEnumerable<string> Findings(string file) =>
        File.ReadLines(file)
            .Select((line, index) => (Text: line, Number: index + 1))
            .Where(line => NamesAGroup(line.Text))
            .Select(line => $"{Path.GetRelativePath(Checkout.Root, file)}:{line.Number}: {line.Text.Trim()}");

    private static bool NamesAGroup(string line) => Group().IsMatch(Product().Replace(line, ""));

    [GeneratedRegex(@"Alexandria[.-]Organizer-?Bot", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Product();

    [GeneratedRegex(@"\b((?i:Alexandria|Casey|sheriff)|ICE)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Group();
}
