using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Calls;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>Calls that people made, and whom they are asked to call.</content>
internal sealed partial class StoreSession
{
    private Rows<LoggedCall> Calls => field ??= new(StoreSchema.Calls, scope);
    private Rows<CallTurn> CallTurns => field ??= new(StoreSchema.CallTurns, scope);

    /// <summary>Counts the call; another one of the person to the office on that day takes its place.</summary>
    public void Save(LoggedCall call) => Calls.Save(call);

    /// <summary>Takes the call out of the count.</summary>
    public void Forget(LoggedCall call) =>
        Calls.Delete(StoreSchema.CallId(call.Action, call.Day, call.Target, call.Member));

    /// <summary>Every call of the action.</summary>
    public IReadOnlyList<LoggedCall> CallsOf(ActionId action) => Calls.StartingWith($"{action.Code}|");

    /// <summary>The person's call to the office on the day; null: none counts.</summary>
    public LoggedCall? FindCall(ActionId action, string target, LocalDate day, MemberKey member) =>
        Calls.Find(StoreSchema.CallId(action, day, target, member));

    /// <summary>Hands an office to the person in place of the one before.</summary>
    public void Save(CallTurn turn) => CallTurns.Save(turn);

    /// <summary>The person is not on the telephone any more.</summary>
    public void EndTurn(ActionId action, MemberKey member) => CallTurns.Delete(StoreSchema.TurnId(action, member));

    /// <summary>Every office that was handed out for the action.</summary>
    public IReadOnlyList<CallTurn> TurnsOf(ActionId action) => CallTurns.StartingWith($"{action.Code}|");

    private IReadOnlyList<LoggedCall> CallsBy(MemberKey member) => Calls.WithField("member", member.Value);

    private int ForgetCallsOf(MemberKey member) =>
        Calls.DeleteBetween("member", member.Value, member.Value)
        + CallTurns.DeleteBetween("member", member.Value, member.Value);

    private int ForgetCallsFor(ActionId action, int most)
    {
        var gone = Calls.DeleteStartingWith($"{action.Code}|", most);
        return gone + CallTurns.DeleteStartingWith($"{action.Code}|", most - gone);
    }
}
