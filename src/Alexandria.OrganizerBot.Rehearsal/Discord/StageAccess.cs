using System.Text;

namespace Alexandria.OrganizerBot.Rehearsal.Discord;

/// <summary>The bot's credentials. They can be lost: Discord resets the token of a bot that identifies too often.</summary>
internal sealed class StageAccess(string? token, string applicationId)
{
    private volatile bool _reset;

    /// <summary>Shaped like a real token, so that log scrubbers recognise it; worth nothing anywhere.</summary>
    public string Token { get; } =
        token
        ?? Convert.ToBase64String(Encoding.UTF8.GetBytes(applicationId)).TrimEnd('=')
            + ".STAGE0.a-token-that-opens-nothing-but-this-stage";

    public bool IsToken(string? candidate) => !_reset && candidate == Token;

    public void ResetToken() => _reset = true;
}
