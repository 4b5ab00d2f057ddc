using Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;
using Alexandria.OrganizerBot.Rehearsal.Signal.People;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal;

/// <summary>
/// A signal-cli daemon of our own, with a Signal of our own behind it: JSON-RPC over a unix socket or loopback TCP, written
/// from transcripts of the real one and sharing no code with the bot's client. It refuses what the real one refuses, in its
/// words.
/// </summary>
/// <remarks>
/// A group is <c>#name</c>, a person's private chat with the bot <c>dm</c>. On Signal nothing is an answer to something else:
/// every act here ends when <see cref="WhenQuiet"/> says that the bot has handled it. What people are told until then is the
/// answer.
/// </remarks>
public sealed class SignalStage : IStageNetwork
{
    internal const string NetworkName = "signal";

    private readonly SignalWorld _world;
    private readonly SignalStageOptions _options;
    private readonly SignalViews _views;
    private readonly Mailbox _mailbox;
    private readonly SignalFaultPlan _faults = new();
    private readonly SignalDaemon _daemon;
    private readonly SignalCrowd _crowd;

    private SignalStage(StageCast cast, SignalStageOptions options, IStageTime time, ITranscript transcript)
    {
        _options = options;
        _world = new SignalWorld(cast, options, time);
        _views = new SignalViews(_world);
        _mailbox = new Mailbox(options);
        var log = new SignalLog(transcript, _world);
        var envelopes = new Envelopes(_world, options);
        var clients = new PeoplesClients(_world, options, envelopes, _mailbox);
        var sending = new Sending(_world, _faults, options);
        var methods = new MethodTable(
            _world,
            options,
            new AccountMethods(_world, options, _mailbox, _faults, log),
            new SendMethods(_world, sending, log, _views, clients),
            new GroupMethods(_world, sending, log, options)
        );
        _daemon = new SignalDaemon(options, methods, _mailbox, _faults, log);
        _crowd = new SignalCrowd(_world, _views, envelopes, clients, log);
    }

    /// <inheritdoc/>
    public string Name => NetworkName;

    /// <summary>Where the daemon listens: <c>unix:/path</c> or <c>tcp:127.0.0.1:port</c>; the same after a restart.</summary>
    public string Endpoint => _daemon.Endpoint;

    /// <summary>The bot's number.</summary>
    public string Account => _options.Account;

    /// <summary>The bot's account identifier.</summary>
    public string BotAci => _world.BotAci;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> BotEnvironment =>
        new Dictionary<string, string> { ["Signal__Endpoint"] = Endpoint, ["Signal__Account"] = Account };

    /// <summary>The calls received and what was answered, oldest first, up to <see cref="SignalStageOptions.RememberedRequests"/>.</summary>
    public IReadOnlyList<ReceivedCall> Calls => _daemon.Calls;

    /// <summary>Completes when the next call of the method arrives, be it answered or not.</summary>
    public Task CalledAsync(string method, CancellationToken cancellationToken) =>
        _daemon.ArrivalOf(method).WaitAsync(cancellationToken);

    /// <summary>How many envelopes wait on the server until somebody subscribes.</summary>
    public int Waiting => _mailbox.Waiting;

    /// <summary>
    /// Completes once the bot has handled all that it was sent; whoever holds the stage says how that is known, with the
    /// stage's clock for instance. The daemon writes in one order: who has read the answer to a call (such as
    /// <c>version</c>) has before it read everything that people did before the call.
    /// </summary>
    public Func<CancellationToken, Task> WhenQuiet
    {
        get => _crowd.WhenQuiet;
        set => _crowd.WhenQuiet = value;
    }

    /// <summary>Opens the stage.</summary>
    /// <exception cref="StageException">The cast contradicts itself.</exception>
    public static Task<SignalStage> StartAsync(
        StageCast cast,
        SignalStageOptions options,
        IStageTime time,
        ITranscript transcript,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stage = new SignalStage(cast, options, time, transcript);
        stage._daemon.Start();
        return Task.FromResult(stage);
    }

    /// <summary>
    /// Types a command as text: <c>!action create title:…</c> in a group, without the mark in private; options as
    /// <c>name:value</c>.
    /// </summary>
    public Task<StageReply> CommandAsync(
        string person,
        string where,
        string command,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellationToken
    ) => _crowd.CommandAsync(person, where, command, options, cancellationToken);

    /// <summary>Nobody completes anything on Signal: nothing is offered.</summary>
    public Task<IReadOnlyList<StageChoice>> AutocompleteAsync(
        string person,
        string where,
        string command,
        string option,
        string typed,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<StageChoice>>([]);

    /// <summary>
    /// Chooses what a line <c>2 I will attend</c> of the bot's text offers, by typing the number; in a group as a reply to
    /// that message.
    /// </summary>
    public Task<StageReply> PressAsync(
        string person,
        StageMessage message,
        string button,
        CancellationToken cancellationToken
    ) => _crowd.PressAsync(person, message, button, cancellationToken);

    /// <summary>Picks options of a poll.</summary>
    public Task<StageReply> PickAsync(
        string person,
        StageMessage message,
        string select,
        IReadOnlyList<string> values,
        CancellationToken cancellationToken
    ) => _crowd.VoteAsync(person, message, values, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> TypeAsync(string person, string where, string text, CancellationToken cancellationToken) =>
        _crowd.TypeAsync(person, where, text, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> QuoteAsync(
        string person,
        StageMessage message,
        string text,
        CancellationToken cancellationToken
    ) => _crowd.QuoteAsync(person, message, text, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> ReactAsync(
        string person,
        StageMessage message,
        string emoji,
        bool remove,
        CancellationToken cancellationToken
    ) => _crowd.ReactAsync(person, message, emoji, remove, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> VoteAsync(
        string person,
        StageMessage message,
        IReadOnlyList<string> options,
        CancellationToken cancellationToken
    ) => _crowd.VoteAsync(person, message, options, cancellationToken);

    /// <summary>Writes in a group to the bot by name.</summary>
    public Task<StageReply> MentionAsync(
        string person,
        string where,
        string text,
        CancellationToken cancellationToken
    ) => _crowd.MentionAsync(person, where, text, cancellationToken);

    /// <summary>Changes a message of the person's own.</summary>
    public Task<StageReply> EditAsync(
        string person,
        StageMessage message,
        string text,
        CancellationToken cancellationToken
    ) => _crowd.EditAsync(person, message, text, cancellationToken);

    /// <summary>Deletes a message of the person's own for everyone.</summary>
    public Task<StageReply> DeleteAsync(string person, StageMessage message, CancellationToken cancellationToken) =>
        _crowd.DeleteAsync(person, message, cancellationToken);

    /// <summary>Sets how long the messages of a chat live; zero is for ever.</summary>
    public Task<StageReply> SetTimerAsync(
        string person,
        string where,
        TimeSpan life,
        CancellationToken cancellationToken
    ) => _crowd.SetTimerAsync(person, where, life, cancellationToken);

    /// <summary>Joins a group.</summary>
    public Task<StageReply> JoinAsync(string person, string where, CancellationToken cancellationToken) =>
        _crowd.ChangeGroupAsync(
            person,
            where,
            (group, who) => group.Members.Add(who),
            $"{person} joins",
            cancellationToken
        );

    /// <summary>Leaves a group.</summary>
    public Task<StageReply> LeaveAsync(string person, string where, CancellationToken cancellationToken) =>
        _crowd.ChangeGroupAsync(
            person,
            where,
            (group, who) =>
            {
                group.Members.Remove(who);
                group.Admins.Remove(who);
            },
            $"{person} leaves",
            cancellationToken
        );

    /// <summary>Gives a group another title.</summary>
    public Task<StageReply> RenameGroupAsync(
        string person,
        string where,
        string title,
        CancellationToken cancellationToken
    ) =>
        _crowd.ChangeGroupAsync(
            person,
            where,
            (group, _) => group.Title = title,
            $"the group is called {title}",
            cancellationToken
        );

    /// <summary>Adds the bot to a group.</summary>
    public Task<StageReply> AddBotAsync(string person, string where, CancellationToken cancellationToken) =>
        _crowd.ChangeGroupAsync(
            person,
            where,
            (group, _) => group.BotIsMember = true,
            "the bot is added",
            cancellationToken
        );

    /// <summary>Removes the bot from a group.</summary>
    public Task<StageReply> RemoveBotAsync(string person, string where, CancellationToken cancellationToken) =>
        _crowd.ChangeGroupAsync(
            person,
            where,
            (group, _) => group.BotIsMember = group.BotIsAdmin = false,
            "the bot is removed",
            cancellationToken
        );

    /// <inheritdoc/>
    public IReadOnlyList<StageMessage> Messages(string where, string? person = null)
    {
        lock (_world.Gate)
        {
            var reader = person is null ? null : _world.Someone(person);
            return
            [
                .. _world
                    .Chat(where, reader)
                    .Messages.Where(message =>
                        !message.IsGoneAt(_world.Now) && (reader is null || !message.Missed.Contains(reader))
                    )
                    .Select(_views.Seen),
            ];
        }
    }

    /// <summary>Who reacted to a message, and how: names of people, or <c>bot</c>.</summary>
    public IReadOnlyDictionary<string, string> Reactions(StageMessage message)
    {
        lock (_world.Gate)
        {
            return _world
                .Message(message)
                .Reactions.ToDictionary(
                    reaction => reaction.Key.Length == 0 ? "bot" : reaction.Key,
                    reaction => reaction.Value,
                    StringComparer.Ordinal
                );
        }
    }

    /// <summary>What each person has voted for last, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Votes(StageMessage message)
    {
        lock (_world.Gate)
        {
            var poll = _world.Message(message).Poll ?? throw new StageException("That message is no poll.");
            return poll.Votes.ToDictionary(
                vote => vote.Key,
                IReadOnlyList<string> (vote) => [.. vote.Value.Select(index => poll.Options[index])],
                StringComparer.Ordinal
            );
        }
    }

    /// <summary>The text of the message that this one quotes; null: it quotes none.</summary>
    public string? Quoted(StageMessage message)
    {
        lock (_world.Gate)
        {
            return _world.Message(message).Quoted?.Text;
        }
    }

    /// <summary>The person's account identifier.</summary>
    public string IdOf(string person) => _world.Someone(person).Aci;

    /// <summary>The person's number, which the bot is only told if they share it.</summary>
    public string NumberOf(string person) => _world.Someone(person).Number;

    /// <summary>The id of a group, as the bot knows it.</summary>
    public string GroupId(string where)
    {
        lock (_world.Gate)
        {
            return _world.Group(where).Id;
        }
    }

    /// <inheritdoc/>
    public void Inject(StageFault fault)
    {
        switch (fault)
        {
            case StageFault.Disconnect:
                _daemon.Break();
                break;
            case StageFault.RateLimit limit:
                _faults.Add(fault, limit.Count);
                break;
            case StageFault.CaptchaDemanded captcha:
                _faults.Add(fault, captcha.Count);
                break;
            case StageFault.Slow slow:
                _faults.Add(fault, slow.Count);
                break;
            case StageFault.ConnectionBreaks breaks:
                _faults.Add(fault, breaks.Count);
                break;
            case StageFault.SendFails fails:
                _ = _world.Someone(fails.Person);
                _faults.Add(fault, fails.Count);
                break;
            case StageFault.IdentityChanged changed:
                lock (_world.Gate)
                {
                    _world.Someone(changed.Person).Identity++;
                }
                break;
            case StageFault.Unregistered gone:
                lock (_world.Gate)
                {
                    _world.Someone(gone.Person).IsRegistered = false;
                }
                break;
            case StageFault.DaemonStops:
                _daemon.Stop();
                break;
            case StageFault.DaemonStarts:
                _daemon.Start();
                break;
            case StageFault.DaemonHangs:
                _daemon.Hang();
                break;
            case StageFault.DaemonRecovers:
                _daemon.Recover();
                break;
            case StageFault.Frame frame:
                _daemon.Send(frame.Line);
                break;
            case StageFault.Undecryptable garbled:
                _crowd.Garble(garbled.Person);
                break;
            default:
                throw new StageException($"Signal has no fault {fault.GetType().Name}.");
        }
    }

    /// <summary>Completes once the bot has subscribed to what it receives.</summary>
    public async Task BotConnectedAsync(CancellationToken cancellationToken) =>
        await _mailbox.Subscribed.WaitAsync(cancellationToken);

    /// <summary>Ends the daemon and removes its socket.</summary>
    public ValueTask DisposeAsync() => _daemon.DisposeAsync();
}
