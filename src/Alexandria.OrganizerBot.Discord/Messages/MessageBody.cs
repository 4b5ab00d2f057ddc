// https://docs.discord.com/developers/resources/message#create-message
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Message flags that a bot may set (https://docs.discord.com/developers/resources/message#message-object-message-flags).</summary>
public static class MessageFlags
{
    public const int SuppressEmbeds = 1 << 2;

    /// <summary>Seen by one person only; interactions only.</summary>
    public const int Ephemeral = 1 << 6;

    public const int SuppressNotifications = 1 << 12;

    /// <summary>The message consists of components. It cannot be taken back, so every edit must carry it too.</summary>
    public const int ComponentsV2 = 1 << 15;
}

/// <summary>
/// What a message says, whether sent, edited or given as an answer. Mentions nobody unless told to.
/// <see cref="ToString"/> does not show what it says.
/// </summary>
public sealed record MessageBody
{
    /// <summary>Up to 2000 characters; not together with <see cref="MessageFlags.ComponentsV2"/>.</summary>
    public string? Content { get; init; }

    /// <summary>Up to 40 in all with <see cref="MessageFlags.ComponentsV2"/>, else up to 5 action rows. Null leaves them as they are in an edit.</summary>
    public IReadOnlyList<Component>? Components { get; init; }

    /// <summary>See <see cref="MessageFlags"/>.</summary>
    public int Flags { get; init; }

    /// <summary>
    /// Up to 25 characters. A second message of the bot with the same nonce within a few minutes is not posted; Discord
    /// answers with the first. Used by <see cref="DiscordRest.CreateMessageAsync"/> only: elsewhere Discord knows no nonce.
    /// </summary>
    public string? Nonce { get; init; }

    /// <summary>Always sent, since Discord's own default mentions whoever the text names.</summary>
    public AllowedMentions AllowedMentions { get; init; } = AllowedMentions.Nobody;

    /// <summary>Up to 10. In an edit they replace the files that the message had.</summary>
    public IReadOnlyList<FileAttachment> Files { get; init; } = [];

    /// <summary>
    /// Set in the edit that turns a message with plain content into one of <see cref="MessageFlags.ComponentsV2"/>: the old
    /// content and embeds must be emptied in the same request.
    /// </summary>
    public bool ReplacesPlainContent { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(MessageBody)} {{ {nameof(Content)} = {Content?.Length ?? 0} chars, {nameof(Components)} = {Components?.Count ?? 0}, {nameof(Files)} = {Files.Count} }}";

    internal MessagePayload ToCreatePayload() =>
        ToPayload() with
        {
            Nonce = Nonce,
            EnforceNonce = Nonce is null ? null : true,
        };

    internal MessagePayload ToWebhookPayload() => ToPayload();

    internal MessagePayload ToEditPayload() =>
        ReplacesPlainContent ? ToPayload() with { Content = JsonNull, Embeds = JsonEmptyArray } : ToPayload();

    internal InteractionCallbackData ToCallbackPayload() =>
        new()
        {
            Content = Content,
            Components = Components,
            Flags = FlagsOrNone,
            AllowedMentions = AllowedMentions,
            Attachments = References,
        };

    private static readonly JsonElement JsonNull = JsonDocument.Parse("null").RootElement;
    private static readonly JsonElement JsonEmptyArray = JsonDocument.Parse("[]").RootElement;

    private int? FlagsOrNone => Flags == 0 ? null : Flags;

    private IReadOnlyList<AttachmentReference>? References =>
        Files.Count == 0
            ? null
            : [.. Files.Select((file, index) => new AttachmentReference($"{index}", file.Name, file.Description))];

    private MessagePayload ToPayload() =>
        new()
        {
            Content = Content is null ? null : JsonSerializer.SerializeToElement(Content, DiscordJson.Default.String),
            Components = Components,
            Flags = FlagsOrNone,
            AllowedMentions = AllowedMentions,
            Attachments = References,
        };
}

/// <summary>Who a message may notify (https://docs.discord.com/developers/resources/message#allowed-mentions-object).</summary>
public sealed record AllowedMentions
{
    public static AllowedMentions Nobody { get; } = new();

    /// <summary>Kinds of mentions taken from the text. Empty: only those listed below.</summary>
    public IReadOnlyList<string> Parse { get; init; } = [];

    public IReadOnlyList<string>? Users { get; init; }

    public IReadOnlyList<string>? Roles { get; init; }
}

/// <summary>A file to send. Held in memory, so that a request can be built again.</summary>
public sealed partial record FileAttachment
{
    /// <param name="name">Letters, digits, dot, hyphen and underscore; referred to as <c>attachment://name</c>.</param>
    /// <param name="contentType">For example <c>image/png</c>.</param>
    /// <param name="content">Up to 10 MiB unless the guild allows more; 25 MiB in one request.</param>
    /// <param name="description">The text alternative for who cannot see it, up to 1024 characters.</param>
    /// <exception cref="ArgumentException">Discord would change such a name, and references to it would break.</exception>
    public FileAttachment(string name, string contentType, ReadOnlyMemory<byte> content, string? description = null)
    {
        if (!SafeName().IsMatch(name))
        {
            throw new ArgumentException("A file name holds letters, digits, '.', '-' and '_' only.", nameof(name));
        }

        Name = name;
        ContentType = contentType;
        Content = content;
        Description = description;
    }

    public string Name { get; }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Content { get; }

    public string? Description { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,200}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SafeName();
}

internal sealed record MessagePayload
{
    /// <summary>An element rather than text, because an edit must be able to say null.</summary>
    public JsonElement? Content { get; init; }

    public JsonElement? Embeds { get; init; }

    public IReadOnlyList<Component>? Components { get; init; }

    public int? Flags { get; init; }

    public string? Nonce { get; init; }

    public bool? EnforceNonce { get; init; }

    public AllowedMentions? AllowedMentions { get; init; }

    public IReadOnlyList<AttachmentReference>? Attachments { get; init; }
}

/// <param name="Id">The number of the upload, as a string: every id of Discord is one.</param>
internal sealed record AttachmentReference(string Id, string Filename, string? Description);
