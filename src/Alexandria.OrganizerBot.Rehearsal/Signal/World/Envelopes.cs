using System.Text;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>What the daemon hands out for what people do, member by member in the real one's order.</summary>
internal sealed class Envelopes(SignalWorld world, SignalStageOptions options)
{
    /// <summary>Bytes of UTF-8 that a message itself holds; longer texts travel as a file.</summary>
    public const int InlineBytes = 2000;

    private static readonly Version IsExpirationUpdateSince = new(0, 13, 21);
    private static readonly Version WholeTextSince = new(0, 14, 0);

    /// <summary>Something that somebody wrote or chose.</summary>
    public JsonObject Data(SignalPerson person, long timestamp, JsonObject data) =>
        Envelope(person, timestamp, "dataMessage", data);

    /// <summary>A change of an earlier message.</summary>
    /// <param name="original">Timestamp of the original, also for the second edit.</param>
    public JsonObject Edit(SignalPerson person, long timestamp, long original, JsonObject data) =>
        Envelope(
            person,
            timestamp,
            "editMessage",
            new JsonObject { ["targetSentTimestamp"] = original, ["dataMessage"] = data }
        );

    public JsonObject Receipt(SignalPerson person, long timestamp, long of) =>
        Envelope(
            person,
            timestamp,
            "receiptMessage",
            new JsonObject
            {
                ["when"] = timestamp,
                ["isDelivery"] = true,
                ["isRead"] = false,
                ["isViewed"] = false,
                ["timestamps"] = new JsonArray(of),
            }
        );

    public JsonObject Typing(SignalPerson person, long timestamp, SignalGroup? group)
    {
        var typing = new JsonObject { ["action"] = "STARTED", ["timestamp"] = timestamp };
        if (group is not null)
        {
            typing["groupId"] = group.Id;
        }
        return Envelope(person, timestamp, "typingMessage", typing);
    }

    /// <summary>A message that could not be decrypted: it has an exception and no content.</summary>
    public JsonObject Undecryptable(SignalPerson person, long timestamp)
    {
        var received = Envelope(person, timestamp, member: null, content: null);
        received["exception"] = new JsonObject
        {
            ["message"] = "org.signal.libsignal.protocol.InvalidMessageException: message decryption failed",
            ["type"] = "ProtocolInvalidMessageException",
        };
        return received;
    }

    /// <summary>The start of a data message; what it is about is added, then <see cref="Finish"/> ends it.</summary>
    public JsonObject Content(SignalChat chat, long timestamp, string? text, bool isExpirationUpdate = false)
    {
        var data = new JsonObject
        {
            ["timestamp"] = timestamp,
            ["message"] = text is null ? null : Inline(text),
            ["expiresInSeconds"] = chat.ExpiresInSeconds,
        };
        if (options.Version >= IsExpirationUpdateSince)
        {
            data["isExpirationUpdate"] = isExpirationUpdate;
        }
        data["viewOnce"] = false;
        return data;
    }

    /// <summary>Ends a data message: the file of a long text, and the group.</summary>
    public static JsonObject Finish(JsonObject data, SignalChat chat, string? text = null, bool isUpdate = false)
    {
        if (text is not null && Encoding.UTF8.GetByteCount(text) is > InlineBytes and var size)
        {
            data["attachments"] = new JsonArray(
                new JsonObject
                {
                    ["contentType"] = "text/x-signal-plain",
                    ["filename"] = null,
                    ["id"] = SignalIds.File($"{chat.Where}:{data["timestamp"]}", ".txt"),
                    ["size"] = size,
                    ["width"] = null,
                    ["height"] = null,
                    ["caption"] = null,
                    ["uploadTimestamp"] = (long)data["timestamp"]!,
                }
            );
        }
        if (chat is SignalGroup group)
        {
            data["groupInfo"] = new JsonObject
            {
                ["groupId"] = group.Id,
                ["groupName"] = group.Title,
                ["revision"] = group.Revision,
                ["type"] = isUpdate ? "UPDATE" : "DELIVER",
            };
        }
        return data;
    }

    /// <summary>Names somebody under the prefix that the daemon gives it: <c>author</c>, <c>targetAuthor</c>.</summary>
    public JsonObject Named(string prefix, SignalPerson? person)
    {
        var (number, aci) = person is null ? (world.BotNumber, world.BotAci) : (person.KnownNumber, person.Aci);
        return new JsonObject
        {
            [prefix] = number ?? aci,
            [prefix + "Number"] = number,
            [prefix + "Uuid"] = aci,
        };
    }

    private JsonObject Envelope(SignalPerson person, long timestamp, string? member, JsonObject? content)
    {
        var envelope = new JsonObject
        {
            ["source"] = person.KnownNumber ?? person.Aci,
            ["sourceNumber"] = person.KnownNumber,
            ["sourceUuid"] = person.Aci,
            ["sourceName"] = person.Name,
            ["sourceDevice"] = 1,
            ["timestamp"] = timestamp,
            ["serverReceivedTimestamp"] = timestamp,
            ["serverDeliveredTimestamp"] = timestamp,
        };
        if (member is not null)
        {
            envelope[member] = content;
        }
        return new JsonObject { ["envelope"] = envelope, ["account"] = world.BotNumber };
    }

    private string Inline(string text)
    {
        if (options.Version >= WholeTextSince || Encoding.UTF8.GetByteCount(text) <= InlineBytes)
        {
            return text;
        }
        var kept = 0;
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > InlineBytes)
            {
                break;
            }
            kept += rune.Utf16SequenceLength;
        }
        return text[..kept];
    }
}
