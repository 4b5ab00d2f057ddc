using System.Threading.Channels;
using LiteDB;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The only door to what the bot remembers: rows in LiteDB, each one sealed, written by one thread. What
/// <see cref="WriteAsync{T}"/> has completed survives a crash and a power cut.
/// </summary>
internal sealed partial class Store : IAsyncDisposable
{
    private readonly StoreFiles files;
    private readonly ILiteDatabase database;
    private readonly RowSeal seal;
    private readonly StoreMark mark;
    private readonly RowCounts counts;
    private readonly KeyVault vault;
    private readonly MasterKey master;
    private readonly BackupKeys backupKeys;
    private readonly int boots;
    private readonly MessageSequence messageSequence;
    private readonly StoreWriter writer;
    private readonly TimeProvider time;
    private readonly ILogger<Store> logger;
    private readonly TaskCompletionSource<Exception> fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int closed;

    private Store(Opened opened, OpenedKeys keys, TimeProvider time, ILogger<Store> logger)
    {
        (files, database, seal, counts, boots) = opened;
        (vault, master, backupKeys) = keys;
        this.time = time;
        this.logger = logger;
        mark = StoreDatabase.MarkOf(files, master);
        Keys = new MemberKeys(master);
        messageSequence = new MessageSequence(boots);
        writer = new StoreWriter(
            new CountedDatabase(database, counts),
            handedIn => new SessionScope(database, seal, writable: true, handedIn, counts),
            SessionOf,
            TellCommitted,
            Fail
        );
    }

    /// <summary>
    /// Raised after each group's barrier, on the writer's thread: return at once. An exception is logged and goes no further.
    /// </summary>
    public event Action? Committed;

    /// <summary>How many rows were ever removed.</summary>
    public long Removed => counts.Removed;

    /// <summary>Keyed hashes of people and events.</summary>
    public MemberKeys Keys { get; }

    /// <summary>Ends, with the reason, when the disk failed or is full: the host must stop the process. Never ends otherwise.</summary>
    public Task<Exception> Fatal => fatal.Task;

    /// <summary>Opens the store, creating key and database on the very first start.</summary>
    /// <exception cref="StoreRefusedException">It must not be opened; the message says why and what to do.</exception>
    public static Store Open(StoreOptions options, TimeProvider time, ILogger<Store> logger)
    {
        var claimed = StoreFiles.Claim(options);
        RowSeal? rowSeal = null;
        ILiteDatabase? opened = null;
        try
        {
            var isNew = claimed.Identity is null && !claimed.HasDatabase;
            var shares = new KeyVault(options);
            var secret = shares.Open(mayCreate: isNew);
            rowSeal = new RowSeal(secret.Derive("rows"));
            var counted = new RowCounts(rowSeal);
            (opened, var start) = StoreDatabase.Open(claimed, options, secret, rowSeal, counted);
            shares.WrapWhatIsBare();
            var store = new Store(
                new Opened(claimed, opened, rowSeal, counted, start),
                new OpenedKeys(shares, secret, new BackupKeys(options.KeysDirectory)),
                time,
                logger
            );
            store.CreateIndexes();
            store.writer.Start();
            Log.Opened(logger, start, StoreSchema.Version);
            return store;
        }
        catch (Exception e)
        {
            opened?.Dispose();
            rowSeal?.Dispose();
            claimed.Dispose();
            if (e is StoreDamagedException)
                throw new StoreRefusedException(e.Message, e);
            throw;
        }
    }

    /// <summary>
    /// Runs the work in a transaction on the writer's thread; completes once it is durable. Works that are handed in at the
    /// same time share a transaction and its flush, but not their failures.
    /// </summary>
    /// <param name="work">
    /// Synchronous; may run more than once, so it has no effect but on the session, and no clock or chance inside. What it
    /// throws rolls it back and comes out of the returned task.
    /// </param>
    /// <param name="ct">Gives up while the work waits for its turn; once it runs, it is finished.</param>
    /// <exception cref="StoreFailedException">The disk failed; whether the work is stored is unknown.</exception>
    public async Task<T> WriteAsync<T>(Func<StoreSession, T> work, CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(closed != 0, this);
        ThrowIfFailed();
        var command = new WriteCommand<T>(work, Instant.FromDateTimeOffset(time.GetUtcNow()), ct);
        try
        {
            await writer.HandInAsync(command, ct);
        }
        catch (ChannelClosedException e)
        {
            ThrowIfFailed();
            throw new ObjectDisposedException("The store is closed.", e);
        }

        return await command.Outcome;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public async Task WriteAsync(Action<StoreSession> work, CancellationToken ct = default) =>
        await WriteAsync(
            session =>
            {
                work(session);
                return true;
            },
            ct
        );

    /// <summary>
    /// Reads committed data on the caller's thread, beside the writer. Each call on the session sees a snapshot of its own.
    /// </summary>
    /// <exception cref="InvalidOperationException">The work called a method that writes.</exception>
    /// <exception cref="StoreFailedException">The disk failed, now or earlier.</exception>
    public T Read<T>(Func<StoreSession, T> work)
    {
        ObjectDisposedException.ThrowIf(closed != 0, this);
        ThrowIfFailed();
        var scope = new SessionScope(database, seal, writable: false, Instant.FromDateTimeOffset(time.GetUtcNow()));
        try
        {
            return work(SessionOf(scope));
        }
        finally
        {
            if (scope.Fault is StoreFailedException failure)
                Fail(failure);
        }
    }

    /// <summary>
    /// Takes a backup between two transactions: a sealed file in the folder, and the key that opens it among the keys. Whoever
    /// writes meanwhile waits.
    /// </summary>
    /// <param name="folder">It is made where it is missing.</param>
    /// <param name="ct">Gives up while the backup waits for its turn.</param>
    /// <returns>The backup's key, with the path of the file.</returns>
    /// <exception cref="IOException">The folder is away or full; there is no backup then, and no key.</exception>
    public async Task<BackupKey> BackUpAsync(string folder, CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(closed != 0, this);
        ThrowIfFailed();
        StoreFiles.CreatePrivate(folder);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var stamp = BackupStamp.Format(now);
        var key = backupKeys.Make(
            now,
            Removed,
            id => Path.Combine(Path.GetFullPath(folder), $"organizerbot-{stamp}-{id}{BackupFile.Extension}")
        );
        var command = new StandstillCommand(() => BackupFile.Write(key, files.BackedUp), now, ct);
        try
        {
            await writer.HandInAsync(command, ct);
            await command.Outcome;
            return key;
        }
        catch
        {
            backupKeys.End(key);
            throw;
        }
    }

    /// <summary>
    /// Gives the instance a new first key share, and the second one that is named. The shares of before open nothing any more
    /// but earlier copies of the data folder.
    /// </summary>
    /// <param name="second">The second share from now on; null: there is none.</param>
    /// <exception cref="StoreRefusedException">The second share cannot be read; nothing was changed.</exception>
    public void RotateKeys(SecondShare? second) => vault.Rotate(master, second);

    /// <summary>Writes what was handed in, then closes the files and gives the lock back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return;
        await writer.StopAsync();
        try
        {
            database.Dispose();
            if (!fatal.Task.IsCompleted && files.HasDatabase)
                mark.Leave(boots);
        }
        catch (Exception e) when (fatal.Task.IsCompleted)
        {
            // Nothing more can be saved: the reason was told already.
            Log.CloseFailed(logger, e);
        }
        finally
        {
            seal.Dispose();
            files.Dispose();
        }
    }

    private void ThrowIfFailed()
    {
        if (fatal.Task.IsCompleted)
            throw new StoreFailedException(fatal.Task.Result);
    }

    private StoreSession SessionOf(SessionScope scope) => new(scope, Keys, messageSequence);

    private void CreateIndexes()
    {
        SessionOf(new SessionScope(database, seal, writable: true, Instant.MinValue)).EnsureIndexes();
        database.Checkpoint();
    }

    private void TellCommitted()
    {
        try
        {
            Committed?.Invoke();
        }
        catch (Exception e)
        {
            Log.SubscriberFailed(logger, e);
        }
    }

    private void Fail(Exception reason)
    {
        if (fatal.TrySetResult(reason))
            Log.Failed(logger, reason);
    }

    private static readonly InstantPattern BackupStamp = InstantPattern.CreateWithInvariantCulture(
        "uuuuMMdd'T'HHmmss'Z'"
    );

    /// <summary>The keys that were opened.</summary>
    private sealed record OpenedKeys(KeyVault Vault, MasterKey Master, BackupKeys Backups);

    /// <summary>What was opened.</summary>
    private sealed record Opened(StoreFiles Files, ILiteDatabase Database, RowSeal Seal, RowCounts Counts, int Boots);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Store open: start {Boots}, schema {Schema}")]
        public static partial void Opened(ILogger logger, int boots, int schema);

        [LoggerMessage(LogLevel.Critical, "Store failed; the process must stop")]
        public static partial void Failed(ILogger logger, Exception reason);

        [LoggerMessage(LogLevel.Error, "A subscriber to the store's commits threw")]
        public static partial void SubscriberFailed(ILogger logger, Exception reason);

        [LoggerMessage(LogLevel.Warning, "The database did not close cleanly after its failure")]
        public static partial void CloseFailed(ILogger logger, Exception reason);
    }
}
