using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>With the catalogues' own words, and those that a campaign adds.</summary>
public sealed class ScopeGuardTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load();

    private static readonly ScopeWords Words = new ScopeWords(
        Listed("scope.who"),
        Listed("scope.seen"),
        Listed("scope.plate")
    ).With(["Grey Coats", "los grises"]);

    [Theory]
    [InlineData("The Grey Coats are at the library right now")]
    [InlineData("grey coats van is parked on King")]
    [InlineData("I just saw two agents near the school")]
    [InlineData("Police are outside, tell everybody")]
    [InlineData("there is a checkpoint right now on 7th")]
    [InlineData("LOS GRISES ESTÁN AFUERA de la escuela")]
    [InlineData("hay una redada en el mercado")]
    [InlineData("acabo de ver a tres agentes")]
    [InlineData("plate is ABC 1234")]
    [InlineData("their license plate: VXR7781")]
    [InlineData("una camioneta, placas ABC-1234")]
    [InlineData("ag\u200Bents a\u200Bre at the door")]
    public void A_report_is_recognised(string text) => Assert.True(ScopeGuard.Reports(text, Words));

    [Theory]
    [InlineData("Public hearing on the Grey Coats agreement")]
    [InlineData("Police oversight board meets at City Hall")]
    [InlineData("Police oversight board is at City Hall")]
    [InlineData("The agent of the landlord wrote to us")]
    [InlineData("I will be there right now")]
    [InlineData("hay una reunión el martes")]
    [InlineData("Are buses parked at City Hall?")]
    [InlineData("Bring plates and cups for 200 people")]
    [InlineData("La placa conmemorativa está en la plaza")]
    [InlineData("yes")]
    [InlineData("")]
    [InlineData(null)]
    public void Ordinary_talk_is_none(string? text) => Assert.False(ScopeGuard.Reports(text, Words));

    private static IEnumerable<string> Listed(string key) =>
        Catalogue.Languages.SelectMany(language => Catalogue.Text(language, key).Split(';'));
}
