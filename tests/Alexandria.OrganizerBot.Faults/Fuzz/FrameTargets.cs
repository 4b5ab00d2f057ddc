using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>
/// Dispatches of Discord's gateway: read as the connection reads them, and what is an interaction as an act of somebody. What
/// cannot be read is left aside and counted; nothing is thrown into the receive loop.
/// </summary>
internal sealed class GatewayFrames()
    : FuzzTarget<byte[]>("gatewayFrames", Mutations.Bytes(Mutations.Of(Recorded, Words)))
{
    private const int Room = 16;

    private static readonly string[] Words =
    [
        "\"INTERACTION_CREATE\"",
        "\"READY\"",
        "\"GUILD_CREATE\"",
        "\"options\":[]",
        "\"custom_id\"",
        "\"value\"",
        "\"type\":5",
        "\"op\":0",
    ];

    /// <summary>Written after https://docs.discord.com/developers/interactions/receiving-and-responding and the stage's own.</summary>
    private static readonly string[] Recorded =
    [
        """{"op":0,"s":2,"t":"READY","d":{"v":10,"session_id":"a1b2","resume_gateway_url":"wss://gateway-us-east1-b.discord.gg","application":{"id":"500","flags":0},"user":{"id":"500","username":"bot","bot":true},"guilds":[{"id":"77","unavailable":true}]}}""",
        """{"op":0,"s":3,"t":"RESUMED","d":{}}""",
        """{"op":0,"s":4,"t":"GUILD_CREATE","d":{"id":"77","name":"Riverside","unavailable":false,"roles":[],"channels":[{"id":"88","type":0}]}}""",
        """{"op":0,"s":5,"t":"GUILD_DELETE","d":{"id":"77","unavailable":true}}""",
        """{"op":0,"s":6,"t":"INTERACTION_CREATE","d":{"id":"101","application_id":"500","type":3,"token":"secret-token","version":1,"guild_id":"77","channel_id":"88","channel":{"id":"88","type":11,"parent_id":"87"},"member":{"user":{"id":"4242","username":"someone"},"roles":["1","2"],"permissions":"4503599627370495","joined_at":"2026-01-01T00:00:00+00:00"},"app_permissions":"2248473465835073","locale":"es-419","guild_locale":"en-US","context":0,"entitlements":[],"message":{"id":"99","flags":32768,"components":[{"type":999}]},"data":{"custom_id":"pledge:A1:attend","component_type":2,"id":7}}}""",
        """{"op":0,"s":7,"t":"INTERACTION_CREATE","d":{"id":"102","application_id":"500","type":2,"token":"secret-token","version":1,"guild_id":"77","channel_id":"88","member":{"user":{"id":"4242"},"roles":[],"permissions":"0"},"locale":"en-US","data":{"id":"55","name":"action","type":1,"options":[{"name":"create","type":1,"options":[{"name":"title","type":3,"value":"Public hearing"},{"name":"capacity","type":4,"value":40},{"name":"share","type":10,"value":0.5}]}]}}}""",
        """{"op":0,"s":8,"t":"INTERACTION_CREATE","d":{"id":"103","application_id":"500","type":4,"token":"secret-token","version":1,"guild_id":"77","channel_id":"88","member":{"user":{"id":"4242"},"roles":["1"]},"locale":"fr","data":{"id":"55","name":"action","type":1,"options":[{"name":"edit","type":1,"options":[{"name":"action","type":3,"value":"A","focused":true}]}]}}}""",
        """{"op":0,"s":9,"t":"INTERACTION_CREATE","d":{"id":"104","application_id":"500","type":5,"token":"secret-token","version":1,"guild_id":"77","channel_id":"88","member":{"user":{"id":"4242"},"roles":["1"]},"data":{"custom_id":"action-edit:A1","components":[{"type":18,"component":{"type":4,"custom_id":"title","value":"Hearing"}},{"type":18,"component":{"type":4,"custom_id":"when","value":"next tuesday 7pm"}}]}}}""",
        """{"op":0,"s":10,"t":"INTERACTION_CREATE","d":{"id":"105","application_id":"500","type":3,"token":"secret-token","version":1,"channel_id":"89","user":{"id":"4242"},"context":1,"data":{"custom_id":"choose","component_type":3,"values":["a","b"]}}}""",
        """{"op":11,"d":null}""",
        """{"op":9,"d":false}""",
    ];

    private readonly EventSink _sink = new(Room);

    protected override Task TryAsync(byte[] input)
    {
        using var connection = new GatewayConnection(
            new DiscordClientOptions { Token = "a-token" },
            TimeProvider.System,
            new Random(1),
            NullLogger.Instance,
            session: null
        );
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(input);
        }
        catch (JsonException)
        {
            // The connection leaves it aside, too.
            return Task.CompletedTask;
        }

        using (document)
            connection.Dispatch(document.RootElement, received: 0, _sink, isFirstSession: false);
        while (_sink.Reader.TryRead(out var happened))
        {
            if (happened is not GatewayEvent.InteractionCreated created)
                continue;
            if (
                DiscordEvents.Read(created.Interaction) is { Act: Act.Press(var button) }
                && button.Encode().Length > 20_000
            )
                throw new BrokenPromiseException("A button of unreasonable size.");
            if (
                created.ToString() is var shown
                && shown.Contains("secret-token", StringComparison.Ordinal)
                // A change may have set the word into the id, which is shown.
                && created.Interaction.Id.Length < 12
            )
                throw new BrokenPromiseException("An interaction that shows its token.");
        }

        return Task.CompletedTask;
    }

    protected override string Show(byte[] input) => Encoding.UTF8.GetString(input);
}

/// <summary>
/// Lines of signal-cli's JSON-RPC: read as the connection reads them, and an envelope once more as it is read again after a
/// crash. What cannot be read is left aside and counted.
/// </summary>
internal sealed class RpcFrames() : FuzzTarget<byte[]>("rpcFrames", Mutations.Bytes(Mutations.Of(Lines, Words)))
{
    private static readonly string[] Words =
    [
        "\"receive\"",
        "\"params\"",
        "\"result\"",
        "\"error\":{\"code\":-1}",
        "\"dataMessage\"",
        "\"message\":\"!pledge 2\"",
        "\"groupInfo\":{}",
        "1795491700000",
    ];

    private static readonly string[] Lines =
    [
        .. Recorded.All,
        """{"jsonrpc":"2.0","id":1,"result":{"timestamp":1795491234574,"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294"},"type":"SUCCESS"}]}}""",
        """{"jsonrpc":"2.0","id":1,"error":{"code":-5,"message":"Failed to send message","data":{"response":{"results":[{"type":"RATE_LIMIT_FAILURE","token":"t","retryAfterSeconds":3600}]}}}}""",
    ];

    private static readonly SignalAccount Account = SignalAccount.TryParse("+15551230001", out var account)
        ? account
        : throw new InvalidOperationException("Not an account.");

    private static readonly Aci Self = Aci.ParseOrNull(Recorded.A)!.Value;

    private readonly SignalConnection _connection = new(
        new SignalDaemonOptions { Endpoint = new SignalEndpoint.UnixSocket("/nowhere"), Account = Account },
        TimeProvider.System,
        NullLogger.Instance,
        new Activity(TimeProvider.System),
        Channel.CreateUnbounded<ReceivedEnvelope>()
    );

    protected override Task TryAsync(byte[] input)
    {
        if (_connection.ReadFrame(new ReadOnlySequence<byte>(input)) is not { } received)
            return Task.CompletedTask;
        var again = SignalEnvelope.Read(received.Json);
        if (again.GetType() != received.Event.GetType())
            throw new BrokenPromiseException("Read again it is something else.");
        foreach (var self in (Aci?[])[Self, null])
        {
            if (SignalEvents.Read(received.Event, self) is { } act && act.ToIncoming([]).EventId.Length == 0)
                throw new BrokenPromiseException("An event without an id.");
        }

        return Task.CompletedTask;
    }

    protected override string Show(byte[] input) => Encoding.UTF8.GetString(input);
}
