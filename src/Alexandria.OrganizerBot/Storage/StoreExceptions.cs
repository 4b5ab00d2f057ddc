namespace Alexandria.OrganizerBot.Storage;

/// <summary>The store does not open; the message is one sentence that says what to do.</summary>
internal sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A row or page does not open: it is reported and never served.</summary>
internal sealed class StoreDamagedException(string collection, Exception? inner = null)
    : Exception($"A row of '{collection}' is damaged: stop the bot and restore a backup.", inner)
{
    public string Collection { get; } = collection;
}

/// <summary>The disk failed or is full: nothing more is read or written by this process.</summary>
internal sealed class StoreFailedException(Exception inner)
    : Exception("The store failed: free or repair the disk and start the bot again.", inner);
