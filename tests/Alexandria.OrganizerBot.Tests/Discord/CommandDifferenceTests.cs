using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>Commands as they were sent against commands as Discord gives them back.</summary>
public sealed class CommandDifferenceTests
{
    private static readonly ApplicationCommand Help = new()
    {
        Name = "help",
        Description = "Help",
        NameLocalizations = new Dictionary<string, string> { ["es-ES"] = "ayuda", ["en-US"] = "help" },
        Options =
        [
            new ApplicationCommandOption
            {
                Type = ApplicationCommandOptionType.String,
                Name = "topic",
                Description = "Topic",
                Choices = [new CommandChoice("Pledges", "pledges")],
            },
        ],
        Contexts = [InteractionContext.Guild, InteractionContext.BotDirectMessage],
    };

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_discord_adds_and_reorders_makes_no_difference()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            "GET /applications/500/commands",
            200,
            """
            [{"id":"1","application_id":"500","version":"2","type":1,"name":"help","description":"Help","nsfw":false,
              "dm_permission":true,"default_member_permissions":null,"integration_types":null,"contexts":[1,0],
              "name_localizations":{"en-US":"help","es-ES":"ayuda"},"description_localizations":null,
              "options":[{"type":3,"name":"topic","description":"Topic","required":false,"name_localizations":null,
                          "choices":[{"name":"Pledges","value":"pledges","name_localizations":null}],"options":[]}]}]
            """
        );

        var answer = await rig.Rest.GetGlobalCommandsAsync("500", TestContext.Current.CancellationToken);

        var registered = Assert.IsType<RestResult<IReadOnlyList<ApplicationCommand>>.Ok>(answer).Value;
        Assert.True(CommandDifference.Between([Help], registered).IsNone);
    }

    [Fact]
    public void Each_kind_of_difference_is_told_by_name()
    {
        var changed = Help with { Options = [Help.Options![0] with { Required = true }] };

        var difference = CommandDifference.Between(
            [Help, Help with { Name = "tally" }],
            [changed, Help with { Name = "old" }]
        );

        Assert.Equal(["tally"], difference.Missing);
        Assert.Equal(["help"], difference.Changed);
        Assert.Equal(["old"], difference.Surplus);
        Assert.False(difference.IsNone);
    }
}
