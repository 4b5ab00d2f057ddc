using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Rest;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>What a message may contain as a whole (resources/message, create and edit message).</summary>
internal static class MessageChecks
{
    private const int MostContent = 2000;
    private const int MostNonce = 25;
    private const int MostFiles = 10;

    /// <summary>Checks a message as it would stand after the request.</summary>
    /// <param name="whole">The message's fields: of a new one as sent, of an edited one with what stays.</param>
    /// <param name="sent">The request's own body.</param>
    /// <param name="fileNames">All files that the message would have.</param>
    /// <param name="isReply">Whether it answers an interaction: only then may it be ephemeral.</param>
    /// <exception cref="DiscordRefusal">With error 50035 or 50006.</exception>
    public static void Check(JsonObject whole, JsonObject sent, IReadOnlyList<string> fileNames, bool isReply)
    {
        var errors = new FormErrors();
        var flags = whole.Whole("flags") ?? 0;
        var v2 = (flags & MessageFlags.ComponentsV2) != 0;
        errors.Text(whole, "content", 0, MostContent);
        Flags(sent, isReply, errors);
        Nonce(sent, errors);
        AllowedMentions(sent, errors);
        if (whole["embeds"] is JsonArray embeds)
        {
            EmbedChecks.Check(embeds, errors.At("embeds"));
        }
        if (whole["components"] is JsonArray components)
        {
            ComponentChecks.Check(components, v2, errors.At("components"));
        }
        if (sent["poll"] is JsonObject poll)
        {
            PollChecks.Check(poll, errors.At("poll"));
        }
        if (fileNames.Count > MostFiles)
        {
            errors.Length("attachments", 0, MostFiles);
        }
        if (v2)
        {
            NoLegacyFields(whole, errors);
        }
        References(whole, fileNames, errors);
        errors.ThrowIfAny();
        if (IsEmpty(whole) && (v2 || fileNames.Count == 0))
        {
            throw DiscordRefusal.EmptyMessage();
        }
    }

    private static void Flags(JsonObject sent, bool isReply, FormErrors errors)
    {
        var allowed =
            MessageFlags.SuppressEmbeds
            | MessageFlags.SuppressNotifications
            | MessageFlags.ComponentsV2
            | (isReply ? MessageFlags.Ephemeral | MessageFlags.Loading : 0);
        if (sent.Has("flags") && (sent.Whole("flags") is not { } flags || flags < 0 || (flags & ~allowed) != 0))
        {
            errors.At("flags").AddHere("MESSAGE_FLAGS_INVALID", "Only some message flags can be set here.");
        }
    }

    private static void Nonce(JsonObject sent, FormErrors errors)
    {
        if (sent.Text("nonce") is { } nonce && Json.Length(nonce) > MostNonce)
        {
            errors.Length("nonce", 0, MostNonce);
        }
    }

    private static void AllowedMentions(JsonObject sent, FormErrors errors)
    {
        if (sent["allowed_mentions"] is not JsonObject mentions)
        {
            return;
        }
        var at = errors.At("allowed_mentions");
        var parse = mentions.Items("parse").Select(item => item.Text()).ToList();
        foreach (var (index, kind) in parse.Index().Where(item => item.Item is not ("users" or "roles" or "everyone")))
        {
            at.At("parse").OneOf(index.Plain(), "'users'", "'roles'", "'everyone'");
        }
        foreach (var kind in new[] { "users", "roles" })
        {
            var ids = mentions.Items(kind);
            if (ids.Count > 100)
            {
                at.Length(kind, 0, 100);
            }
            if (ids.Count > 0 && parse.Contains(kind))
            {
                at.At("parse")
                    .AddHere(
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        $"parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive."
                    );
            }
            foreach (var (index, id) in ids.Index().Where(item => !Snowflakes.IsOne(item.Item.Text())))
            {
                at.At(kind).At(index).AddHere("NUMBER_TYPE_COERCE", $"Value \"{id}\" is not snowflake.");
            }
        }
    }

    private static void NoLegacyFields(JsonObject whole, FormErrors errors)
    {
        var used = new (string Name, bool IsUsed)[]
        {
            ("content", !string.IsNullOrEmpty(whole.Text("content"))),
            ("embeds", whole.Items("embeds").Count > 0),
            ("poll", whole.Has("poll")),
            ("sticker_ids", whole.Items("sticker_ids").Count > 0),
        };
        foreach (var (name, _) in used.Where(field => field.IsUsed))
        {
            errors
                .At(name)
                .AddHere(
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    $"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                );
        }
    }

    private static void References(JsonObject whole, IReadOnlyList<string> fileNames, FormErrors errors)
    {
        foreach (var part in new[] { "components", "embeds" })
        {
            foreach (var name in VisibleText.ReferencedFiles(whole[part]).Except(fileNames))
            {
                errors
                    .At(part)
                    .AddHere(
                        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                        $"The referenced attachment '{name}' was not found."
                    );
            }
        }
    }

    private static bool IsEmpty(JsonObject whole) =>
        string.IsNullOrWhiteSpace(whole.Text("content"))
        && whole.Items("embeds").Count == 0
        && whole.Items("components").Count == 0
        && whole.Items("sticker_ids").Count == 0
        && !whole.Has("poll");
}
