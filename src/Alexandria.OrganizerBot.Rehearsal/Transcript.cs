using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>
/// The transcript of one run: written to a file as it goes, one JSON object a line, and kept in memory for the
/// scenario's expectations.
/// </summary>
public sealed class Transcript : ITranscript, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // For people and jq, not for web pages: "é" stays "é".
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new();
    private readonly List<TranscriptEntry> _entries = [];
    private readonly StreamWriter _writer;

    /// <summary>Starts a transcript in <paramref name="file"/>, replacing an older one.</summary>
    public Transcript(string file)
    {
        File = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        _writer = new StreamWriter(
            new FileStream(File, FileMode.Create, FileAccess.Write, FileShare.ReadWrite),
            new UTF8Encoding(false)
        )
        {
            AutoFlush = true,
            NewLine = "\n",
        };
    }

    /// <summary>The full path of the file.</summary>
    public string File { get; }

    /// <summary>Number of entries so far; marks a point for <see cref="Since"/>.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Add(TranscriptEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            _writer.WriteLine(JsonSerializer.Serialize(entry, Json));
        }
    }

    /// <summary>The entries from number <paramref name="mark"/> on (0 for all), in the order in which they were added.</summary>
    public IReadOnlyList<TranscriptEntry> Since(int mark)
    {
        lock (_gate)
        {
            return _entries.GetRange(mark, _entries.Count - mark);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
