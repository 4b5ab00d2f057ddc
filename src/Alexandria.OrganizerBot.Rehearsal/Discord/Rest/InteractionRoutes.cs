using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>
/// Answers to interactions: the first within three real seconds, then edits and follow-ups for fifteen minutes of stage
/// time (interactions/receiving-and-responding).
/// </summary>
internal sealed class InteractionRoutes(
    StageWorld world,
    Views views,
    Chat chat,
    StageLog log,
    DiscordStageOptions options
)
{
    private const int NewMessage = 4;
    private const int DeferredMessage = 5;
    private const int DeferredUpdate = 6;
    private const int Update = 7;
    private const int Choices = 8;
    private const int Modal = 9;

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);

    public RestAnswer Callback(RestRequest request)
    {
        var interaction = world.InteractionById(request["interaction"]);
        if (interaction is null || interaction.Token != request["token"])
        {
            throw DiscordRefusal.UnknownInteraction();
        }
        if (interaction.State is not (InteractionState.Waiting or InteractionState.Expired))
        {
            throw DiscordRefusal.AlreadyAcknowledged();
        }
        if (
            interaction.State == InteractionState.Expired
            || options.RealTime.GetElapsedTime(interaction.StartedAt) > options.AnswerLimit
        )
        {
            interaction.State = InteractionState.Expired;
            // Nothing more will come: whoever waits for it sees "The application did not respond".
            interaction.FirstAnswer.TrySetResult();
            throw DiscordRefusal.UnknownInteraction();
        }
        var type = TypeOf(request.Body, interaction);
        var data = request.Body?["data"] as JsonObject ?? [];
        Apply(interaction, type, data, request.Files);
        interaction.FirstAnswer.TrySetResult();
        return request.Query.GetValueOrDefault("with_response") == "true"
            ? RestAnswer.Ok(views.CallbackResponse(interaction, type))
            : RestAnswer.NoContent();
    }

    public RestAnswer FollowUp(RestRequest request)
    {
        var interaction = Answered(request);
        var sent = request.Body as JsonObject ?? [];
        if (interaction is { State: InteractionState.Deferred, Original.IsLoading: true })
        {
            // Deprecated by Discord but still so: the first follow-up fills the promised message.
            return EditOriginal(request);
        }
        var message = chat.Answer(interaction, sent, request.Files);
        interaction.State = InteractionState.Answered;
        Shown(interaction, KindOf(message), message);
        return RestAnswer.Ok(views.Message(message));
    }

    public RestAnswer ReadOriginal(RestRequest request) => RestAnswer.Ok(views.Message(Original(Answered(request))));

    public RestAnswer EditOriginal(RestRequest request)
    {
        var interaction = Answered(request);
        var original = Original(interaction);
        var isUpdate = original == interaction.Source;
        chat.Change(original, request.Body as JsonObject ?? [], request.Files, isUpdate ? "update" : "edit");
        interaction.State = InteractionState.Answered;
        Shown(interaction, isUpdate ? StageReplyKind.Updated : KindOf(original), original);
        return RestAnswer.Ok(views.Message(original));
    }

    public RestAnswer DeleteOriginal(RestRequest request)
    {
        var interaction = Answered(request);
        chat.Delete(Original(interaction));
        interaction.Original = null;
        return RestAnswer.NoContent();
    }

    public RestAnswer Read(RestRequest request) => RestAnswer.Ok(views.Message(OneOf(Answered(request), request)));

    public RestAnswer Edit(RestRequest request)
    {
        var message = OneOf(Answered(request), request);
        chat.Change(message, request.Body as JsonObject ?? [], request.Files, "edit");
        return RestAnswer.Ok(views.Message(message));
    }

    public RestAnswer Delete(RestRequest request)
    {
        var interaction = Answered(request);
        var message = OneOf(interaction, request);
        chat.Delete(message);
        if (message == interaction.Original)
        {
            interaction.Original = null;
        }
        return RestAnswer.NoContent();
    }

    private void Apply(Interaction interaction, int type, JsonObject data, IReadOnlyList<UploadedFile> files)
    {
        switch (type)
        {
            case NewMessage:
                interaction.Original = Within("data", () => chat.Answer(interaction, data, files));
                interaction.State = InteractionState.Answered;
                Shown(interaction, KindOf(interaction.Original), interaction.Original);
                break;
            case DeferredMessage:
                interaction.Original = chat.Promise(interaction, IsEphemeralPromise(data));
                interaction.State = InteractionState.Deferred;
                log.Answer("defer", interaction, "");
                break;
            case DeferredUpdate:
                interaction.Original = interaction.Source;
                interaction.State = InteractionState.UpdateDeferred;
                log.Answer("defer", interaction, "");
                break;
            case Update:
                var source = interaction.Source!;
                Within("data", () => Changed(source, data, files));
                interaction.Original = source;
                interaction.State = InteractionState.Answered;
                Shown(interaction, StageReplyKind.Updated, source);
                break;
            case Choices:
                Offer(interaction, data);
                break;
            case Modal:
                var errors = new FormErrors();
                ModalChecks.Check(data, errors.At("data"));
                errors.ThrowIfAny();
                interaction.Modal = (JsonObject)data.DeepClone();
                interaction.State = InteractionState.Answered;
                Opened(interaction, data);
                break;
        }
    }

    private Message Changed(Message source, JsonObject data, IReadOnlyList<UploadedFile> files)
    {
        chat.Change(source, data, files, "update");
        return source;
    }

    private void Offer(Interaction interaction, JsonObject data)
    {
        var errors = new FormErrors();
        var at = errors.At("data");
        if (data["choices"] is not JsonArray choices)
        {
            at.Required("choices");
            choices = [];
        }
        if (choices.Count > 25)
        {
            at.Length("choices", 0, 25);
        }
        CommandChecks.OfferedChoices(choices, interaction.FocusedType ?? 3, at.At("choices"));
        errors.ThrowIfAny();
        interaction.State = InteractionState.Answered;
        var offered = choices
            .OfType<JsonObject>()
            .Select(choice => new StageChoice(
                (choice["name_localizations"] as JsonObject).Text(interaction.Person.Locale) ?? choice.Text("name")!,
                choice.Text("value") ?? choice["value"]!.ToJsonString()
            ))
            .ToList();
        log.Answer("autocomplete", interaction, string.Join('\n', offered.Select(choice => choice.Name)));
        interaction.Result.TrySetResult(new InteractionResult(StageReplyKind.None, null, offered));
    }

    private void Opened(Interaction interaction, JsonObject modal)
    {
        var text = VisibleText.OfModal(modal);
        log.Answer("modal", interaction, text);
        var form = new StageMessage(
            interaction.Id,
            interaction.Place.Where,
            "bot",
            text,
            [],
            [],
            world.Now,
            EditedAt: null
        );
        interaction.Result.TrySetResult(new InteractionResult(StageReplyKind.Modal, form, []));
    }

    private void Shown(Interaction interaction, StageReplyKind kind, Message message) =>
        interaction.Result.TrySetResult(new InteractionResult(kind, VisibleText.Seen(message, world.BotName), []));

    private static bool IsEphemeralPromise(JsonObject data)
    {
        var flags = data.Whole("flags") ?? 0;
        if ((flags & ~MessageFlags.Ephemeral) != 0)
        {
            var errors = new FormErrors();
            errors.At("data").At("flags").AddHere("MESSAGE_FLAGS_INVALID", "Only EPHEMERAL can be set on a deferral.");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        return flags != 0;
    }

    private static int TypeOf(JsonNode? body, Interaction interaction)
    {
        var onMessage = interaction.Source is not null;
        int[] allowed = interaction.Type switch
        {
            InteractionType.Autocomplete => [Choices],
            InteractionType.Command => [NewMessage, DeferredMessage, Modal],
            InteractionType.Component => [NewMessage, DeferredMessage, DeferredUpdate, Update, Modal],
            InteractionType.ModalSubmit when onMessage => [NewMessage, DeferredMessage, DeferredUpdate, Update],
            _ => [NewMessage, DeferredMessage],
        };
        if (body.Whole("type") is { } type && allowed.Contains((int)type))
        {
            return (int)type;
        }
        var errors = new FormErrors();
        if (!body.Has("type"))
        {
            errors.Required("type");
        }
        else
        {
            errors.OneOf("type", allowed.Select(one => one.Plain()));
        }
        throw DiscordRefusal.InvalidForm(errors.Tree);
    }

    /// <summary>The interaction of a token that may still be used.</summary>
    private Interaction Answered(RestRequest request)
    {
        if (request["application"] != world.ApplicationId || world.InteractionByToken(request["token"]) is not { } it)
        {
            throw DiscordRefusal.UnknownWebhook();
        }
        if (world.Now - it.At > TokenLifetime)
        {
            throw DiscordRefusal.InvalidToken();
        }
        return
            it.State is InteractionState.Waiting or InteractionState.Expired || it.Type == InteractionType.Autocomplete
            ? throw DiscordRefusal.UnknownWebhook()
            : it;
    }

    private static Message Original(Interaction interaction) =>
        interaction.Original ?? throw DiscordRefusal.UnknownMessage();

    private Message OneOf(Interaction interaction, RestRequest request)
    {
        var message = world.MessageById(request["message"]);
        return message is not null && (message.Answers == interaction || message == interaction.Original)
            ? message
            : throw DiscordRefusal.UnknownMessage();
    }

    private static StageReplyKind KindOf(Message message) =>
        message.EphemeralFor is null ? StageReplyKind.Public : StageReplyKind.Ephemeral;

    /// <summary>Puts the errors of a nested message below the property that holds it.</summary>
    private static Message Within(string property, Func<Message> act)
    {
        try
        {
            return act();
        }
        catch (DiscordRefusal refusal) when (refusal.Errors is { } errors)
        {
            throw new DiscordRefusal(
                refusal.Status,
                refusal.Code,
                refusal.Message,
                new JsonObject { [property] = errors.DeepClone() }
            );
        }
    }
}
