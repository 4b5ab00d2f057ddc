using System.Security.Cryptography;
using System.Text;
using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>Opens LiteDB the one way that is safe (its defaults are not), and proves that file, side file and key belong together.</summary>
internal static class StoreDatabase
{
    private const string Meta = "meta";
    private const string Sentinel = "store";

    /// <summary>Opens the database, creating it on the very first start; says how often it was opened, this time included.</summary>
    /// <exception cref="StoreRefusedException">The file, the side file and the key do not belong together, or the file is damaged or newer.</exception>
    public static (ILiteDatabase Database, int Boots) Open(StoreFiles files, MasterKey master)
    {
        var identity = files.Identity;
        if (identity is not null && !files.HasDatabase)
            throw new StoreRefusedException(
                $"The database {files.DatabasePath} is missing or cut short although it was in use: restore a backup, or, to begin anew, move the data directory away."
            );

        LiteDatabase? database = null;
        try
        {
            database = new LiteDatabase(
                new ConnectionString
                {
                    Filename = files.DatabasePath,
                    Connection = ConnectionType.Direct,
                    // The default ignores case: ids in base64 would collide.
                    Collation = Collation.Binary,
                }
            );
            return (database, Recognise(database, files, identity, master));
        }
        catch (StoreRefusedException)
        {
            database?.Dispose();
            throw;
        }
        catch (Exception e)
        {
            database?.Dispose();
            throw new StoreRefusedException(
                $"The database {files.DatabasePath} cannot be opened; it may be damaged: restore a backup.",
                e
            );
        }
    }

    /// <summary>Checks or writes the sentinel; returns how often the store was opened, this time included.</summary>
    private static int Recognise(LiteDatabase database, StoreFiles files, string? identity, MasterKey master)
    {
        if (database.UserVersion > StoreSchema.Version)
            throw new StoreRefusedException(
                "The database was written by a newer version of the bot: start that version, or restore a backup."
            );

        var meta = database.GetCollection(Meta, BsonAutoId.ObjectId);
        var sentinel = meta.FindById(Sentinel);
        if (sentinel is null)
        {
            if (identity is not null || database.GetCollectionNames().Any())
                throw new StoreRefusedException(
                    $"The database {files.DatabasePath} does not say whose it is: restore a backup, or, to begin anew, move the data directory away."
                );
            var instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            sentinel = new BsonDocument
            {
                ["_id"] = Sentinel,
                ["instance"] = instance,
                ["check"] = CheckOf(master, instance),
                ["boots"] = 0,
            };
        }
        else
        {
            if (
                identity is not null
                && !string.Equals(sentinel["instance"].AsString, identity, StringComparison.Ordinal)
            )
                throw new StoreRefusedException(
                    $"The database {files.DatabasePath} belongs to another instance than its side file organizerbot.id: put the two together again."
                );
            if (
                !CryptographicOperations.FixedTimeEquals(
                    sentinel["check"].AsBinary,
                    CheckOf(master, sentinel["instance"].AsString)
                )
            )
                throw new StoreRefusedException(
                    "The key does not open this database: put the key that it was created with into the keys directory."
                );
        }

        if (!database.UtcDate)
            database.UtcDate = true;
        if (database.UserVersion < StoreSchema.Version)
            database.UserVersion = StoreSchema.Version;

        // The first commit after opening, and its barrier, come before anybody can be told that something is stored.
        var boots = sentinel["boots"].AsInt32 + 1;
        sentinel["boots"] = boots;
        meta.Upsert(sentinel);
        database.Checkpoint();
        if (identity is null)
            files.WriteIdentity(sentinel["instance"].AsString);
        return boots;
    }

    /// <summary>Tells a wrong key from a damaged row.</summary>
    private static byte[] CheckOf(MasterKey master, string instance) =>
        HMACSHA256.HashData(master.Derive("check"), Encoding.UTF8.GetBytes(instance));
}
