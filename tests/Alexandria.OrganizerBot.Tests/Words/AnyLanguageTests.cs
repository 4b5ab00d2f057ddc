using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Help;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.World;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Words;

/// <summary>
/// Languages that nobody wrote: French stands for one whose every text is two fifths longer than the English one, Arabic
/// for one from right to left. A new language is a file and nothing else.
/// </summary>
public sealed partial class AnyLanguageTests : IAsyncDisposable
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopDirectionalIsolate = '\u2069';

    private static readonly Catalogue Words = Catalogue.From(
        new Dictionary<string, Stream>
        {
            ["en"] = EnglishFile(),
            ["fr"] = Rewritten(Longer),
            ["ar"] = Rewritten(text => text),
        }
    );

    private readonly Desk _desk = new();

    [Theory]
    [InlineData("fr")]
    [InlineData("ar")]
    public void Every_key_is_rendered_with_its_values(string language)
    {
        foreach (var key in Words.Keys(language))
        {
            foreach (var count in new[] { 0, 1, 2, 5, 11, 1_000_000 })
            {
                var text = Words.Text(language, key, ValuesOf(key, count));

                Assert.NotEmpty(text);
                Assert.DoesNotContain('{', text);
            }
        }
    }

    [Fact]
    public void The_long_language_is_longer_by_two_fifths() =>
        Assert.All(
            Words.Keys("en").Where(key => !Words.IsPlural("en", key)),
            key =>
                Assert.True(
                    Words.Text("fr", key, ValuesOf(key, 5)).Length * 10
                        >= PlainLength(Words.Forms("en", key)[PluralCategory.Other]) * 14,
                    key
                )
        );

    [Fact]
    public void Each_value_in_a_text_from_right_to_left_keeps_its_own_direction()
    {
        foreach (var key in Words.Keys("ar"))
        {
            var text = Words.Text("ar", key, ValuesOf(key, 5));
            var form = Words.Forms("ar", key).GetValueOrDefault(PluralCategory.Other)!;
            var values = Placeholder().Count(form);

            Assert.Equal((key, values), (key, text.Count(c => c == FirstStrongIsolate)));
            Assert.Equal((key, values), (key, text.Count(c => c == PopDirectionalIsolate)));
        }
        Assert.Contains(
            $"{FirstStrongIsolate}555-0107{PopDirectionalIsolate}",
            Words.Text("ar", "alert.where", ("where", "555-0107")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_text_from_left_to_right_has_no_isolates() =>
        Assert.All(
            Words.Keys("fr"),
            key => Assert.DoesNotContain(FirstStrongIsolate, Words.Text("fr", key, ValuesOf(key, 5)))
        );

    [Theory]
    [InlineData("fr")]
    [InlineData("ar")]
    public async Task Alert_draft_form_and_help_stay_within_what_Discord_takes(string language)
    {
        var action = await _desk.HearingAsync(
            ActionState.Draft,
            made =>
                made with
                {
                    Title = new string('t', ActionFields.LongestTitle),
                    Location = new string('p', ActionFields.LongestPlace),
                    Note = new string('n', ActionFields.LongestNote),
                    Capacity = ActionFields.LargestCapacity,
                }
        );
        var campaign = _desk.BusLine with { Languages = [language, "en"] };
        var voice = new Voice(Words, language, campaign, _desk.Now);
        var request = _desk.Understand(_desk.Types("help", Person.Organizer)) with
        {
            Campaign = campaign,
            Voice = voice,
        };
        var help = await new ShowHelp(() => _desk.Catalog.Commands).HandleAsync(
            request,
            TestContext.Current.CancellationToken
        );
        Card[] cards =
        [
            AlertCard.For(action, voice, people: 1000),
            DraftCard.For(action, request),
            Assert.IsType<Reply.Private>(help).Card,
        ];

        foreach (var card in cards)
        {
            var shown = Shown.Of(card);
            var texts = shown.OfType<TextDisplay>().Select(display => display.Content).ToList();
            Assert.InRange(texts.Sum(text => text.Length), 1, 4000);
            Assert.DoesNotContain(texts, text => text.Contains('…', StringComparison.Ordinal));
            foreach (var button in shown.OfType<ActionRow>().SelectMany(row => row.Components).OfType<Button>())
                Assert.InRange(button.Label!.Length, 1, 80);
            if (language == "ar")
                Assert.Contains(texts, text => text.Contains(FirstStrongIsolate, StringComparison.Ordinal));
        }
        foreach (var form in new[] { ActionForm.ForNew(voice), ActionForm.ForEdit(action, voice) })
        {
            var modal = DiscordCards.Render(form);
            Assert.InRange(modal.Title.Length, 1, 45);
            foreach (var label in modal.Components.OfType<Label>())
                Assert.InRange(label.Text.Length, 1, 45);
        }
    }

    [Fact]
    public void A_language_of_the_catalogue_that_Discord_knows_is_in_its_command_list()
    {
        var catalogue = Catalogue.From(
            new Dictionary<string, Stream> { ["en"] = EnglishFile(), ["fr"] = Rewritten(text => text) }
        );

        var commands = DiscordCommands.From(_desk.Catalog.Commands, catalogue);

        Assert.All(commands, command => Assert.Contains("fr", command.NameLocalizations!.Keys));
        Assert.All(
            commands.SelectMany(command => command.Options ?? []),
            option => Assert.Contains("fr", option.DescriptionLocalizations!.Keys)
        );
        Assert.DoesNotContain("es-ES", commands[0].NameLocalizations!.Keys); // this catalogue has no Spanish
        Assert.DoesNotContain("ar", commands[0].NameLocalizations!.Keys); // Discord has no key for Arabic
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static (string Name, object Value)[] ValuesOf(string key, int count) =>
        [
            .. Words
                .Forms("en", key)
                .Values.SelectMany(form => Placeholder().Matches(form))
                .Select(match => match.Groups["name"].Value)
                .Where(name => name[0] != '/' && name != "count")
                .Distinct(StringComparer.Ordinal)
                .Select(name => (name, (object)"value")),
            ("count", count),
        ];

    private static int PlainLength(string text) => Placeholder().Replace(text, "").Length;

    /// <summary>The text with a tail: as much room as the longest translations need.</summary>
    private static string Longer(string text) => text + new string('é', (int)Math.Ceiling(PlainLength(text) * 0.4));

    private static Stream EnglishFile() =>
        typeof(Catalogue).Assembly.GetManifestResourceStream("Words.en.json")
        ?? throw new InvalidOperationException("The English catalogue is not built in.");

    private static MemoryStream Rewritten(Func<string, string> change)
    {
        using var file = EnglishFile();
        var texts = JsonNode.Parse(file)!.AsObject();
        foreach (var (key, value) in texts.ToList())
        {
            texts[key] = value is JsonObject forms
                ? new JsonObject(
                    forms.Select(form => KeyValuePair.Create(form.Key, (JsonNode?)change((string)form.Value!)))
                )
                : change((string)value!);
        }
        return new MemoryStream(Encoding.UTF8.GetBytes(texts.ToJsonString()));
    }

    [GeneratedRegex("{(?<name>[^}]*)}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
