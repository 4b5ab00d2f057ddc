using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>Rows that state a day and a time of day beside it, in the city's own time.</summary>
internal static class LocalRows
{
    /// <summary>The day, with the time where the text says one clearly.</summary>
    public static EntryStart StartOf(LocalDate date, string? time, FeedRules rules) =>
        MeetingTimeText.Parse(time) is { } clear
            ? new EntryStart.OnWall(date.At(clear), rules.Feed.Zone ?? rules.Zone)
            : new EntryStart.Day(date);
}
