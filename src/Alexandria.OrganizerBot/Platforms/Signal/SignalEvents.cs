using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Reads Signal's events as what people did. In a group only what is addressed to the bot is read at all: a quote of one of
/// its messages, a mention, or a text that begins with <c>!</c> or, as the bot's own hints write it, <c>/</c>.
/// </summary>
internal static class SignalEvents
{
    /// <summary>Where a mention stands in a text.</summary>
    private const char MentionMark = '\uFFFC';

    /// <param name="self">The bot's own identity; null: not known yet, so mentions are not recognised.</param>
    /// <returns>The act; null: it is not meant for the bot.</returns>
    public static SignalAct? Read(SignalEvent happened, Aci? self) =>
        happened switch
        {
            SignalEvent.Message message
                when Say(message.Id, message.GroupId, message.Content, self)
                    is { Act: Act.Say { IsAddressed: true, Text.Length: > 0 } } act => act,
            // An edited message is read again, as if it had been written then; also one that is no longer for the bot, since
            // it may have been one that was.
            SignalEvent.Edited edited when edited.Target.Author == edited.Id.Author => Say(
                edited.Id,
                edited.GroupId,
                edited.Content,
                self
            ) with
            {
                SentAt = edited.Target.Timestamp,
                EditOf = edited.Target,
            },
            SignalEvent.Deleted deleted when deleted.Target.Author == deleted.Id.Author => new SignalAct(
                deleted.Id,
                deleted.GroupId,
                new Act.Delete(EventId(deleted.Target))
            ),
            SignalEvent.Reaction reaction when IsOwn(reaction.Target, self) => new SignalAct(
                reaction.Id,
                reaction.GroupId,
                new Act.React(Name(reaction.Target.Timestamp), reaction.Emoji, reaction.IsRemoved)
            ),
            SignalEvent.PollVote vote when IsOwn(vote.Poll, self) => new SignalAct(
                vote.Id,
                vote.GroupId,
                new Act.Vote(Name(vote.Poll.Timestamp), vote.Options)
            ),
            _ => null,
        };

    /// <summary>A message's identity among all of the network: who sent it, and when.</summary>
    public static string EventId(MessageId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{id.Author.Value}:{id.Timestamp}");

    /// <summary>A message of the bot's own, as it stands in rows.</summary>
    public static string Name(long timestamp) => timestamp.ToString(CultureInfo.InvariantCulture);

    private static SignalAct Say(MessageId id, string? group, MessageContent content, Aci? self)
    {
        var quotesBot = content.Quote is { } quote && IsOwn(quote.Target, self);
        var text = content.Text.Replace(MentionMark, ' ').Trim();
        return new SignalAct(
            id,
            group,
            new Act.Say(text, quotesBot ? Name(content.Quote!.Target.Timestamp) : null)
            {
                IsAddressed = group is null || quotesBot || MentionsBot(content, self) || text is ['!' or '/', ..],
            }
        )
        {
            DisappearsAfter = content.ExpiresIn,
        };
    }

    private static bool MentionsBot(MessageContent content, Aci? self) =>
        self is { } own && content.Mentions.Any(mention => mention.Who == own);

    private static bool IsOwn(MessageId target, Aci? self) => self is null || target.Author == self;
}

/// <summary>What somebody did on Signal, as far as it is meant for the bot.</summary>
/// <param name="Id">Who and when.</param>
/// <param name="GroupId">Null: in private.</param>
/// <param name="Act">What they did.</param>
internal sealed record SignalAct(MessageId Id, string? GroupId, Act Act)
{
    /// <summary>When the person wrote it first, in the sender's milliseconds.</summary>
    public long SentAt { get; init; } = Id.Timestamp;

    /// <summary>The message that it is an edit of; null: of none.</summary>
    public MessageId? EditOf { get; init; }

    /// <summary>The sender's timer; null: none.</summary>
    public TimeSpan? DisappearsAfter { get; init; }

    /// <param name="roles">What the person is in the group.</param>
    public Incoming ToIncoming(IReadOnlyList<string> roles) =>
        new()
        {
            EventId = SignalEvents.EventId(Id),
            EditOf = EditOf is { } original ? SignalEvents.EventId(original) : null,
            Network = Networks.Signal,
            Server = GroupId,
            Channel = GroupId,
            AnswerIsPublic = GroupId is not null,
            IsKept = true,
            SentAt = SentAt,
            Sender = new Sender(Id.Author.Value, roles, Locale: null),
            Act = Act,
        };

    public override string ToString() => "SignalAct";
}
