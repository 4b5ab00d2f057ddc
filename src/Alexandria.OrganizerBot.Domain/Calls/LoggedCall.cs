using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calls;

/// <summary>What came of a call, as the caller says with one tap.</summary>
public enum CallOutcome
{
    /// <summary>Somebody took the call and listened.</summary>
    Spoke,

    /// <summary>A message was left.</summary>
    Voicemail,

    /// <summary>No message could be left, since the mailbox takes no more.</summary>
    MailboxFull,

    /// <summary>Busy, or nobody answered.</summary>
    NoAnswer,

    /// <summary>Not the office that it should be.</summary>
    WrongNumber,

    /// <summary>Somebody took the call and did not want to hear it.</summary>
    Refused,
}

/// <summary>One call that counts. A person has one for each office and day, however often they tap.</summary>
/// <param name="Action">The call-in day.</param>
/// <param name="Target">Id of the campaign's target.</param>
/// <param name="Day">The day in the campaign's zone.</param>
/// <param name="Member">Who called, as a keyed hash.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When it was logged.</param>
public sealed record LoggedCall(
    ActionId Action,
    string Target,
    LocalDate Day,
    MemberKey Member,
    CallOutcome Outcome,
    Instant At
)
{
    /// <summary>For so long a slip of the finger can be taken back.</summary>
    public static Duration UndoStands { get; } = Duration.FromMinutes(10);

    /// <summary>Whether the caller can still take it back.</summary>
    public bool MayBeUndone(Instant now) => now < At + UndoStands;
}

/// <summary>An office handed to a caller who has not said yet what came of it, so that the next caller gets another.</summary>
/// <param name="Action">The call-in day.</param>
/// <param name="Member">Who was asked to call.</param>
/// <param name="Target">Id of the campaign's target.</param>
/// <param name="At">When it was handed out.</param>
public sealed record CallTurn(ActionId Action, MemberKey Member, string Target, Instant At)
{
    /// <summary>After so long the call is over, or was never made.</summary>
    public static Duration Stands { get; } = Duration.FromMinutes(10);

    /// <summary>Whether the caller is taken to be on the telephone.</summary>
    public bool IsOpen(Instant now) => now < At + Stands;
}
