using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>The gateway's address, the bot itself, the server and its members.</summary>
internal sealed class ServerRoutes(StageWorld world, Views views, GatewayHub gateway)
{
    public RestAnswer Gateway(RestRequest request) =>
        RestAnswer.Ok(new JsonObject { ["url"] = gateway.Addresses.Main });

    public RestAnswer GatewayForBot(RestRequest request) =>
        RestAnswer.Ok(
            new JsonObject
            {
                ["url"] = gateway.Addresses.Main,
                ["shards"] = 1,
                ["session_start_limit"] = gateway.SessionStartLimit(),
            }
        );

    public RestAnswer Application(RestRequest request) => RestAnswer.Ok(views.Application());

    public RestAnswer ChangeApplication(RestRequest request)
    {
        var sent = request.Body as JsonObject ?? [];
        var errors = new FormErrors();
        errors.Text(sent, "description", 0, 400);
        var tags = sent.Items("tags");
        if (tags.Count > 5)
        {
            errors.Length("tags", 0, 5);
        }
        foreach (var (index, _) in tags.Index().Where(tag => Json.Length(tag.Item.Text() ?? "") is < 1 or > 20))
        {
            errors.At("tags").Length(index.Plain(), 1, 20);
        }
        errors.ThrowIfAny();
        world.ApplicationDescription = sent.Text("description") ?? world.ApplicationDescription;
        world.ApplicationTags = sent.Has("tags") ? [.. tags.Select(tag => tag.Text()!)] : world.ApplicationTags;
        return RestAnswer.Ok(views.Application());
    }

    public RestAnswer Bot(RestRequest request) => RestAnswer.Ok(views.BotItself());

    public RestAnswer BotServers(RestRequest request) =>
        RestAnswer.Ok(
            Json.ArrayOf(
                world.Servers.Select(server =>
                    (JsonNode?)
                        new JsonObject
                        {
                            ["id"] = server.Id,
                            ["name"] = server.Name,
                            ["icon"] = null,
                            ["banner"] = null,
                            ["owner"] = false,
                            ["permissions"] = StageWorld.BotPermissionsIn(server).Plain(),
                            ["features"] = new JsonArray(),
                        }
                )
            )
        );

    public RestAnswer OpenDirectChannel(RestRequest request)
    {
        var id = request.Body.Text("recipient_id");
        if (!Snowflakes.IsOne(id))
        {
            var errors = new FormErrors();
            errors.At("recipient_id").AddHere("NUMBER_TYPE_COERCE", $"Value \"{id}\" is not snowflake.");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        var person = world.People.FirstOrDefault(person => person.Id == id) ?? throw DiscordRefusal.UnknownUser();
        var place = world.OpenDirectPlace(person) ?? throw DiscordRefusal.OpensTooManyDirectChannels();
        return RestAnswer.Ok(views.Channel(place));
    }

    public RestAnswer Server(RestRequest request)
    {
        var server = Known(request);
        var view = views.Server(server);
        if (request.Query.GetValueOrDefault("with_counts") == "true")
        {
            view["approximate_member_count"] = world.MembersOf(server).Count() + 2;
            view["approximate_presence_count"] = world.MembersOf(server).Count();
        }
        return RestAnswer.Ok(view);
    }

    public RestAnswer Channels(RestRequest request) =>
        RestAnswer.Ok(Json.ArrayOf(world.ChannelsOf(Known(request)).Select(views.Channel)));

    public RestAnswer Roles(RestRequest request) => RestAnswer.Ok(Json.ArrayOf(views.Roles(Known(request))));

    private Server Known(RestRequest request) => KnownServers.Of(world, request);
}

/// <summary>Finds the server of a request.</summary>
internal static class KnownServers
{
    /// <summary>The server that the path names.</summary>
    /// <exception cref="DiscordRefusal">The bot is in no such server.</exception>
    public static Server Of(StageWorld world, RestRequest request) =>
        world.ServerById(request["guild"])
        ?? throw (Snowflakes.IsOne(request["guild"]) ? DiscordRefusal.UnknownGuild() : DiscordRefusal.NotFound());
}
