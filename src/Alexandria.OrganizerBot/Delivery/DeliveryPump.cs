using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// Sends what is in the outbox of one network: claims a row durably, asks again whether it is still wanted, sends it and
/// records what became of it. Only that record ends a row, so a crash at any point loses nothing.
/// </summary>
internal sealed partial class DeliveryPump(
    IChatPlatform platform,
    Store store,
    ComposeMessage compose,
    DeliverySupport support,
    ILogger<DeliveryPump> logger
)
{
    private int InFlight => platform.MessagesInFlight;

    private readonly WakeSignal _look = new();

    /// <summary>Something may have become ready.</summary>
    public void Wake() => _look.Set();

    /// <summary>Runs until stopped. What is in flight at the stop is finished and recorded first.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await RecoverAsync();
        store.Committed += Wake;
        using var slots = new SemaphoreSlim(InFlight, InFlight);
        try
        {
            // Nothing can be sent before the network has let the bot in.
            await platform.Ready.WaitAsync(stopping);
            Wake();
            while (true)
            {
                await _look.WaitAsync(stopping);
                while (await SendReadyAsync(slots, stopping)) { }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            store.Committed -= Wake;
            for (var slot = 0; slot < InFlight; slot++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Settles what was in flight when the process last died.</summary>
    internal async Task RecoverAsync()
    {
        var settled = await store.WriteAsync(session =>
        {
            var now = support.Time.Now();
            var recovered = session
                .InFlight(platform.Network)
                .Select(message => DeliveryLifecycle.Recovered(message, platform.DeduplicationWindow, now))
                .ToList();
            foreach (var message in recovered)
            {
                session.Save(message);
                support.TellCoordinators(session, message);
            }
            return recovered;
        });
        foreach (var message in settled)
            Log.Recovered(logger, platform.Network, message.State);
    }

    /// <summary>Starts as many ready messages as there are free slots; false when none is ready.</summary>
    private async Task<bool> SendReadyAsync(SemaphoreSlim slots, CancellationToken stopping)
    {
        if (store.Read(session => session.ReadyMessages(platform.Network, support.Time.Now(), limit: 1)).Count == 0)
            return false;

        await slots.WaitAsync(stopping);
        var taken = 1;
        while (taken < InFlight && slots.Wait(TimeSpan.Zero, CancellationToken.None))
            taken++;

        IReadOnlyList<OutboxMessage> claimed = [];
        try
        {
            claimed = await store.WriteAsync(
                session => session.ClaimReady(platform.Network, support.Time.Now(), taken),
                CancellationToken.None
            );
        }
        finally
        {
            if (taken > claimed.Count)
                slots.Release(taken - claimed.Count);
        }

        foreach (var message in claimed)
            _ = SendInSlotAsync(message, slots);
        return claimed.Count > 0;
    }

    /// <summary>One message from claim to record. The slot is given back at the end, which is what a stop waits for.</summary>
    private async Task SendInSlotAsync(OutboxMessage message, SemaphoreSlim slots)
    {
        using var work = support.Work.Begin();
        try
        {
            await SendAsync(message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A defect, not a refusal: the row stays in Sending and is settled at the next start.
            Log.Failed(logger, platform.Network, exception.GetType().Name);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task SendAsync(OutboxMessage message)
    {
        var preparation = store.Read(session => Prepare(message, session));
        if (preparation is Preparation.Moved(var human))
        {
            // Its reader was joined to another identity after it was written.
            await store.WriteAsync(session => session.Readdress(message, human));
            return;
        }
        if (preparation is not Preparation.Ready ready)
        {
            await RecordAsync(
                preparation is Preparation.Later(var until)
                    ? DeliveryLifecycle.Postponed(message, until)
                    : DeliveryLifecycle.Unwanted(message, ((Preparation.Unwanted)preparation).Reason),
                outcome: null,
                said: null
            );
            return;
        }

        if (DeliveryLifecycle.TooLateToRepeat(message, platform.DeduplicationWindow, support.Time.Now()) is { } unknown)
        {
            await RecordAsync(unknown, outcome: null, said: null);
            Log.NotSent(logger, platform.Network, unknown.State, unknown.Reason);
            return;
        }

        var outcome = await ready.SendAsync(CancellationToken.None);
        var after = DeliveryLifecycle.After(message, outcome, platform.DeduplicationWindow, support.Time.Now());
        await RecordAsync(after, outcome, ready.Said);
        if (outcome is not SendOutcome.Sent)
            Log.NotSent(logger, platform.Network, after.State, after.Reason);
    }

    private Preparation Prepare(OutboxMessage message, StoreSession session)
    {
        var now = support.Time.Now();
        if (message.UsefulUntil is { } until && now >= until)
            return new Preparation.Unwanted("too-late");

        DirectAddress? address = null;
        if (message.To is Recipient.Direct(var member))
        {
            if (session.HumanBehind(member) is var human && human != member)
                return new Preparation.Moved(human);
            address = session.FindAddress(member, platform.Network);
            if (address is null)
                return new Preparation.Unwanted("no-address");
        }

        return compose(message, session, now) switch
        {
            Composition.Unwanted(var reason) => new Preparation.Unwanted(reason),
            Composition.Later later => new Preparation.Later(later.Until),
            Composition.Say say => Ready(message, say, address),
            Composition.Arrange arrange => new Preparation.Ready(
                arrange,
                cancellationToken => platform.ArrangeAsync(arrange.What, cancellationToken)
            ),
            var other => throw new InvalidOperationException($"Unknown composition {other.GetType().Name}."),
        };
    }

    private Preparation.Ready Ready(OutboxMessage message, Composition.Say say, DirectAddress? address)
    {
        var channel = (message.To as Recipient.Channel)?.ChannelId ?? address?.ChannelId;
        var outgoing = new Outgoing(message.Id, channel, address, say.Card, say.Edits);
        return new Preparation.Ready(say, cancellationToken => platform.SendAsync(outgoing, cancellationToken));
    }

    private async Task RecordAsync(OutboxMessage message, SendOutcome? outcome, Composition? said)
    {
        await store.WriteAsync(session =>
        {
            session.Save(message);
            Remember(session, message, outcome, said);
            support.TellCoordinators(session, message);
        });
        support.Outcomes.Tried(message);
    }

    /// <summary>What a try teaches beyond the row itself.</summary>
    private void Remember(StoreSession session, OutboxMessage message, SendOutcome? outcome, Composition? said)
    {
        switch (message.To, outcome)
        {
            case (Recipient.Channel, SendOutcome.Sent sent):
                support.Follow(session, message, sent, said!);
                break;
            case (Recipient.Direct(var member), SendOutcome.Sent sent):
                if (session.FindAddress(member, platform.Network) is { } address && address.ChannelId != sent.ChannelId)
                    session.Save(address with { ChannelId = sent.ChannelId });
                Reach(session, member, DirectReach.Open);
                RememberQuestion(session, member, sent, said);
                break;
            case (Recipient.Direct(var member), SendOutcome.Unreachable):
                Reach(session, member, DirectReach.Closed);
                break;
            default:
                break;
        }
    }

    /// <summary>Where people answer by number, what the numbers of this message stand for.</summary>
    private void RememberQuestion(
        StoreSession session,
        Domain.MemberKey member,
        SendOutcome.Sent sent,
        Composition? said
    )
    {
        if (platform.HasButtons || said is not Composition.Say { Card.Buttons: { Count: > 0 } buttons })
            return;
        if (session.FindAddress(member, platform.Network) is { } address)
            session.Remember(
                store.Keys.PersonKey(platform.Network, address.UserId),
                new Prompt(
                    long.Parse(sent.MessageId, System.Globalization.CultureInfo.InvariantCulture),
                    [.. buttons.Select(button => button.Id.Encode())]
                )
            );
    }

    /// <summary>What a claimed row comes to.</summary>
    private abstract record Preparation
    {
        public sealed record Ready(Composition Said, Func<CancellationToken, Task<SendOutcome>> SendAsync)
            : Preparation;

        public sealed record Later(Instant Until) : Preparation;

        public sealed record Unwanted(string Reason) : Preparation;

        public sealed record Moved(Domain.MemberKey Human) : Preparation;
    }

    private void Reach(StoreSession session, Domain.MemberKey key, DirectReach reach)
    {
        if (session.FindMember(key) is not { } member || member.Direct == reach)
            return;
        session.Save(member with { Direct = reach });
        if (reach == DirectReach.Open)
            support.Reachable(session, key, support.Time.Now());
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Network}: a message was in flight at the last stop; it is now {State}"
        )]
        public static partial void Recovered(ILogger logger, string network, DeliveryState state);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "{Network}: a message was not sent; it is now {State} ({Reason})"
        )]
        public static partial void NotSent(ILogger logger, string network, DeliveryState state, string? reason);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "{Network}: sending a message failed with {Error}; it is settled at the next start"
        )]
        public static partial void Failed(ILogger logger, string network, string error);
    }
}
