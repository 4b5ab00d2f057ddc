// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
namespace Alexandria.OrganizerBot.Discord;

/// <summary>How an interaction is answered first.</summary>
public enum InteractionResponseType
{
    Message = 4,
    DeferMessage = 5,
    DeferUpdate = 6,
    Update = 7,
    Autocomplete = 8,
    Modal = 9,
}

/// <summary>
/// The first answer to an interaction, due within 3 seconds of Discord's clock. Made by the factories below, which keep to
/// what each kind may carry.
/// </summary>
public sealed record InteractionResponse
{
    private InteractionResponse(InteractionResponseType type) => Type = type;

    public InteractionResponseType Type { get; }

    /// <summary>The message of <see cref="Message"/> and <see cref="Update"/>.</summary>
    public MessageBody? Body { get; private init; }

    /// <summary>Whether a deferred message will be seen by that person only.</summary>
    public bool Ephemeral { get; private init; }

    public IReadOnlyList<CommandChoice>? Choices { get; private init; }

    public Modal? Form { get; private init; }

    /// <summary>A message as the answer.</summary>
    public static InteractionResponse Message(MessageBody body) => new(InteractionResponseType.Message) { Body = body };

    /// <summary>
    /// "Thinking…"; the message follows by <see cref="DiscordRest.EditOriginalResponseAsync"/>. Whether it is ephemeral is
    /// settled here for good; Components V2 is asked for in the edit.
    /// </summary>
    public static InteractionResponse DeferMessage(bool ephemeral) =>
        new(InteractionResponseType.DeferMessage) { Ephemeral = ephemeral };

    /// <summary>Takes note of a press without showing anything; the message may be edited later. Components only.</summary>
    public static InteractionResponse DeferUpdate() => new(InteractionResponseType.DeferUpdate);

    /// <summary>Replaces the message that carries the component. Components only.</summary>
    public static InteractionResponse Update(MessageBody body) => new(InteractionResponseType.Update) { Body = body };

    /// <summary>Up to 25 suggestions; more are cut off.</summary>
    public static InteractionResponse Autocomplete(IReadOnlyList<CommandChoice> choices) =>
        new(InteractionResponseType.Autocomplete) { Choices = [.. choices.Take(CommandLimits.Choices)] };

    /// <summary>Opens a form. Only as the first answer, and not to the submission of another form.</summary>
    public static InteractionResponse Modal(Modal form) => new(InteractionResponseType.Modal) { Form = form };

    internal InteractionResponsePayload ToPayload() =>
        new(
            (int)Type,
            Type switch
            {
                InteractionResponseType.Message => Body?.ToCallbackPayload(),
                InteractionResponseType.Update => Body?.ToCallbackPayload(),
                // Any flag but EPHEMERAL is refused here: https://github.com/discord/discord-api-docs/issues/7515
                InteractionResponseType.DeferMessage when Ephemeral => new InteractionCallbackData
                {
                    Flags = MessageFlags.Ephemeral,
                },
                InteractionResponseType.Autocomplete => new InteractionCallbackData { Choices = Choices },
                InteractionResponseType.Modal => new InteractionCallbackData
                {
                    CustomId = Form?.CustomId,
                    Title = Form?.Title,
                    Components = Form?.Components,
                },
                _ => null,
            }
        );
}

/// <summary>A form: 1 to 5 components at the top, each a <see cref="Label"/> around one field, or a <see cref="TextDisplay"/>.</summary>
/// <param name="CustomId">1 to 100 characters.</param>
/// <param name="Title">Up to 45 characters.</param>
public sealed record Modal(string CustomId, string Title, IReadOnlyList<Component> Components);

internal sealed record InteractionResponsePayload(int Type, InteractionCallbackData? Data);

/// <summary>Discord uses one object for the data of every kind of answer.</summary>
internal sealed record InteractionCallbackData
{
    public string? Content { get; init; }

    public IReadOnlyList<Component>? Components { get; init; }

    public int? Flags { get; init; }

    public AllowedMentions? AllowedMentions { get; init; }

    public IReadOnlyList<AttachmentReference>? Attachments { get; init; }

    public IReadOnlyList<CommandChoice>? Choices { get; init; }

    public string? CustomId { get; init; }

    public string? Title { get; init; }
}
