using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>Transactions that change the rows and the count of them together.</summary>
internal sealed class CountedDatabase(ILiteDatabase database, RowCounts counts)
{
    /// <summary>Begins a transaction on this thread; false: one was open.</summary>
    public bool Begin()
    {
        counts.Discard();
        return database.BeginTrans();
    }

    public void Rollback()
    {
        database.Rollback();
        counts.Discard();
    }

    /// <summary>Commits the transaction with its counts; false: it was lost on the way.</summary>
    public bool Commit()
    {
        if (counts.Changed)
            counts.Write(database);
        if (!database.Commit())
            return false;
        counts.Accept();
        return true;
    }

    /// <summary>The barrier: when it returns, what was committed is in the data file and flushed.</summary>
    public void Checkpoint() => database.Checkpoint();
}
