using System.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>Why an answer as a whole is no calendar: one sentence each, with its key in the catalogue.</summary>
internal static class Unreadable
{
    public static CalendarReading.Unreadable NotAList { get; } =
        Because("The answer is not a list of meetings.", "calendar.unreadable.not-a-list");

    public static CalendarReading.Unreadable NoEntry { get; } =
        Because("No entry of the answer can be read as a meeting.", "calendar.unreadable.no-entry");

    public static CalendarReading.Unreadable NotICalendar { get; } =
        Because("The answer is not an iCalendar file.", "calendar.unreadable.not-icalendar");

    private static CalendarReading.Unreadable NotUtf8 { get; } =
        Because("The answer is not in UTF-8.", "calendar.unreadable.encoding");

    public static CalendarReading.Unreadable CutOff(int bytes) =>
        Because($"The answer is cut off after {bytes} bytes.", "calendar.unreadable.cut-off", ("bytes", bytes));

    public static CalendarReading.Unreadable NotJson(long at) =>
        Because($"The answer is not valid JSON (at byte {at}).", "calendar.unreadable.not-json", ("bytes", at));

    /// <summary>Looks at the answer as a whole before any entry: nothing, a web page, XML, another encoding.</summary>
    public static CalendarReading.Unreadable? At(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
            return Because("The answer is empty.", "calendar.unreadable.empty");
        if (start[0] == '<')
        {
            var head = Encoding.UTF8.GetString(start[..Math.Min(start.Length, 1024)]);
            return
                head.Contains("<html", StringComparison.OrdinalIgnoreCase)
                || head.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
                ? Because("The answer is a web page instead of data.", "calendar.unreadable.html")
                : Because("The answer is XML instead of JSON.", "calendar.unreadable.xml");
        }
        return start[0] is 0xFE or 0xFF or 0 ? NotUtf8 : null;
    }

    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private static CalendarReading.Unreadable Because(
        string reason,
        string key,
        params (string Name, object Value)[] values
    ) => new(reason, key, values);
}
