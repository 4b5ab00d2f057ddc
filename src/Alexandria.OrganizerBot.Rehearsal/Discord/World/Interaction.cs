using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>What a person did and how far the bot got in answering. Changed only under the world's gate.</summary>
internal sealed class Interaction
{
    public required string Id { get; init; }
    public required string Token { get; init; }
    public required InteractionType Type { get; init; }
    public required Person Person { get; init; }
    public required Place Place { get; init; }

    /// <summary>Stage time: the token lives fifteen minutes of it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Real time stamp: the first answer is due three real seconds later.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The message that holds the pressed component, or that the modal was opened from.</summary>
    public Message? Source { get; init; }

    /// <summary>The option being typed, for autocomplete: choices must have its type.</summary>
    public int? FocusedType { get; init; }

    public InteractionState State { get; set; } = InteractionState.Waiting;

    /// <summary>What <c>@original</c> stands for; null before there is one and after it was deleted.</summary>
    public Message? Original { get; set; }

    /// <summary>The form that was opened.</summary>
    public JsonObject? Modal { get; set; }

    /// <summary>Set by the first callback, whatever its type.</summary>
    public TaskCompletionSource FirstAnswer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the person sees in the end; choices for an autocomplete.</summary>
    public TaskCompletionSource<InteractionResult> Result { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal enum InteractionType
{
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

internal enum InteractionState
{
    Waiting,

    /// <summary>Callback 5: a new message is promised.</summary>
    Deferred,

    /// <summary>Callback 6: a change of the component's message is promised.</summary>
    UpdateDeferred,
    Answered,

    /// <summary>Nobody answered in time; the token is dead.</summary>
    Expired,
}

internal sealed record InteractionResult(
    StageReplyKind Kind,
    StageMessage? Message,
    IReadOnlyList<StageChoice> Choices
);
