using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Actions;

/// <summary>Something that people do together: a council meeting to attend, a day to call. (C# has <c>System.Action</c>.)</summary>
public sealed record CollectiveAction
{
    /// <summary>Calendars seldom say when a meeting ends; by then it is taken to be over.</summary>
    public static Duration LongestMeeting { get; } = Duration.FromHours(4);

    public required ActionId Id { get; init; }
    public required CampaignId Campaign { get; init; }
    public ActionKind Kind { get; init; } = ActionKind.Meeting;
    public required ActionState State { get; init; }

    /// <summary>Goes up when the time, the place or the asks change: reminders of an older version are void.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The version that gave it the time at which it starts now.</summary>
    public int TimeVersion { get; init; } = 1;

    /// <summary>The version that gave it the place where it is now.</summary>
    public int PlaceVersion { get; init; } = 1;

    /// <summary>The version that gave it the name under which people know it now.</summary>
    public int TitleVersion { get; init; } = 1;

    public required string Title { get; init; }

    /// <summary>Where it takes place, as the calendar or the organizer wrote it.</summary>
    public string? Location { get; init; }

    public required MeetingTime Starts { get; init; }

    /// <summary>The other moments that are known; the start stands in <see cref="Starts"/>.</summary>
    public IReadOnlyList<Milestone> Milestones { get; init; } = [];

    /// <summary>When this action's reminders are sent; null: as the campaign says.</summary>
    public IReadOnlyList<ReminderRule>? Cadence { get; init; }

    /// <summary>By then it is over: at its end where that is known, else <see cref="LongestMeeting"/> after its start.</summary>
    public Instant OverBy => MomentOf(MilestoneKind.End)?.Instant ?? Starts.Instant + LongestMeeting;

    /// <summary>
    /// Until then people answer to it: a meeting that has begun cannot be promised any more; a call can, all day.
    /// </summary>
    public Instant TakesAnswersUntil => Kind == ActionKind.CallIn ? OverBy : Starts.Instant;

    /// <summary>What people are asked to do, most wanted first.</summary>
    public required IReadOnlyList<Ask> Asks { get; init; }

    /// <summary>One or two sentences of the organizers' own; null: none.</summary>
    public string? Note { get; init; }

    /// <summary>How many people there is room for; null: no limit.</summary>
    public int? Capacity { get; init; }

    /// <summary>How many calls a call-in day is to reach; null: no goal.</summary>
    public int? CallGoal { get; init; }

    /// <summary>When the alert is posted; null: as soon as it is released.</summary>
    public Instant? PostAt { get; init; }

    /// <summary>What waits for a second organizer; null: nothing does.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>
    /// What stands in the alert for everybody to check that it is real; another one for each version. Null: nothing is
    /// posted yet, or it was before alerts had codes.
    /// </summary>
    public string? AlertCode { get; init; }

    /// <summary>Whether what stands there was released by one organizer in an emergency, and no second one has read it.</summary>
    public bool IsSentByOne { get; init; }

    /// <summary>A human page about the meeting; its host is on the campaign's list.</summary>
    public Uri? Link { get; init; }

    /// <summary>The calendar entry it was made from; null where an organizer typed it.</summary>
    public MeetingSource? Source { get; init; }

    /// <summary>The action with which the series began that this one is a time of; null: it is of none that it did not begin.</summary>
    public ActionId? Series { get; init; }

    /// <summary>The action when nothing waits for a second organizer any more.</summary>
    public CollectiveAction WithoutProposal() =>
        this with
        {
            Proposal = null,
            State = State == ActionState.Proposed ? ActionState.Draft : State,
        };

    /// <summary>When the milestone comes; null where that is not known.</summary>
    public MeetingTime? MomentOf(MilestoneKind kind) =>
        kind == MilestoneKind.Start ? Starts
        : Milestones.FirstOrDefault(milestone => milestone.Kind == kind) is { } known
            ? new MeetingTime(known.Local, Starts.Zone)
        : null;
}

/// <summary>Something that one organizer proposed and another one has to release.</summary>
/// <param name="By">Who proposed it, as a keyed hash; that person cannot release it.</param>
/// <param name="Fingerprint">
/// Hash over the exact text, audience and timeline that was proposed: what is released is what was read.
/// </param>
/// <param name="Edited">The action as it will be once released; null: the draft as it stands.</param>
public sealed record Proposal(MemberKey By, string Fingerprint, CollectiveAction? Edited)
{
    /// <summary>30 minutes: who reads it later may read what was true then.</summary>
    public static Duration Stands { get; } = Duration.FromMinutes(30);

    /// <summary>When it was proposed; the beginning of time where that was not noted.</summary>
    public Instant At { get; init; }

    /// <summary>
    /// Every identity that was joined to whoever proposed it: parting them again makes nobody another human.
    /// </summary>
    public IReadOnlyList<MemberKey> Identities { get; init; } = [];

    /// <summary>The server or group in which it was proposed: there its author must still be an organizer.</summary>
    public string? Server { get; init; }

    /// <summary>Whether nobody can release it any more, unless it is proposed again.</summary>
    public bool HasLapsed(Instant now) => now >= At + Stands;
}

/// <summary>The calendar entry behind an action.</summary>
/// <param name="Feed">Id of the campaign's feed.</param>
/// <param name="Id">The entry's id in that feed.</param>
public sealed record MeetingSource(string Feed, string Id);

public enum ActionKind
{
    /// <summary>A meeting that people come to.</summary>
    Meeting,

    /// <summary>A day on which people call offices.</summary>
    CallIn,

    /// <summary>A period in which people write.</summary>
    Comment,
}

/// <summary>Draft → Proposed → Released → Done; Cancelled from any of them.</summary>
public enum ActionState
{
    Draft,
    Proposed,
    Released,
    Done,
    Cancelled,
}
