using System.Reflection;
using Alexandria.OrganizerBot.Storage;
using LiteDB;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>When the disk fails, nobody is told that anything was stored, and nothing more is accepted.</summary>
public sealed class StoreFailureTests : IAsyncLifetime
{
    private readonly FailingDisk disk;
    private readonly LiteDatabase database = new(new MemoryStream());
    private readonly RowSeal seal = new(new byte[32]);
    private readonly List<Exception> failures = [];
    private readonly StoreWriter writer;
    private int barriers;

    public StoreFailureTests()
    {
        var proxy = DispatchProxy.Create<ILiteDatabase, FailingDisk>();
        disk = (FailingDisk)(object)proxy;
        disk.Database = database;
        writer = new StoreWriter(
            new CountedDatabase(proxy, new RowCounts(seal)),
            now => new SessionScope(proxy, seal, writable: true, now),
            scope => new StoreSession(scope, keys: null!, new MessageSequence(1)),
            () => barriers++,
            failures.Add
        );
    }

    public ValueTask InitializeAsync()
    {
        writer.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await writer.StopAsync();
        database.Dispose();
        seal.Dispose();
    }

    [Theory]
    [InlineData(nameof(ILiteDatabase.BeginTrans))]
    [InlineData(nameof(ILiteDatabase.Commit))]
    [InlineData(nameof(ILiteDatabase.Checkpoint))]
    [InlineData(nameof(ILiteDatabase.GetCollection))]
    public async Task Nothing_is_acknowledged_from_the_failure_on(string step)
    {
        await HandIn("before");
        disk.FailsAt = step;

        await Assert.ThrowsAsync<StoreFailedException>(() => HandIn("during"));
        await writer.StopAsync();
        await Assert.ThrowsAnyAsync<System.Threading.Channels.ChannelClosedException>(() => HandIn("after"));

        Assert.IsType<StoreFailedException>(Assert.Single(failures));
        Assert.Equal(1, barriers);
    }

    [Fact]
    public async Task Those_who_wait_behind_the_failure_are_told_too()
    {
        using var release = new ManualResetEventSlim();
        var blocker = new WriteCommand<bool>(_ => release.Wait(TimeSpan.FromSeconds(30)), default, default);
        await writer.HandInAsync(blocker, default);
        var waiting = Enumerable.Range(0, 200).Select(n => HandIn($"{n}")).ToList();
        disk.FailsAt = nameof(ILiteDatabase.Commit);
        release.Set();

        await Assert.ThrowsAsync<StoreFailedException>(() => blocker.Outcome);
        foreach (var write in waiting)
            await Assert.ThrowsAsync<StoreFailedException>(() => write);
    }

    private async Task HandIn(string setting)
    {
        var command = new WriteCommand<bool>(
            s =>
            {
                s.SetSetting(setting, "1");
                return true;
            },
            default,
            default
        );
        await writer.HandInAsync(command, default);
        await command.Outcome;
    }

    /// <summary>A real LiteDB whose disk breaks at a step.</summary>
    public class FailingDisk : DispatchProxy
    {
        internal LiteDatabase Database { get; set; } = null!;
        internal string? FailsAt { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (string.Equals(targetMethod!.Name, FailsAt, StringComparison.Ordinal))
                throw new IOException("No space left on device");
            return targetMethod.Invoke(Database, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
        }
    }
}
