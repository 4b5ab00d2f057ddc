namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>The names of months and weekdays as organizers type them, in every catalogue language, without accents.</summary>
internal static class DayWords
{
    public static IReadOnlyList<string[]> Months { get; } =
    [
        ["january", "enero"],
        ["february", "febrero"],
        ["march", "marzo"],
        ["april", "abril"],
        ["may", "mayo"],
        ["june", "junio"],
        ["july", "julio"],
        ["august", "agosto"],
        ["september", "septiembre", "setiembre"],
        ["october", "octubre"],
        ["november", "noviembre"],
        ["december", "diciembre"],
    ];

    /// <summary>From Monday on.</summary>
    public static IReadOnlyList<string[]> Weekdays { get; } =
    [
        ["monday", "lunes"],
        ["tuesday", "martes"],
        ["wednesday", "miercoles"],
        ["thursday", "jueves"],
        ["friday", "viernes"],
        ["saturday", "sabado"],
        ["sunday", "domingo"],
    ];

    /// <summary>The place of a name, also shortened to three letters or more; null where it is none or could be two.</summary>
    public static int? IndexOf(IReadOnlyList<string[]> names, string word)
    {
        if (word.Length < 3)
            return null;
        var found = names
            .Select((inLanguages, index) => (inLanguages, index))
            .Where(item => item.inLanguages.Any(name => name.StartsWith(word, StringComparison.Ordinal)))
            .Select(item => item.index)
            .ToList();
        return found is [var only] ? only : null;
    }
}
