using System.Globalization;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Channels and their messages (resources/channel, resources/message).</summary>
internal sealed class MessageRoutes(StageWorld world, Views views, Chat chat)
{
    private const int MostListed = 100;

    public RestAnswer Channel(RestRequest request) => RestAnswer.Ok(views.Channel(PlaceOf(request)));

    public RestAnswer List(RestRequest request)
    {
        var place = Readable(request);
        var limit = 50;
        if (request.Query.TryGetValue("limit", out var wanted))
        {
            if (!int.TryParse(wanted, out limit) || limit is < 1 or > MostListed)
            {
                var errors = new FormErrors();
                errors.At("limit").AddHere("NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
                throw DiscordRefusal.InvalidForm(errors.Tree);
            }
        }
        var seen = world.MessagesIn(place).Where(message => message.EphemeralFor is null);
        if (Id(request, "after") is { } after)
        {
            seen = seen.Where(message => ulong.Parse(message.Id, CultureInfo.InvariantCulture) > after).Take(limit);
        }
        else if (Id(request, "before") is { } before)
        {
            seen = seen.Where(message => ulong.Parse(message.Id, CultureInfo.InvariantCulture) < before);
        }
        return RestAnswer.Ok(Json.ArrayOf(seen.Reverse().Take(limit).Select(views.Message)));
    }

    public RestAnswer Get(RestRequest request) => RestAnswer.Ok(views.Message(MessageOf(Readable(request), request)));

    public RestAnswer Post(RestRequest request)
    {
        var place = Writable(request);
        var sent = request.Body as JsonObject ?? [];
        var nonce = sent.Text("nonce") ?? sent.Whole("nonce")?.Plain();
        if (sent.Truth("enforce_nonce") == true && nonce is not null && world.MessageWithNonce(nonce) is { } existing)
        {
            return RestAnswer.Ok(views.Message(existing));
        }
        var replyTo = sent["message_reference"].Text("message_id");
        if (
            replyTo is not null
            && world.MessageById(replyTo)?.Place.Id != place.Id
            && sent["message_reference"].Truth("fail_if_not_exists") != false
        )
        {
            var errors = new FormErrors();
            errors.At("message_reference").AddHere("REPLIES_UNKNOWN_MESSAGE", "Unknown message");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        var message = chat.Post(place, sent, request.Files, replyTo);
        var view = views.Message(message);
        return RestAnswer.Ok(view);
    }

    public RestAnswer Edit(RestRequest request)
    {
        var message = MessageOf(Readable(request), request);
        if (message.Author is not null)
        {
            throw DiscordRefusal.NotYours();
        }
        chat.Change(message, request.Body as JsonObject ?? [], request.Files, "edit");
        return RestAnswer.Ok(views.Message(message));
    }

    public RestAnswer Delete(RestRequest request)
    {
        var place = Readable(request);
        var message = MessageOf(place, request);
        if (message.Author is not null && !May(place, DiscordPermissions.ManageMessages))
        {
            throw DiscordRefusal.MissingPermissions();
        }
        chat.Delete(message);
        return RestAnswer.NoContent();
    }

    private Place PlaceOf(RestRequest request) =>
        world.PlaceById(request["channel"]) is { } place
            ? May(place, DiscordPermissions.ViewChannel)
                ? place
                : throw DiscordRefusal.MissingAccess()
            : throw DiscordRefusal.UnknownChannel();

    private Place Readable(RestRequest request)
    {
        var place = PlaceOf(request);
        return May(place, DiscordPermissions.ReadMessageHistory) ? place : throw DiscordRefusal.MissingAccess();
    }

    private Place Writable(RestRequest request)
    {
        var place = PlaceOf(request);
        if (place.Recipient is { RoleIds.Count: 0 })
        {
            throw DiscordRefusal.SharesNoServer();
        }
        if (place.Recipient is { DirectMessagesOpen: false })
        {
            throw DiscordRefusal.CannotWriteTo();
        }
        var needed =
            (place.Thread is null ? DiscordPermissions.SendMessages : DiscordPermissions.SendMessagesInThreads)
            | (request.Files.Count > 0 ? DiscordPermissions.AttachFiles : 0)
            | (request.Body.Items("embeds").Count > 0 ? DiscordPermissions.EmbedLinks : 0)
            | (request.Body.Has("poll") ? DiscordPermissions.SendPolls : 0);
        return May(place, needed) ? place : throw DiscordRefusal.MissingPermissions();
    }

    // An ephemeral message is no message of the channel: only its interaction's token reaches it.
    private Message MessageOf(Place place, RestRequest request) =>
        world.MessageById(request["message"]) is { EphemeralFor: null } message && message.Place.Id == place.Id
            ? message
            : throw DiscordRefusal.UnknownMessage();

    private bool May(Place place, ulong needed) => (world.BotPermissionsIn(place) & needed) == needed;

    private static ulong? Id(RestRequest request, string name) =>
        request.Query.TryGetValue(name, out var text) && ulong.TryParse(text, out var id) ? id : null;
}
