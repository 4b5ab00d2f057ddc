namespace Alexandria.OrganizerBot.Words;

/// <summary>Languages that are written from right to left.</summary>
internal static class WritingDirection
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopDirectionalIsolate = '\u2069';

    /// <summary>Codes of the languages in Arabic, Hebrew and Thaana script that a catalogue may be written in.</summary>
    private static readonly HashSet<string> RightToLeft = new(StringComparer.Ordinal)
    {
        "ar",
        "dv",
        "fa",
        "he",
        "ps",
        "ug",
        "ur",
    };

    public static bool IsRightToLeft(string language) => RightToLeft.Contains(language);

    /// <summary>
    /// A value inside a sentence of the other direction, so that a phone number, a time or a name keeps its own order.
    /// </summary>
    /// <remarks>Unicode Standard Annex #9, section 2.4 (explicit directional isolates).</remarks>
    public static string Isolate(string value) => $"{FirstStrongIsolate}{value}{PopDirectionalIsolate}";
}
