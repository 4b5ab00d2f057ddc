using System.Text.Json;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>Reads <c>{"envelope":…,"account":…,"exception":…}</c>, from the wire or from where it was stored.</summary>
public static class SignalEnvelope
{
    private static readonly SignalEvent Malformed = new SignalEvent.Other("malformed");

    /// <summary>Never throws: what cannot be read is <see cref="SignalEvent.Other"/> with the kind <c>malformed</c>.</summary>
    public static SignalEvent Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return Malformed;
        }
    }

    internal static SignalEvent Read(JsonElement received)
    {
        try
        {
            return received.Field("envelope") is { ValueKind: JsonValueKind.Object } envelope
                ? ReadEnvelope(received, envelope)
                : Malformed;
        }
        catch (InvalidOperationException)
        {
            // A member's name that is no text.
            return Malformed;
        }
    }

    /// <summary>A timer; none where it is zero, negative or missing.</summary>
    internal static TimeSpan? Seconds(long? seconds) =>
        seconds is > 0 and <= int.MaxValue ? TimeSpan.FromSeconds(seconds.Value) : null;

    private static SignalEvent ReadEnvelope(JsonElement received, JsonElement envelope)
    {
        var sender = Aci.ParseOrNull(envelope.Text("sourceUuid"));
        var timestamp = envelope.Long("timestamp");
        if (received.Field("exception") is { } exception)
        {
            return new SignalEvent.Undecryptable(sender, timestamp, exception.Text("type") ?? "none");
        }

        var edit = envelope.Field("editMessage");
        if ((edit?.Field("dataMessage") ?? envelope.Field("dataMessage")) is not { } data)
        {
            return new SignalEvent.Other(KindOf(envelope));
        }

        if (sender is not { } author || (data.Long("timestamp") ?? timestamp) is not { } sent)
        {
            return new SignalEvent.Other("anonymous");
        }

        var id = new MessageId(author, sent);
        if (edit is null)
        {
            return ReadData(id, data);
        }

        return edit.Value.Long("targetSentTimestamp") is { } target
            ? new SignalEvent.Edited(id, GroupOf(data), new MessageId(author, target), ReadContent(data))
            : Malformed;
    }

    private static SignalEvent ReadData(MessageId id, JsonElement data)
    {
        var group = GroupOf(data);
        if (data.Field("remoteDelete") is { } deletion)
        {
            return deletion.Long("timestamp") is { } target
                ? new SignalEvent.Deleted(id, group, id with { Timestamp = target })
                : Malformed;
        }

        if (data.Field("reaction") is { } reaction)
        {
            return
                Target(reaction, "targetAuthor", "targetSentTimestamp") is { } target
                && reaction.Text("emoji") is { } emoji
                ? new SignalEvent.Reaction(id, group, target, emoji, reaction.Bool("isRemove"))
                : Malformed;
        }

        if (data.Field("pollVote") is { } vote)
        {
            return Target(vote, "author", "targetSentTimestamp") is { } poll
                ? new SignalEvent.PollVote(
                    id,
                    group,
                    poll,
                    [.. vote.Items("optionIndexes").Select(item => item.AsInt() ?? -1).Where(index => index >= 0)],
                    vote.Int("voteCount") ?? 1
                )
                : Malformed;
        }

        if (group is not null && data.Field("groupInfo")?.Text("type") == "UPDATE")
        {
            return new SignalEvent.GroupChanged(id, group);
        }

        if (data.Field("message") is not null || data.Items("attachments").Any())
        {
            return new SignalEvent.Message(id, group, ReadContent(data));
        }

        // With nothing else in it, somebody's profile key changed, or somebody left a legacy group.
        string[] kinds =
        [
            "sticker",
            "pollCreate",
            "pollTerminate",
            "contacts",
            "payment",
            "storyContext",
            "groupCallUpdate",
        ];
        return new SignalEvent.Other(
            data.Bool("isExpirationUpdate")
                ? "timer"
                : Array.Find(kinds, kind => data.Field(kind) is not null) ?? "profile"
        );
    }

    private static MessageContent ReadContent(JsonElement data)
    {
        var text = data.Text("message") ?? "";
        return new MessageContent
        {
            Text = text,
            Quote =
                data.Field("quote") is { } quote && Target(quote, "author", "id") is { } quoted
                    ? new Quote(quoted, quote.Text("text") ?? "")
                    : null,
            Mentions = [.. data.Items("mentions").SelectMany(mention => ReadMention(mention, text.Length))],
            Attachments =
            [
                .. data.Items("attachments")
                    .Select(file => new AttachmentInfo(
                        file.Text("contentType"),
                        file.Text("filename"),
                        file.Long("size")
                    )),
            ],
            ExpiresIn = Seconds(data.Long("expiresInSeconds")),
            IsViewOnce = data.Bool("viewOnce"),
        };
    }

    /// <summary>None where it does not lie within the text: positions are the sender's to make up.</summary>
    private static IEnumerable<Mention> ReadMention(JsonElement mention, int textLength) =>
        Aci.TryParse(mention.Text("uuid"), out var who)
        && mention.Int("start") is { } start and >= 0
        && mention.Int("length") is { } length and > 0
        && start <= textLength - length
            ? [new Mention(start, length, who)]
            : [];

    /// <summary>Somebody's message, by <c>…Uuid</c> only: the member without a suffix is a number where one is known.</summary>
    private static MessageId? Target(JsonElement element, string author, string timestamp) =>
        Aci.TryParse(element.Text(author + "Uuid"), out var aci) && element.Long(timestamp) is { } sent
            ? new MessageId(aci, sent)
            : null;

    private static string? GroupOf(JsonElement data) => data.Field("groupInfo")?.Text("groupId");

    private static string KindOf(JsonElement envelope) =>
        envelope.Field("receiptMessage") is not null ? "receipt"
        : envelope.Field("typingMessage") is not null ? "typing"
        : envelope.Field("syncMessage") is not null ? "sync"
        : envelope.Field("callMessage") is not null ? "call"
        : envelope.Field("storyMessage") is not null ? "story"
        : "unknown";
}
