using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>A meeting as a calendar states it: never guessed, never posted without an organizer.</summary>
public sealed record Meeting
{
    public required CampaignId Campaign { get; init; }

    /// <summary>Id of the campaign's feed.</summary>
    public required string Feed { get; init; }

    /// <summary>The entry's id in the feed.</summary>
    public required string Id { get; init; }

    /// <summary>The body that meets, cleaned for display.</summary>
    public required string Title { get; init; }

    /// <summary>The day on the wall of the campaign's zone.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The start on the wall; null: the feed does not say, or not clearly.</summary>
    public LocalTime? Time { get; init; }

    public string? Location { get; init; }

    /// <summary>A human page about the meeting.</summary>
    public Uri? Link { get; init; }

    /// <summary>What the feed says of the meeting's docket; null: none is published, or the feed does not know dockets.</summary>
    public Docket? Docket { get; init; }

    public MeetingStatus Status { get; init; } = MeetingStatus.Scheduled;
    public MeetingConfidence Confidence { get; init; } = MeetingConfidence.Ok;

    /// <summary>SHA-256 over what people would notice (title, time, place, status), to see changes; not the feed's own stamps.</summary>
    public required string ContentHash { get; init; }

    public required Instant FetchedAt { get; init; }

    /// <summary>Whether its start has come; never known of one without a time.</summary>
    /// <param name="zone">The campaign's.</param>
    /// <param name="now">The present moment.</param>
    public bool HasBegun(DateTimeZone zone, Instant now) =>
        Time is { } time && MeetingTime.Resolve(Date.At(time), zone) <= now;

    /// <summary>Since when the feed does not list it any more; null: it stands there.</summary>
    public Absence? Absence { get; init; }
}

/// <summary>A published docket (agenda). It is not part of what <see cref="Meeting.ContentHash"/> covers.</summary>
/// <param name="Document">The published document, where its host is on the campaign's list; null: not, or none is named.</param>
/// <param name="Stamp">
/// The feed's own words for this edition (for Legistar <c>EventAgendaLastPublishedUTC</c>, else the document's address);
/// another stamp means that the docket was published anew. It is not a time to reckon with.
/// </param>
public sealed record Docket(Uri? Document, string Stamp);

public enum MeetingStatus
{
    Scheduled,
    Cancelled,
}

/// <summary>How sure the reading is.</summary>
public enum MeetingConfidence
{
    Ok,
    TimeUnknown,

    /// <summary>Something about it is odd (a meeting at one in the morning): an organizer looks before it is used.</summary>
    NeedsReview,
}
