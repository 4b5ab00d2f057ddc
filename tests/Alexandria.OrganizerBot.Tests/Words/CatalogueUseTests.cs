using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calls;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Words;

/// <summary>
/// Reads the program's own source: every key in it exists, and every key that exists is in it, as it stands or as one of those
/// that the program builds.
/// </summary>
public sealed partial class CatalogueUseTests : IAsyncDisposable
{
    private static readonly Catalogue Catalogue = Catalogue.Load();

    private readonly Desk _desk = new();

    /// <summary>
    /// The keys that the program builds, by the literal that builds them: one for each value that the hole can have. A new
    /// literal with a hole has to be entered here.
    /// </summary>
    private IReadOnlyDictionary<string, IEnumerable<string>> Built =>
        new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
        {
            ["command.{Name.Replace(' ', '.')}"] = Commands.SelectMany(command => WordsOf(command.WordsKey)),
            ["command.{group.Key}"] = Commands.SelectMany(command => WordsOf($"command.{command.Name.Split(' ')[0]}")),
            ["command.{part}.name"] = Commands.Select(command => $"{command.WordsKey}.name"),
            ["option.{option.Name}.name"] = Options.Select(option => $"option.{option.Name}.name"),
            ["option.{option.Name}.description"] = Options.Select(option => $"option.{option.Name}.description"),
            ["call.outcome.{CodeOf(outcome)}"] = CallCard.Outcomes.Select(CallCard.OutcomeKey),
            ["choice.{option}.{value}"] = Options
                // A language is called by its own name.
                .Where(option => option is { Choices: not null, Name: not "language" })
                .SelectMany(option => option.Choices!.Select(value => $"choice.{option.Name}.{value}")),
            ["say.{meaning}"] = SpokenWords.Meanings.Select(meaning => $"say.{meaning}"),
            ["time.weekday.{Number((int)date.DayOfWeek)}"] = Enumerable
                .Range(1, 7)
                .Select(day => $"time.weekday.{day}"),
            ["series.weekday.{Number((int)day)}"] = Enumerable.Range(1, 7).Select(day => $"series.weekday.{day}"),
            ["series.place.{Number(place)}"] = Enumerable.Range(1, 5).Select(place => $"series.place.{place}"),
            ["time.month.{Number(date.Month)}"] = Enumerable.Range(1, 12).Select(month => $"time.month.{month}"),
            // Nobody presses a button to have withdrawn: that is what "Undo" comes to.
            ["button.{Name(answer)}"] = Answers
                .Where(answer => answer != PledgeAnswer.Withdrawn)
                .Select(AnswerWords.ButtonKey),
            ["alert.ask.{Name(PledgeAnswers.For(ask))}"] = Enum.GetValues<Ask>().Select(AnswerWords.AlertKey),
            ["ask.{Name(PledgeAnswers.For(ask))}"] = Enum.GetValues<Ask>().Select(AnswerWords.AskKey),
            ["tally.answer.{Name(answer)}"] = Answers.Select(AnswerWords.TallyKey),
            ["answer.{Name(answer)}"] = Answers.Select(AnswerWords.AnswerKey),
            ["milestone.{Name(kind)}"] = Enum.GetValues<MilestoneKind>()
                .Select(kind => $"milestone.{MilestoneWords.Name(kind)}"),
            ["reminder.{milestone}.days"] = MilestoneWords.Settable.Select(milestone => $"reminder.{milestone}.days"),
            ["reminder.{milestone}.today"] = MilestoneWords.Settable.Select(milestone => $"reminder.{milestone}.today"),
            ["reminder.{milestone}.since"] = MilestoneWords.Settable.Select(milestone => $"reminder.{milestone}.since"),
            ["audit.role.{Name(entry.Role)}"] = Enum.GetValues<AuditRole>()
                .Select(role => $"audit.role.{ShowAudit.Name(role)}"),
            ["audit.deed.{Name(entry.Deed)}"] = Enum.GetValues<AuditDeed>()
                .Select(deed => $"audit.deed.{ShowAudit.Name(deed)}"),
            ["audit.result.{Name(entry.Result)}"] = Enum.GetValues<AuditResult>()
                .Select(result => $"audit.result.{ShowAudit.Name(result)}"),
            ["pledge.{Name(answer)}"] = Answers.Select(AnswerWords.ThanksKey),
        };

    [Fact]
    public void Every_key_in_the_source_is_in_the_catalogues() =>
        Assert.DoesNotContain(Literals(), literal => !IsBuilding(literal) && !Catalogue.Has(literal));

    [Fact]
    public void Every_literal_that_builds_keys_is_entered_with_what_it_builds() =>
        Assert.Equal(Built.Keys.Order(StringComparer.Ordinal), Literals().Where(IsBuilding));

    [Fact]
    public void Every_key_that_is_built_is_in_the_catalogues()
    {
        Assert.All(Built.Values, Assert.NotEmpty);
        Assert.DoesNotContain(Built.Values.SelectMany(keys => keys), key => !Catalogue.Has(key));
    }

    [Fact]
    public void Every_key_of_the_catalogues_is_used() =>
        Assert.Empty(
            Catalogue.Languages.SelectMany(language =>
                Catalogue.Keys(language).Except(Literals()).Except(Built.Values.SelectMany(keys => keys))
            )
        );

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static PledgeAnswer[] Answers => Enum.GetValues<PledgeAnswer>();

    private IReadOnlyList<CommandSpec> Commands => _desk.Catalog.Commands;

    private IEnumerable<OptionSpec> Options => Commands.SelectMany(command => command.Options);

    private static string[] WordsOf(string command) => [$"{command}.name", $"{command}.description"];

    private static bool IsBuilding(string literal) => literal.Contains('{', StringComparison.Ordinal);

    /// <summary>Literals in the program's source that begin with a family of the catalogue and a dot, each once and in order.</summary>
    private static IReadOnlyList<string> Literals()
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
                .Where(literal => families.Contains(literal[..literal.IndexOf('.', StringComparison.Ordinal)]))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Lower-case words with dots between them, also with interpolated parts.</summary>
    [GeneratedRegex(
        """(?<![A-Za-z0-9])\$?"(?<key>[a-z-]+(\.([a-z0-9-]|\{[^{}"]+\})+)+)"(?!:)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 2000
    )]
    private static partial Regex KeyLiteral();
}
