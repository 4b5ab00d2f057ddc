using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>
/// What the bot does to messages, whatever route it came by: checks the request, changes the world, tells sessions and
/// transcript. Called while the world's gate is held.
/// </summary>
internal sealed class Chat(StageWorld world, Views views, GatewayHub gateway, StageLog log)
{
    /// <summary>What of a message an edit leaves alone unless it names it.</summary>
    private static readonly string[] Editable = ["content", "embeds", "components", "flags"];

    /// <summary>Posts a message to a channel or private chat.</summary>
    public Message Post(Place place, JsonObject sent, IReadOnlyList<UploadedFile> uploads, string? replyTo)
    {
        var message = New(place, sent, uploads, answers: null, ephemeralFor: null, replyTo);
        log.Message(place.IsDirect ? "dm" : "message", message);
        Tell("MESSAGE_CREATE", message);
        return message;
    }

    /// <summary>Answers an interaction with a message of its own.</summary>
    public Message Answer(
        Interaction interaction,
        JsonObject sent,
        IReadOnlyList<UploadedFile> uploads,
        bool? ephemeral = null
    )
    {
        var isEphemeral = ephemeral ?? ((sent.Whole("flags") ?? 0) & MessageFlags.Ephemeral) != 0;
        var message = New(
            interaction.Place,
            sent,
            uploads,
            interaction,
            isEphemeral ? interaction.Person : null,
            replyTo: null
        );
        LogAnswer(message);
        Tell("MESSAGE_CREATE", message);
        return message;
    }

    /// <summary>Shows "thinking" in place of the answer that was promised.</summary>
    public Message Promise(Interaction interaction, bool ephemeral)
    {
        var message = new Message
        {
            Id = world.Ids.Next(),
            Place = interaction.Place,
            At = world.Now,
            Answers = interaction,
            EphemeralFor = ephemeral ? interaction.Person : null,
            Flags = MessageFlags.Loading | (ephemeral ? MessageFlags.Ephemeral : 0),
        };
        world.Keep(message);
        Tell("MESSAGE_CREATE", message);
        return message;
    }

    /// <summary>Changes a message: what the request does not name stays.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sent">The request's body.</param>
    /// <param name="uploads">Its files.</param>
    /// <param name="kind">For the transcript: <c>edit</c> or <c>update</c>.</param>
    /// <exception cref="DiscordRefusal">The message would not be one that Discord takes.</exception>
    public void Change(Message message, JsonObject sent, IReadOnlyList<UploadedFile> uploads, string kind)
    {
        var files = FilesAfter(message.Files, sent, uploads);
        var whole = Whole(message);
        foreach (var name in Editable.Where(sent.ContainsKey))
        {
            whole[name] = sent[name]?.DeepClone();
        }
        var asked = sent.Whole("flags") ?? message.Flags;
        if (message.IsComponentsV2 && (asked & MessageFlags.ComponentsV2) == 0)
        {
            var errors = new FormErrors();
            errors
                .At("flags")
                .AddHere("MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", "MessageFlags.IS_COMPONENTS_V2 cannot be removed");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        var changeable = MessageFlags.SuppressEmbeds | MessageFlags.ComponentsV2;
        var flags = (message.Flags & ~changeable & ~MessageFlags.Loading) | (asked & changeable);
        whole["flags"] = flags;
        MessageChecks.Check(whole, sent, [.. files.Select(file => file.Name)], message.Answers is not null);

        var wasPromised = message.IsLoading;
        Fill(message, whole, files, flags);
        message.Pings = PingsOf(message, sent);
        if (wasPromised)
        {
            LogAnswer(message);
        }
        else
        {
            message.EditedAt = world.Now;
            log.Message(kind, message);
        }
        Tell("MESSAGE_UPDATE", message);
    }

    public void Delete(Message message)
    {
        world.Remove(message);
        log.Message("delete", message);
        if (message.EphemeralFor is null)
        {
            var about = new JsonObject { ["id"] = message.Id, ["channel_id"] = message.Place.Id };
            if (message.Place.Server is { } server)
            {
                about["guild_id"] = server.Id;
            }
            gateway.Dispatch("MESSAGE_DELETE", about, IntentOf(message.Place));
        }
    }

    private Message New(
        Place place,
        JsonObject sent,
        IReadOnlyList<UploadedFile> uploads,
        Interaction? answers,
        Person? ephemeralFor,
        string? replyTo
    )
    {
        var files = FilesAfter([], sent, uploads);
        var isReply = answers is not null;
        MessageChecks.Check(sent, sent, [.. files.Select(file => file.Name)], isReply);
        var message = new Message
        {
            Id = world.Ids.Next(),
            Place = place,
            At = world.Now,
            Answers = answers,
            EphemeralFor = ephemeralFor,
            ReplyTo = replyTo,
            Nonce = isReply ? null : sent.Text("nonce") ?? sent.Whole("nonce")?.Plain(),
            Poll = sent["poll"]?.DeepClone(),
            PollEndsAt = sent["poll"] is JsonObject poll
                ? world.Now + TimeSpan.FromHours(poll.Whole("duration") ?? 24)
                : null,
        };
        var flags = (sent.Whole("flags") ?? 0) & ~MessageFlags.Loading & ~MessageFlags.Ephemeral;
        Fill(message, sent, files, ephemeralFor is null ? flags : flags | MessageFlags.Ephemeral);
        message.Pings = PingsOf(message, sent);
        world.Keep(message);
        return message;
    }

    private static void Fill(Message message, JsonObject whole, IReadOnlyList<StoredFile> files, long flags)
    {
        message.Content = whole.Text("content") ?? "";
        message.Embeds = whole["embeds"]?.DeepClone() as JsonArray ?? [];
        message.Components = whole["components"]?.DeepClone() as JsonArray ?? [];
        message.Files = files;
        message.Flags = flags;
        NumberComponents(message.Components);
    }

    private static JsonObject Whole(Message message) =>
        new()
        {
            ["content"] = message.Content,
            ["embeds"] = message.Embeds.DeepClone(),
            ["components"] = message.Components.DeepClone(),
            ["poll"] = message.Poll?.DeepClone(),
        };

    // Discord numbers components that came without an id, from 1 on, skipping numbers that are taken.
    private static void NumberComponents(JsonArray components)
    {
        var all = VisibleText.AllComponents(components).ToList();
        var taken = all.Select(component => component.Whole("id") ?? 0).ToHashSet();
        var next = 1;
        foreach (var component in all.Where(component => component.Whole("id") is null or 0))
        {
            while (!taken.Add(next))
            {
                next++;
            }
            component["id"] = next;
        }
    }

    /// <summary>Files that stay and files that come. A list of attachments drops every file that it does not name.</summary>
    private List<StoredFile> FilesAfter(
        IReadOnlyList<StoredFile> before,
        JsonObject sent,
        IReadOnlyList<UploadedFile> uploads
    )
    {
        var listed = sent["attachments"] as JsonArray;
        var described = listed?.OfType<JsonObject>().ToDictionary(IdOf) ?? [];
        var errors = new FormErrors();
        foreach (var (index, node) in (listed ?? []).Index())
        {
            var id = node is JsonObject one ? IdOf(one) : "";
            if (before.All(file => file.Id != id) && uploads.All(upload => upload.Number.Plain() != id))
            {
                errors
                    .At("attachments")
                    .At(index)
                    .At("id")
                    .AddHere("ATTACHMENT_NOT_FOUND", "The attachment was not found among the files.");
            }
            errors.At("attachments").At(index).Text(node as JsonObject ?? [], "description", 0, 1024);
        }
        errors.ThrowIfAny();
        var staying = before
            .Where(file => listed is null || described.ContainsKey(file.Id))
            .Select(file =>
                file with
                {
                    Description = described.GetValueOrDefault(file.Id).Text("description") ?? file.Description,
                }
            );
        var coming = uploads
            .OrderBy(upload => upload.Number)
            .Select(upload =>
            {
                var about = described.GetValueOrDefault(upload.Number.Plain());
                return new StoredFile(
                    world.Ids.Next(),
                    about.Text("filename") ?? upload.Name,
                    about.Text("description"),
                    upload.ContentType,
                    upload.Content
                );
            });
        return [.. staying.Concat(coming)];
    }

    private static string IdOf(JsonObject attachment) => attachment.Text("id") ?? attachment.Whole("id")?.Plain() ?? "";

    private IReadOnlyList<string> PingsOf(Message message, JsonObject sent)
    {
        var text = string.Join(
            '\n',
            VisibleText
                .AllComponents(message.Components)
                .Select(component => component.Whole("type") == 10 ? component.Text("content") : null)
                .Prepend(message.Content)
        );
        var mayMention = (world.BotPermissionsIn(message.Place) & DiscordPermissions.MentionEveryone) != 0;
        return Mentions.In(
            world,
            message.Place.Server,
            text,
            sent["allowed_mentions"] as JsonObject,
            message.Answers is not null,
            mayMention
        );
    }

    private void LogAnswer(Message message) =>
        log.Message(
            message.EphemeralFor is not null ? "ephemeral"
                : message.Place.IsDirect ? "dm"
                : "message",
            message
        );

    // Ephemeral messages reach their reader only.
    private void Tell(string name, Message message)
    {
        if (message.EphemeralFor is not null)
        {
            return;
        }
        var view = views.Message(message);
        if (message.Place.Server is { } server)
        {
            view["guild_id"] = server.Id;
        }
        gateway.Dispatch(name, view, IntentOf(message.Place));
    }

    private static long IntentOf(Place place) => place.IsDirect ? Intent.DirectMessages : Intent.GuildMessages;
}
