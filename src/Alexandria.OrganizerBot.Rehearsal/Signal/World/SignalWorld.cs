namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>
/// Everything that is true on the stage's Signal: people, groups, messages, and the bot's account. Whoever reads or changes
/// it holds <see cref="Gate"/>.
/// </summary>
internal sealed class SignalWorld
{
    private readonly IStageTime _time;
    private readonly Dictionary<SignalPerson, PrivateChat> _private = [];
    private readonly List<SignalGroup> _groups = [];
    private readonly List<SignalMessage> _messages = [];
    private readonly List<SignalPerson> _acting = [];
    private long _lastTimestamp;

    /// <summary>Sets up what the cast describes.</summary>
    /// <exception cref="StageException">The cast contradicts itself.</exception>
    public SignalWorld(StageCast cast, SignalStageOptions options, IStageTime time)
    {
        _time = time;
        BotName = options.BotName;
        BotNumber = options.Account;
        BotAci = SignalIds.Aci(options.Account);
        var people = cast.People.Where(person => person.IsOn("signal")).ToList();
        People = [.. people.Select((person, index) => new SignalPerson(person, index))];
        foreach (var group in cast.Groups)
        {
            _groups.Add(GroupOf(group, people));
        }
        if (_groups.DistinctBy(group => group.Where).Count() != _groups.Count)
        {
            throw new StageException("Two Signal groups have the same name.");
        }
    }

    public Lock Gate { get; } = new();

    public string BotName { get; set; }

    public string BotNumber { get; }

    public string BotAci { get; }

    public string? BotUsername { get; set; }

    public IReadOnlyList<SignalPerson> People { get; }

    public IReadOnlyList<SignalGroup> Groups => _groups;

    /// <summary>All messages in the order in which they came to be.</summary>
    public IReadOnlyList<SignalMessage> AllMessages => _messages;

    public DateTimeOffset Now => _time.Now;

    /// <summary>The next timestamp in milliseconds: stage time, but never the same one twice, as the clock stands still.</summary>
    public long NextTimestamp()
    {
        _lastTimestamp = Math.Max(_time.Now.ToUnixTimeMilliseconds(), _lastTimestamp + 1);
        return _lastTimestamp;
    }

    public SignalPerson Someone(string name) =>
        People.FirstOrDefault(person => person.Name == name) ?? throw new StageException($"{name} is not on Signal.");

    public SignalGroup? GroupById(string id) => _groups.Find(group => group.Id == id);

    public PrivateChat PrivateChatOf(SignalPerson person)
    {
        if (!_private.TryGetValue(person, out var chat))
        {
            _private[person] = chat = new PrivateChat(person);
        }
        return chat;
    }

    /// <summary>A place as people write it: <c>#group</c>, or <c>dm</c> (also <c>dm:Person</c>).</summary>
    /// <exception cref="StageException">There is no such place.</exception>
    public SignalChat Chat(string where, SignalPerson? person)
    {
        if (where == "dm" && person is not null)
        {
            return PrivateChatOf(person);
        }
        const string direct = "dm:";
        return where.StartsWith(direct, StringComparison.Ordinal)
            ? PrivateChatOf(Someone(where[direct.Length..]))
            : _groups.Find(group => group.Where == where)
                ?? throw new StageException(
                    $"Signal has no place {where}; there are: dm, {string.Join(", ", _groups.Select(group => group.Where))}."
                );
    }

    public SignalGroup Group(string where) =>
        Chat(where, person: null) as SignalGroup ?? throw new StageException($"{where} is no group.");

    public SignalGroup AddGroup(string title)
    {
        var group = new SignalGroup(title, SignalIds.Group($"{title}:{_groups.Count}")) { BotIsMember = true };
        _groups.Add(group);
        return group;
    }

    public void Keep(SignalMessage message)
    {
        _messages.Add(message);
        message.Chat.Messages.Add(message);
    }

    /// <summary>The message that somebody sees.</summary>
    /// <exception cref="StageException">It is gone.</exception>
    public SignalMessage Message(StageMessage seen) =>
        _messages.Find(message =>
            IdOf(message) == seen.Id && message.Chat.Where == seen.Where && !message.IsGoneAt(Now)
        ) ?? throw new StageException("The message is gone.");

    /// <summary>Notes that somebody waits for an answer.</summary>
    public void BeginsActing(SignalPerson person) => _acting.Add(person);

    public void EndsActing(SignalPerson person) => _acting.Remove(person);

    /// <summary>Whether what the bot now writes to the person is an answer.</summary>
    public bool IsActing(SignalPerson person) => _acting.Contains(person);

    public string IdOf(SignalMessage message) => $"{message.Author?.Aci ?? BotAci}:{message.Timestamp}";

    private SignalGroup GroupOf(StageGroup cast, IReadOnlyList<StagePerson> people)
    {
        const int bytesOfId = 32;
        var buffer = new byte[bytesOfId + 1];
        if (!Convert.TryFromBase64String(cast.Id, buffer, out var length) || length != bytesOfId)
        {
            throw new StageException($"The id of the group {cast.Name} is not 32 bytes in base64.");
        }
        var group = new SignalGroup(cast.Name, cast.Id)
        {
            ExpiresInSeconds = cast.ExpiresInSeconds,
            BotIsMember = cast.BotIsMember,
            BotIsAdmin = cast.BotIsAdmin,
            OnlyAdminsWrite = cast.OnlyAdminsWrite,
            InviteLink = cast.InviteLink,
        };
        group.Members.AddRange(
            people
                .Where(person => person.Groups.Contains(cast.Name, StringComparer.Ordinal))
                .Select(person => Someone(person.Name))
        );
        foreach (var admin in cast.Admins)
        {
            var person = Someone(admin);
            if (!group.Members.Contains(person))
            {
                throw new StageException($"{admin} is an admin of {cast.Name} and no member.");
            }
            group.Admins.Add(person);
        }
        return group;
    }
}
