using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>What people do: type commands, press buttons, fill in forms; and what they then see.</summary>
internal sealed class Crowd(
    StageWorld world,
    Views views,
    GatewayHub gateway,
    StageLog log,
    DiscordStageOptions options
)
{
    private const int Button = 2;
    private const int LinkStyle = 5;
    private const int Label = 18;

    private static readonly string[] LabelSeparators = [" / ", " · ", " | ", "/", "·", "|"];

    private readonly CommandBook _book = new(world);

    public Task<StageReply> CommandAsync(
        string who,
        string where,
        string command,
        IReadOnlyDictionary<string, string> typed,
        CancellationToken cancellationToken
    )
    {
        Interaction interaction;
        lock (world.Gate)
        {
            var person = world.Someone(who);
            var place = PlaceFor(person, where);
            var found = _book.Find(person, place, command);
            var names = new ResolvedNames(world, views, person, place);
            var values = new OptionValues(names).Read(found, typed);
            var data = found.Data(values, names.All);
            interaction = New(InteractionType.Command, person, place);
            var line = string.Join(' ', typed.Select(value => $"{value.Key}:{value.Value}").Prepend(command));
            log.Person("command", person, place, line, interaction.Id);
            Dispatch(interaction, data);
        }
        return ReplyAsync(interaction, cancellationToken);
    }

    public async Task<IReadOnlyList<StageChoice>> AutocompleteAsync(
        string who,
        string where,
        string command,
        string option,
        string typed,
        CancellationToken cancellationToken
    )
    {
        Interaction interaction;
        lock (world.Gate)
        {
            var person = world.Someone(who);
            var place = PlaceFor(person, where);
            var found = _book.Find(person, place, command);
            var focused = OptionValues.Option(found, option);
            if (focused.Truth("autocomplete") != true)
            {
                throw new StageException($"The option {option} of {command} completes nothing.");
            }
            var value = new JsonObject
            {
                ["name"] = focused.Text("name"),
                ["type"] = focused.Whole("type"),
                ["value"] = typed,
                ["focused"] = true,
            };
            interaction = New(InteractionType.Autocomplete, person, place, focusedType: (int)focused.Whole("type")!);
            log.Person("autocomplete", person, place, $"{command} {option}:{typed}", interaction.Id);
            Dispatch(interaction, found.Data([value], resolved: null));
        }
        return await ResultAsync(interaction, cancellationToken) is { } result ? result.Choices : [];
    }

    public Task<StageReply> PressAsync(
        string who,
        StageMessage seen,
        string button,
        CancellationToken cancellationToken
    )
    {
        Interaction interaction;
        lock (world.Gate)
        {
            var person = world.Someone(who);
            var message =
                world.MessageById(seen.Id) ?? throw new StageException("The message with the button is gone.");
            if (message.EphemeralFor is { } reader && reader != person)
            {
                throw new StageException($"Only {reader.Name} sees that message.");
            }
            MustSee(person, message.Place);
            var pressed = Find(message, button);
            interaction = New(InteractionType.Component, person, message.Place, message);
            log.Person("button", person, message.Place, pressed.Text("label") ?? button, interaction.Id);
            Dispatch(
                interaction,
                new JsonObject
                {
                    ["component_type"] = Button,
                    ["custom_id"] = pressed.Text("custom_id"),
                    ["id"] = pressed.Whole("id"),
                }
            );
        }
        return ReplyAsync(interaction, cancellationToken);
    }

    /// <summary>Fills in the form of a reply and sends it.</summary>
    /// <param name="who">The person to whom the form was shown.</param>
    /// <param name="form">A reply of kind <see cref="StageReplyKind.Modal"/>.</param>
    /// <param name="typed">Values by custom id or label; what is left out stays as the form came.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<StageReply> SubmitModalAsync(
        string who,
        StageReply form,
        IReadOnlyDictionary<string, string> typed,
        CancellationToken cancellationToken
    )
    {
        Interaction interaction;
        lock (world.Gate)
        {
            var person = world.Someone(who);
            if (
                form is not { Kind: StageReplyKind.Modal, Message: { } shown }
                || world.InteractionById(shown.Id) is not { Modal: { } modal } opener
                || opener.Person != person
            )
            {
                throw new StageException($"{person.Name} has no form open.");
            }
            opener.Modal = null;
            var data = Filled(modal, typed);
            interaction = New(InteractionType.ModalSubmit, person, opener.Place, opener.Source);
            log.Person(
                "modal",
                person,
                opener.Place,
                string.Join(' ', typed.Select(value => $"{value.Key}:{value.Value}")),
                interaction.Id
            );
            Dispatch(interaction, data);
        }
        return ReplyAsync(interaction, cancellationToken);
    }

    /// <summary>The place, if the person sees it and may talk to bots there.</summary>
    private Place PlaceFor(Person person, string where)
    {
        var place = world.PlaceNamed(where, person);
        MustSee(person, place);
        return (PermissionRules.Of(person, place) & DiscordPermissions.UseApplicationCommands) != 0
            ? place
            : throw new StageException($"{person.Name} may not use commands in {place.Where}.");
    }

    private static void MustSee(Person person, Place place)
    {
        if (
            (place.Recipient is { } recipient && recipient != person)
            || (PermissionRules.Of(person, place) & DiscordPermissions.ViewChannel) == 0
        )
        {
            throw new StageException($"{person.Name} does not see {place.Where}.");
        }
    }

    private Interaction New(
        InteractionType type,
        Person person,
        Place place,
        Message? source = null,
        int? focusedType = null
    )
    {
        var id = world.Ids.Next();
        var interaction = new Interaction
        {
            Id = id,
            Token = TokenFor(id),
            Type = type,
            Person = person,
            Place = place,
            At = world.Now,
            StartedAt = options.RealTime.GetTimestamp(),
            Source = source,
            FocusedType = focusedType,
        };
        world.Keep(interaction);
        return interaction;
    }

    private void Dispatch(Interaction interaction, JsonObject data) =>
        gateway.Dispatch("INTERACTION_CREATE", views.Interaction(interaction, data));

    private async Task<StageReply> ReplyAsync(Interaction interaction, CancellationToken cancellationToken) =>
        await ResultAsync(interaction, cancellationToken) is { } result
            ? new StageReply(result.Kind, result.Message)
            : new StageReply(StageReplyKind.None, null);

    /// <summary>The first answer within its three seconds, then what it promised; null if either did not come.</summary>
    private async Task<InteractionResult?> ResultAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        try
        {
            await interaction.FirstAnswer.Task.WaitAsync(options.AnswerLimit, options.RealTime, cancellationToken);
        }
        catch (TimeoutException)
        {
            lock (world.Gate)
            {
                if (interaction.State == InteractionState.Waiting)
                {
                    interaction.State = InteractionState.Expired;
                    return null;
                }
            }
        }
        try
        {
            return await interaction.Result.Task.WaitAsync(options.Patience, options.RealTime, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static JsonObject Find(Message message, string button)
    {
        var buttons = VisibleText
            .AllComponents(message.Components)
            .Where(component => component.Whole("type") == Button)
            .ToList();
        var found =
            buttons.FirstOrDefault(one => one.Text("custom_id") == button || one.Text("label") == button)
            ?? buttons.FirstOrDefault(one => LabelParts(one).Contains(button, StringComparer.OrdinalIgnoreCase))
            ?? throw new StageException(
                $"The message has no button {button}; it has: {string.Join(", ", buttons.Select(one => one.Text("label")))}."
            );
        if (found.Truth("disabled") == true)
        {
            throw new StageException($"The button {button} is disabled.");
        }
        return found.Whole("style") == LinkStyle
            ? throw new StageException($"The button {button} is a link: the bot learns nothing of it.")
            : found;
    }

    private static IEnumerable<string> LabelParts(JsonObject button) =>
        (button.Text("label") ?? "")
            .Split(LabelSeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Prepend(button.Text("label")?.Trim() ?? "");

    private static JsonObject Filled(JsonObject modal, IReadOnlyDictionary<string, string> typed)
    {
        var fields = VisibleText.AllComponents(modal["components"]).Where(part => part.Has("custom_id")).ToList();
        var unknown = typed.Keys.FirstOrDefault(key => !fields.Any(field => IsFor(modal, field, key)));
        if (unknown is not null)
        {
            throw new StageException($"The form has no field {unknown}.");
        }
        var parts = new JsonArray();
        var number = 1;
        foreach (var part in modal.Objects("components"))
        {
            var field = part["component"] as JsonObject ?? part.Objects("components").FirstOrDefault();
            var submitted = new JsonObject { ["type"] = part.Whole("type"), ["id"] = number++ };
            if (field is not null)
            {
                var value = Answer(modal, field, typed);
                value["id"] = number++;
                if (part.Whole("type") == Label)
                {
                    submitted["component"] = value;
                }
                else
                {
                    submitted["components"] = new JsonArray(value);
                }
            }
            parts.Add(submitted);
        }
        return new JsonObject { ["custom_id"] = modal.Text("custom_id"), ["components"] = parts };
    }

    private static JsonObject Answer(JsonObject modal, JsonObject field, IReadOnlyDictionary<string, string> typed)
    {
        const int textInput = 4;
        const int radioGroup = 21;
        const int checkbox = 23;
        var type = field.Whole("type");
        var given = typed.Where(entry => IsFor(modal, field, entry.Key)).Select(entry => entry.Value).FirstOrDefault();
        if (string.IsNullOrEmpty(given ?? field.Text("value")) && field.Truth("required") != false && type != checkbox)
        {
            throw new StageException($"The field {field.Text("custom_id")} is required.");
        }
        var answer = new JsonObject { ["type"] = type, ["custom_id"] = field.Text("custom_id") };
        switch (type)
        {
            case textInput:
                var text = given ?? field.Text("value") ?? "";
                var length = Json.Length(text);
                if (length > (field.Whole("max_length") ?? 4000) || (length > 0 && length < field.Whole("min_length")))
                {
                    throw new StageException($"The field {field.Text("custom_id")} does not take {length} characters.");
                }
                answer["value"] = text;
                break;
            case radioGroup:
                answer["value"] = given is null ? null : Chosen(field, given);
                break;
            case checkbox:
                answer["value"] = given is "true" or "yes";
                break;
            default:
                answer["values"] = Json.ArrayOf(
                    (given ?? "")
                        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(one => Chosen(field, one))
                );
                break;
        }
        return answer;
    }

    private static string Chosen(JsonObject field, string typed) =>
        field
            .Objects("options")
            .FirstOrDefault(option => option.Text("label") == typed || option.Text("value") == typed)
            .Text("value")
        ?? throw new StageException($"The field {field.Text("custom_id")} does not offer {typed}.");

    private static bool IsFor(JsonObject modal, JsonObject field, string key) =>
        field.Text("custom_id") == key
        || field.Text("label") == key
        || modal.Objects("components").Any(part => part["component"] == field && part.Text("label") == key);

    // Opaque and unguessable to the eye, yet the same in every run.
    private static string TokenFor(string id) =>
        Convert
            .ToBase64String(
                Encoding.UTF8.GetBytes(
                    $"interaction:{id}:{Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(id)))}"
                )
            )
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
}
