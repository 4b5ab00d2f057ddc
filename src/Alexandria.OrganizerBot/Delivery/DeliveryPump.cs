using Alexandria.OrganizerBot.Domain;
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

    /// <summary>Whose turn was the last: campaigns take turns over the claims too.</summary>
    private CampaignId? _lastServed;

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
            session.StartDrip(platform.Network, platform.Openings, now);
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
                session => session.ClaimReady(platform.Network, support.Time.Now(), taken, _lastServed),
                CancellationToken.None
            );
            if (claimed.Count > 0)
                _lastServed = claimed[^1].Campaign;
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
        var tried = new Try(message);
        try
        {
            await SendAsync(tried);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.Failed(logger, platform.Network, exception.GetType().Name);
            await SettleDefectAsync(tried);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task SendAsync(Try tried)
    {
        var preparation = store.Read(session => Prepare(tried.Message, session));
        if (
            preparation is Preparation.Ready inDoubt
            && DeliveryLifecycle.IsInDoubt(tried.Message, platform.DeduplicationWindow, support.Time.Now())
        )
        {
            if (!await SettleDoubtAsync(tried, inDoubt))
                return;
            // What is surely not there may be unwanted now, though what might have been there was not.
            preparation = store.Read(session => Prepare(tried.Message, session));
        }

        switch (preparation)
        {
            case Preparation.Moved(var human):
                // Its reader was joined to another identity after it was written.
                await store.WriteAsync(session => session.Readdress(tried.Message, human));
                break;
            case Preparation.Later(var until):
                await RecordAsync(DeliveryLifecycle.Postponed(tried.Message, until));
                break;
            case Preparation.TooLate:
                await RecordAsync(DeliveryLifecycle.TooLate(tried.Message));
                break;
            case Preparation.Unwanted(var reason):
                await RecordAsync(DeliveryLifecycle.Unwanted(tried.Message, reason));
                break;
            case Preparation.Ready ready:
                await SendAsync(tried, ready);
                break;
            default:
                throw new InvalidOperationException($"Unknown preparation {preparation.GetType().Name}.");
        }
    }

    private async Task SendAsync(Try tried, Preparation.Ready ready)
    {
        tried.MayHaveLeft = true;
        var outcome = ready switch
        {
            { Outgoing: { } outgoing } => await platform.SendAsync(
                outgoing with
                {
                    ChannelId = outgoing.ChannelId ?? tried.OpenedChannel,
                },
                CancellationToken.None
            ),
            { Said: Composition.Arrange(var what) } => await platform.ArrangeAsync(what, CancellationToken.None),
            _ => throw new InvalidOperationException($"Unknown composition {ready.Said.GetType().Name}."),
        };
        var after = DeliveryLifecycle.After(tried.Message, outcome, platform.DeduplicationWindow, support.Time.Now());
        tried.Ended = DeliveryLifecycle.HasEnded(after.State) ? after : null;
        await RecordAsync(after, outcome, ready.Said);
        if (outcome is not SendOutcome.Sent)
            Log.NotSent(logger, platform.Network, after.State, after.Reason);
    }

    /// <summary>Looks whether an earlier try of the message arrived. True: it is to be sent now; else it is recorded.</summary>
    private async Task<bool> SettleDoubtAsync(Try tried, Preparation.Ready ready)
    {
        var trace = ready.Outgoing is { } outgoing
            ? await platform.LookForAsync(outgoing, tried.Message.UncertainSince!.Value, CancellationToken.None)
            : new Trace.CannotLook();
        tried.OpenedChannel = (trace as Trace.NotThere)?.ChannelId;
        var after = DeliveryLifecycle.AfterLooking(
            tried.Message,
            trace,
            platform.DeduplicationWindow,
            support.Time.Now()
        );
        Log.Looked(logger, platform.Network, trace.GetType().Name, after.State);
        if (after.State == DeliveryState.Sending)
        {
            tried.Message = after;
            return true;
        }
        tried.Ended = DeliveryLifecycle.HasEnded(after.State) ? after : null;
        await RecordAsync(after, (trace as Trace.There)?.Sent, ready.Said);
        return false;
    }

    /// <summary>
    /// After an error of the bot's own. Where the network's answer was final, only what follows from it failed: then the
    /// answer stands. If even this cannot be written, the row stays in flight and is settled at the next start.
    /// </summary>
    private async Task SettleDefectAsync(Try tried)
    {
        try
        {
            var after =
                tried.Ended
                ?? DeliveryLifecycle.AfterDefect(
                    tried.Message,
                    tried.MayHaveLeft,
                    platform.DeduplicationWindow,
                    support.Time.Now()
                );
            await store.WriteAsync(session =>
            {
                if (session.IsForgotten(after))
                    return;
                session.Save(after);
                support.TellCoordinators(session, after);
            });
            support.Outcomes.Tried(after);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.Unsettled(logger, platform.Network, exception.GetType().Name);
        }
    }

    private Preparation Prepare(OutboxMessage message, StoreSession session)
    {
        var now = support.Time.Now();
        if (message.UsefulUntil is { } until && now >= until)
            return new Preparation.TooLate();

        DirectAddress? address = null;
        if (message.To is Recipient.Direct(var member))
        {
            if (session.HumanBehind(member) is var human && human != member)
                return new Preparation.Moved(human);
            address = session.FindAddress(member, platform.Network);
            if (address is null)
                return new Preparation.Unwanted("no-address");
            if (address.ChannelId is null && session.MissedOpeningLane(message))
                return new Preparation.Later(now);
        }

        return compose(message, session, now) switch
        {
            Composition.Unwanted(var reason) => new Preparation.Unwanted(reason),
            Composition.Later later => new Preparation.Later(later.Until),
            Composition.Say say => Ready(message, say, address),
            Composition.Arrange arrange => new Preparation.Ready(arrange, Outgoing: null),
            var other => throw new InvalidOperationException($"Unknown composition {other.GetType().Name}."),
        };
    }

    private static Preparation.Ready Ready(OutboxMessage message, Composition.Say say, DirectAddress? address)
    {
        var channel = (message.To as Recipient.Channel)?.ChannelId ?? address?.ChannelId;
        return new Preparation.Ready(say, new Outgoing(message.Id, channel, address, say.Card, say.Edits));
    }

    private async Task RecordAsync(OutboxMessage message, SendOutcome? outcome = null, Composition? said = null)
    {
        await store.WriteAsync(session =>
        {
            if (outcome is null)
                session.GiveOpeningBack(message, support.Time.Now());
            // Its reader asked to be forgotten while it was in flight.
            if (session.IsForgotten(message))
                return;
            session.Save(message);
            Remember(session, message, outcome, said);
            support.TellCoordinators(session, message);
            support.TellProgress(session, message);
        });
        support.Outcomes.Tried(message);
    }

    /// <summary>What a try teaches beyond the row itself.</summary>
    private void Remember(StoreSession session, OutboxMessage message, SendOutcome? outcome, Composition? said)
    {
        switch (message.To, outcome)
        {
            case (Recipient.Channel place, SendOutcome.Sent sent):
                support.Follow(session, message, sent, said!);
                // Where a group reads how to choose. An alert's numbers mean its own buttons, whenever it is quoted.
                if (
                    message.Content is not (MessageContent.Alert or MessageContent.AlertChanged)
                    && said is Composition.Say { Card.HowToChoose: not null }
                )
                    RememberQuestion(session, place.ChannelId, sent, said);
                break;
            case (Recipient.Direct(var member), SendOutcome.Sent sent):
                if (session.FindAddress(member, platform.Network) is { } address && address.ChannelId != sent.ChannelId)
                    session.Save(address with { ChannelId = sent.ChannelId });
                Reach(session, member, DirectReach.Open);
                if (session.FindAddress(member, platform.Network) is { } known)
                    RememberQuestion(session, known.UserId, sent, said);
                break;
            case (Recipient.Direct, SendOutcome.TryLater { Reason: SendOutcome.TryLater.OpeningTooFast }):
                session.PauseOpenings(platform.Network, message.NotBefore);
                break;
            case (Recipient.Direct(var member), SendOutcome.Unreachable):
                Reach(session, member, DirectReach.Closed);
                break;
            default:
                break;
        }
    }

    /// <summary>Where people answer by number, what the numbers of this message stand for.</summary>
    /// <param name="reader">The network's id of the person or the group that reads it.</param>
    private void RememberQuestion(StoreSession session, string reader, SendOutcome.Sent sent, Composition? said)
    {
        if (platform.HasButtons || said is not Composition.Say { Card.Buttons: { Count: > 0 } buttons })
            return;
        session.Remember(
            store.Keys.PersonKey(platform.Network, reader),
            new Prompt(
                long.Parse(sent.MessageId, System.Globalization.CultureInfo.InvariantCulture),
                [.. buttons.Select(button => button.Id.Encode())]
            )
        );
    }

    /// <summary>One try of a message, as far as it has come.</summary>
    private sealed class Try(OutboxMessage message)
    {
        public OutboxMessage Message { get; set; } = message;

        /// <summary>Whether the network may have been called.</summary>
        public bool MayHaveLeft { get; set; }

        /// <summary>The private channel that was opened to look for it; null: none.</summary>
        public string? OpenedChannel { get; set; }

        /// <summary>What the network's answer makes of it, where that is final; null: nothing is final yet.</summary>
        public OutboxMessage? Ended { get; set; }
    }

    /// <summary>What a claimed row comes to.</summary>
    private abstract record Preparation
    {
        /// <param name="Said">What is to be said or done.</param>
        /// <param name="Outgoing">The message; null: it is no message but an arrangement.</param>
        public sealed record Ready(Composition Said, Outgoing? Outgoing) : Preparation;

        public sealed record Later(Instant Until) : Preparation;

        public sealed record TooLate : Preparation;

        public sealed record Unwanted(string Reason) : Preparation;

        public sealed record Moved(MemberKey Human) : Preparation;
    }

    private void Reach(StoreSession session, MemberKey key, DirectReach reach)
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
            Message = "{Network}: sending a message failed with {Error}, a defect of the bot"
        )]
        public static partial void Failed(ILogger logger, string network, string error);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "{Network}: what became of a message could not be written ({Error}); the next start settles it"
        )]
        public static partial void Unsettled(ILogger logger, string network, string error);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Network}: looked for a message that may have arrived: {Trace}; it is now {State}"
        )]
        public static partial void Looked(ILogger logger, string network, string trace, DeliveryState state);
    }
}
