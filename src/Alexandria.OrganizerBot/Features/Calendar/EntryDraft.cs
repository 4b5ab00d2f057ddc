using Alexandria.OrganizerBot.Domain.Calendar;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>An entry as its feed states it, with its fields found but not yet cleaned or judged.</summary>
internal sealed record EntryDraft
{
    /// <summary>Its id in the feed: short, and without a vertical bar.</summary>
    public required string Id { get; init; }

    /// <summary>The body or title, as written.</summary>
    public required string? Name { get; init; }
    public required EntryStart Start { get; init; }
    public string? Location { get; init; }
    public string? Link { get; init; }

    /// <summary>The docket's address, as written; null or empty: none.</summary>
    public string? DocketDocument { get; init; }

    /// <summary>The feed's words for this edition of the docket; null or empty: its address stands for it.</summary>
    public string? DocketStamp { get; init; }

    /// <summary>Whether it takes place.</summary>
    public required CancellationWords.Verdict Verdict { get; init; }

    /// <summary>Something about it is odd, so that a person should look.</summary>
    public bool IsDoubtful { get; init; }
}

/// <summary>When an entry begins, as far as its feed says.</summary>
internal abstract record EntryStart
{
    private EntryStart() { }

    /// <summary>A day and no time; it never gets one.</summary>
    public sealed record Day(LocalDate Date) : EntryStart;

    /// <summary>A time on a wall.</summary>
    public sealed record OnWall(LocalDateTime Local, DateTimeZone Zone) : EntryStart;

    /// <summary>A point in time.</summary>
    public sealed record Moment(Instant Instant) : EntryStart;
}
