using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Campaigns;

/// <summary>When the public offices of a jurisdiction are open: Monday to Friday, except for the listed days.</summary>
/// <param name="Jurisdiction">Its short name, for example <c>us-va</c>.</param>
/// <param name="Closed">The days on which they are closed, as observed.</param>
public sealed record OfficeDays(string Jurisdiction, IReadOnlyDictionary<LocalDate, LocalizedText> Closed)
{
    /// <summary>Offices of which nothing but the weekend is known.</summary>
    public static OfficeDays WeekdaysOnly { get; } = new("", new Dictionary<LocalDate, LocalizedText>());

    public bool IsOpen(LocalDate day) =>
        day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !Closed.ContainsKey(day);

    /// <summary>The open day that lies so many open days before; the day itself is not counted, whether it is open or not.</summary>
    public LocalDate Before(LocalDate day, int openDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openDays);
        for (var left = openDays; left > 0; )
        {
            day = day.PlusDays(-1);
            if (IsOpen(day))
                left--;
        }
        return day;
    }
}
