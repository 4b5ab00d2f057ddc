using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>What the bot says: messages, edits, reactions, polls.</summary>
internal sealed class SendMethods(
    SignalWorld world,
    Sending sending,
    SignalLog log,
    SignalViews views,
    PeoplesClients clients
)
{
    private const int EditsPerMessage = 10;
    private const int PollOptions = 10;
    private const int PollOptionLength = 100;

    private static readonly TimeSpan EditWindow = TimeSpan.FromHours(24);
    private static readonly string[] Styles = ["BOLD", "ITALIC", "SPOILER", "STRIKETHROUGH", "MONOSPACE"];

    public RpcOutcome Send(MethodCall call)
    {
        var parameters = call.Params;
        var addressees = sending.Read(parameters);
        var text = parameters.Text("message") ?? "";
        var named = parameters.Texts("attachment");
        if (text.Length == 0 && named.Count == 0 && !parameters.Has("sticker"))
        {
            throw new RpcRefusal(
                RpcRefusal.User,
                "Sending empty message is not allowed, either a message, attachment or sticker must be given."
            );
        }
        CheckStyles(parameters.Texts("textStyle"));
        var mentions = parameters.Texts("mention").Select(Mentioned).ToList();
        var quote = parameters.Long("quoteTimestamp");
        var quoted = quote is null ? null : Author(parameters, "quoteAuthor");
        var edited = parameters.Long("editTimestamp");
        List<StageAttachment> files = [.. named.Select(SentFile.Read)];
        if (Encoding.UTF8.GetByteCount(text) > Envelopes.InlineBytes)
        {
            files.Insert(
                0,
                new StageAttachment("long-message.txt", "text/x-signal-plain", Encoding.UTF8.GetBytes(text))
            );
        }

        var sent = sending.Send(call.Method, addressees);
        foreach (var (chat, missed) in sent.Chats)
        {
            if (edited is { } original)
            {
                Edit(chat, original, text, mentions);
            }
            else
            {
                Keep(
                    new SignalMessage
                    {
                        Chat = chat,
                        Author = null,
                        Timestamp = sent.Timestamp,
                        At = world.Now,
                        ExpiresInSeconds = chat.ExpiresInSeconds,
                        Text = text,
                        Mentions = mentions,
                        Quoted = quote is { } of && quoted is { } author ? chat.Find(author.Person, of) : null,
                        Attachments = files,
                        Missed = missed,
                    }
                );
            }
        }
        clients.Received(sent);
        return new RpcOutcome(sent.Response);
    }

    public RpcOutcome SendReaction(MethodCall call)
    {
        var parameters = call.Params;
        var addressees = sending.Read(parameters);
        var emoji = parameters.Text("emoji");
        var timestamp =
            parameters.Long("targetTimestamp")
            ?? throw RpcRefusal.NullPointer(
                "Cannot invoke \"java.lang.Long.longValue()\" because \"targetTimestamp\" is null"
            );
        var author = Author(parameters, "targetAuthor");
        if (emoji is null)
        {
            throw RpcRefusal.NullPointer("Cannot invoke \"String.length()\" because \"emoji\" is null");
        }
        var isRemoved = parameters.Flag("remove");
        var sent = sending.Send(call.Method, addressees);
        foreach (var (chat, _) in sent.Chats)
        {
            if (chat.Find(author.Person, timestamp) is not { } message)
            {
                Ignored(chat, $"{emoji} to a message that is not there");
                continue;
            }
            message.Reactions.Remove("");
            if (!isRemoved)
            {
                message.Reactions[""] = emoji;
            }
            log.Changed(isRemoved ? "reaction removed" : "reaction", message, emoji);
        }
        return new RpcOutcome(sent.Response);
    }

    public RpcOutcome RemoteDelete(MethodCall call)
    {
        var addressees = sending.Read(call.Params);
        var timestamp = call.Params.Long("targetTimestamp") ?? throw RpcRefusal.MissingArgument("Long");
        var sent = sending.Send(call.Method, addressees);
        foreach (var (chat, _) in sent.Chats)
        {
            if (chat.Find(author: null, timestamp) is not { } message)
            {
                Ignored(chat, "the deletion of a message that is not there");
                continue;
            }
            message.IsDeleted = true;
            log.Changed("delete", message, views.TextOf(message));
        }
        return new RpcOutcome(sent.Response);
    }

    public RpcOutcome SendReceipt(MethodCall call)
    {
        var addressees = sending.Read(call.Params);
        var type = call.Params.Text("type");
        if (type is not (null or "read" or "viewed"))
        {
            throw new RpcRefusal(RpcRefusal.User, $"Unknown receipt type: {type}");
        }
        if (!call.Params.Has("targetTimestamp") && !call.Params.Has("targetTimestamps"))
        {
            throw RpcRefusal.NullPointer(
                "Cannot invoke \"java.util.List.stream()\" because the return value of \"org.whispersystems.signalservice.api.messages.SignalServiceReceiptMessage.getTimestamps()\" is null"
            );
        }
        return new RpcOutcome(sending.Send(call.Method, addressees).Response);
    }

    public RpcOutcome SendTyping(MethodCall call) => new(sending.Send(call.Method, sending.Read(call.Params)).Response);

    public RpcOutcome SendPollCreate(MethodCall call)
    {
        var addressees = sending.Read(call.Params);
        var question = call.Params.Text("question");
        var options = call.Params.Texts("option");
        if (string.IsNullOrEmpty(question) || question.Length > PollOptionLength)
        {
            throw new RpcRefusal(RpcRefusal.User, "Poll question must have 1 to 100 characters");
        }
        if (options.Count is < 2 or > PollOptions)
        {
            throw new RpcRefusal(RpcRefusal.User, "Poll must have 2 to 10 options");
        }
        if (options.Any(option => option.Length is < 1 or > PollOptionLength))
        {
            throw new RpcRefusal(RpcRefusal.User, "Poll options must have 1 to 100 characters");
        }
        var allowsSeveral = !call.Params.Flag("noMulti");
        var sent = sending.Send(call.Method, addressees);
        foreach (var (chat, missed) in sent.Chats)
        {
            Keep(
                new SignalMessage
                {
                    Chat = chat,
                    Author = null,
                    Timestamp = sent.Timestamp,
                    At = world.Now,
                    ExpiresInSeconds = chat.ExpiresInSeconds,
                    Text = question,
                    Poll = new SignalPoll(question, options, allowsSeveral),
                    Missed = missed,
                }
            );
        }
        clients.Received(sent);
        return new RpcOutcome(sent.Response);
    }

    public RpcOutcome SendPollVote(MethodCall call)
    {
        var addressees = sending.Read(call.Params);
        _ = call.Params.Long("pollTimestamp") ?? throw RpcRefusal.MissingArgument("Long");
        _ = Author(call.Params, "pollAuthor");
        _ = call.Params.Numbers("option");
        _ = call.Params.Number("voteCount") ?? throw RpcRefusal.MissingArgument("Integer");
        return new RpcOutcome(sending.Send(call.Method, addressees).Response);
    }

    public RpcOutcome SendPollTerminate(MethodCall call)
    {
        var addressees = sending.Read(call.Params);
        var timestamp = call.Params.Long("pollTimestamp") ?? throw RpcRefusal.MissingArgument("Long");
        var sent = sending.Send(call.Method, addressees);
        foreach (var (chat, _) in sent.Chats)
        {
            if (chat.Find(author: null, timestamp) is not { Poll: { } poll } message)
            {
                Ignored(chat, "the end of a poll that is not there");
                continue;
            }
            poll.IsClosed = true;
            log.Changed("poll closed", message, views.TextOf(message));
        }
        return new RpcOutcome(sent.Response);
    }

    private void Keep(SignalMessage message)
    {
        world.Keep(message);
        log.Message(message, views.TextOf(message));
    }

    /// <summary>The daemon sends any edit; what people's clients do not take, nobody sees.</summary>
    private void Edit(SignalChat chat, long original, string text, IReadOnlyList<SignalPerson> mentions)
    {
        var message = chat.Find(author: null, original);
        var why =
            message is null ? "an edit of a message that is not there"
            : message.Poll is not null ? "an edit of a poll"
            : message.Edits == EditsPerMessage ? "an eleventh edit"
            : world.Now > message.At + EditWindow ? "an edit after more than a day"
            : null;
        if (why is not null)
        {
            Ignored(chat, why);
            return;
        }
        message!.Text = text;
        message.Mentions = mentions;
        message.Edits++;
        message.EditedAt = world.Now;
        log.Changed("edit", message, views.TextOf(message));
    }

    private void Ignored(SignalChat chat, string what) => log.Bot("ignored", chat, what);

    private SignalPerson Mentioned(string mention) =>
        mention.Split(':', 3) is [var start, var length, var who] && IsWhole(start) && IsWhole(length)
            ? sending.Recipient(who).Person
                ?? throw new RpcRefusal(RpcRefusal.User, $"Failed to send message: unknown recipient {who}")
            : throw new RpcRefusal(
                RpcRefusal.User,
                $"Invalid mention syntax ({mention}) expected 'start:length:recipientNumber'"
            );

    private static void CheckStyles(IReadOnlyList<string> styles)
    {
        foreach (var style in styles)
        {
            if (style.Split(':') is not [var start, var length, var name] || !IsWhole(start) || !IsWhole(length))
            {
                throw new RpcRefusal(
                    RpcRefusal.User,
                    $"Invalid textStyle syntax ({style}) expected 'start:length:STYLE'"
                );
            }
            if (!Styles.Contains(name, StringComparer.Ordinal))
            {
                throw new RpcRefusal(RpcRefusal.User, $"Invalid style: {name}");
            }
        }
    }

    private Addressee Author(RpcParams parameters, string name) =>
        sending.Recipient(
            parameters.Text(name)
                ?? throw RpcRefusal.NullPointer("Cannot invoke \"String.length()\" because \"recipient\" is null")
        );

    private static bool IsWhole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
