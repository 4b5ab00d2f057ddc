using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class BotProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder.FullPath, "bot.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_child_writes_lands_in_the_log_and_its_last_lines_are_at_hand()
    {
        await using var bot = Shell("echo one; echo two >&2; exit 3");

        bot.Start();

        Assert.Equal(3, await bot.Exited.WaitAsync(Cancelled));
        Assert.Equal(["one", "two"], bot.LastLogLines().Split('\n').Order());
        await bot.DisposeAsync();
        Assert.Equal(["one", "two"], File.ReadAllLines(Log).Order());
    }

    [Fact]
    public async Task A_kill_is_a_SIGKILL_which_no_trap_can_catch()
    {
        await using var bot = Shell("trap 'echo caught' TERM INT; mkfifo never; read line < never");
        bot.Start();

        await bot.KillAsync(Cancelled);

        const int sigkill = 9;
        Assert.Equal(128 + sigkill, await bot.Exited.WaitAsync(Cancelled));
        Assert.False(bot.IsRunning);
    }

    [Fact]
    public async Task A_stop_is_a_SIGTERM_that_the_child_may_answer()
    {
        // The child says when its trap is set; only then is it asked to stop.
        await using var bot = Shell(
            "tail -f /dev/null > tail.log 2>&1 & trap \"kill $!; echo goodbye; exit 0\" TERM; echo ready > ready; wait"
        );
        using var watcher = new FileSystemWatcher(_folder.FullPath, "ready");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => ready.TrySetResult();
        watcher.EnableRaisingEvents = true;
        bot.Start();
        await ready.Task.WaitAsync(Cancelled);

        var code = await bot.StopAsync(TimeSpan.FromSeconds(30), Cancelled);

        Assert.Equal(0, code);
        Assert.Contains("goodbye", bot.LastLogLines(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_started_again_and_the_log_goes_on()
    {
        await using var bot = Shell("echo hello");
        bot.Start();
        await bot.Exited.WaitAsync(Cancelled);

        bot.Start();
        await bot.Exited.WaitAsync(Cancelled);
        await bot.DisposeAsync();

        Assert.Equal(["hello", "hello"], File.ReadAllLines(Log));
    }

    [Fact]
    public async Task Only_harmless_variables_are_inherited()
    {
        Environment.SetEnvironmentVariable("Discord__Token", "a real token");
        Environment.SetEnvironmentVariable("DOTNET_REHEARSAL_TEST", "harmless");
        try
        {
            await using var bot = Shell("env");
            bot.Start();
            await bot.Exited.WaitAsync(Cancelled);
            await bot.DisposeAsync();

            var seen = File.ReadAllText(Log);
            Assert.DoesNotContain("a real token", seen, StringComparison.Ordinal);
            Assert.Contains("DOTNET_REHEARSAL_TEST=harmless", seen, StringComparison.Ordinal);
            Assert.Contains("Given=to the child", seen, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Discord__Token", null);
            Environment.SetEnvironmentVariable("DOTNET_REHEARSAL_TEST", null);
        }
    }

    private BotProcess Shell(string script) =>
        new(
            new BotCommand("/bin/sh", ["-c", script]),
            new Dictionary<string, string> { ["Given"] = "to the child" },
            _folder.FullPath,
            Log
        );
}
