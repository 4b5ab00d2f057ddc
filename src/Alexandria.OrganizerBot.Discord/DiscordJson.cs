using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// All that is written to or read from Discord as records. Enums are numbers, so unknown values pass; fields we do not know
/// are skipped, and missing ones read as null.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(GatewayBot))]
[JsonSerializable(typeof(Application))]
[JsonSerializable(typeof(DiscordUser))]
[JsonSerializable(typeof(DiscordMessage))]
[JsonSerializable(typeof(IReadOnlyList<DiscordMessage>))]
[JsonSerializable(typeof(DiscordChannel))]
[JsonSerializable(typeof(Guild))]
[JsonSerializable(typeof(GuildMember))]
[JsonSerializable(typeof(ScheduledEvent))]
[JsonSerializable(typeof(IReadOnlyList<ScheduledEvent>))]
[JsonSerializable(typeof(ScheduledEventBody))]
[JsonSerializable(typeof(ThreadBody))]
[JsonSerializable(typeof(DirectMessageRecipient))]
[JsonSerializable(typeof(IReadOnlyList<DiscordChannel>))]
[JsonSerializable(typeof(IReadOnlyList<Role>))]
[JsonSerializable(typeof(IReadOnlyList<RegisteredCommand>))]
[JsonSerializable(typeof(IReadOnlyList<ApplicationCommand>))]
[JsonSerializable(typeof(MessagePayload))]
[JsonSerializable(typeof(InteractionResponsePayload))]
[JsonSerializable(typeof(GatewayFrame<Identify>), TypeInfoPropertyName = "IdentifyFrame")]
[JsonSerializable(typeof(GatewayFrame<Resume>), TypeInfoPropertyName = "ResumeFrame")]
[JsonSerializable(typeof(HeartbeatFrame))]
internal sealed partial class DiscordJson : JsonSerializerContext;
