using System.Globalization;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Says in a sentence for the operator why Discord did not do what it was asked.</summary>
internal static class DiscordTrouble
{
    public static string Say<T>(RestResult<T> result) =>
        result switch
        {
            RestResult<T>.Refused { Status: 401 } =>
                "Discord refused the token. Reset it on the application's page 'Bot' and put the new one into the token's file.",
            RestResult<T>.Refused refused => string.Create(
                CultureInfo.InvariantCulture,
                $"Discord answered {refused.Status}, code {refused.Code}."
            ),
            RestResult<T>.RateLimited limited => string.Create(
                CultureInfo.InvariantCulture,
                $"Discord takes no more requests for {Math.Ceiling(limited.RetryAfter.TotalSeconds)} s; try again then."
            ),
            RestResult<T>.Unavailable none =>
                $"Discord could not be asked ({none.Reason}). Check this machine's connection, and discordstatus.com.",
            _ => "Discord gave an answer.",
        };
}
