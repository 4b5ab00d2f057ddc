using System.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// The lines of an iCalendar file (RFC 5545 §3.1), event by event. A line that is none costs itself, and a broken event or
/// zone costs no other.
/// </summary>
internal sealed class IcsText
{
    private const string Event = "VEVENT";
    private const string Calendar = "VCALENDAR";

    private readonly List<IcsEvent> _events = [];

    private IcsText() { }

    /// <summary>The events in the order of the file; one that was begun and never ended is among them, without lines.</summary>
    public IReadOnlyList<IcsEvent> Events => _events;

    /// <summary>X-WR-TIMEZONE: the zone that the calendar names for all that names none.</summary>
    public string? ZoneName { get; private set; }

    /// <summary>The file as a whole cancels its events (METHOD:CANCEL).</summary>
    public bool CancelsAll { get; private set; }

    /// <summary>Whether it ends where it should.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether an answer begins as iCalendar does.</summary>
    public static bool LooksLikeIt(ReadOnlyMemory<byte> answer)
    {
        var start = Unreadable.WithoutByteOrderMark(answer).Span.TrimStart(" \t\r\n"u8);
        return StartsWith(start, "BEGIN:VCALENDAR"u8) || StartsWith(start, "BEGIN:VEVENT"u8);
    }

    /// <summary>Reads the whole file; nothing in it is an error here.</summary>
    public static IcsText Read(ReadOnlyMemory<byte> answer)
    {
        var text = new IcsText();
        var lines = Unfolded(Unreadable.WithoutByteOrderMark(answer).Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(IcsLine.Read);
        // Components that lie inside what is being read: an alarm inside an event, or the parts of a zone.
        var inside = new Stack<string>();
        List<IcsLine>? current = null;
        var calendars = 0;
        foreach (var line in lines)
        {
            switch (line)
            {
                case null:
                    break;
                case { Name: "BEGIN" } when line.Is(Event):
                    if (current is not null)
                        text._events.Add(new IcsEvent([]));
                    current = [];
                    inside.Clear();
                    break;
                case { Name: "END" } when line.Is(Event):
                    if (current is not null)
                        text._events.Add(new IcsEvent(current));
                    current = null;
                    inside.Clear();
                    break;
                case { Name: "BEGIN" } when line.Is(Calendar):
                    calendars++;
                    inside.Clear();
                    break;
                case { Name: "END" } when line.Is(Calendar):
                    calendars--;
                    break;
                case { Name: "BEGIN" }:
                    inside.Push(line.Value.Trim());
                    break;
                case { Name: "END" }:
                    if (inside.Count > 0)
                        inside.Pop();
                    break;
                case var property when current is not null && inside.Count == 0:
                    current.Add(property);
                    break;
                case { Name: "X-WR-TIMEZONE" } when current is null && inside.Count == 0:
                    text.ZoneName ??= line.Value.Trim();
                    break;
                case { Name: "METHOD" } when current is null && inside.Count == 0:
                    text.CancelsAll |= line.Is("CANCEL");
                    break;
                default:
                    break;
            }
        }
        text.IsWhole = current is null && calendars <= 0;
        return text;
    }

    /// <summary>
    /// Joins folded lines before the bytes become text, because some writers fold in the middle of a character. Lines end in
    /// LF afterwards.
    /// </summary>
    private static string Unfolded(ReadOnlySpan<byte> bytes)
    {
        var joined = new byte[bytes.Length];
        var length = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] is (byte)'\r' && at + 1 < bytes.Length && bytes[at + 1] == (byte)'\n')
                continue;
            if (bytes[at] is not ((byte)'\n' or (byte)'\r'))
                joined[length++] = bytes[at];
            else if (at + 1 < bytes.Length && bytes[at + 1] is (byte)' ' or (byte)'\t')
                at++;
            else
                joined[length++] = (byte)'\n';
        }
        return Encoding.UTF8.GetString(joined, 0, length);
    }

    private static bool StartsWith(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> upper) =>
        bytes.Length >= upper.Length && Ascii.EqualsIgnoreCase(bytes[..upper.Length], upper);
}

/// <summary>One event with its lines, in their order; none: it could not be read to its end.</summary>
internal sealed record IcsEvent(IReadOnlyList<IcsLine> Lines)
{
    public IcsLine? Find(string name) => Lines.FirstOrDefault(line => line.Name == name);

    public IEnumerable<IcsLine> All(string name) => Lines.Where(line => line.Name == name);

    /// <summary>The text of a property, with its escapes undone; null: it is absent.</summary>
    public string? Text(string name) => Find(name)?.Text;
}

/// <summary>One content line.</summary>
/// <param name="Name">In upper case.</param>
/// <param name="Zone">Its TZID parameter, without quotation marks; null: it has none.</param>
/// <param name="Parameters">All its parameters, as written.</param>
/// <param name="Value">As written.</param>
internal sealed record IcsLine(string Name, string? Zone, string Parameters, string Value)
{
    /// <summary>The value as text (RFC 5545 §3.3.11).</summary>
    public string Text =>
        Value
            .Replace(@"\\", "\u0000", StringComparison.Ordinal)
            .Replace(@"\n", "\n", StringComparison.OrdinalIgnoreCase)
            .Replace(@"\,", ",", StringComparison.Ordinal)
            .Replace(@"\;", ";", StringComparison.Ordinal)
            .Replace('\u0000', '\\');

    public bool Is(string word) => Value.AsSpan().Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a line; null: it is none.</summary>
    public static IcsLine? Read(string line)
    {
        var nameEnds = line.AsSpan().IndexOfAny(':', ';');
        if (nameEnds <= 0)
            return null;
        var name = line[..nameEnds].Trim().ToUpperInvariant();
        // A zone may be called "(UTC-05:00) Eastern Time", and not everybody quotes it: a date has no colon of its own.
        var valueBegins = IsDate(name) ? line.LastIndexOf(':') : ColonOutsideQuotes(line, nameEnds);
        if (valueBegins < nameEnds)
            return null;
        var parameters = line[nameEnds..valueBegins];
        return new IcsLine(name, ZoneIn(parameters), parameters, line[(valueBegins + 1)..]);
    }

    private static bool IsDate(string name) => name is "DTSTART" or "DTEND" or "EXDATE" or "RDATE" or "RECURRENCE-ID";

    private static int ColonOutsideQuotes(string line, int from)
    {
        var isQuoted = false;
        for (var at = from; at < line.Length; at++)
        {
            if (line[at] == '"')
                isQuoted = !isQuoted;
            else if (line[at] == ':' && !isQuoted)
                return at;
        }
        return -1;
    }

    private static string? ZoneIn(string parameters)
    {
        const string name = ";TZID=";
        var at = parameters.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var rest = parameters[(at + name.Length)..];
        var zone = rest.StartsWith('"') ? rest[1..].Split('"')[0] : rest.Split(';')[0];
        return zone.Trim() is { Length: > 0 } written ? written : null;
    }
}
