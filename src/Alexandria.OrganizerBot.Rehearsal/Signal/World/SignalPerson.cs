namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>A person on the stage's Signal.</summary>
internal sealed class SignalPerson(StagePerson cast, int index)
{
    public string Name => cast.Name;

    /// <summary>The account's identifier, which never changes, not even when Signal is installed anew.</summary>
    public string Aci { get; } = SignalIds.Aci(cast.Name);

    /// <summary>A fictional number; the bot learns it only where the person shares it.</summary>
    public string Number { get; } = $"+1{SignalIds.AreaCode + (index / 99)}55501{(index % 99) + 1:00}";

    public bool SharesNumber { get; } = cast.SharesNumber;

    public string? Username { get; } = SignalIds.Username(cast.Name, index);

    /// <summary>Counts installations: each has an identity key of its own.</summary>
    public int Identity { get; set; } = 1;

    /// <summary>The newest identity that the bot's daemon trusts; 0: none seen yet.</summary>
    public int TrustedIdentity { get; set; }

    public bool IsRegistered { get; set; } = true;

    /// <summary>Whether the person has sent the bot their profile key.</summary>
    public bool HasSentProfileKey { get; set; }

    public bool IsBlockedByBot { get; set; }

    /// <summary>The number, as far as the bot knows it.</summary>
    public string? KnownNumber => SharesNumber ? Number : null;
}
