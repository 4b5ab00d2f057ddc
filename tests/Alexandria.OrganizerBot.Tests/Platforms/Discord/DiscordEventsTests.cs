using System.Text.Json;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;

namespace Alexandria.OrganizerBot.Tests.Platforms.Discord;

public sealed class DiscordEventsTests
{
    /// <summary>Discord refuses such a form; should one come all the same, it is no reason to fail.</summary>
    [Fact]
    public void Of_two_fields_with_one_id_the_last_counts()
    {
        using var document = JsonDocument.Parse(
            """
            {"id":"104","application_id":"500","type":5,"token":"t","guild_id":"77","channel_id":"88","member":{"user":{"id":"42"},"roles":[]},
             "data":{"custom_id":"edit:A1","components":[{"type":18,"component":{"type":4,"custom_id":"when","value":"today"}},
               {"type":18,"component":{"type":4,"custom_id":"when","value":"tomorrow"}}]}}
            """
        );

        var act = DiscordEvents.Read(Interaction.Parse(document.RootElement))?.Act;

        Assert.Equal("tomorrow", Assert.IsType<Act.Submit>(act).Fields["when"]);
    }
}
