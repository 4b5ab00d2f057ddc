namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Numbers the messages in the order of writing, over restarts too: the number of the start stands in the upper half. Gaps
/// mean nothing. Used on the writer's thread only.
/// </summary>
internal sealed class MessageSequence(int boots)
{
    private long last = (long)boots << 32;

    public long Next() => ++last;
}
