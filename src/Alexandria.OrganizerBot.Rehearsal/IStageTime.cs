namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>The stage's clock as networks read it: the time that messages and ids carry.</summary>
public interface IStageTime
{
    /// <summary>The current time on the stage, in the offset of the scenario's zone.</summary>
    DateTimeOffset Now { get; }
}
