using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>A console without colours or cursor that keeps what was printed and types what it was given, line by line.</summary>
internal sealed class InitConsole : IAnsiConsole, IDisposable
{
    private readonly StringWriter _printed = new();
    private readonly IAnsiConsole _console;

    public InitConsole(params string[] typed)
    {
        _console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(_printed),
            }
        );
        Input = new Typist(typed);
    }

    /// <summary>Everything that was printed so far.</summary>
    public string Printed => _printed.ToString();

    /// <summary>The printed lines that are not empty.</summary>
    public IReadOnlyList<string> Lines => [.. Printed.Split(Environment.NewLine).Where(line => line.Length > 0)];

    public Profile Profile => _console.Profile;

    public IAnsiConsoleCursor Cursor => _console.Cursor;

    public IAnsiConsoleInput Input { get; }

    public IExclusivityMode ExclusivityMode => _console.ExclusivityMode;

    public RenderPipeline Pipeline => _console.Pipeline;

    public void Clear(bool home) => _console.Clear(home);

    public void Write(IRenderable renderable) => _console.Write(renderable);

    public void WriteAnsi(Action<AnsiWriter> action) => _console.WriteAnsi(action);

    public void Dispose() => _printed.Dispose();

    /// <summary>Types every line and Enter after it.</summary>
    private sealed class Typist(IEnumerable<string> lines) : IAnsiConsoleInput
    {
        private readonly Queue<ConsoleKeyInfo> _keys = new(
            lines.SelectMany(line =>
                line.Select(letter => new ConsoleKeyInfo(letter, default, shift: false, alt: false, control: false))
                    .Append(new ConsoleKeyInfo('\r', ConsoleKey.Enter, shift: false, alt: false, control: false))
            )
        );

        public bool IsKeyAvailable() => _keys.Count > 0;

        public ConsoleKeyInfo? ReadKey(bool intercept) =>
            _keys.TryDequeue(out var key) ? key : throw new InvalidOperationException("Nothing more is typed.");

        public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) =>
            Task.FromResult(ReadKey(intercept));
    }
}
