using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Alexandria.OrganizerBot.Storage;
using LiteDB;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// The yardstick of bulk writes: as many sealed rows with the outbox's fields and indexes, inserted into LiteDB directly, in
/// transactions of the same size with the same barrier, but with nothing asked or decided.
/// </summary>
internal static class RawRows
{
    /// <summary>About what a sealed reminder takes.</summary>
    private const int PayloadBytes = 350;

    /// <summary>Inserts the rows into a new file.</summary>
    /// <returns>Milliseconds.</returns>
    public static double Insert(string path, int rows, int rowsAtOnce)
    {
        using var seal = new RowSeal(RandomNumberGenerator.GetBytes(32));
        using var database = new LiteDatabase(new ConnectionString { Filename = path, Collation = Collation.Binary });
        var collection = database.GetCollection("outbox", BsonAutoId.ObjectId);
        foreach (var field in (string[])["queue", "state", "about"])
            collection.EnsureIndex(field, $"$.{field}");
        var payload = new byte[PayloadBytes];

        var started = Stopwatch.GetTimestamp();
        foreach (var some in Enumerable.Range(0, rows).Chunk(rowsAtOnce))
        {
            database.BeginTrans();
            foreach (var row in some)
            {
                var number = row.ToString("D19", CultureInfo.InvariantCulture);
                var id = $"A1.1.day-before|{number}aaaaaaaaaaaaaaaaaaaaaaaa";
                collection.Insert(
                    new BsonDocument
                    {
                        ["_id"] = id,
                        ["queue"] = $"discord|1|001803924000000|{number}",
                        ["state"] = "Pending",
                        ["about"] = 1,
                        ["to"] = number,
                        ["v"] = seal.Seal(payload, System.Text.Encoding.ASCII.GetBytes(id)),
                    }
                );
            }

            database.Commit();
            database.Checkpoint();
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
