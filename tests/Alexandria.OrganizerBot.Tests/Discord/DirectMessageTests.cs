using System.Text.Json;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>What people write to the bot in private, which comes without any privileged intent.</summary>
public sealed class DirectMessageTests
{
    [Fact]
    public void What_a_person_writes_in_private_is_handed_over_and_shown_nowhere()
    {
        var written = Assert.IsType<GatewayEvent.DirectMessage>(
            Parse("""{"id":"175928847299117063","type":0,"channel_id":"88","author":{"id":"4242"},"content":"STOP"}""")
        );

        Assert.Equal(
            ("175928847299117063", "88", "4242", "STOP"),
            (written.MessageId, written.ChannelId, written.UserId, written.Text)
        );
        Assert.Equal("DirectMessage", written.ToString());
    }

    [Theory]
    [InlineData("""{"id":"1","type":0,"channel_id":"88","guild_id":"7","author":{"id":"4"},"content":"STOP"}""")]
    [InlineData("""{"id":"1","type":0,"channel_id":"88","author":{"id":"4","bot":true},"content":"STOP"}""")]
    [InlineData("""{"id":"1","type":0,"channel_id":"88","author":{"id":"4"},"content":""}""")]
    [InlineData("""{"id":"1","type":6,"channel_id":"88","author":{"id":"4"},"content":"pinned"}""")]
    [InlineData("""{"id":"1","type":0,"channel_id":"88","content":"STOP"}""")]
    [InlineData("""{"id":"1"}""")]
    public void What_stands_in_a_server_or_comes_from_a_bot_is_dropped(string json) => Assert.Null(Parse(json));

    [Fact]
    public void Only_the_words_of_a_right_are_to_be_understood_in_it()
    {
        var incoming = DiscordEvents.Read(new GatewayEvent.DirectMessage("175928847299117063", "88", "4242", "hello"));

        // The time of the snowflake in Discord's own example.
        Assert.Equal(1_462_015_105_796, incoming.SentAt);
        Assert.Null(incoming.Server);
        Assert.True(Assert.IsType<Act.Say>(incoming.Act).ClaimsRightsOnly);
    }

    private static GatewayEvent? Parse(string json) =>
        EventParser.Parse("MESSAGE_CREATE", JsonDocument.Parse(json).RootElement, 0);
}
