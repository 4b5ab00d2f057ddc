using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>One bot in two servers: what happens in one is no matter of the other.</summary>
public sealed class StageServersTests
{
    private const ulong Riverside = 1_200_000_000_000_000_001;
    private const ulong Hillside = 1_200_000_000_000_000_002;
    private const long Guilds = 1;

    private static readonly StageCast TwoServers = new()
    {
        Servers =
        [
            new StageServer("Riverside", Riverside)
            {
                Roles = new Dictionary<string, ulong> { ["Organizer"] = 1_200_000_000_000_000_021 },
                Channels = new Dictionary<string, ulong>
                {
                    ["alerts"] = 1_200_000_000_000_000_011,
                    ["river"] = 1_200_000_000_000_000_012,
                },
            },
            new StageServer("Hillside", Hillside)
            {
                Roles = new Dictionary<string, ulong> { ["Organizer"] = 1_200_000_000_000_000_022 },
                Channels = new Dictionary<string, ulong> { ["alerts"] = 1_200_000_000_000_000_013 },
            },
        ],
        People =
        [
            Member("Ana", ("Riverside", ["Organizer"]), ("Hillside", [])),
            Member("Ben", ("Hillside", ["Organizer"])),
            Member("Gone"),
        ],
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bot_learns_of_each_server_with_its_own_channels_and_roles()
    {
        await using var stage = await SmallStage.OpenAsync(cast: TwoServers);
        var (bot, ready) = await SketchBot.LogInAsync(stage, Guilds);
        Assert.Equal(
            [$"{Riverside}", $"{Hillside}"],
            ready["guilds"]!.AsArray().Select(guild => (string?)guild!["id"])
        );
        var first = await bot.ReadAsync("GUILD_CREATE");
        var second = await bot.ReadAsync("GUILD_CREATE");
        Assert.Equal(["alerts", "river"], first["channels"]!.AsArray().Select(channel => (string?)channel!["name"]));
        Assert.Equal(["alerts"], second["channels"]!.AsArray().Select(channel => (string?)channel!["name"]));
        Assert.Equal(
            ["@everyone", "Organizer", "OrganizerBot"],
            second["roles"]!.AsArray().Select(role => (string?)role!["name"])
        );
        Assert.Equal((404, 10004), await stage.CodeAsync(HttpMethod.Get, "guilds/5"));
        var servers = await stage.DoneAsync(HttpMethod.Get, "users/@me/guilds");
        Assert.Equal(2, servers.AsArray().Count);
    }

    [Fact]
    public async Task A_channel_that_two_servers_have_is_named_with_its_server()
    {
        await using var stage = await SmallStage.OpenAsync(cast: TwoServers);
        await stage.DoneAsync(HttpMethod.Post, "channels/1200000000000000013/messages", """{"content":"Hills only"}""");
        Assert.Empty(stage.Discord.Messages("Riverside/#alerts"));
        var message = Assert.Single(stage.Discord.Messages("Hillside/#alerts"));
        Assert.Equal(("Hills only", "Hillside/#alerts"), (message.Text, message.Where));
        Assert.Empty(stage.Discord.Messages("#river"));
        var refused = Assert.Throws<StageException>(() => stage.Discord.Messages("#alerts"));
        Assert.Contains("Riverside/#alerts, Hillside/#alerts", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_of_a_server_are_typed_there_only_and_by_its_members_only()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient, TwoServers);
        var (bot, _) = await SketchBot.LogInAsync(stage);
        await stage.DoneAsync(
            HttpMethod.Put,
            $"applications/{stage.Discord.ApplicationId}/guilds/{Hillside}/commands",
            """[{"name":"hills","description":"Hills"}]"""
        );
        var asking = TypeAsync(stage, "Ana", "Hillside/#alerts", "/hills");
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal($"{Hillside}", (string?)seen["guild_id"]);
        // Her role in the other server is no business of this one.
        Assert.Empty(seen["member"]!["roles"]!.AsArray());
        await stage.CallbackAsync(seen, """{"type":4,"data":{"content":"Up","flags":64}}""");
        Assert.Equal("Up", (await asking).Text);

        await RefusedAsync("registered no command", () => TypeAsync(stage, "Ana", "Riverside/#alerts", "/hills"));
        await RefusedAsync("does not see", () => TypeAsync(stage, "Ben", "Riverside/#alerts", "/hills"));
    }

    [Fact]
    public async Task Who_shares_no_server_with_the_bot_gets_no_direct_message()
    {
        await using var stage = await SmallStage.OpenAsync(cast: TwoServers);
        var gone = stage.Discord.IdOf("Gone");
        var chat = await stage.DoneAsync(HttpMethod.Post, "users/@me/channels", $$"""{"recipient_id":"{{gone}}"}""");
        Assert.Equal(
            (403, 50278),
            await stage.CodeAsync(HttpMethod.Post, $"channels/{chat["id"]}/messages", """{"content":"Hello"}""")
        );
        Assert.Equal((404, 10007), await stage.CodeAsync(HttpMethod.Get, $"guilds/{Hillside}/members/{gone}"));
    }

    [Fact]
    public async Task A_cast_that_contradicts_itself_is_said_in_a_sentence()
    {
        var twice = TwoServers with { Servers = [TwoServers.Servers[0], TwoServers.Servers[0]] };
        await RefusedAsync("Two servers", () => SmallStage.OpenAsync(cast: twice));
        var stranger = TwoServers with { People = [Member("Ana", ("Elsewhere", []))] };
        await RefusedAsync("no server of the cast", () => SmallStage.OpenAsync(cast: stranger));
        var king = TwoServers with { People = [Member("Ana", ("Hillside", ["King"]))] };
        await RefusedAsync("the role King", () => SmallStage.OpenAsync(cast: king));
    }

    [Fact]
    public async Task Members_are_found_by_the_beginning_of_their_name()
    {
        await using var stage = await SmallStage.OpenAsync(cast: TwoServers);
        var found = await stage.DoneAsync(HttpMethod.Get, $"guilds/{Hillside}/members/search?query=b&limit=10");
        Assert.Equal(["Ben"], found.AsArray().Select(member => (string?)member!["user"]!["global_name"]));
        var none = await stage.DoneAsync(HttpMethod.Get, $"guilds/{Riverside}/members/search?query=b&limit=10");
        Assert.Empty(none.AsArray());
        Assert.Equal(
            (400, 50035),
            await stage.CodeAsync(HttpMethod.Get, $"guilds/{Riverside}/members/search?query=&limit=2000")
        );
    }

    [Fact]
    public async Task Roles_are_given_and_taken_below_the_bots_own_and_in_one_server_only()
    {
        var mayGiveRoles = new DiscordStageOptions
        {
            BotPermissions = DiscordPermissions.Bot | DiscordPermissions.ManageRoles,
        };
        await using var stage = await SmallStage.OpenAsync(mayGiveRoles, TwoServers);
        var ben = stage.Discord.IdOf("Ben");
        var role = $"guilds/{Hillside}/members/{ben}/roles/1200000000000000022";
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Delete, role));
        Assert.Empty((await MemberAsync(stage, ben))["roles"]!.AsArray());
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Put, role));
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Put, role));
        Assert.Single((await MemberAsync(stage, ben))["roles"]!.AsArray());
        Assert.Equal(
            (404, 10011),
            await stage.CodeAsync(HttpMethod.Put, $"guilds/{Hillside}/members/{ben}/roles/1200000000000000021")
        );

        await using var lowly = await SmallStage.OpenAsync(mayGiveRoles with { BotRoleIsLowest = true }, TwoServers);
        Assert.Equal((403, 50013), await lowly.CodeAsync(HttpMethod.Put, role));
        await using var powerless = await SmallStage.OpenAsync(cast: TwoServers);
        Assert.Equal((403, 50013), await powerless.CodeAsync(HttpMethod.Put, role));
    }

    private static Task<JsonNode> MemberAsync(SmallStage stage, string person) =>
        stage.DoneAsync(HttpMethod.Get, $"guilds/{Hillside}/members/{person}");

    private static Task<StageReply> TypeAsync(SmallStage stage, string person, string where, string command) =>
        stage.Discord.CommandAsync(person, where, command, new Dictionary<string, string>(), Cancelled);

    private static async Task RefusedAsync(string said, Func<Task> act) =>
        Assert.Contains(said, (await Assert.ThrowsAsync<StageException>(act)).Message, StringComparison.Ordinal);

    private static StagePerson Member(string name, params (string Server, string[] Roles)[] memberships) =>
        new(name, [])
        {
            Servers = memberships.ToDictionary(one => one.Server, IReadOnlyList<string> (one) => one.Roles),
        };
}
