using LiteDB;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>What the rows of one session share: the database, the seal, and whether something has gone wrong in it.</summary>
/// <param name="database">The database.</param>
/// <param name="seal">Opens and seals rows.</param>
/// <param name="writable">Whether it runs inside a transaction of the writer.</param>
/// <param name="now">When the work was handed in; it stays the same when the work runs again.</param>
/// <param name="counts">Where a writable session notes what it adds and removes; null: nobody counts.</param>
internal sealed class SessionScope(
    ILiteDatabase database,
    RowSeal seal,
    bool writable,
    Instant now,
    RowCounts? counts = null
)
{
    public ILiteDatabase Database => database;
    public RowSeal Seal => seal;
    public Instant Now => now;

    /// <summary>
    /// What went wrong first. LiteDB rolls the transaction back at that moment and would run what follows outside of it, so
    /// the session is over even if the work swallowed the exception.
    /// </summary>
    public Exception? Fault { get; private set; }

    public void DemandWritable()
    {
        if (!writable)
            throw new InvalidOperationException("This session only reads: write inside Store.WriteAsync.");
    }

    /// <summary>Rows were added or, below 0, removed.</summary>
    public void Counted(string collection, int change) => counts?.Add(collection, change);

    /// <summary>Runs one step on the database and says what its failure means.</summary>
    public TResult Guard<TResult>(string collection, Func<TResult> step)
    {
        if (Fault is not null)
            throw Fault;
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fault = new StoreFailedException(e);
            throw Fault;
        }
        catch (LiteException e) when (e.ErrorCode == LiteException.LOCK_TIMEOUT)
        {
            Fault = e;
            throw;
        }
        catch (Exception e)
        {
            // LiteDB meets damage with whatever its parser trips over; a seal that does not open is damage too.
            Fault = new StoreDamagedException(collection, e);
            throw Fault;
        }
    }
}
