using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

public sealed class ListActionsTests : IAsyncDisposable
{
    private static readonly Campaign Alexandria = CampaignFolder
        .ReadAll(Checkout.At("campaigns"), ["alexandria-transfers"])
        .Campaigns.Single();

    private readonly Desk _desk = new(Alexandria);

    [Fact]
    public async Task In_private_each_campaign_stands_under_its_own_title()
    {
        await _desk.HearingAsync(but: action => action with { Title = "Transit Board" });
        await _desk.HearingAsync(but: action => action with { Title = "City Council", Campaign = Alexandria.Id });

        var card = await ListAsync(Person.Bo with { InPrivate = true });

        Assert.Equal(
            [
                "Coming up in Keep Bus Line 7 running",
                "A1, Transit Board, Tue, March 16, 6:30 PM (Piñon Flats time)",
                "Coming up in End transfers to ICE in Alexandria",
                "A2, City Council, Tue, March 16, 6:30 PM (Alexandria time)",
            ],
            Desk.TextOf(card).Split('\n')
        );
    }

    [Fact]
    public async Task A_campaign_with_nothing_coming_up_has_no_title()
    {
        await _desk.HearingAsync(but: action => action with { Campaign = Alexandria.Id });

        var card = await ListAsync(Person.Bo with { InPrivate = true });

        Assert.StartsWith("Coming up in End transfers", Desk.TextOf(card), StringComparison.Ordinal);
        Assert.Single(card.Parts.OfType<CardPart.Heading>());
    }

    [Fact]
    public async Task What_does_not_fit_is_counted()
    {
        for (var number = 0; number < 26; number++)
            await _desk.HearingAsync();

        var card = await ListAsync(Person.Bo);

        Assert.Equal(25, Assert.Single(card.Parts.OfType<CardPart.Bullets>()).Lines.Count);
        Assert.EndsWith("And 1 more.", Desk.TextOf(card), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<Card> ListAsync(Person person) =>
        Assert.IsType<Reply.Private>(await _desk.CommandAsync(person, "actions")).Card;
}
