using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>What arrived and waits to be handled, for networks that deliver each message once and keep no copy.</content>
internal sealed partial class StoreSession
{
    /// <summary>
    /// Asked of one person in private; older questions are forgotten. Enough for somebody who answers while a new message
    /// comes in.
    /// </summary>
    private const int RememberedPrompts = 4;

    /// <summary>Keeps what arrived until it is handled; false and no change where it was handled before or waits already.</summary>
    public bool Keep(WaitingEnvelope envelope)
    {
        scope.DemandWritable();
        if (Events.Exists(envelope.EventKey) || Inbox.Exists(envelope.EventKey))
            return false;
        Inbox.Save(envelope with { Sequence = messageSequence.Next() });
        return true;
    }

    /// <summary>What was not handled when the process died, in the order of arrival.</summary>
    public IReadOnlyList<WaitingEnvelope> WaitingEnvelopes(string network) =>
        [.. Inbox.WithField("network", network).OrderBy(envelope => envelope.Sequence)];

    public bool IsWaiting(string eventKey) => Inbox.Exists(eventKey);

    /// <summary>Deletes an envelope that nobody has to handle.</summary>
    public void Drop(string eventKey) => Inbox.Delete(eventKey);

    /// <summary>Deletes envelopes whose senders let their messages disappear by then; says how many.</summary>
    public int DropDisappeared(Instant now) => Inbox.DeleteBetween("gone", long.MinValue, now.ToUnixTimeMilliseconds());

    /// <summary>Remembers what a person was asked, so that a number answers the right question.</summary>
    public void Remember(string person, Prompt prompt)
    {
        var earlier = Prompts.Find(person)?.Prompts ?? [];
        Prompts.Save(
            new PromptsRow(
                person,
                [prompt, .. earlier.Where(other => other.SentAt != prompt.SentAt).Take(RememberedPrompts - 1)],
                scope.Now
            )
        );
    }

    /// <summary>What a person was asked, the newest first.</summary>
    public IReadOnlyList<Prompt> PromptsOf(string person) => Prompts.Find(person)?.Prompts ?? [];
}

/// <summary>
/// A message as it arrived, until it is handled. The network has delivered it and keeps no copy, so it is written down
/// before anything else happens with it.
/// </summary>
/// <param name="EventKey">Of the event, from <see cref="MemberKeys.EventKey"/>.</param>
/// <param name="Network">One of <see cref="Domain.Networks"/>.</param>
/// <param name="Raw">As the network wrote it.</param>
/// <param name="ArrivedAt">When it arrived.</param>
/// <param name="GoneBy">When its sender lets it disappear; null: they don't.</param>
internal sealed record WaitingEnvelope(string EventKey, string Network, byte[] Raw, Instant ArrivedAt, Instant? GoneBy)
{
    /// <summary>The place in the order of arrival; given by the store.</summary>
    public long Sequence { get; init; }

    public override string ToString() => "WaitingEnvelope";
}

/// <summary>What a person may answer by number.</summary>
/// <param name="SentAt">The network's id of the message that asks; Signal: its timestamp in milliseconds.</param>
/// <param name="Choices">What 1, 2, 3 … stand for, as buttons write themselves.</param>
internal sealed record Prompt(long SentAt, IReadOnlyList<string> Choices);
