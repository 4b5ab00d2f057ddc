using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using CsCheck;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>What members and organizers do in chat: whatever it is, the bot answers in words, and never with "something went wrong".</summary>
internal abstract class ConversationTarget(string name, Gen<(FuzzPerson Person, Act Act)> inputs)
    : FuzzTarget<(FuzzPerson Person, Act Act)>(name, inputs)
{
    /// <summary>After so many a new store is opened: what was written before makes each step slower.</summary>
    private const int StepsInOneStore = 5_000;

    private FuzzDesk? _desk;
    private int _steps;

    protected override async Task TryAsync((FuzzPerson Person, Act Act) input)
    {
        if (_desk is null || ++_steps % StepsInOneStore == 0)
        {
            await CloseAsync();
            _desk = await FuzzDesk.OpenAsync();
        }

        await _desk.HandleAsync(input.Person, input.Act);
    }

    protected override string Show((FuzzPerson Person, Act Act) input) =>
        $"{input.Person} {input.Act switch
        {
            Act.Say(var text, var quotes) => $"says \"{text}\", quoting {quotes ?? "nothing"}",
            Act.Command(var command, var options) => $"/{command} {string.Join(' ', options)}",
            Act.Press(var button) => $"presses {button.Encode()}",
            Act.Submit(var form, var fields) => $"submits {form.Encode()} {string.Join(' ', fields)}",
            var other => other.ToString(),
        }}";

    protected override async ValueTask CloseAsync()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
        _desk = null;
    }

    /// <summary>One of a few people, so that what one does meets what they did before.</summary>
    protected static Gen<FuzzPerson> People { get; } =
        Gen.Select(
            Gen.Bool,
            Gen.Int[1, 6],
            Gen.Bool,
            Mutations.OneOf("en-US", "es-419", "ar", "xx", ""),
            (onSignal, number, inPrivate, locale) =>
                onSignal
                    ? new FuzzPerson(
                        Networks.Signal,
                        $"00000000-0000-4000-8000-00000000000{number}",
                        IsOrganizer: number < 3,
                        inPrivate,
                        Locale: null
                    )
                    : new FuzzPerson(
                        Networks.Discord,
                        $"70000000000000000{number}",
                        IsOrganizer: number < 3,
                        inPrivate,
                        locale
                    )
        );

    /// <summary>The catalogue, for its names and examples only.</summary>
    protected static Features.FeatureCatalog Catalog { get; } = LoadCatalog();

    protected static IReadOnlyList<string> Examples { get; } =
    [.. Catalog.Commands.SelectMany(command => command.Examples)];

    protected static readonly string[] Words =
    [
        "A1",
        "A2",
        "A3",
        "yes",
        "sí",
        "no",
        "quizás",
        "2",
        "+3",
        "stop",
        "alto",
        "when:",
        "next tuesday 7pm",
        "2027-03-16 19:00",
        "mañana 5pm",
        "12/13/2027",
        "title:",
        "2 days before",
        "link:https://x.example",
        "!",
        "/",
    ];

    private static Features.FeatureCatalog LoadCatalog()
    {
        var opening = FuzzDesk.OpenAsync();
        var desk = opening.GetAwaiter().GetResult();
        desk.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return desk.Catalog;
    }
}

/// <summary>Commands with any options, offered values half typed, and what is written where there are no commands.</summary>
internal sealed class CommandTexts() : ConversationTarget("commandText", Inputs())
{
    private static Gen<(FuzzPerson, Act)> Inputs()
    {
        var texts = Mutations.Of([.. Examples, .. Words], Words);
        var command = Mutations.OneOf([.. Catalog.Commands]);
        var typed = Gen.Select(
            command,
            texts.Array[0, 8],
            Gen.Int[0, 3],
            (spec, values, skipped) =>
                (Act)
                    new Act.Command(
                        spec.Name,
                        spec.Options.Zip(values)
                            .Where((_, at) => skipped == 0 || at % (skipped + 1) != 0)
                            .ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal)
                    )
        );
        var completed = Gen.Select(
            command,
            texts,
            (spec, text) =>
                (Act)new Act.Complete(spec.Name, spec.Options.Count > 0 ? spec.Options[0].Name : "none", text)
        );
        var said = Gen.Select(
            texts,
            Mutations.OneOf<string?>(null, "1795491658652", "0", "x"),
            (text, quotes) => (Act)new Act.Say(text, quotes)
        );
        return Gen.Select(People, Gen.OneOf(said, said, typed, completed));
    }
}

/// <summary>Buttons and forms with ids that the bot never gave out, reactions, votes and deletions.</summary>
internal sealed class CustomIds() : ConversationTarget("customIds", Inputs())
{
    private static readonly string[] Arguments =
    [
        "A1",
        "A2",
        "A3",
        "A4",
        "A5",
        "A0",
        "attend",
        "speak",
        "bring",
        "no",
        "maybe",
        "1",
        "0",
        "en",
    ];

    private static Gen<(FuzzPerson, Act)> Inputs()
    {
        var known = Gen.Select(
            Mutations.OneOf<string>([
                .. Catalog.Buttons.Select(button => button.Name),
                .. Catalog.Forms.Select(form => form.Name),
            ]),
            Mutations.OneOf(Arguments).Array[0, 4],
            (name, arguments) => new ButtonId(name, arguments).Encode()
        );
        var corpus = Enumerable
            .Range(0, 200)
            .Select(number => known.Generate(new PCG((uint)number, 1), null, out _))
            .ToList();
        var ids = Gen.OneOf(known, Mutations.Of(corpus, [":", "A1", "attend", "1"])).Select(ButtonId.Decode);
        var fields = Gen.Select(
            Mutations.OneOf("title", "when", "place", "note", "capacity", "link", "asks", "x"),
            Mutations.Of([.. Words], Words),
            (name, value) => (name, value)
        ).Array[0, 5];
        var pressed = ids.Select(id => (Act)new Act.Press(id));
        var submitted = Gen.Select(
            ids,
            fields,
            (id, values) =>
                (Act)
                    new Act.Submit(
                        id,
                        values
                            .DistinctBy(field => field.name)
                            .ToDictionary(field => field.name, field => field.value, StringComparer.Ordinal)
                    )
        );
        var messages = Mutations.OneOf("1795491658652", "0", "");
        var reacted = Gen.Select(
            messages,
            Gen.OneOf(Mutations.OneOf("👍", "👍🏿", "👎", ""), Gen.String[0, 4]),
            Gen.Bool,
            (message, emoji, removed) => (Act)new Act.React(message, emoji, removed)
        );
        var voted = Gen.Select(
            messages,
            Gen.Int.Array[0, 3],
            (message, options) => (Act)new Act.Vote(message, options)
        );
        return Gen.Select(People, Gen.OneOf(pressed, pressed, pressed, submitted, reacted, voted));
    }
}
