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
    /// <summary>Whether the member said that they will do something.</summary>
    public bool IsCommitted => Answer is not (PledgeAnswer.CantCome or PledgeAnswer.Withdrawn);
}

/// <summary>The answers that a pledge can hold.</summary>
public enum PledgeAnswer
{
    Attend,
    Speak,
    Call,
    Write,
    Bring,
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
