namespace Alexandria.OrganizerBot.Domain.Pledges;

/// <summary>What a person is asked to do.</summary>
public enum Ask
{
    Attend,
    Speak,
    Call,
    Write,
    Bring,
}
