using Alexandria.OrganizerBot.Discord;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Tests.Discord;

public sealed class TokenGuardTests
{
    private static readonly string[] NoHosts = [];

    [Theory]
    [InlineData("https://discord.com/api/v10")]
    [InlineData("https://canary.discord.com/api/v10")]
    [InlineData("wss://gateway.discord.gg")]
    [InlineData("wss://gateway-us-east1-b.discord.gg:443/?v=10")]
    [InlineData("WSS://Gateway.Discord.GG")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("ws://localhost:5000")]
    [InlineData("ws://[::1]:5000")]
    public void The_token_goes_to_Discord_and_to_this_machine(string address) =>
        Assert.True(TokenGuard.Allows(new Uri(address), NoHosts));

    [Theory]
    [InlineData("http://discord.com/api/v10")]
    [InlineData("ws://gateway.discord.gg")]
    [InlineData("https://discord.com.example.org")]
    [InlineData("https://notdiscord.com")]
    [InlineData("https://discord.com@example.org/api")]
    [InlineData("https://user:word@discord.com/api")]
    [InlineData("https://discordapp.com")]
    [InlineData("https://10.0.0.7")]
    [InlineData("https://xn--dscord-7ua.com")]
    [InlineData("ftp://discord.com")]
    [InlineData("file:///etc/passwd")]
    public void The_token_goes_nowhere_else(string address) =>
        Assert.False(TokenGuard.Allows(new Uri(address), NoHosts));

    [Theory]
    [InlineData("https://stage.example:8443/api/v10", "stage.example", true)]
    [InlineData("https://STAGE.example/api/v10", "stage.example", true)]
    [InlineData("http://stage.example/api/v10", "stage.example", false)]
    [InlineData("http://stage.example/api/v10", "http://stage.example", true)]
    [InlineData("wss://stage.example/", "http://stage.example", true)]
    [InlineData("https://other.stage.example/", "stage.example", false)]
    public void A_named_host_gets_it_over_TLS_unless_named_otherwise(string address, string allowed, bool expected) =>
        Assert.Equal(expected, TokenGuard.Allows(new Uri(address), [allowed]));

    [Fact]
    public void A_client_for_another_host_is_not_even_built()
    {
        var options = new DiscordClientOptions { Token = "x.y.z", ApiBaseUrl = new Uri("https://example.org/api") };
        using var http = DiscordHttp.CreateClient(options);

        var refused = Assert.Throws<DiscordHostRefusedException>(() =>
            new DiscordRest(http, options, TimeProvider.System, NullLogger<DiscordRest>.Instance)
        );

        Assert.Contains("https://example.org", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("x.y.z", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_http_client_follows_no_redirects_and_keeps_no_cookies()
    {
        using var handler = DiscordHttp.CreateHandler(new DiscordClientOptions { Token = "x.y.z" });
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
    }

    [Fact]
    public void Options_print_without_the_token() =>
        Assert.DoesNotContain(
            "x.y.z",
            new DiscordClientOptions { Token = "x.y.z" }.ToString(),
            StringComparison.Ordinal
        );
}
