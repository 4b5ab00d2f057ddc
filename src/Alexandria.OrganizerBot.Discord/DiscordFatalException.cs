namespace Alexandria.OrganizerBot.Discord;

/// <summary>Discord said no in a way that trying again cannot change. The message is one plain sentence for the operator.</summary>
public class DiscordFatalException(string message, int? closeCode = null) : Exception(message)
{
    /// <summary>The gateway's close code, or null where the refusal came over REST or from this client.</summary>
    public int? CloseCode { get; } = closeCode;
}

/// <summary>An address was about to receive the token that must not; see <see cref="TokenGuard"/>.</summary>
public sealed class DiscordHostRefusedException(string message) : DiscordFatalException(message);
