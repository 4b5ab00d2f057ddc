using System.Diagnostics;
using System.IO.Pipes;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>A real process is killed (SIGKILL) while several callers write; the short form of the crash lane.</summary>
public sealed class StoreCrashTests : IDisposable
{
    private const string PipeVariable = "STORE_CRASH_PIPE";
    private const string RootVariable = "STORE_CRASH_ROOT";

    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    /// <summary>
    /// Small numbers kill it in the first moments after opening, when LiteDB's own commits can still be lost. The child is
    /// this same test, told by its environment that it is the one to be killed.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public async Task What_was_acknowledged_survives_a_kill(int acknowledgementsBeforeTheKill)
    {
        if (Environment.GetEnvironmentVariable(PipeVariable) is { } parent)
        {
            await WriteUntilKilled(parent, Environment.GetEnvironmentVariable(RootVariable)!);
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var pipeName = Path.GetFileName(home.Root);
        await using var pipe = new NamedPipeServerStream(pipeName, PipeDirection.In);
        using var child = StartChild(pipeName);
        await pipe.WaitForConnectionAsync(limit.Token);

        var acknowledged = new List<int>();
        var buffer = new byte[sizeof(int)];
        while (
            await pipe.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit.Token) == buffer.Length
        )
        {
            acknowledged.Add(BitConverter.ToInt32(buffer));
            if (acknowledged.Count == acknowledgementsBeforeTheKill)
                child.Kill();
        }

        await child.WaitForExitAsync(limit.Token);
        Assert.True(acknowledged.Count >= acknowledgementsBeforeTheKill, "The child ended by itself.");
        await using var store = home.Open();
        var stored = store.Read(s => s.PledgesOf(new ActionId(1))).Select(p => p.Member).ToHashSet();
        Assert.DoesNotContain(acknowledged, n => !stored.Contains(Samples.Member(n)));
        // Each pledge was written together with its message: all or nothing.
        Assert.All(stored, member => Assert.NotNull(store.Read(s => s.FindMessage($"A1|{member}"))));
    }

    private async Task WriteUntilKilled(string pipeName, string root)
    {
        await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.Out);
        await pipe.ConnectAsync(TestContext.Current.CancellationToken);
        using var turn = new SemaphoreSlim(1);
        var options = new StoreOptions
        {
            DataDirectory = Path.Combine(root, "data"),
            KeysDirectory = Path.Combine(root, "keys"),
        };
        await using var store = Store.Open(options, home.Time, home.Logger);
        var next = 0;

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(WriteForever)));

        async Task WriteForever()
        {
            while (true)
            {
                var n = Interlocked.Increment(ref next);
                var member = Samples.Member(n);
                await store.WriteAsync(s =>
                {
                    s.Save(Samples.Pledge(1, member));
                    s.Enqueue(Samples.Message($"A1|{member}"));
                });
                await turn.WaitAsync();
                await pipe.WriteAsync(BitConverter.GetBytes(n));
                turn.Release();
            }
        }
    }

    private Process StartChild(string pipeName)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(StoreCrashTests).Assembly.Location,
                "-method",
                $"*{nameof(StoreCrashTests)}.{nameof(What_was_acknowledged_survives_a_kill)}",
            },
            Environment = { [PipeVariable] = pipeName, [RootVariable] = home.Root },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.ErrorDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return child;
    }
}
