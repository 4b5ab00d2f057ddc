using NodaTime;

namespace Alexandria.OrganizerBot.Domain;

/// <summary>
/// How long anything about people is kept, in one place; docs/privacy.md says the same to them. Deletion runs every hour and
/// at each start, so each may last up to an hour longer.
/// </summary>
public static class Retention
{
    /// <summary>
    /// What is personal about an action, from its end on, unless its campaign sets <c>retentionHours</c>: answers, messages,
    /// what is left of them, places in line, consents for it, members and addresses that nothing holds any more.
    /// </summary>
    public static Duration AfterAction { get; } = Duration.FromHours(48);

    /// <summary>A message that was sent or called off, as it was; from then on a keyed hash of its id.</summary>
    public static Duration EndedMessages { get; } = Duration.FromHours(24);

    /// <summary>That an event was handled: a network replays one for minutes, not for days. Addresses of nobody go with it.</summary>
    public static Duration Events { get; } = Duration.FromDays(7);

    /// <summary>What a person was asked by number: nobody answers after a month.</summary>
    public static Duration Prompts { get; } = Duration.FromDays(30);

    /// <summary>Who did what as an organizer, rounded to the minute.</summary>
    public static Duration Audit { get; } = Duration.FromDays(30);

    /// <summary>That somebody is kept out, as a keyed hash.</summary>
    public static Duration Bans { get; } = Duration.FromDays(90);

    /// <summary>A permission for all actions to come, from the day on which it was given.</summary>
    public static Duration StandingConsent { get; } = Duration.FromDays(90);

    /// <summary>That two identities are one person, unless somebody parts them before.</summary>
    public static Duration Links { get; } = Duration.FromDays(180);

    /// <summary>A code that joins two identities.</summary>
    public static Duration LinkOffers { get; } = Duration.FromMinutes(10);

    /// <summary>A backup in which nothing was deleted since; one in which anything was ends at the next purge.</summary>
    public static Duration Backups { get; } = Duration.FromDays(7);
}
