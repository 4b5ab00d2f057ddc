using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>The application's commands: read, and overwritten as a whole (interactions/application-commands).</summary>
internal sealed class CommandRoutes(StageWorld world, CommandSynchronisation synchronisation)
{
    private const int CreatesPerDay = 200;

    private static readonly string[] Localizations = ["name_localizations", "description_localizations"];

    private readonly Dictionary<string, Queue<DateTimeOffset>> _creates = [];

    public RestAnswer ReadGlobal(RestRequest request) => Read(request, world.GlobalCommands);

    public RestAnswer ReadForServer(RestRequest request)
    {
        return Read(request, KnownServer(request).Commands);
    }

    public RestAnswer WriteGlobal(RestRequest request)
    {
        world.GlobalCommands = Written(request, world.GlobalCommands, guild: null);
        synchronisation.Done();
        return RestAnswer.Ok(world.GlobalCommands.DeepClone());
    }

    public RestAnswer WriteForServer(RestRequest request)
    {
        var server = KnownServer(request);
        server.Commands = Written(request, server.Commands, server.Id);
        synchronisation.Done();
        return RestAnswer.Ok(server.Commands.DeepClone());
    }

    /// <summary>Adds one command, or overwrites the one of its name and type.</summary>
    public RestAnswer CreateGlobal(RestRequest request)
    {
        world.GlobalCommands ??= [];
        return Create(request, world.GlobalCommands, guild: null);
    }

    /// <inheritdoc cref="CreateGlobal"/>
    public RestAnswer CreateForServer(RestRequest request)
    {
        var server = KnownServer(request);
        server.Commands ??= [];
        return Create(request, server.Commands, server.Id);
    }

    public RestAnswer GetGlobal(RestRequest request) => RestAnswer.Ok(One(request, world.GlobalCommands).DeepClone());

    public RestAnswer GetForServer(RestRequest request) =>
        RestAnswer.Ok(One(request, KnownServer(request).Commands).DeepClone());

    public RestAnswer ChangeGlobal(RestRequest request) => Change(request, world.GlobalCommands, guild: null);

    public RestAnswer ChangeForServer(RestRequest request)
    {
        var server = KnownServer(request);
        return Change(request, server.Commands, server.Id);
    }

    public RestAnswer DeleteGlobal(RestRequest request) => Delete(request, world.GlobalCommands);

    public RestAnswer DeleteForServer(RestRequest request) => Delete(request, KnownServer(request).Commands);

    private RestAnswer Create(RestRequest request, JsonArray commands, string? guild)
    {
        KnownApplication(request);
        var sent = request.Body as JsonObject ?? [];
        CheckOne(sent);
        var before = commands.OfType<JsonObject>().FirstOrDefault(command => Key(command) == Key(sent));
        CommandChecks.CheckCount([.. commands.OfType<JsonObject>().Where(command => command != before), sent]);
        if (before is null)
        {
            CountCreates(guild, 1);
        }
        var stored = Stored(sent, before, guild);
        commands.Remove(before);
        commands.Add(stored);
        synchronisation.Done();
        return new RestAnswer(before is null ? 201 : 200, stored.DeepClone());
    }

    private RestAnswer Change(RestRequest request, JsonArray? commands, string? guild)
    {
        var before = One(request, commands);
        var whole = (JsonObject)before.DeepClone();
        foreach (var (name, value) in request.Body as JsonObject ?? [])
        {
            whole[name] = value?.DeepClone();
        }
        CheckOne(whole);
        var stored = Stored(whole, before, guild);
        commands![commands.IndexOf(before)] = stored;
        return RestAnswer.Ok(stored.DeepClone());
    }

    private RestAnswer Delete(RestRequest request, JsonArray? commands)
    {
        commands?.Remove(One(request, commands));
        return RestAnswer.NoContent();
    }

    private JsonObject One(RestRequest request, JsonArray? commands)
    {
        KnownApplication(request);
        return (commands ?? []).OfType<JsonObject>().FirstOrDefault(command => command.Text("id") == request["command"])
            ?? throw DiscordRefusal.UnknownCommand();
    }

    /// <summary>As in a bulk overwrite, but with the errors at the command itself.</summary>
    private static void CheckOne(JsonObject command)
    {
        try
        {
            CommandChecks.Check([command.DeepClone()]);
        }
        catch (DiscordRefusal refusal) when (refusal.Errors?["0"] is JsonObject errors)
        {
            throw DiscordRefusal.InvalidForm((JsonObject)errors.DeepClone());
        }
    }

    private RestAnswer Read(RestRequest request, JsonArray? commands)
    {
        KnownApplication(request);
        var copy = commands?.DeepClone() as JsonArray ?? [];
        if (request.Query.GetValueOrDefault("with_localizations") != "true")
        {
            foreach (var command in copy.OfType<JsonObject>())
            {
                foreach (var name in Localizations)
                {
                    command.Remove(name);
                }
            }
        }
        return RestAnswer.Ok(copy);
    }

    private JsonArray Written(RestRequest request, JsonArray? before, string? guild)
    {
        KnownApplication(request);
        if (request.Body is not JsonArray sent)
        {
            var errors = new FormErrors();
            errors.AddHere("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        CommandChecks.Check(sent);
        var known = (before ?? []).OfType<JsonObject>().ToDictionary(Key);
        CountCreates(guild, sent.OfType<JsonObject>().Count(command => !known.ContainsKey(Key(command))));
        return Json.ArrayOf(
            sent.OfType<JsonObject>().Select(command => Stored(command, known.GetValueOrDefault(Key(command)), guild))
        );
    }

    private JsonObject Stored(JsonObject sent, JsonObject? before, string? guild)
    {
        var permissions = sent["default_member_permissions"];
        var stored = (JsonObject)sent.DeepClone();
        stored["id"] = before.Text("id") ?? world.Ids.Next();
        stored["application_id"] = world.ApplicationId;
        stored["version"] = world.Ids.Next();
        stored["type"] = CommandChecks.TypeOf(sent);
        stored["description"] = sent.Text("description") ?? "";
        stored["default_member_permissions"] = permissions.Text() ?? permissions.Whole()?.Plain();
        stored["name_localizations"] ??= null;
        stored["description_localizations"] ??= null;
        stored["nsfw"] = sent.Truth("nsfw") ?? false;
        if (guild is null)
        {
            stored["dm_permission"] = sent.Truth("dm_permission") ?? true;
            stored["contexts"] ??= null;
            stored["integration_types"] ??= new JsonArray(0);
        }
        else
        {
            stored["guild_id"] = guild;
        }
        return stored;
    }

    // By stage time: a rehearsal of many days has many days' worth of creates. Each server counts for itself.
    private void CountCreates(string? guild, int count)
    {
        var creates = _creates.GetValueOrDefault(guild ?? "") ?? (_creates[guild ?? ""] = new Queue<DateTimeOffset>());
        while (creates.TryPeek(out var oldest) && world.Now - oldest >= TimeSpan.FromDays(1))
        {
            creates.Dequeue();
        }
        if (creates.Count + count > CreatesPerDay)
        {
            throw DiscordRefusal.CreatesTooManyCommands();
        }
        for (var i = 0; i < count; i++)
        {
            creates.Enqueue(world.Now);
        }
    }

    private void KnownApplication(RestRequest request)
    {
        if (request["application"] != world.ApplicationId)
        {
            throw DiscordRefusal.UnknownApplication();
        }
    }

    private Server KnownServer(RestRequest request) =>
        world.ServerById(request["guild"]) ?? throw DiscordRefusal.MissingAccess();

    private static (string, long) Key(JsonObject command) => (command.Text("name")!, CommandChecks.TypeOf(command));
}

/// <summary>Lets others wait until the bot has written its commands for the first time.</summary>
internal sealed class CommandSynchronisation
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _done.Task;

    public void Done() => _done.TrySetResult();
}
