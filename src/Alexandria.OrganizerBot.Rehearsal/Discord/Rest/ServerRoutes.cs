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

    public RestAnswer Bot(RestRequest request) => RestAnswer.Ok(views.BotItself());

    public RestAnswer BotServers(RestRequest request) =>
        RestAnswer.Ok(
            new JsonArray(
                new JsonObject
                {
                    ["id"] = world.ServerId,
                    ["name"] = world.ServerName,
                    ["icon"] = null,
                    ["banner"] = null,
                    ["owner"] = false,
                    ["permissions"] = DiscordPermissions.Bot.Plain(),
                    ["features"] = new JsonArray(),
                }
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
        Known(request);
        var server = views.Server();
        if (request.Query.GetValueOrDefault("with_counts") == "true")
        {
            server["approximate_member_count"] = world.People.Count + 2;
            server["approximate_presence_count"] = world.People.Count;
        }
        return RestAnswer.Ok(server);
    }

    public RestAnswer Channels(RestRequest request)
    {
        Known(request);
        return RestAnswer.Ok(Json.ArrayOf(world.Channels.Select(views.Channel)));
    }

    public RestAnswer Roles(RestRequest request)
    {
        Known(request);
        return RestAnswer.Ok(Json.ArrayOf(views.Roles()));
    }

    public RestAnswer Member(RestRequest request)
    {
        Known(request);
        if (request["user"] == world.ApplicationId)
        {
            return RestAnswer.Ok(views.BotMember());
        }
        var person =
            world.People.FirstOrDefault(person => person.Id == request["user"]) ?? throw DiscordRefusal.UnknownMember();
        return RestAnswer.Ok(views.Member(person));
    }

    private void Known(RestRequest request)
    {
        if (request["guild"] != world.ServerId)
        {
            throw Snowflakes.IsOne(request["guild"]) ? DiscordRefusal.UnknownGuild() : DiscordRefusal.NotFound();
        }
    }
}
