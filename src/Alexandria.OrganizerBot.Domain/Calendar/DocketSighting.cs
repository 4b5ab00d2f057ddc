using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>The edition of a meeting's docket that the bot has looked through last.</summary>
public sealed record DocketSighting
{
    /// <summary>So many days after the meeting's day nobody asks for its docket any more.</summary>
    public const int DaysKept = 2;

    public required CampaignId Campaign { get; init; }

    /// <summary>Id of the campaign's feed.</summary>
    public required string Feed { get; init; }

    /// <summary>The meeting's id in the feed.</summary>
    public required string Meeting { get; init; }

    /// <summary>The meeting's day on the wall of the campaign's zone.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The feed's own words for the edition: <see cref="Docket.Stamp"/>.</summary>
    public required string Stamp { get; init; }

    public required Instant SeenAt { get; init; }

    /// <summary>The items that fit a keyword, in the docket's order; at most <see cref="DocketItem.MostKept"/>.</summary>
    public IReadOnlyList<DocketItem> Items { get; init; } = [];

    /// <summary>How many more items fit.</summary>
    public int MoreItems { get; init; }

    /// <summary>Whether coordinators were told of this edition.</summary>
    public bool WasTold { get; init; }

    /// <summary>Whether they were told of an earlier one.</summary>
    public bool IsLaterEdition { get; init; }

    /// <summary>When it can be forgotten.</summary>
    public Instant Until(DateTimeZone zone) => zone.AtStartOfDay(Date.PlusDays(DaysKept + 1)).ToInstant();
}

/// <summary>An item of a docket that fits a campaign's keywords.</summary>
/// <param name="Number">Its number on the docket, as the city writes it; null: it has none.</param>
/// <param name="Title">What it is about, cleaned for display.</param>
/// <param name="Keywords">The keywords that fit, as the organizers wrote them.</param>
/// <param name="IsNew">Whether coordinators were told of an earlier edition without it.</param>
public sealed record DocketItem(string? Number, string Title, IReadOnlyList<string> Keywords, bool IsNew)
{
    /// <summary>A list that is longer is read by nobody in a chat.</summary>
    public const int MostKept = 8;
}
