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

    /// <summary>To be called after each purge.</summary>
    /// <param name="now">The present moment.</param>
    public async Task KeepAsync(Instant now, CancellationToken cancellationToken)
    {
        var removed = store.Removed;
        var standing = _keys.All();
        if (
            options.BackupDirectory is { } folder
            && !standing.Any(key => key.Removed == removed && IsOfToday(key, now))
        )
            await TakeAsync(folder, cancellationToken);

        // Even where no fresh one could be taken: that a backup is missing can be repaired.
        var ended = standing.Where(key => key.Removed != removed || now - key.Taken >= Retention.Backups).ToList();
        foreach (var key in ended)
            _keys.End(key);
        if (ended.Count > 0)
            Log.Ended(logger, ended.Count);
    }

    private static bool IsOfToday(BackupKey key, Instant now) => now - key.Taken < Duration.FromDays(1);

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
