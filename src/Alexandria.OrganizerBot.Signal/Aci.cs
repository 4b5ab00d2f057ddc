namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// Who somebody is on Signal: the account identity, a UUID that stays when the number changes or is hidden. The only thing
/// by which people are told apart here. <see cref="ToString"/> masks it.
/// </summary>
public readonly record struct Aci
{
    private readonly Guid _id;

    private Aci(Guid id) => _id = id;

    /// <summary>As signal-cli writes it: lower case with hyphens. Not for logs.</summary>
    public string Value => _id.ToString("D");

    /// <summary>Takes a UUID only; a <c>PNI:</c> identity, which stands for a number, is none.</summary>
    public static bool TryParse(string? text, out Aci aci)
    {
        var isId = Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty;
        aci = isId ? new Aci(id) : default;
        return isId;
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => "aci:…";

    internal static Aci? ParseOrNull(string? text) => TryParse(text, out var aci) ? aci : null;
}

/// <summary>Which message: Signal has no other id than who sent it and when.</summary>
/// <param name="Author">Who sent it.</param>
/// <param name="Timestamp">Milliseconds since 1970 in UTC by the sender's clock; unique for this sender.</param>
public readonly record struct MessageId(Aci Author, long Timestamp);
