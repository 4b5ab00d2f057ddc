using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class CastReaderTests
{
    private const string Servers = """
          servers:
            - { name: Riverside, id: 1, roles: { Organizer: 21 }, channels: { alerts: 11 } }
            - { name: Hillside, id: 2, channels: { "#alerts": 12, hills: 13 } }
        """;

    [Fact]
    public void Several_servers_are_read_with_who_belongs_to_them()
    {
        var cast = Read(
            Servers
                + "\n  people: [{ name: Olga, servers: { Riverside: [Organizer], Hillside: [] } }, { name: Gone, servers: [] }]"
        ).Cast;

        Assert.Equal(["Riverside", "Hillside"], cast.AllServers.Select(server => server.Name));
        Assert.Equal(12ul, cast.AllServers[1].Channels["alerts"]);
        Assert.Equal(["Organizer"], cast.People[0].Servers!["Riverside"]);
        Assert.Empty(cast.People[0].Servers!["Hillside"]);
        Assert.Empty(cast.People[1].Servers!);
    }

    [Theory]
    [InlineData("#hills", null)]
    [InlineData("Riverside/#alerts", null)]
    [InlineData("Hillside/#alerts/Carpool", null)]
    [InlineData("#alerts", "Riverside/#alerts, Hillside/#alerts")]
    [InlineData("#alerts/Carpool", "say which")]
    [InlineData("Riverside/#hills", "is no place")]
    public void A_place_is_a_channel_that_one_server_has_or_says_which(string where, string? mistake)
    {
        var scenario = () =>
            Read(
                Servers + "\n  people: [{ name: Olga, servers: [Riverside, Hillside] }]",
                $"  - command: {{ who: Olga, where: \"{where}\", line: /x }}"
            );

        if (mistake is null)
        {
            Assert.Equal(where, Assert.IsType<ScenarioStep.Command>(Assert.Single(scenario().Steps)).Actors.Where);
            return;
        }

        Assert.Contains(mistake, Assert.Throws<ScenarioMistakeException>(scenario).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ name: Olga }", "which ones 'Olga' belongs to")]
    [InlineData("{ name: Olga, servers: [Elsewhere] }", "'Elsewhere' is no server")]
    [InlineData("{ name: Olga, servers: { Hillside: [Organizer] } }", "no role of Hillside")]
    [InlineData("{ name: Olga, roles: [Organizer], servers: [Riverside] }", "roles of each server")]
    public void Who_belongs_where_is_checked(string person, string mistake)
    {
        var thrown = Assert.Throws<ScenarioMistakeException>(() => Read(Servers + $"\n  people: [{person}]"));

        Assert.Contains(mistake, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Permissions_are_read_by_their_names()
    {
        var permissions = Read(
            """
              serverId: 1
              channels: { alerts: 11 }
              permissions: { bot: { deny: [CREATE_EVENTS] }, "#alerts": { everyone: { allow: [SEND_MESSAGES, EMBED_LINKS] } } }
              people: [{ name: Olga }]
            """
        ).Cast.Permissions;

        Assert.Equal(DiscordPermissions.CreateEvents, permissions.InServer["bot"].Deny);
        Assert.Equal(
            DiscordPermissions.SendMessages | DiscordPermissions.EmbedLinks,
            permissions.InChannel["alerts"]["everyone"].Allow
        );
    }

    [Fact]
    public void A_permission_that_there_is_not_is_a_mistake()
    {
        var thrown = Assert.Throws<ScenarioMistakeException>(() =>
            Read("  serverId: 1\n  permissions: { bot: { allow: [FLY] } }\n  people: [{ name: Olga }]")
        );

        Assert.Contains("'FLY' is no permission", thrown.Message, StringComparison.Ordinal);
    }

    private static Scenario Read(string cast, string steps = "  - say: hello") =>
        ScenarioReader.Parse(
            "cast.yaml",
            $"name: x\nzone: America/New_York\ncampaigns: [one]\nstart: \"2026-03-01 15:00\"\ncast:\n{cast}\nsteps:\n{steps}\n"
        );
}
