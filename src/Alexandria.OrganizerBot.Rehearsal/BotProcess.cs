using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>How the bot is started: an executable and its arguments.</summary>
public sealed record BotCommand(string FileName, IReadOnlyList<string> Arguments);

/// <summary>
/// The bot as a child process of the stage, so that it can be killed for real. Its output goes to a log file, to which
/// every start appends. Disposal ends it.
/// </summary>
/// <param name="command">What to start.</param>
/// <param name="environment">
/// The child's environment besides the few harmless variables that it inherits. Nothing else of the parent's environment
/// reaches it: above all no real token.
/// </param>
/// <param name="workingDirectory">The child's working directory.</param>
/// <param name="logFile">Where the child's standard output and error go.</param>
public sealed class BotProcess(
    BotCommand command,
    IReadOnlyDictionary<string, string> environment,
    string workingDirectory,
    string logFile
) : IAsyncDisposable
{
    private const int TailLength = 20;

    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "SYSTEMROOT"];

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private Process? _process;
    private StreamWriter? _log;
    private Task<int>? _exited;

    /// <summary>Whether the child runs now.</summary>
    public bool IsRunning => _exited is { IsCompleted: false };

    /// <summary>The child's process id, while it runs.</summary>
    public int? ProcessId => IsRunning ? _process?.Id : null;

    /// <summary>Completes with the exit code when the child ends, for whatever reason. Valid after <see cref="Start"/>.</summary>
    public Task<int> Exited => _exited ?? throw new InvalidOperationException("The bot was never started.");

    /// <summary>Starts the child, again if need be.</summary>
    /// <exception cref="InvalidOperationException">It already runs.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The executable cannot be started.</exception>
    public void Start()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException("The bot already runs.");
        }

        ForgetLastRun();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(logFile))!);
        _log = new StreamWriter(
            new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite),
            new UTF8Encoding(false)
        )
        {
            AutoFlush = true,
        };
        var process = new Process { StartInfo = StartInfo() };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        _exited = WaitAsync(process);
    }

    /// <summary>Ends the child with SIGKILL: it gets no chance to do anything more.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (_process is { } process && IsRunning)
        {
            process.Kill();
            await Exited.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks the child to stop (SIGTERM) and waits for it; kills it when it takes longer than <paramref name="patience"/> of real time.</summary>
    /// <returns>The exit code; null when it had to be killed or did not run.</returns>
    public async Task<int?> StopAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_process is not { } process || !IsRunning)
        {
            return null;
        }

        if (OperatingSystem.IsWindows() || Terminate(process.Id) != 0)
        {
            await KillAsync(cancellationToken);
            return null;
        }

        try
        {
            return await Exited.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            await KillAsync(cancellationToken);
            return null;
        }
    }

    /// <summary>The last lines that the child wrote, oldest first, one a line.</summary>
    public string LastLogLines()
    {
        lock (_gate)
        {
            return string.Join('\n', _tail);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        ForgetLastRun();
    }

    private static int Terminate(int processId)
    {
        const int sigterm = 15;
        return Kill(processId, sigterm);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = false,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        var ours = info.Environment.Where(variable => IsHarmless(variable.Key)).ToDictionary(StringComparer.Ordinal);
        info.Environment.Clear();
        foreach (var (name, value) in ours)
        {
            info.Environment[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private static bool IsHarmless(string variable) =>
        Inherited.Contains(variable, StringComparer.Ordinal)
        || variable.StartsWith("DOTNET_", StringComparison.Ordinal)
        || variable.StartsWith("LC_", StringComparison.Ordinal);

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _log?.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLength)
            {
                _tail.Dequeue();
            }
        }
    }

    private void ForgetLastRun()
    {
        lock (_gate)
        {
            _process?.Dispose();
            _process = null;
            _log?.Dispose();
            _log = null;
            _tail.Clear();
        }
    }
}
