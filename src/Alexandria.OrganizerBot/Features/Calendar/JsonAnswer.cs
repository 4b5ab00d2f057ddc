using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>The JSON that calendars answer with: checked as a whole, then read field by field without a throw.</summary>
internal static class JsonAnswer
{
    /// <summary>Has the rows of all pages judged as meetings, or says why one of the pages has none.</summary>
    /// <param name="pages">The answers as they came.</param>
    /// <param name="collector">Judges the entries.</param>
    /// <param name="list">Finds the list of rows in an answer; another kind than an array is no list.</param>
    /// <param name="entry">What a row says of a meeting; null: it is malformed.</param>
    /// <param name="id">The id of a malformed row, to name it by; null: it has none.</param>
    public static CalendarReading Read(
        IReadOnlyList<ReadOnlyMemory<byte>> pages,
        MeetingCollector collector,
        Func<JsonElement, JsonElement?> list,
        Func<JsonElement, EntryDraft?> entry,
        Func<JsonElement, string?> id
    )
    {
        var read = 0;
        foreach (var page in pages)
        {
            if (Open(page, out var document) is { } unreadable)
                return unreadable;
            using (document)
            {
                if (list(document!.RootElement) is not { ValueKind: JsonValueKind.Array } rows)
                    return Unreadable.NotAList;
                foreach (var row in rows.EnumerateArray())
                {
                    if (entry(row) is { } draft)
                        collector.Take(read, draft);
                    else
                        collector.Drop(read, id(row), DropReason.Malformed);
                    read++;
                }
            }
        }
        return collector.Finish(read);
    }

    /// <summary>The list that the root holds in a field, where every row of it has the other field; null: there is none.</summary>
    public static JsonElement? RowsIn(JsonElement root, string field, string everyRowHas) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(field, out var rows)
        && rows.ValueKind == JsonValueKind.Array
        && rows.EnumerateArray()
            .All(row => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(everyRowHas, out _))
            ? rows
            : null;

    /// <summary>How many rows a list at the root has; 0: it is none.</summary>
    public static int CountRows(ReadOnlyMemory<byte> answer)
    {
        if (Open(answer, out var document) is not null)
            return 0;
        using (document)
            return document!.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.GetArrayLength() : 0;
    }

    /// <summary>Opens an answer that is JSON to its end, or says why it is not.</summary>
    public static CalendarReading.Unreadable? Open(ReadOnlyMemory<byte> answer, out JsonDocument? document)
    {
        document = null;
        var bytes = Unreadable.WithoutByteOrderMark(answer);
        if (WhyUnreadable(bytes.Span) is { } unreadable)
            return unreadable;
        // One broken byte costs one character, not the whole calendar.
        if (!Utf8.IsValid(bytes.Span))
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
        document = JsonDocument.Parse(bytes);
        return null;
    }

    /// <summary>The text of a field; null: it is absent, or no text.</summary>
    public static string? Text(JsonElement row, string field)
    {
        if (
            row.ValueKind != JsonValueKind.Object
            || !row.TryGetProperty(field, out var value)
            || value.ValueKind != JsonValueKind.String
        )
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: no text can hold it.
            return null;
        }
    }

    /// <summary>An object inside a row; null: it is absent, or something else.</summary>
    public static JsonElement? Part(JsonElement row, string field) =>
        row.ValueKind == JsonValueKind.Object
        && row.TryGetProperty(field, out var part)
        && part.ValueKind == JsonValueKind.Object
            ? part
            : null;

    /// <summary>A whole number of at least 0; one in quotation marks is taken too.</summary>
    public static string? Number(JsonElement row, string field)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(field, out var id))
            return null;
        return WholeNumber(id.ValueKind == JsonValueKind.Number ? id.GetRawText() : Text(row, field));
    }

    /// <summary>The number in its shortest form; null: it is none.</summary>
    public static string? WholeNumber(string? written) =>
        long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static CalendarReading.Unreadable? WhyUnreadable(ReadOnlySpan<byte> bytes)
    {
        if (Unreadable.At(bytes) is { } unreadable)
            return unreadable;
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException)
        {
            return Unreadable.NotJson(reader.BytesConsumed);
        }
        // A list that is closed has been read to the end; anything else is waiting for more.
        var isWhole = reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
        var isScalar = reader.CurrentDepth == 0 && bytes.TrimStart(" \t\r\n"u8)[0] is not ((byte)'[' or (byte)'{');
        return isWhole ? null
            : isScalar ? Unreadable.NotAList
            : Unreadable.CutOff(bytes.Length);
    }
}
