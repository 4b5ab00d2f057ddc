using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>
/// All that the service knows: one server, its people, what was said. Everything mutable is read and changed while
/// <see cref="Gate"/> is held, so that a request, a person and a fault see one order of events.
/// </summary>
internal sealed class StageWorld
{
    /// <summary>How long a nonce is remembered: "a few minutes" in the documents.</summary>
    private static readonly TimeSpan NonceMemory = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan NewDirectChannelWindow = TimeSpan.FromMinutes(10);

    private readonly IStageTime _time;
    private readonly DiscordStageOptions _options;
    private readonly Dictionary<string, Place> _places = [];
    private readonly Dictionary<string, Message> _messages = [];
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Interaction> _interactions = [];
    private readonly Dictionary<string, Interaction> _interactionsByToken = [];
    private readonly Dictionary<string, (string MessageId, DateTimeOffset At)> _nonces = [];
    private readonly List<ScheduledEvent> _events = [];
    private readonly Dictionary<string, StoredFile> _uploads = [];
    private readonly Queue<DateTimeOffset> _openedByBot = new();

    public StageWorld(StageCast cast, DiscordStageOptions options, IStageTime time)
    {
        _time = time;
        _options = options;
        Ids = new Snowflakes(time);
        var enrolment = new Enrolment(cast, options, ApplicationId);
        Servers = enrolment.Servers();
        People = enrolment.People(Servers);
        foreach (var channel in enrolment.Channels(Servers, People))
        {
            if (!_places.TryAdd(channel.Id, channel))
            {
                throw new StageException($"Two channels of the cast have the id {channel.Id}.");
            }
        }
    }

    public Lock Gate { get; } = new();
    public Snowflakes Ids { get; }

    /// <summary>Also the bot's user id, as for every application made since 2017.</summary>
    public string ApplicationId { get; } = "888000000000000001";

    /// <summary>Owns the server; not one of the cast, so nobody is all-powerful by accident.</summary>
    public string OwnerId { get; } = "888000000000000002";

    public string ApplicationDescription { get; set; } = "A bot on the stage.";
    public IReadOnlyList<string> ApplicationTags { get; set; } = [];
    public string BotName => _options.BotName;
    public IReadOnlyList<Server> Servers { get; }
    public IReadOnlyList<Person> People { get; }
    public IEnumerable<Place> Places => _places.Values;
    public DateTimeOffset Now => _time.Now;

    /// <summary>Commands registered everywhere; null until the bot wrote them for the first time.</summary>
    public JsonArray? GlobalCommands { get; set; }

    /// <summary>How many interactions to come are dead at their birth.</summary>
    public int InteractionsToExpire { get; set; }

    public Server? ServerById(string id) => Servers.FirstOrDefault(server => server.Id == id);

    public IEnumerable<Place> ChannelsOf(Server server) =>
        _places.Values.Where(place => place.Server == server && place.Thread is null);

    public IEnumerable<Place> ThreadsOf(Server server) =>
        _places.Values.Where(place => place.Server == server && place.Thread is not null);

    public IEnumerable<Person> MembersOf(Server server) => People.Where(person => person.IsIn(server));

    public IEnumerable<ScheduledEvent> EventsOf(Server server) => _events.Where(one => one.Server == server);

    public void Keep(ScheduledEvent one) => _events.Add(one);

    public void Remove(ScheduledEvent one) => _events.Remove(one);

    public Person Someone(string name) =>
        People.FirstOrDefault(person => person.Name == name)
        ?? throw new StageException($"Nobody called {name} is in the cast.");

    /// <summary>
    /// A place as scenarios write it: <c>dm</c>, <c>dm:Ana</c>, <c>#alerts</c> where one server has such a channel,
    /// <c>Riverside/#alerts</c> else, <c>#alerts/Carpool</c> for the newest thread of that name in it.
    /// </summary>
    /// <exception cref="StageException">There is none, or more than one.</exception>
    public Place PlaceNamed(string where, Person? person)
    {
        switch (where)
        {
            case "dm" when person is not null:
                return DirectPlace(person);
            case ['d', 'm', ':', .. var name]:
                return DirectPlace(Someone(name));
        }
        var hash = where.StartsWith('#') ? 0 : where.IndexOf("/#", StringComparison.Ordinal) + 1;
        if (hash == 0 && !where.StartsWith('#'))
        {
            throw new StageException($"A place is written #channel or dm, not {where}.");
        }
        var server = hash == 0 ? null : where[..(hash - 1)];
        var parts = where[(hash + 1)..].Split('/', 2);
        var channels = _places
            .Values.Where(place => place is { Thread: null, Server: not null } && place.Name == parts[0])
            .Where(place => server is null || place.Server!.Name == server)
            .ToList();
        return channels switch
        {
            [] => throw new StageException($"The server has no channel {where}."),
            [var channel] when parts.Length == 1 => channel,
            [var channel] => _places.Values.LastOrDefault(place =>
                place.Thread?.Parent == channel && place.Name == parts[1]
            ) ?? throw new StageException($"There is no thread {parts[1]} in {channel.Where}."),
            _ => throw new StageException(
                $"Several servers have a channel {where}; say which: {string.Join(", ", channels.Select(channel => channel.Where))}."
            ),
        };
    }

    public void Keep(Place place) => _places[place.Id] = place;

    public void Remove(Place place) => _places.Remove(place.Id);

    public Place? PlaceById(string id) => _places.GetValueOrDefault(id);

    /// <summary>The private chat of a person with the bot; opened if it did not exist.</summary>
    public Place DirectPlace(Person person)
    {
        var place = _places.Values.FirstOrDefault(place => place.Recipient == person);
        if (place is null)
        {
            place = new Place { Id = Ids.Next(), Recipient = person };
            _places[place.Id] = place;
        }
        return place;
    }

    /// <summary>Opens a private chat at the bot's wish; null where Discord would say that it opens too many.</summary>
    public Place? OpenDirectPlace(Person person)
    {
        if (_places.Values.Any(place => place.Recipient == person) || _options.NewDirectChannels is not { } most)
        {
            return DirectPlace(person);
        }
        while (_openedByBot.TryPeek(out var oldest) && Now - oldest >= NewDirectChannelWindow)
        {
            _openedByBot.Dequeue();
        }
        if (_openedByBot.Count >= most)
        {
            return null;
        }
        _openedByBot.Enqueue(Now);
        return DirectPlace(person);
    }

    /// <summary>What the bot may do there; in a private chat nothing is asked.</summary>
    public ulong BotPermissionsIn(Place place) =>
        place.Server is { } server
            ? PermissionRules.In(place, ApplicationId, server.AllBotRoleIds)
            : DiscordPermissions.Bot;

    public static ulong BotPermissionsIn(Server server) => PermissionRules.InServer(server, server.AllBotRoleIds);

    public bool BotRoleIsLowest => _options.BotRoleIsLowest;

    public void Keep(Message message)
    {
        _messages[message.Id] = message;
        _order.Add(message.Id);
        if (message.Nonce is { } nonce)
        {
            _nonces[nonce] = (message.Id, Now);
        }
    }

    public bool Remove(Message message) => _messages.Remove(message.Id) && _order.Remove(message.Id);

    public Message? MessageById(string id) => _messages.GetValueOrDefault(id);

    /// <summary>Oldest first, ephemeral ones included.</summary>
    public IEnumerable<Message> MessagesIn(Place place) =>
        _order.Select(id => _messages[id]).Where(message => message.Place.Id == place.Id);

    /// <summary>The message that the bot posted with this nonce a few minutes ago, if it still stands.</summary>
    public Message? MessageWithNonce(string nonce) =>
        _nonces.TryGetValue(nonce, out var known) && Now - known.At < NonceMemory ? MessageById(known.MessageId) : null;

    public void ForgetNonces() => _nonces.Clear();

    /// <summary>A file that somebody uploaded in a form, by its id.</summary>
    public StoredFile? UploadById(string id) => _uploads.GetValueOrDefault(id);

    public void KeepUpload(StoredFile file) => _uploads[file.Id] = file;

    public void Keep(Interaction interaction)
    {
        _interactions[interaction.Id] = interaction;
        _interactionsByToken[interaction.Token] = interaction;
    }

    public Interaction? InteractionById(string id) => _interactions.GetValueOrDefault(id);

    public Interaction? InteractionByToken(string token) => _interactionsByToken.GetValueOrDefault(token);
}
