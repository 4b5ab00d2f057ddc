namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Decides where the bot token may go: to Discord over TLS, to this machine, or to a host that the operator named.
/// </summary>
public static class TokenGuard
{
    private static readonly string[] DiscordDomains = ["discord.com", "discord.gg"];

    /// <summary>Whether the token may be sent to <paramref name="address"/>.</summary>
    public static bool Allows(Uri address, IReadOnlyList<string> allowedHosts)
    {
        if (!address.IsAbsoluteUri || address.UserInfo.Length > 0)
        {
            return false;
        }

        var encrypted = address.Scheme is "https" or "wss";
        if (!encrypted && address.Scheme is not ("http" or "ws"))
        {
            return false;
        }

        if (address.IsLoopback)
        {
            return true;
        }

        var host = address.IdnHost;
        return (encrypted && DiscordDomains.Any(domain => IsWithin(host, domain)))
            || allowedHosts.Any(allowed => IsNamed(allowed, host, encrypted));
    }

    /// <summary>Returns <paramref name="address"/>, or refuses before a byte is sent.</summary>
    /// <exception cref="DiscordHostRefusedException">The token must not go there.</exception>
    public static Uri Demand(Uri address, IReadOnlyList<string> allowedHosts) =>
        Allows(address, allowedHosts)
            ? address
            : throw new DiscordHostRefusedException(
                $"The Discord token is not sent to {Describe(address)}: that is neither Discord over TLS, nor this machine, "
                    + $"nor a host named in {nameof(DiscordClientOptions.AllowedHosts)}."
            );

    private static bool IsWithin(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    private static bool IsNamed(string allowed, string host, bool encrypted)
    {
        const string PlainPrefix = "http://";
        var plainToo = allowed.StartsWith(PlainPrefix, StringComparison.OrdinalIgnoreCase);
        var name = plainToo ? allowed[PlainPrefix.Length..].TrimEnd('/') : allowed;
        return (encrypted || plainToo) && host.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static string Describe(Uri address) =>
        address.IsAbsoluteUri ? $"{address.Scheme}://{address.IdnHost}" : "a relative address";
}
