namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Lets so many requests a second through that Discord, which counts when they arrive, never counts more. Where the first of
/// a second was slow on its way and the one after the last is fast, Discord would see one too many; so a request counts from
/// its answer, by which it surely had arrived, or from <see cref="LongestWay"/> after it left, whichever is earlier. That
/// costs two in a hundred at the most, and nothing where answers come at once. Guarded by the limiter's lock.
/// </summary>
/// <remarks>https://docs.discord.com/developers/topics/rate-limits#global-rate-limit</remarks>
internal sealed class GlobalLimit(int perSecond, TimeProvider time)
{
    /// <summary>How much slower than another one a request may be on its way.</summary>
    internal static readonly TimeSpan LongestWay = TimeSpan.FromMilliseconds(18);

    /// <summary>
    /// The same for the first requests of a process: connections have to be made for them, and one of two that left together
    /// may arrive long after the other.
    /// </summary>
    internal static readonly TimeSpan LongestFirstWay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private int _left;

    private readonly List<Slot> _taken = new(perSecond);

    /// <summary>Who came while every place was taken, the first first.</summary>
    private readonly List<Turn> _line = [];

    /// <summary>
    /// A place for one request, in the order in which they first asked: who came later would otherwise overtake some of them
    /// over and over. Null: none is free for this one before <paramref name="wait"/> has passed; it keeps its turn until it
    /// takes a place or <see cref="Leave"/>s.
    /// </summary>
    public Slot? TryTake(Turn turn, out TimeSpan wait)
    {
        // One look at the clock: a place that was still taken at the first look could be free at a second one, and the wait
        // for it would be less than nothing.
        var now = time.GetTimestamp();
        _taken.RemoveAll(slot => slot.Left(now, time) <= TimeSpan.Zero);
        var ahead = _line.IndexOf(turn);
        if (ahead < 0)
        {
            ahead = _line.Count;
            _line.Add(turn);
        }

        var free = perSecond - _taken.Count;
        if (ahead < free)
        {
            _line.RemoveAt(ahead);
            wait = TimeSpan.Zero;
            var slot = new Slot(now, _left < 2 * perSecond ? LongestFirstWay : LongestWay);
            _left++;
            _taken.Add(slot);
            return slot;
        }

        // Those ahead get the places that come free first. Behind more of them than there are places, it asks again.
        var lefts = _taken.Select(slot => slot.Left(now, time)).Order();
        wait = lefts.ElementAt(Math.Min(ahead - free, _taken.Count - 1));
        return null;
    }

    /// <summary>The request does not wait for a place any longer.</summary>
    public void Leave(Turn turn) => _line.Remove(turn);

    /// <summary>One request's turn, from its first asking on.</summary>
    internal sealed class Turn;

    /// <summary>One request within the limit.</summary>
    internal sealed class Slot(long sent, TimeSpan longestWay)
    {
        private TimeSpan? _way;

        /// <summary>Its answer has come.</summary>
        public void Answered(TimeProvider time) => _way ??= time.GetElapsedTime(sent);

        /// <summary>How long it still counts at the moment <paramref name="now"/>, a timestamp of <paramref name="time"/>.</summary>
        public TimeSpan Left(long now, TimeProvider time)
        {
            var way = _way is { } known && known < longestWay ? known : longestWay;
            return way + Second - time.GetElapsedTime(sent, now);
        }
    }
}
