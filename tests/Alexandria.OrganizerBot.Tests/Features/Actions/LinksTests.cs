using Alexandria.OrganizerBot.Features.Actions;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

public sealed class LinksTests
{
    private static readonly string[] Hosts = ["www.city.example", "xn--cty-tma.example", "bit.ly"];

    [Theory]
    [InlineData("https://www.city.example/a?id=7", "https://www.city.example/a?id=7")]
    [InlineData("https://www.city.example/a?utm_source=x&id=7&fbclid=abc", "https://www.city.example/a?id=7")]
    [InlineData("https://www.city.example/a?UTM_Campaign=x", "https://www.city.example/a")]
    [InlineData("https://www.city.example/a?gclid=1&mc_eid=2#part", "https://www.city.example/a#part")]
    [InlineData("https://www.city.example/a?utm%5Fsource=x&b=1", "https://www.city.example/a?b=1")]
    [InlineData("https://WWW.CITY.example/a?sutm_x=1", "https://www.city.example/a?sutm_x=1")]
    public void A_link_to_an_allowed_host_loses_only_what_tracks_its_readers(string typed, string shown) =>
        Assert.Equal(shown, Assert.IsType<LinkReading.Allowed>(Links.Read(typed, Hosts)).Url.AbsoluteUri);

    [Theory]
    [InlineData("http://www.city.example/")]
    [InlineData("https://www.city.example:8443/")]
    [InlineData("https://user@www.city.example/")]
    [InlineData("https://city.example/")]
    [InlineData("https://www.city.example.evil.example/")]
    [InlineData("https://evil.example/https://www.city.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://www.city.example@evil.example/")]
    public void Anything_else_is_refused(string typed) =>
        Assert.IsNotType<LinkReading.Allowed>(Links.Read(typed, Hosts));

    [Fact]
    public void A_shortener_is_refused_though_somebody_allowed_it() =>
        Assert.Equal(new LinkReading.NotAllowed("bit.ly"), Links.Read("https://bit.ly/x", Hosts));

    [Fact]
    public void A_look_alike_host_is_shown_as_what_it_is() =>
        Assert.Equal(
            new LinkReading.NotAllowed("www.xn--ity-3ed.example"),
            Links.Read("https://www.\u0441ity.example/", ["www.city.example"])
        );
}
