using Alexandria.OrganizerBot.Features.Calendar;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class LegistarTokensTests
{
    private static readonly LegistarTokens Tokens = new(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["nyc"] = "a+b/c=" }
    );

    [Theory]
    [InlineData("https://webapi.legistar.com/v1/nyc/events", "?token=a%2Bb%2Fc%3D")]
    [InlineData("https://webapi.legistar.com/v1/NYC/events?$top=5", "?$top=5&token=a%2Bb%2Fc%3D")]
    [InlineData("https://webapi.legistar.com/v1/nyc/events/7/eventitems", "?token=a%2Bb%2Fc%3D")]
    public void The_api_gets_its_clients_token(string address, string query) =>
        Assert.Equal(query, Tokens.Sign(new Uri(address)).Query);

    [Theory]
    [InlineData("https://webapi.legistar.com/v1/alexandria/events")]
    [InlineData("https://webapi.legistar.com/nyc")]
    [InlineData("https://webapi.legistar.com:8443/v1/nyc/events")]
    [InlineData("http://webapi.legistar.com/v1/nyc/events")]
    [InlineData("https://webapi.legistar.com.evil.example/v1/nyc/events")]
    [InlineData("http://127.0.0.1:5000/v1/nyc/events")]
    public void Nobody_else_gets_it(string address)
    {
        var url = new Uri(address);

        Assert.Same(url, Tokens.Sign(url));
    }
}
