using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>One element of what a client sent.</summary>
internal abstract record RpcItem
{
    private RpcItem() { }

    /// <summary>A call; <paramref name="Wants"/> false: it has no id and gets no answer, not even an error.</summary>
    public sealed record Call(string Method, RpcParams Params, bool Wants, JsonNode? Id) : RpcItem;

    /// <summary>Something that cannot be taken as a call.</summary>
    public sealed record Wrong(RpcRefusal Refusal, JsonNode? Id) : RpcItem;

    /// <summary>An answer to a question that the daemon never asked: dropped.</summary>
    public sealed record Dropped : RpcItem;
}

/// <summary>Takes lines apart and puts answers together, byte by byte as signal-cli's JSON library does.</summary>
internal sealed partial record RpcLine(IReadOnlyList<RpcItem> Items, bool IsBatch)
{
    private const string Source =
        "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: ";
    private const string Unknown = "\n at [Source: UNKNOWN; byte offset: #UNKNOWN]";
    private const string Request = "org.asamk.signal.jsonrpc.JsonRpcRequest";

    private static readonly string[] Known = ["method", "id", "jsonrpc", "params"];

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As a line: text is left as it is, emoji too, and only what JSON demands is escaped.</summary>
    public static string Write(JsonNode node) =>
        EscapedPair()
            .Replace(
                node.ToJsonString(Json),
                pair => string.Concat(pair.Groups["before"].Value, Unit(pair, "high"), Unit(pair, "low"))
            );

    public static RpcLine Read(string line)
    {
        if (line.Length == 0)
        {
            return Single(new RpcRefusal(RpcRefusal.Parse, "Empty input line"));
        }
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return Single(
                new RpcRefusal(
                    RpcRefusal.Parse,
                    $"Unexpected end-of-input: expected close marker for Object (start marker at {Source}1])\n at {Source}{line.Length + 1}]"
                )
            );
        }
        return node switch
        {
            JsonObject request => new RpcLine([Item(request)], IsBatch: false),
            JsonArray { Count: 0 } => Single(new RpcRefusal(RpcRefusal.Invalid, "invalid request")),
            JsonArray batch => new RpcLine([.. batch.Select(ItemOfBatch)], IsBatch: true),
            _ => Single(new RpcRefusal(RpcRefusal.Invalid, $"unexpected type: {Kind(node).Upper}")),
        };
    }

    public static JsonObject Answer(JsonNode? result, JsonNode? id) =>
        new()
        {
            ["jsonrpc"] = "2.0",
            ["result"] = result,
            ["id"] = id?.DeepClone(),
        };

    public static JsonObject Answer(RpcRefusal refusal, JsonNode? id) =>
        new()
        {
            ["jsonrpc"] = "2.0",
            ["error"] = new JsonObject
            {
                ["code"] = refusal.Code,
                ["message"] = refusal.Message,
                ["data"] = refusal.Response is { } response ? new JsonObject { ["response"] = response } : null,
            },
            ["id"] = id?.DeepClone(),
        };

    public static JsonObject Notification(JsonNode parameters) =>
        new()
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "receive",
            ["params"] = parameters,
        };

    private static RpcLine Single(RpcRefusal refusal) => new([new RpcItem.Wrong(refusal, null)], IsBatch: false);

    private static RpcItem ItemOfBatch(JsonNode? node) =>
        node is JsonObject request
            ? Item(request)
            : new RpcItem.Wrong(
                new RpcRefusal(
                    RpcRefusal.Invalid,
                    $"Cannot construct instance of `{Request}` (although at least one Creator exists): no int/Int-argument constructor/factory method to deserialize from {Kind(node).Word} value ({node?.ToJsonString()}){Unknown}"
                ),
                null
            );

    private static RpcItem Item(JsonObject request)
    {
        if (request.ContainsKey("result") || request.ContainsKey("error"))
        {
            return new RpcItem.Dropped();
        }
        var id = request["id"];
        if (id is JsonObject or JsonArray)
        {
            return Invalid(WrongMember("id", "ValueNode", "com.fasterxml.jackson.databind.node.ValueNode", id), null);
        }
        if (request.Select(member => member.Key).FirstOrDefault(key => !Known.Contains(key)) is { } stray)
        {
            return Invalid(
                $"Unrecognized field \"{stray}\" (class {Request}), not marked as ignorable (4 known properties: \"method\", \"id\", \"jsonrpc\", \"params\"]){Unknown} (through reference chain: {Request}[\"{stray}\"])",
                id
            );
        }
        if (request["params"] is JsonValue scalar)
        {
            return Invalid(
                WrongMember(
                    "params",
                    "ContainerNode",
                    "com.fasterxml.jackson.databind.node.ContainerNode<java.lang.Object>",
                    scalar
                ),
                id
            );
        }
        if (request["jsonrpc"] is not JsonValue version || version.ToString() != "2.0")
        {
            return Invalid("only jsonrpc version 2.0 is supported", id);
        }
        if (request["method"] is not JsonValue method)
        {
            return Invalid("method field must be set", id);
        }
        return request["params"] is JsonArray
            ? Invalid(
                $"Cannot deserialize value of type `java.util.LinkedHashMap<java.lang.String,java.lang.Object>` from Array value (token `JsonToken.START_ARRAY`){Unknown}",
                id
            )
            : new RpcItem.Call(
                method.ToString(),
                new RpcParams(request["params"] as JsonObject ?? []),
                request.ContainsKey("id"),
                id
            );
    }

    private static RpcItem.Wrong Invalid(string message, JsonNode? id) =>
        new(new RpcRefusal(RpcRefusal.Invalid, message), id);

    private static string WrongMember(string member, string shortType, string type, JsonNode actual) =>
        $"Problem deserializing property '{member}' (expected type: [simple type, class {type}]; actual type: `com.fasterxml.jackson.databind.node.{Kind(actual).Node}`), problem: Can not set com.fasterxml.jackson.databind.node.{shortType} field {Request}.{member} to com.fasterxml.jackson.databind.node.{Kind(actual).Node}{Unknown} (through reference chain: {Request}[\"{member}\"])";

    private static (string Upper, string Word, string Node) Kind(JsonNode? node) =>
        node switch
        {
            null => ("NULL", "Null", "NullNode"),
            JsonObject => ("OBJECT", "Object", "ObjectNode"),
            JsonArray => ("ARRAY", "Array", "ArrayNode"),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String => ("STRING", "String", "TextNode"),
                JsonValueKind.Number => ("NUMBER", "Number", "IntNode"),
                _ => ("BOOLEAN", "Boolean", "BooleanNode"),
            },
        };

    private static string Unit(Match pair, string name) =>
        ((char)ushort.Parse(pair.Groups[name].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    // An even number of backslashes before it: they are text, this one is an escape.
    [GeneratedRegex(
        @"(?<!\\)(?<before>(?:\\\\)*)\\u(?<high>D[89AB][0-9A-F]{2})\\u(?<low>D[C-F][0-9A-F]{2})",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex EscapedPair();
}
