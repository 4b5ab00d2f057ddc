using System.Security.Cryptography;
using System.Text;
using LiteDB;
using LiteDB.Engine;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>Opens LiteDB the one way that is safe (its defaults are not), and proves that file, side file and key belong together.</summary>
internal static class StoreDatabase
{
    public const string Meta = "meta";
    private const string Sentinel = "store";
    private const string Counted = "counted";

    /// <summary>Opens the database, creating it on the very first start; says how often it was opened, this time included.</summary>
    /// <exception cref="StoreRefusedException">The file, the side file and the key do not belong together, or the file is damaged or newer.</exception>
    public static (ILiteDatabase Database, int Boots) Open(
        StoreFiles files,
        StoreOptions options,
        MasterKey master,
        RowSeal seal,
        RowCounts counts
    )
    {
        var identity = files.Identity;
        if (identity is not null && !files.HasDatabase)
            throw new StoreRefusedException(
                $"The database {files.DatabasePath} is missing or cut short although it was in use: restore a backup, or, to begin anew, move the data directory away."
            );

        var mark = MarkOf(files, master);
        LiteDatabase? database = null;
        try
        {
            var left = files.HasDatabase ? mark.Compare() : null;
            database = new LiteDatabase(new LiteEngine(EngineOf(files, options)));
            var sentinel = Recognise(database, files, identity, master);
            var boots = sentinel["boots"].AsInt32;
            if (left is { Fits: false } && left.Value.Boots == boots)
                throw new InvalidDataException("The file is not as it was left.");
            var counted =
                left is { Fits: true } && counts.Read(database) is { } known ? known.Counts
                : options.IsExaminedAtOpen ? Examine(database, seal, counts, sentinel)
                : counts.Read(database)?.Counts ?? new Dictionary<string, int>();
            mark.Remove();
            Begin(database, files, sentinel, counts, counted);
            return (database, boots + 1);
        }
        catch (StoreRefusedException)
        {
            database?.Dispose();
            throw;
        }
        catch (Exception e)
        {
            try
            {
                database?.Dispose();
            }
            catch (Exception whileClosing)
            {
                e = new AggregateException(e, whileClosing);
            }

            throw new StoreRefusedException(
                $"The database {files.DatabasePath} is damaged or cannot be read: restore a backup.",
                e
            );
        }
    }

    /// <summary>What a clean stop leaves beside the file.</summary>
    public static StoreMark MarkOf(StoreFiles files, MasterKey master) =>
        new(files.MarkPath, files.DatabasePath, master.Derive("mark"));

    private static EngineSettings EngineOf(StoreFiles files, StoreOptions options) =>
        new()
        {
            Filename = options.Streams is null ? files.DatabasePath : null,
            DataStream = options.Streams?.Data,
            LogStream = options.Streams?.Log,
            // The default ignores case: ids in base64 would collide.
            Collation = Collation.Binary,
        };

    /// <summary>Reads every row, and holds their number against the one that was kept.</summary>
    private static IReadOnlyDictionary<string, int> Examine(
        LiteDatabase database,
        RowSeal seal,
        RowCounts counts,
        BsonDocument sentinel
    )
    {
        var (boots, isCounted) = (sentinel["boots"].AsInt32, sentinel[Counted].IsBoolean);
        var counted = StoreExamination.Examine(database, seal);
        if (counts.Read(database) is not var (kept, keptAt))
        {
            // A file of a version that did not count yet has nothing to compare with: it counts from now on.
            return isCounted ? throw new InvalidDataException("The counts are gone.") : counted;
        }

        if (keptAt != boots)
            throw new InvalidDataException("The counts are of another start.");
        foreach (var (collection, number) in counted)
        {
            if (kept.GetValueOrDefault(collection) != number)
                throw new StoreDamagedException(collection);
        }

        return counted;
    }

    /// <summary>The row that says whose database it is; a new one for a new database.</summary>
    private static BsonDocument Recognise(LiteDatabase database, StoreFiles files, string? identity, MasterKey master)
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
                    "The key does not open this database: put the key that it was created with into the keys directory, and organizerbot.wrap, if there was one, into the data directory."
                );
        }

        return sentinel;
    }

    /// <summary>The first commit after opening, and its barrier, come before anybody can be told that something is stored.</summary>
    private static void Begin(
        LiteDatabase database,
        StoreFiles files,
        BsonDocument sentinel,
        RowCounts counts,
        IReadOnlyDictionary<string, int> counted
    )
    {
        if (!database.UtcDate)
            database.UtcDate = true;
        if (database.UserVersion < StoreSchema.Version)
            database.UserVersion = StoreSchema.Version;

        var boots = sentinel["boots"].AsInt32 + 1;
        sentinel["boots"] = boots;
        sentinel[Counted] = true;
        database.BeginTrans();
        database.GetCollection(Meta, BsonAutoId.ObjectId).Upsert(sentinel);
        counts.Begin(database, counted, boots);
        database.Commit();
        database.Checkpoint();
        if (files.Identity is null)
            files.WriteIdentity(sentinel["instance"].AsString);
    }

    /// <summary>Tells a wrong key from a damaged row.</summary>
    private static byte[] CheckOf(MasterKey master, string instance) =>
        HMACSHA256.HashData(master.Derive("check"), Encoding.UTF8.GetBytes(instance));
}
