using System.Diagnostics.CodeAnalysis;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// The phone number that the bot's Signal account is registered with: <c>+</c> and 7 to 15 digits (E.164). It is passed to
/// signal-cli and shown to nobody; <see cref="ToString"/> masks it.
/// </summary>
public sealed record SignalAccount
{
    private SignalAccount(string number) => Number = number;

    /// <summary>The whole number. Not for logs.</summary>
    public string Number { get; }

    /// <summary>Spaces, hyphens, dots and brackets between the digits are left out.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SignalAccount? account)
    {
        var number = string.Concat((text ?? "").Trim().Where(c => c is not (' ' or '-' or '.' or '(' or ')')));
        account =
            number is ['+', >= '1' and <= '9', ..]
            && number.Length is >= 8 and <= 16
            && number[1..].All(char.IsAsciiDigit)
                ? new SignalAccount(number)
                : null;
        return account is not null;
    }

    /// <summary>The last two digits only.</summary>
    public override string ToString() => $"+…{Number[^2..]}";
}
