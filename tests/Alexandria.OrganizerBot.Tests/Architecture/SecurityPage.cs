using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Tests.Architecture;

/// <summary>SECURITY.md promises nothing without naming what holds it, and names only what exists.</summary>
public sealed partial class SecurityPage
{
    private static readonly int[] Requirements = [.. Enumerable.Range(40, 20).Where(number => number != 49)];

    private static IReadOnlyList<(int Number, string Tests, string Exceptions)> Rows { get; } =
    [
        .. File.ReadLines(Checkout.At("SECURITY.md"))
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length > 4 && Requirement().IsMatch(cells[1]))
            .Select(cells => (int.Parse(cells[1].Trim()[2..], null), cells[3], cells[4])),
    ];

    [Fact]
    public void It_has_a_row_for_each_requirement() => Assert.Equal(Requirements, Rows.Select(row => row.Number));

    [Fact]
    public void Each_row_names_a_test_or_says_what_it_does_not_do()
    {
        var silent = Rows.Where(row => Names().Count(row.Tests) == 0 && row.Exceptions.Trim().Length == 0);

        Assert.Empty(silent.Select(row => row.Number));
    }

    [Fact]
    public void Each_test_that_it_names_exists()
    {
        var classes = typeof(SecurityPage)
            .Assembly.GetTypes()
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);
        var named = Rows.SelectMany(row => Names().Matches(row.Tests))
            .Select(match => match.Groups["name"].Value)
            .ToList();

        Assert.True(named.Count > 20, $"only {named.Count} names were read");
        Assert.All(named, name => Assert.True(IsThere(name, classes), $"{name} does not exist"));
    }

    private static bool IsThere(string name, HashSet<string> classes) =>
        name.EndsWith(".yaml", StringComparison.Ordinal)
            ? File.Exists(Checkout.At("src", "Alexandria.OrganizerBot.Rehearsal", "Scenarios", name))
        : name.StartsWith('.') ? File.Exists(Checkout.At(name.Split('/')))
        : classes.Contains(name);

    [GeneratedRegex(@"^ R-\d\d $", RegexOptions.None, 1000)]
    private static partial Regex Requirement();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
