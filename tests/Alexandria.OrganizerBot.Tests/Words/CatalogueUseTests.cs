using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Words;

/// <summary>Reads the program's own source: every key in it exists, and every key that exists is in it.</summary>
public sealed partial class CatalogueUseTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load();

    [Fact]
    public void Every_key_in_the_source_is_in_the_catalogues()
    {
        var keys = Catalogue.Keys("en").ToHashSet(StringComparer.Ordinal);
        var unknown = Literals()
            .Where(literal => !IsPattern(literal) && !keys.Contains(literal))
            // A key may also be the beginning that another part is added to.
            .Where(literal => !keys.Any(key => key.StartsWith(literal + ".", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_key_with_a_part_that_is_filled_in_fits_a_key()
    {
        var keys = Catalogue.Keys("en").ToList();
        var unfit = Literals().Where(literal => IsPattern(literal) && !keys.Exists(key => Fits(literal, key)));
        Assert.Empty(unfit);
    }

    [Fact]
    public void Every_key_of_the_catalogues_is_used()
    {
        var literals = Literals().Distinct(StringComparer.Ordinal).ToList();
        var unused = Catalogue.Keys("en").Where(key => !IsUsed(key, literals) && !IsNotUsedYet(key));
        Assert.Empty(unused);
    }

    /// <summary>
    /// Keys whose features are being written. Every family here is a promise: take it out when its feature stands, and the
    /// test above says which of its texts nobody shows.
    /// </summary>
    private static bool IsNotUsedYet(string key) =>
        FamiliesBeingWritten.Any(family => key.StartsWith(family + ".", StringComparison.Ordinal));

    private static readonly string[] FamiliesBeingWritten =
    [
        "actions",
        "alert",
        "answer",
        "ask",
        "button",
        "calendar",
        "cancel",
        "cancellation",
        "choice",
        "command",
        "draft",
        "error",
        "help",
        "language",
        "mine",
        "network",
        "notice",
        "option",
        "pledge",
        "post",
        "reminder",
        "reminders",
        "tally",
        "time",
    ];

    private static bool IsUsed(string key, List<string> literals) =>
        literals.Exists(literal => literal == key || (IsPattern(literal) && Fits(literal, key)))
        || literals.Exists(literal => MentionsCommand(literal, key));

    /// <summary>A command's name and description are used by whoever names the command ("command.action" or "action.create").</summary>
    private static bool MentionsCommand(string literal, string key) =>
        key == literal + ".name" || key == literal + ".description";

    private static bool IsPattern(string literal) => literal.Contains('{', StringComparison.Ordinal);

    /// <summary>Whether an interpolated literal such as <c>time.month.{…}</c> can become the key.</summary>
    private static bool Fits(string pattern, string key) =>
        Regex.IsMatch(
            key,
            "^" + string.Join(".+", Hole().Split(pattern).Select(Regex.Escape)) + "$",
            RegexOptions.None,
            TimeSpan.FromSeconds(1)
        );

    /// <summary>Literals in the program's source that begin with a family of the catalogue and a dot.</summary>
    private static List<string> Literals()
    {
        var families = Catalogue
            .Keys("en")
            .Select(key => key[..key.IndexOf('.', StringComparison.Ordinal)])
            .ToHashSet();
        return
        [
            .. Directory
                .EnumerateFiles(Checkout.At("src", "Alexandria.OrganizerBot"), "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains(
                        $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                        StringComparison.Ordinal
                    )
                )
                .SelectMany(file => KeyLiteral().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["key"].Value)
                .Where(literal => families.Contains(literal[..literal.IndexOf('.', StringComparison.Ordinal)])),
        ];
    }

    /// <summary>Lower-case words with dots between them, also with interpolated parts.</summary>
    [GeneratedRegex(
        """(?<![A-Za-z0-9])\$?"(?<key>[a-z-]+(\.([a-z0-9-]|\{[^{}"]+\})+)+)"(?!:)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000
    )]
    private static partial Regex KeyLiteral();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();
}
