using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>
/// People's clients: they send what people do, and by themselves delivery receipts, typing and a profile key.
/// </summary>
internal sealed class PeoplesClients(
    SignalWorld world,
    SignalStageOptions options,
    Envelopes envelopes,
    Mailbox mailbox
)
{
    private readonly List<Task> _underWay = [];

    /// <summary>Sends what a person did; completes once the bot could read it, or it waits on the server.</summary>
    public Task SendAsync(SignalPerson person, JsonObject envelope) =>
        person.IsBlockedByBot ? Task.CompletedTask : mailbox.DeliverAsync(envelope);

    /// <summary>
    /// People received what the bot sent: their clients say so, and at the first message in private send their profile
    /// key as a message without a text. It may come before the answer of the call that sent it.
    /// </summary>
    public void Received(Sent sent)
    {
        if (!options.HasBackgroundTraffic)
        {
            return;
        }
        foreach (var (chat, missed) in sent.Chats)
        {
            IReadOnlyList<SignalPerson> readers = chat is SignalGroup group
                ? [.. group.Members.Except(missed)]
                : [((PrivateChat)chat).Person];
            foreach (var reader in readers)
            {
                Deliver(envelopes.Receipt(reader, world.NextTimestamp(), sent.Timestamp));
            }
            if (chat is PrivateChat { Person: { HasSentProfileKey: false } person })
            {
                person.HasSentProfileKey = true;
                var timestamp = world.NextTimestamp();
                var empty = Envelopes.Finish(envelopes.Content(chat, timestamp, text: null), chat);
                Deliver(envelopes.Data(person, timestamp, empty));
            }
        }
    }

    /// <summary>A person's client shows that they write.</summary>
    public void Types(SignalPerson person, SignalChat chat)
    {
        if (options.HasBackgroundTraffic)
        {
            Deliver(envelopes.Typing(person, world.NextTimestamp(), chat as SignalGroup));
        }
    }

    /// <summary>Sends something that nobody waits for.</summary>
    public void SendLater(SignalPerson person, JsonObject envelope)
    {
        if (!person.IsBlockedByBot)
        {
            Deliver(envelope);
        }
    }

    private void Deliver(JsonObject envelope)
    {
        _underWay.RemoveAll(task => task.IsCompleted);
        _underWay.Add(mailbox.DeliverAsync(envelope));
    }
}
