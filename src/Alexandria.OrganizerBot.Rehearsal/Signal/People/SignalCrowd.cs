using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.People;

/// <summary>What people do: type, quote, react, vote, change their mind, come and go; and what they then see.</summary>
internal sealed class SignalCrowd(
    SignalWorld world,
    SignalViews views,
    Envelopes envelopes,
    PeoplesClients clients,
    SignalLog log
)
{
    private const char MentionPlaceholder = '\uFFFC';

    /// <summary>Completes once the bot has handled what it was sent.</summary>
    public Func<CancellationToken, Task> WhenQuiet { get; set; } = _ => Task.CompletedTask;

    /// <summary>Types a command as text: <c>!action create title:…</c> in a group, without the mark in private.</summary>
    public Task<StageReply> CommandAsync(
        string who,
        string where,
        string command,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellationToken
    )
    {
        var mark = where.StartsWith('#') ? "!" : "";
        var line = string.Join(
            ' ',
            options.Select(option => $"{option.Key}:{Quoted(option.Value)}").Prepend(mark + command.TrimStart('/', '!'))
        );
        return TypeAsync(who, where, line, cancellationToken, kind: "command");
    }

    public Task<StageReply> TypeAsync(
        string who,
        string where,
        string text,
        CancellationToken cancellationToken,
        string kind = "type"
    )
    {
        var act = Begin(who, where);
        lock (world.Gate)
        {
            if (act.BotSees)
            {
                clients.Types(act.Person, act.Chat);
            }
            act.Own = Keep(act, text);
            log.Person(kind, act.Person, act.Chat, text, world.IdOf(act.Own));
            var data = envelopes.Content(act.Chat, act.Own.Timestamp, text);
            act.Envelope = envelopes.Data(act.Person, act.Own.Timestamp, Envelopes.Finish(data, act.Chat, text));
        }
        return FinishAsync(act, cancellationToken);
    }

    /// <summary>Writes to the bot by name: the text follows the name.</summary>
    public Task<StageReply> MentionAsync(string who, string where, string text, CancellationToken cancellationToken)
    {
        var act = Begin(who, where);
        lock (world.Gate)
        {
            var whole = $"{MentionPlaceholder} {text}";
            act.Own = Keep(act, whole, mentionsBot: true);
            log.Person("mention", act.Person, act.Chat, text, world.IdOf(act.Own));
            var data = envelopes.Content(act.Chat, act.Own.Timestamp, whole);
            data["mentions"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = world.BotNumber,
                    ["number"] = world.BotNumber,
                    ["uuid"] = world.BotAci,
                    ["start"] = 0,
                    ["length"] = 1,
                }
            );
            act.Envelope = envelopes.Data(act.Person, act.Own.Timestamp, Envelopes.Finish(data, act.Chat, whole));
        }
        return FinishAsync(act, cancellationToken);
    }

    public Task<StageReply> QuoteAsync(
        string who,
        StageMessage seen,
        string text,
        CancellationToken cancellationToken,
        string kind = "quote"
    )
    {
        var (act, message) = BeginOn(who, seen);
        lock (world.Gate)
        {
            act.Own = Keep(act, text, message);
            log.Person(kind, act.Person, act.Chat, text, world.IdOf(act.Own));
            var data = envelopes.Content(act.Chat, act.Own.Timestamp, text);
            data["quote"] = QuoteOf(message);
            act.Envelope = envelopes.Data(act.Person, act.Own.Timestamp, Envelopes.Finish(data, act.Chat, text));
        }
        return FinishAsync(act, cancellationToken);
    }

    private JsonObject QuoteOf(SignalMessage message)
    {
        var quote = new JsonObject { ["id"] = message.Timestamp };
        Merge(quote, envelopes.Named("author", message.Author));
        quote["text"] = message.Text;
        quote["attachments"] = new JsonArray();
        return quote;
    }

    /// <summary>
    /// Chooses by typing the number that stands before the label: in a group as a reply to the message, in private as
    /// it is, or as a reply where a later message offers choices too.
    /// </summary>
    public Task<StageReply> PressAsync(
        string who,
        StageMessage seen,
        string button,
        CancellationToken cancellationToken
    )
    {
        var found =
            seen.Buttons.FirstOrDefault(one => one.Label == button || one.Id == button)
            ?? seen.Buttons.FirstOrDefault(one => one.Label.Contains(button, StringComparison.OrdinalIgnoreCase))
            ?? throw new StageException(
                $"The message offers no {button}; it offers: {string.Join(", ", seen.Buttons.Select(one => $"{one.Id} {one.Label}"))}."
            );
        bool isNewest;
        lock (world.Gate)
        {
            var message = world.Message(seen);
            isNewest =
                message.Chat is PrivateChat chat
                && chat.Messages.FindLast(one =>
                    one.Author is null && !one.IsGoneAt(world.Now) && SignalViews.Choices(one.Text).Count > 0
                ) == message;
        }
        return isNewest
            ? TypeAsync(who, "dm", found.Id, cancellationToken, kind: "button")
            : QuoteAsync(who, seen, found.Id, cancellationToken, kind: "button");
    }

    public Task<StageReply> ReactAsync(
        string who,
        StageMessage seen,
        string emoji,
        bool remove,
        CancellationToken cancellationToken
    )
    {
        var (act, message) = BeginOn(who, seen);
        lock (world.Gate)
        {
            if (remove ? !message.Reactions.Remove(act.Person.Name) : !message.Reactions.TryAdd(act.Person.Name, emoji))
            {
                if (remove)
                {
                    throw new StageException($"{who} has not reacted to that message.");
                }
                // A second reaction of a person replaces the first.
                message.Reactions[act.Person.Name] = emoji;
            }
            var timestamp = world.NextTimestamp();
            log.Person(remove ? "reaction removed" : "reaction", act.Person, act.Chat, emoji, world.IdOf(message));
            var data = envelopes.Content(act.Chat, timestamp, text: null);
            var reaction = new JsonObject { ["emoji"] = emoji };
            Merge(reaction, envelopes.Named("targetAuthor", message.Author));
            reaction["targetSentTimestamp"] = message.Timestamp;
            reaction["isRemove"] = remove;
            data["reaction"] = reaction;
            act.Envelope = envelopes.Data(act.Person, timestamp, Envelopes.Finish(data, act.Chat));
        }
        return FinishAsync(act, cancellationToken);
    }

    public Task<StageReply> VoteAsync(
        string who,
        StageMessage seen,
        IReadOnlyList<string> options,
        CancellationToken cancellationToken
    )
    {
        var (act, message) = BeginOn(who, seen);
        lock (world.Gate)
        {
            if (message.Poll is not { IsClosed: false } poll)
            {
                throw new StageException("That message is no open poll.");
            }
            if (options.Count > 1 && !poll.AllowsSeveral)
            {
                throw new StageException("That poll takes one option only.");
            }
            var indexes = options.Select(option => IndexOf(poll, option)).ToList();
            var count = poll.VoteCounts[who] = poll.VoteCounts.GetValueOrDefault(who) + 1;
            poll.Votes[who] = indexes;
            var timestamp = world.NextTimestamp();
            log.Person("vote", act.Person, act.Chat, string.Join(", ", options), world.IdOf(message));
            var data = envelopes.Content(act.Chat, timestamp, text: null);
            var vote = envelopes.Named("author", message.Author);
            vote["targetSentTimestamp"] = message.Timestamp;
            vote["optionIndexes"] = new JsonArray([.. indexes.Select(index => JsonValue.Create(index))]);
            vote["voteCount"] = count;
            data["pollVote"] = vote;
            act.Envelope = envelopes.Data(act.Person, timestamp, Envelopes.Finish(data, act.Chat));
        }
        return FinishAsync(act, cancellationToken);
    }

    public Task<StageReply> EditAsync(string who, StageMessage seen, string text, CancellationToken cancellationToken)
    {
        var (act, message) = BeginOn(who, seen);
        lock (world.Gate)
        {
            MustBeOwn(act, message);
            message.Text = text;
            message.Edits++;
            message.EditedAt = world.Now;
            var timestamp = world.NextTimestamp();
            log.Person("edit", act.Person, act.Chat, text, world.IdOf(message));
            var data = envelopes.Content(act.Chat, timestamp, text);
            // The whole message is sent anew, with what it answers.
            if (message.Quoted is { } quoted)
            {
                data["quote"] = QuoteOf(quoted);
            }
            act.Own = message;
            act.Envelope = envelopes.Edit(
                act.Person,
                timestamp,
                message.Timestamp,
                Envelopes.Finish(data, act.Chat, text)
            );
        }
        return FinishAsync(act, cancellationToken);
    }

    public Task<StageReply> DeleteAsync(string who, StageMessage seen, CancellationToken cancellationToken)
    {
        var (act, message) = BeginOn(who, seen);
        lock (world.Gate)
        {
            MustBeOwn(act, message);
            message.IsDeleted = true;
            var timestamp = world.NextTimestamp();
            log.Person("delete", act.Person, act.Chat, message.Text, world.IdOf(message));
            var data = envelopes.Content(act.Chat, timestamp, text: null);
            data["remoteDelete"] = new JsonObject { ["timestamp"] = message.Timestamp };
            act.Envelope = envelopes.Data(act.Person, timestamp, Envelopes.Finish(data, act.Chat));
        }
        return FinishAsync(act, cancellationToken);
    }

    /// <summary>Sets the life of the messages of a chat.</summary>
    public Task<StageReply> SetTimerAsync(
        string who,
        string where,
        TimeSpan life,
        CancellationToken cancellationToken
    ) =>
        UpdateAsync(
            Begin(who, where),
            act => act.Chat.ExpiresInSeconds = (int)life.TotalSeconds,
            $"messages live for {life}",
            cancellationToken
        );

    /// <summary>Somebody changes a group, or who is in it.</summary>
    public Task<StageReply> ChangeGroupAsync(
        string who,
        string where,
        Action<SignalGroup, SignalPerson> change,
        string what,
        CancellationToken cancellationToken
    )
    {
        Act act;
        lock (world.Gate)
        {
            act = New(world.Someone(who), world.Group(where));
        }
        return UpdateAsync(act, one => change((SignalGroup)one.Chat, one.Person), what, cancellationToken);
    }

    private Task<StageReply> UpdateAsync(Act act, Action<Act> change, string what, CancellationToken cancellationToken)
    {
        lock (world.Gate)
        {
            var couldSee = act.BotSees;
            change(act);
            // Who is removed still hears that.
            act.BotSees |= couldSee || act.Chat is SignalGroup { BotIsMember: true };
            if (act.Chat is SignalGroup group)
            {
                group.Revision++;
            }
            var timestamp = world.NextTimestamp();
            log.Person("update", act.Person, act.Chat, what);
            var data = envelopes.Content(act.Chat, timestamp, text: null, isExpirationUpdate: act.Chat is PrivateChat);
            act.Envelope = envelopes.Data(act.Person, timestamp, Envelopes.Finish(data, act.Chat, isUpdate: true));
        }
        return FinishAsync(act, cancellationToken);
    }

    /// <summary>Delivers a message that cannot be decrypted.</summary>
    public void Garble(string who)
    {
        lock (world.Gate)
        {
            var person = world.Someone(who);
            log.Person("undecryptable", person, world.PrivateChatOf(person), "");
            clients.SendLater(person, envelopes.Undecryptable(person, world.NextTimestamp()));
        }
    }

    private Act Begin(string who, string where)
    {
        lock (world.Gate)
        {
            var person = world.Someone(who);
            var chat = world.Chat(where, person);
            return chat.IsSeenBy(person)
                ? New(person, chat)
                : throw new StageException($"{who} is not in {chat.Where}.");
        }
    }

    private (Act Act, SignalMessage Message) BeginOn(string who, StageMessage seen)
    {
        lock (world.Gate)
        {
            var person = world.Someone(who);
            var message = world.Message(seen);
            return message.Chat.IsSeenBy(person) && !message.Missed.Contains(person)
                ? (New(person, message.Chat), message)
                : throw new StageException($"{who} does not see that message.");
        }
    }

    private Act New(SignalPerson person, SignalChat chat) =>
        new(person, chat)
        {
            BotSees = chat is not SignalGroup { BotIsMember: false },
            MessagesBefore = world.AllMessages.Count,
            EditsBefore = chat
                .Messages.Where(message => message.Author is null)
                .ToDictionary(message => message, message => message.Edits),
        };

    private SignalMessage Keep(Act act, string text, SignalMessage? quoted = null, bool mentionsBot = false)
    {
        if (act.Chat is SignalGroup { OnlyAdminsWrite: true } group && !group.Admins.Contains(act.Person))
        {
            throw new StageException($"Only admins write in {group.Where}.");
        }
        if (act.Person.TrustedIdentity == 0)
        {
            act.Person.TrustedIdentity = act.Person.Identity;
        }
        var message = new SignalMessage
        {
            Chat = act.Chat,
            Author = act.Person,
            Timestamp = world.NextTimestamp(),
            At = world.Now,
            ExpiresInSeconds = act.Chat.ExpiresInSeconds,
            Text = text,
            Quoted = quoted,
            MentionsBot = mentionsBot,
        };
        world.Keep(message);
        return message;
    }

    private static void MustBeOwn(Act act, SignalMessage message)
    {
        if (message.Author != act.Person)
        {
            throw new StageException($"That message is not {act.Person.Name}'s own.");
        }
    }

    private static int IndexOf(SignalPoll poll, string option)
    {
        var index = poll.Options.ToList().IndexOf(option);
        return index >= 0
            ? index
            : throw new StageException($"The poll has no option {option}; it has: {string.Join(", ", poll.Options)}.");
    }

    private async Task<StageReply> FinishAsync(Act act, CancellationToken cancellationToken)
    {
        if (!act.BotSees)
        {
            return new StageReply(StageReplyKind.None, null);
        }
        lock (world.Gate)
        {
            world.BeginsActing(act.Person);
        }
        try
        {
            await clients.SendAsync(act.Person, act.Envelope).WaitAsync(cancellationToken);
            await WhenQuiet(cancellationToken);
        }
        finally
        {
            lock (world.Gate)
            {
                world.EndsActing(act.Person);
            }
        }
        lock (world.Gate)
        {
            return Reply(act);
        }
    }

    /// <summary>What the bot has said since: here, or to the person alone.</summary>
    private StageReply Reply(Act act)
    {
        var since = world
            .AllMessages.Skip(act.MessagesBefore)
            .Where(message =>
                message.Author is null && !message.IsGoneAt(world.Now) && !message.Missed.Contains(act.Person)
            )
            .ToList();
        var here = since.Where(message => message.Chat == act.Chat).ToList();
        var addressed = here.Where(message =>
                message.Quoted?.Author == act.Person || message.Mentions.Contains(act.Person)
            )
            .ToList();
        // When several act at once in a group, what names the person is the answer to them.
        here = addressed.Count > 0 ? addressed : here;
        var inPrivate =
            act.Chat is SignalGroup
                ? since.Where(message => message.Chat is PrivateChat chat && chat.Person == act.Person).ToList()
                : [];
        var edited = act
            .Chat.Messages.Where(message =>
                message.Author is null
                && !message.IsGoneAt(world.Now)
                && act.EditsBefore.TryGetValue(message, out var before)
                && message.Edits > before
            )
            .ToList();
        List<SignalMessage> messages = here.Count + inPrivate.Count > 0 ? [.. here, .. inPrivate] : edited;
        IReadOnlyList<string> reactions = act.Own?.Reactions.GetValueOrDefault("") is { } emoji ? [emoji] : [];
        var said = messages.Select(views.Seen).ToList();
        var kind =
            here.Count > 0 && act.Chat is SignalGroup ? StageReplyKind.Public
            : here.Count + inPrivate.Count > 0 ? StageReplyKind.Ephemeral
            : edited.Count > 0 ? StageReplyKind.Updated
            : reactions.Count > 0 ? StageReplyKind.Reacted
            : StageReplyKind.None;
        return new StageReply(
            kind,
            said.FindLast(message => message.Buttons.Count + message.Selects.Count > 0) ?? said.LastOrDefault()
        )
        {
            Said = said,
            Reactions = reactions,
        };
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            into[name] = value?.DeepClone();
        }
    }

    private static string Quoted(string value) =>
        value.Length == 0 || value.Contains(": ", StringComparison.Ordinal) || HasOptionInside(value)
            ? $"\"{value}\""
            : value;

    /// <summary>Whether a part of the value would be read as the next option.</summary>
    private static bool HasOptionInside(string value) =>
        value
            .Split(' ')
            .Skip(1)
            .Any(word =>
                word.IndexOf(':', StringComparison.Ordinal) is > 0 and var at
                && word[..at].All(letter => char.IsLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-')
                && !word[at..].StartsWith("://", StringComparison.Ordinal)
            );

    /// <summary>One thing that a person does.</summary>
    private sealed class Act(SignalPerson person, SignalChat chat)
    {
        public SignalPerson Person => person;

        public SignalChat Chat => chat;

        public bool BotSees { get; set; }

        public required int MessagesBefore { get; init; }

        public required IReadOnlyDictionary<SignalMessage, int> EditsBefore { get; init; }

        /// <summary>The person's own message, where the act is or changes one.</summary>
        public SignalMessage? Own { get; set; }

        public JsonObject Envelope { get; set; } = [];
    }
}
