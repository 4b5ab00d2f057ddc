using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

/// <summary>
/// A chat network on which something answers every command with who typed it, its options, the time and a file. It tests
/// the stage's player, never the bot.
/// </summary>
internal sealed class FakeNetwork : IStageNetwork
{
    private readonly List<string> _typed = [];
    private IStageTime? _time;
    private ITranscript? _transcript;

    public IReadOnlyList<string> Typed => _typed;

    public string Name => "fake";

    public IReadOnlyDictionary<string, string> BotEnvironment { get; } =
        new Dictionary<string, string> { ["Fake__Url"] = "fake://" };

    public Task<IReadOnlyList<IStageNetwork>> OpenAsync(
        StageCast cast,
        IStageTime time,
        ITranscript transcript,
        CancellationToken cancellationToken
    )
    {
        _time = time;
        _transcript = transcript;
        return Task.FromResult<IReadOnlyList<IStageNetwork>>([this]);
    }

    public Task<StageReply> CommandAsync(
        string person,
        string where,
        string command,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellationToken
    )
    {
        _typed.Add($"{person} {command}");
        var given = string.Join(", ", options.Select(option => $"{option.Key}={option.Value}"));
        return Answer("command", person, $"{person} typed {command} ({given}) at {_time!.Now:O}");
    }

    public Task<StageReply> PickAsync(
        string person,
        StageMessage message,
        string select,
        IReadOnlyList<string> values,
        CancellationToken cancellationToken
    ) => Answer("select", person, $"{person} picked {string.Join('+', values)} of {select}");

    public Task<StageReply> SubmitFormAsync(
        string person,
        StageReply form,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    ) =>
        Answer(
            "modal",
            person,
            $"{person} sent {string.Join(", ", values.Select(value => $"{value.Key}={value.Value}"))}"
        );

    public Task<StageReply> PressAsync(
        string person,
        StageMessage message,
        string button,
        CancellationToken cancellationToken
    ) => Answer("button", person, $"{person} pressed {button}");

    public Task<IReadOnlyList<StageChoice>> AutocompleteAsync(
        string person,
        string where,
        string command,
        string option,
        string typed,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<StageChoice>>([new StageChoice(typed, typed)]);

    public IReadOnlyList<StageMessage> Messages(string where, string? person = null) => [];

    public string IdOf(string person) =>
        (1000000000000000000UL + (ulong)person.Length).ToString(CultureInfo.InvariantCulture);

    public void Inject(StageFault fault) { }

    public Task BotConnectedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<StageReply> Answer(string kind, string person, string text)
    {
        _transcript!.Add(
            new TranscriptEntry(_time!.Now, Name, "in", kind, person, IdOf(person), "#alerts", text, [], "1")
        );
        var message = SmallScenario.Message(
            text,
            buttons: [new StageButton("Yes", "b1", true)],
            attachments: [new StageAttachment("../tally.csv", null, Encoding.UTF8.GetBytes("18"))]
        ) with
        {
            Selects = [new StageSelect("When?", "s1", ["Today", "Tomorrow"], true)],
        };
        var isForm = text.Contains("typed /form", StringComparison.Ordinal);
        return Task.FromResult(new StageReply(isForm ? StageReplyKind.Modal : StageReplyKind.Ephemeral, message));
    }
}
