using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>A message as the service keeps it. Changed only under the world's gate.</summary>
internal sealed class Message
{
    public required string Id { get; init; }
    public required Place Place { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null: the bot wrote it.</summary>
    public Person? Author { get; init; }

    /// <summary>The only person who sees it; null where everyone in the place does.</summary>
    public Person? EphemeralFor { get; init; }

    /// <summary>The interaction that it answers.</summary>
    public Interaction? Answers { get; init; }

    public string? ReplyTo { get; init; }
    public string? Nonce { get; init; }
    public string Content { get; set; } = "";
    public JsonArray Embeds { get; set; } = [];
    public JsonArray Components { get; set; } = [];
    public JsonNode? Poll { get; set; }

    /// <summary>Stage time at which the poll ends.</summary>
    public DateTimeOffset? PollEndsAt { get; set; }
    public IReadOnlyList<StoredFile> Files { get; set; } = [];
    public long Flags { get; set; }
    public DateTimeOffset? EditedAt { get; set; }

    /// <summary>Who or what would be notified: names of people, <c>@role</c>, <c>@everyone</c>.</summary>
    public IReadOnlyList<string> Pings { get; set; } = [];

    /// <summary>Stage time since when it is pinned.</summary>
    public DateTimeOffset? PinnedAt { get; set; }

    /// <summary>Stage times of edits after its first hour.</summary>
    public Queue<DateTimeOffset> OldEdits { get; } = new();

    /// <summary>A deferred answer that still shows "thinking".</summary>
    public bool IsLoading => (Flags & MessageFlags.Loading) != 0;

    public bool IsComponentsV2 => (Flags & MessageFlags.ComponentsV2) != 0;
}

/// <summary>A file that the service keeps with a message.</summary>
internal sealed record StoredFile(
    string Id,
    string Name,
    string? Description,
    string ContentType,
    ReadOnlyMemory<byte> Content
);

/// <summary>Bits of a message's flags (resources/message, message flags).</summary>
internal static class MessageFlags
{
    public const long SuppressEmbeds = 1 << 2;
    public const long HasThread = 1 << 5;
    public const long Ephemeral = 1 << 6;
    public const long Loading = 1 << 7;
    public const long SuppressNotifications = 1 << 12;
    public const long ComponentsV2 = 1 << 15;
}
