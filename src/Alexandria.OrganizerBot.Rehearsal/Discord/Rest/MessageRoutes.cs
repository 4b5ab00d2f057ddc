using System.Globalization;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Channels and their messages (resources/channel, resources/message).</summary>
internal sealed class MessageRoutes(
    StageWorld world,
    Views views,
    Chat chat,
    BotAccess access,
    DiscordStageOptions options
)
{
    private static readonly TimeSpan OldAge = TimeSpan.FromHours(1);

    private const int MostListed = 100;

    public RestAnswer Channel(RestRequest request) => RestAnswer.Ok(views.Channel(access.Visible(request)));

    public RestAnswer List(RestRequest request)
    {
        var place = access.Visible(request);
        // Not an error: "if the current user is missing the READ_MESSAGE_HISTORY permission, no messages will be returned".
        if (!access.May(place, DiscordPermissions.ReadMessageHistory))
        {
            return RestAnswer.Ok(new JsonArray());
        }
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

    public RestAnswer Get(RestRequest request) => RestAnswer.Ok(views.Message(access.Message(request)));

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
        // Whoever writes into a thread that was put away takes it out again.
        if (place.Thread is { IsArchived: true } thread)
        {
            thread.IsArchived = false;
            thread.ArchiveChangedAt = world.Now;
        }
        return RestAnswer.Ok(views.Message(message));
    }

    public RestAnswer Edit(RestRequest request)
    {
        var message = access.Message(request);
        if (message.Author is not null)
        {
            throw DiscordRefusal.NotYours();
        }
        if (message.Poll is not null)
        {
            throw DiscordRefusal.PollIsFinal();
        }
        if (message.Place.Thread is { IsArchived: true })
        {
            throw DiscordRefusal.ThreadIsArchived();
        }
        CountEdit(message);
        chat.Change(message, request.Body as JsonObject ?? [], request.Files, "edit");
        return RestAnswer.Ok(views.Message(message));
    }

    public RestAnswer Delete(RestRequest request)
    {
        var message = access.Message(request);
        if (message.Author is not null)
        {
            access.Require(message.Place, DiscordPermissions.ManageMessages);
        }
        chat.Delete(message);
        return RestAnswer.NoContent();
    }

    private Place Writable(RestRequest request)
    {
        var place = access.Visible(request);
        if (place.Recipient is { RoleIds.Count: 0 })
        {
            throw DiscordRefusal.SharesNoServer();
        }
        if (place.Recipient is { DirectMessagesOpen: false })
        {
            throw DiscordRefusal.CannotWriteTo();
        }
        access.Require(
            place,
            (place.Thread is null ? DiscordPermissions.SendMessages : DiscordPermissions.SendMessagesInThreads)
                | (request.Files.Count > 0 ? DiscordPermissions.AttachFiles : 0)
                | (request.Body.Items("embeds").Count > 0 ? DiscordPermissions.EmbedLinks : 0)
                | (request.Body.Has("poll") ? DiscordPermissions.SendPolls : 0)
        );
        if (place.Thread is { IsLocked: true } && !access.May(place, DiscordPermissions.ManageThreads))
        {
            throw DiscordRefusal.ThreadIsLocked();
        }
        return place;
    }

    // Discord states no number: a message that is edited for ever must be noticed, an ordinary one must not.
    private void CountEdit(Message message)
    {
        if (world.Now - message.At <= OldAge)
        {
            return;
        }
        while (message.OldEdits.TryPeek(out var first) && world.Now - first >= OldAge)
        {
            message.OldEdits.Dequeue();
        }
        if (message.OldEdits.Count >= options.OldMessageEditsPerHour)
        {
            throw DiscordRefusal.EditsOldMessageTooOften(OldAge - (world.Now - message.OldEdits.Peek()));
        }
        message.OldEdits.Enqueue(world.Now);
    }

    private static ulong? Id(RestRequest request, string name) =>
        request.Query.TryGetValue(name, out var text) && ulong.TryParse(text, out var id) ? id : null;
}
