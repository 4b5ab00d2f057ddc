using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Pledges;

/// <summary>What one member answered to one action. There is at most one for each member and action; it changes in place.</summary>
/// <param name="Action">The action.</param>
/// <param name="Member">Who, as a keyed hash.</param>
/// <param name="Answer">The present answer.</param>
/// <param name="Previous">The answer before it, for undo; null: there was none.</param>
/// <param name="HeadCount">People who come with this pledge, the member included.</param>
/// <param name="Network">The network it came from, for tallies.</param>
/// <param name="Language">Catalogue language of the answer, for tallies and reminders.</param>
/// <param name="At">When the present answer was given.</param>
public sealed record Pledge(
    ActionId Action,
    MemberKey Member,
    PledgeAnswer Answer,
    PledgeAnswer? Previous,
    int HeadCount,
    string Network,
    string Language,
    Instant At
)
{
    /// <summary>The event that gave the present answer, as a keyed hash: who deletes that message takes the answer back.</summary>
    public string? By { get; init; }

    /// <summary>Whether there is room for it.</summary>
    public PledgePlace Place { get; init; } = PledgePlace.Firm;

    /// <summary>Since when it has waited for room; the longest wait comes first.</summary>
    public Instant? WaitingSince { get; init; }

    /// <summary>Until when an offered place is kept.</summary>
    public Instant? OfferEnds { get; init; }

    /// <summary>The action's version that the member saw when they gave the answer, or said again that it holds.</summary>
    public int GivenFor { get; init; } = 1;

    /// <summary>When the member confirmed, asked shortly before; null: they did not, or changed their answer since.</summary>
    public Instant? ConfirmedAt { get; init; }

    /// <summary>Whether the member was there, as they said afterwards; null: they did not say.</summary>
    public bool? Came { get; init; }

    /// <summary>
    /// Whether it was given for the time at which the action starts now. One that was given for another time still counts
    /// and is still reminded of, but its member is asked: nobody's pledge is silently moved.
    /// </summary>
    public bool IsForTimeOf(CollectiveAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return GivenFor >= action.TimeVersion;
    }

    /// <summary>Whether the member said that they will do something.</summary>
    public bool IsComing => Answer is not (PledgeAnswer.Maybe or PledgeAnswer.CantCome or PledgeAnswer.Withdrawn);

    /// <summary>Whether reminders make sense: for those who come or may come, and not for those who wait for room.</summary>
    public bool IsCommitted => (IsComing || Answer == PledgeAnswer.Maybe) && Place == PledgePlace.Firm;
}

/// <summary>Whether there is room for a pledge to an action with a capacity.</summary>
public enum PledgePlace
{
    Firm,

    /// <summary>On the waiting list.</summary>
    Waiting,

    /// <summary>A place became free and is kept for this member for a while.</summary>
    Offered,

    /// <summary>Too many came at once: it counts once an organizer has looked.</summary>
    Held,
}

/// <summary>The answers that a pledge can hold.</summary>
public enum PledgeAnswer
{
    Attend,
    Speak,
    Call,
    Write,
    Bring,
    Maybe,
    CantCome,

    /// <summary>Taken back. The row stays until the action is over, so that a replay cannot bring it back.</summary>
    Withdrawn,
}

public static class PledgeAnswers
{
    /// <summary>The answer that says yes to an ask.</summary>
    public static PledgeAnswer For(Ask ask) =>
        ask switch
        {
            Ask.Attend => PledgeAnswer.Attend,
            Ask.Speak => PledgeAnswer.Speak,
            Ask.Call => PledgeAnswer.Call,
            Ask.Write => PledgeAnswer.Write,
            Ask.Bring => PledgeAnswer.Bring,
            _ => throw new ArgumentOutOfRangeException(nameof(ask), ask, message: null),
        };
}
