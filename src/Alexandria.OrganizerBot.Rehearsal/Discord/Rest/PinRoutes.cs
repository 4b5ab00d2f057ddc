using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Pinned messages (resources/message), by the old paths and the new ones.</summary>
internal sealed class PinRoutes(
    StageWorld world,
    Views views,
    GatewayHub gateway,
    BotAccess access,
    DiscordStageOptions options
)
{
    public RestAnswer Pin(RestRequest request)
    {
        var message = access.Message(request);
        access.Require(message.Place, DiscordPermissions.PinMessages);
        if (message.PinnedAt is null && PinnedIn(message.Place).Count() >= options.PinsPerChannel)
        {
            throw DiscordRefusal.TooManyPins(options.PinsPerChannel);
        }
        Set(message, message.PinnedAt ?? world.Now);
        return RestAnswer.NoContent();
    }

    public RestAnswer Unpin(RestRequest request)
    {
        var message = access.Message(request);
        access.Require(message.Place, DiscordPermissions.PinMessages);
        Set(message, null);
        return RestAnswer.NoContent();
    }

    public RestAnswer List(RestRequest request) =>
        RestAnswer.Ok(
            new JsonObject
            {
                ["items"] = Json.ArrayOf(
                    PinnedIn(access.Readable(request))
                        .OrderByDescending(message => message.PinnedAt)
                        .Select(message =>
                            (JsonNode?)
                                new JsonObject
                                {
                                    ["pinned_at"] = Views.Timestamp(message.PinnedAt!.Value),
                                    ["message"] = views.Message(message),
                                }
                        )
                ),
                ["has_more"] = false,
            }
        );

    private IEnumerable<Message> PinnedIn(Place place) =>
        world.MessagesIn(place).Where(message => message.PinnedAt is not null);

    private void Set(Message message, DateTimeOffset? at)
    {
        if (message.PinnedAt == at)
        {
            return;
        }
        message.PinnedAt = at;
        var about = new JsonObject
        {
            ["channel_id"] = message.Place.Id,
            ["last_pin_timestamp"] = PinnedIn(message.Place).Max(pinned => pinned.PinnedAt) is { } last
                ? Views.Timestamp(last)
                : null,
        };
        if (message.Place.Server is { } server)
        {
            about["guild_id"] = server.Id;
        }
        gateway.Dispatch("CHANNEL_PINS_UPDATE", about, message.Place.IsDirect ? Intent.DirectMessages : Intent.Guilds);
    }
}
