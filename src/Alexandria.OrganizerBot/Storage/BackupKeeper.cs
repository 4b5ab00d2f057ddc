using Alexandria.OrganizerBot.Domain;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Backups of the running bot. What was deleted must not live on in a backup: once anything was, the backups of before end,
/// and a fresh one is taken in their place where the bot makes any.
/// </summary>
internal sealed partial class BackupKeeper(Store store, StoreOptions options, ILogger<BackupKeeper> logger)
{
    private readonly BackupKeys _keys = new(options.KeysDirectory);

    /// <summary>How many rows had been removed at the last look; null: a process of before may have removed some.</summary>
    private long? _removed;

    /// <summary>To be called after each purge.</summary>
    /// <param name="now">The present moment.</param>
    public async Task KeepAsync(Instant now, CancellationToken cancellationToken)
    {
        // Read first: what is deleted while the backup is taken makes the next one necessary.
        var removed = store.Removed;
        var somethingWent = removed != _removed;
        var standing = _keys.All();
        if (options.BackupDirectory is { } folder && (somethingWent || IsDue(standing, now)))
            await TakeAsync(folder, cancellationToken);

        // Even where no fresh one could be taken: that a backup is missing can be repaired.
        var ended = somethingWent ? standing : standing.Where(key => now - key.Taken >= Retention.Backups);
        var count = 0;
        foreach (var key in ended)
        {
            _keys.End(key);
            count++;
        }
        _removed = removed;
        if (count > 0)
            Log.Ended(logger, count);
    }

    private static bool IsDue(IReadOnlyList<BackupKey> standing, Instant now) =>
        standing is not [var latest, ..] || now - latest.Taken >= Duration.FromDays(1);

    private async Task TakeAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await store.BackUpAsync(folder, cancellationToken);
            Log.Taken(logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotTaken(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "A backup was taken")]
        public static partial void Taken(ILogger logger);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "No backup could be taken: see that Backup:Directory is there, writable and has room"
        )]
        public static partial void NotTaken(ILogger logger, Exception reason);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "{Count} earlier backups open no more: they held what was deleted since, or were a week old"
        )]
        public static partial void Ended(ILogger logger, int count);
    }
}
