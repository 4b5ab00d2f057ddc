using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>What people do: type commands, press buttons, pick from menus, fill in forms; and what they then see.</summary>
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
            var message = MessageFor(person, seen);
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

    public Task<StageReply> PickAsync(
        string who,
        StageMessage seen,
        string select,
        IReadOnlyList<string> values,
        CancellationToken cancellationToken
    )
    {
        Interaction interaction;
        lock (world.Gate)
        {
            var person = world.Someone(who);
            var message = MessageFor(person, seen);
            var menu = Menus.Find(message, select);
            var names = new ResolvedNames(world, views, person, message.Place);
            var data = Menus.Picked(menu, values, names);
            interaction = New(InteractionType.Component, person, message.Place, message);
            var shown = menu.Text("placeholder") ?? menu.Text("custom_id");
            log.Person("select", person, message.Place, $"{shown}: {string.Join(", ", values)}", interaction.Id);
            Dispatch(interaction, data);
        }
        return ReplyAsync(interaction, cancellationToken);
    }

    public Task<StageReply> SubmitFormAsync(
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
            var names = new ResolvedNames(world, views, person, opener.Place);
            var data = new FilledForm(modal, names, world, views).Data(typed);
            opener.Modal = null;
            interaction = New(InteractionType.ModalSubmit, person, opener.Place, opener.Source);
            var line = string.Join(' ', typed.Select(value => $"{value.Key}:{value.Value}"));
            log.Person("modal", person, opener.Place, line, interaction.Id);
            Dispatch(interaction, data);
        }
        return ReplyAsync(interaction, cancellationToken);
    }

    private Message MessageFor(Person person, StageMessage seen)
    {
        var message = world.MessageById(seen.Id) ?? throw new StageException("The message is gone.");
        if (message.EphemeralFor is { } reader && reader != person)
        {
            throw new StageException($"Only {reader.Name} sees that message.");
        }
        MustSee(person, message.Place);
        return message;
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
        if (world.InteractionsToExpire > 0)
        {
            world.InteractionsToExpire--;
            interaction.State = InteractionState.Expired;
        }
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
            if (IsExpired(interaction))
            {
                return null;
            }
        }
        catch (TimeoutException)
        {
            lock (world.Gate)
            {
                if (interaction.State is InteractionState.Waiting or InteractionState.Expired)
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

    private bool IsExpired(Interaction interaction)
    {
        lock (world.Gate)
        {
            return interaction.State == InteractionState.Expired;
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
