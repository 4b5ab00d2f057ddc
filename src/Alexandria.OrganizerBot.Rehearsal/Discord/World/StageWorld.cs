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
    private readonly Queue<DateTimeOffset> _openedByBot = new();

    public StageWorld(StageCast cast, DiscordStageOptions options, IStageTime time)
    {
        _time = time;
        _options = options;
        Ids = new Snowflakes(time);
        ServerName = cast.Server;
        ServerId = cast.ServerId.Plain();
        Roles = cast.Roles.ToDictionary(role => role.Key, role => role.Value.Plain());
        foreach (var (name, id) in cast.Channels)
        {
            _places[id.Plain()] = new Place(id.Plain(), name, null);
        }
        People = [.. cast.People.Select(Enrol)];
        if (People.DistinctBy(person => person.Name).Count() != People.Count)
        {
            throw new StageException("Two people of the cast have the same name.");
        }
    }

    public Lock Gate { get; } = new();
    public Snowflakes Ids { get; }

    /// <summary>Also the bot's user id, as for every application made since 2017.</summary>
    public string ApplicationId { get; } = "888000000000000001";

    /// <summary>Owns the server; not one of the cast, so nobody is all-powerful by accident.</summary>
    public string OwnerId { get; } = "888000000000000002";

    public string BotName => _options.BotName;
    public string ServerName { get; }
    public string ServerId { get; }
    public IReadOnlyDictionary<string, string> Roles { get; }
    public IReadOnlyList<Person> People { get; }
    public IEnumerable<Place> Channels => _places.Values.Where(place => !place.IsDirect);
    public DateTimeOffset Now => _time.Now;

    /// <summary>Registered commands; null until the bot wrote them for the first time.</summary>
    public JsonArray? GlobalCommands { get; set; }

    /// <inheritdoc cref="GlobalCommands"/>
    public JsonArray? ServerCommands { get; set; }

    public Person Someone(string name) =>
        People.FirstOrDefault(person => person.Name == name)
        ?? throw new StageException($"Nobody called {name} is in the cast.");

    public Place PlaceNamed(string where, Person? person) =>
        where switch
        {
            "dm" when person is not null => DirectPlace(person),
            ['d', 'm', ':', .. var name] => DirectPlace(Someone(name)),
            ['#', .. var name] => Channels.FirstOrDefault(place => place.Name == name)
                ?? throw new StageException($"The server has no channel {where}."),
            _ => throw new StageException($"A place is written #channel or dm, not {where}."),
        };

    public Place? PlaceById(string id) => _places.GetValueOrDefault(id);

    /// <summary>The private chat of a person with the bot; opened if it did not exist.</summary>
    public Place DirectPlace(Person person)
    {
        var place = _places.Values.FirstOrDefault(place => place.Recipient == person);
        if (place is null)
        {
            place = new Place(Ids.Next(), null, person);
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

    public ulong BotPermissionsIn(Place place)
    {
        if (place.IsDirect)
        {
            return DiscordPermissions.Bot;
        }
        if (_options.HiddenChannels.Contains(place.Name!))
        {
            return 0;
        }
        return _options.ReadOnlyChannels.Contains(place.Name!)
            ? _options.BotPermissions & ~DiscordPermissions.SendMessages
            : _options.BotPermissions;
    }

    public ulong PermissionsOfRole(string name) => _options.RolePermissions.GetValueOrDefault(name);

    public ulong EveryonePermissions => _options.EveryonePermissions;

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

    public void Keep(Interaction interaction)
    {
        _interactions[interaction.Id] = interaction;
        _interactionsByToken[interaction.Token] = interaction;
    }

    public Interaction? InteractionById(string id) => _interactions.GetValueOrDefault(id);

    public Interaction? InteractionByToken(string token) => _interactionsByToken.GetValueOrDefault(token);

    private Person Enrol(StagePerson person, int index)
    {
        var unknown = person.Roles.FirstOrDefault(role => !Roles.ContainsKey(role));
        if (unknown is not null)
        {
            throw new StageException($"{person.Name} holds the role {unknown}, which the server does not have.");
        }
        var permissions = person.Roles.Aggregate(
            _options.EveryonePermissions,
            (sum, role) => sum | PermissionsOfRole(role)
        );
        return new Person(
            person.Name,
            Person.IdFor(index),
            Username: new string([.. person.Name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)])
                + $"_{index + 1}",
            [.. person.Roles.Select(role => Roles[role])],
            permissions,
            person.Locale,
            person.DirectMessagesOpen
        );
    }
}
