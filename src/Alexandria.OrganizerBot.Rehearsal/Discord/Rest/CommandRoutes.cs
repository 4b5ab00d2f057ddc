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
