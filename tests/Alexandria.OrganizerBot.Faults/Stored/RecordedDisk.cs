using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>
/// A disk that remembers every write and every flush of a database and its log, so that it can say afterwards what a power
/// cut at any moment might have left.
/// </summary>
internal sealed class RecordedDisk
{
    private const int Sector = 512;
    private readonly Lock _gate = new();
    private readonly List<DiskEvent> _events = [];
    private readonly bool _lies;

    /// <param name="lies">Whether it says of a flush that it did it, and did not.</param>
    public RecordedDisk(bool lies)
    {
        _lies = lies;
        Streams = new StoreStreams(new Recorder(this, isLog: false), new Recorder(this, isLog: true));
    }

    public StoreStreams Streams { get; }

    /// <summary>How many events were recorded.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    /// <summary>Somebody was told that this row is stored.</summary>
    public void Acknowledged(int row) => Add(new DiskEvent.Told(row));

    /// <summary>The rows that people had been told of before the moment.</summary>
    public IReadOnlyList<int> ToldBefore(int moment)
    {
        lock (_gate)
            return [.. _events.Take(moment).OfType<DiskEvent.Told>().Select(told => told.Row)];
    }

    /// <summary>
    /// What one file holds after a power cut at that moment. What was flushed is there. Of what was written since, each write
    /// is there or not, in any order; a change of length is there only with all that the file system had to do before it.
    /// </summary>
    /// <param name="isLog">The log, or the database.</param>
    /// <param name="moment">How many events had happened.</param>
    /// <param name="survives">Whether a write that was not flushed is there.</param>
    /// <param name="tears">Whether such a write is there in part: some of its sectors.</param>
    public byte[] LeftAfter(bool isLog, int moment, Func<bool> survives, Func<int, int?> tears)
    {
        List<DiskEvent> events;
        lock (_gate)
            events = [.. _events.Take(moment).Where(one => one.IsLog == isLog)];
        var lastFlush = events.FindLastIndex(one => one is DiskEvent.Flush);
        var file = new MemoryStream();
        var isCut = false;
        for (var at = 0; at < events.Count; at++)
        {
            var isSafe = at <= lastFlush;
            switch (events[at])
            {
                case DiskEvent.Write write when isSafe || (!isCut && survives()):
                    file.Position = write.Offset;
                    var kept = isSafe ? null : tears(write.Bytes.Length / Sector);
                    file.Write(write.Bytes.AsSpan(0, kept * Sector ?? write.Bytes.Length));
                    break;
                case DiskEvent.Length length when isSafe || (!isCut && survives()):
                    file.SetLength(length.Bytes);
                    break;
                case DiskEvent.Length:
                    isCut = true;
                    break;
            }
        }

        return file.ToArray();
    }

    private void Add(DiskEvent one)
    {
        lock (_gate)
            _events.Add(one);
    }

    private abstract record DiskEvent(bool? IsLog)
    {
        public sealed record Write(bool Log, long Offset, byte[] Bytes) : DiskEvent(Log);

        public sealed record Length(bool Log, long Bytes) : DiskEvent(Log);

        public sealed record Flush(bool Log) : DiskEvent(Log);

        public sealed record Told(int Row) : DiskEvent(IsLog: null);
    }

    /// <summary>One file.</summary>
    private sealed class Recorder(RecordedDisk disk, bool isLog) : Stream
    {
        private readonly MemoryStream _file = new();

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => true;
        public override long Length => _file.Length;

        public override long Position
        {
            get => _file.Position;
            set => _file.Position = value;
        }

        public override void Flush()
        {
            if (!disk._lies)
                disk.Add(new DiskEvent.Flush(isLog));
        }

        public override int Read(byte[] buffer, int offset, int count) => _file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

        public override void SetLength(long value)
        {
            disk.Add(new DiskEvent.Length(isLog, value));
            _file.SetLength(value);
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            disk.Add(new DiskEvent.Write(isLog, _file.Position, buffer.AsSpan(offset, count).ToArray()));
            _file.Write(buffer, offset, count);
        }
    }
}
