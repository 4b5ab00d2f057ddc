using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// Brings each event to the entry of the catalogue that it means, one after the other for one person, side by side for
/// different people, and the answer back.
/// </summary>
internal sealed partial class Dispatcher(
    FeatureCatalog catalog,
    ConversationReaders readers,
    DeliveryOutcomes outcomes,
    WorkInProgress work,
    ILogger<Dispatcher> logger
)
{
    private readonly SerialByKey _people = new();
    private readonly RequestReader reader = readers.Requests;

    /// <summary>Takes an event over and returns at once.</summary>
    public void Handle(Incoming incoming, IResponder responder, CancellationToken cancellationToken)
    {
        var piece = work.Begin();
        _people.Run(
            $"{incoming.Network}|{incoming.Sender.UserId}",
            async () =>
            {
                using (piece)
                    await HandleAsync(incoming, responder, cancellationToken);
            }
        );
    }

    /// <summary>Completes when everything that was taken over is done.</summary>
    public Task DrainAsync() => _people.DrainAsync();

    private async Task HandleAsync(Incoming incoming, IResponder responder, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await ReplyAsync(incoming, responder, cancellationToken);
            reply = await SettleAsync(reply, cancellationToken);
            if (reply is Reply.Silence(var reason))
                Log.Silence(logger, incoming.Network, reason);
            else
                await responder.AnswerAsync(reply, cancellationToken);
            await readers.Inbox.FinishAsync(incoming, reply, responder.AskedAt, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The one catch of this loop. The type says enough for a log; the message could hold what a person wrote.
            Log.Failed(logger, Describe(incoming.Act), exception.GetType().Name, exception.StackTrace);
            await ApologiseAsync(incoming, responder, cancellationToken);
        }
    }

    private async Task<Reply> ReplyAsync(Incoming incoming, IResponder responder, CancellationToken cancellationToken)
    {
        if (readers.Door.Guard.WhyRefused(incoming) is { } refusal)
        {
            Log.NotTaken(logger, incoming.Network);
            return refusal;
        }
        if (incoming.Act is Act.Say or Act.React or Act.Vote or Act.Delete)
            return readers.Said.Read(incoming) switch
            {
                SaidReading.Answered(Reply.Silence silence) => silence,
                SaidReading.Answered(var answer) => TooFast(incoming, entry: null) ?? OrBarred(incoming, answer),
                SaidReading.Understood(var meant) => Spoken(
                    incoming,
                    meant,
                    await ReplyToAsync(meant, responder, cancellationToken)
                ),
                var other => throw new InvalidOperationException($"Unknown reading {other.GetType().Name}."),
            };
        return await ReplyToAsync(incoming, responder, cancellationToken);
    }

    private async Task<Reply> ReplyToAsync(Incoming incoming, IResponder responder, CancellationToken cancellationToken)
    {
        var entry = catalog.Find(incoming.Act);
        if (TooFast(incoming, entry) is { } slower)
            return slower;
        if (entry is null)
        {
            Log.Unknown(logger, incoming.Network);
            return reader.Plain(incoming, incoming.Act is Act.Press ? "error.button-too-old" : "error.unknown-command");
        }

        if (entry.Mode == AnswerMode.Deferred)
            await responder.DeferAsync(cancellationToken);

        return reader.Read(incoming, entry) switch
        {
            RequestReading.Understood(var request) when Exposes(entry, request) => request.Say("say.write-in-private"),
            RequestReading.Understood(var request) => Slower(readers.Door.Limits.TakeIn(request), incoming, entry)
                ?? await entry.Handle(request, cancellationToken),
            // Who may not use a command is offered nothing while typing it.
            RequestReading.Answered when incoming.Act is Act.Complete => new Reply.Completions([]),
            RequestReading.Answered(var reply) => reply,
            var other => throw new InvalidOperationException($"Unknown reading {other.GetType().Name}."),
        };
    }

    /// <summary>The answer to somebody who asks for more than they may; null: they may.</summary>
    private Reply? TooFast(Incoming incoming, CatalogEntry? entry) =>
        // Values are offered with each key that is pressed.
        incoming.Act is Act.Complete
        || entry is { IsRight: true }
            ? null
            : Slower(readers.Door.Limits.Take(incoming, reader.HighestAccess(incoming), reader.Now), incoming, entry);

    private Reply? Slower(Pace pace, Incoming incoming, CatalogEntry? entry) =>
        pace switch
        {
            Pace.Allowed => null,
            _ when entry is { IsRight: true } || incoming.Act is Act.Complete => null,
            // A press or a command has to be answered, or the network calls it a failure.
            Pace.Silence when incoming.SentAt is not null => new Reply.Silence("too-fast"),
            _ => reader.Plain(incoming, "error.too-fast"),
        };

    private Reply OrBarred(Incoming incoming, Reply answer) =>
        reader.IsBarred(incoming) ? reader.Plain(incoming, "ban.refused") : answer;

    /// <summary>Whether others would learn of the person what they must not learn.</summary>
    private static bool Exposes(CatalogEntry entry, Request request) =>
        request.Incoming.AnswerIsPublic
        && (
            entry.Exposure == Exposure.Personal
            || (entry.Exposure == Exposure.Pledge && request.Campaign.Risk == RiskLevel.High)
        );

    /// <summary>What an answer becomes where everything is typed.</summary>
    private Reply Spoken(Incoming said, Incoming meant, Reply reply) =>
        reply switch
        {
            Reply.Ask(var form) => new Reply.Private(TypedForm.Card(form, meant, catalog, reader.LanguageFor(meant))),
            // A reaction is no question: what it can't do is not worth a message to the whole group.
            not Reply.Done when said.Act is Act.React or Act.Vote => new Reply.Silence("reaction-not-possible"),
            _ => reply,
        };

    /// <summary>Turns an answer that waits for a delivery into one that can be given.</summary>
    private async Task<Reply> SettleAsync(Reply reply, CancellationToken cancellationToken)
    {
        if (reply is not Reply.OnceDelivered waiting)
            return reply;
        var state = await outcomes.FirstTryAsync(waiting.OutboxId, cancellationToken);
        return new Reply.Private(
            state switch
            {
                DeliveryState.Sent => waiting.Arrived,
                DeliveryState.Dead => waiting.Refused,
                _ => waiting.Later,
            }
        );
    }

    private async Task ApologiseAsync(Incoming incoming, IResponder responder, CancellationToken cancellationToken)
    {
        try
        {
            await responder.AnswerAsync(reader.Plain(incoming, "error.something-went-wrong"), cancellationToken);
            // It would fail the next time too.
            await readers.Inbox.FinishAsync(incoming, answer: null, askedAt: null, cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.Failed(logger, "apology", exception.GetType().Name, exception.StackTrace);
        }
    }

    private static string Describe(Act act) =>
        act switch
        {
            Act.Command => "command",
            Act.Press => "button",
            Act.Submit => "form",
            Act.Complete => "completion",
            Act.Say => "text",
            Act.React or Act.Vote => "reaction",
            Act.Delete => "deletion",
            _ => "event",
        };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A {What} failed with {Error}: {Stack}")]
        public static partial void Failed(ILogger logger, string what, string error, string? stack);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Network}: no answer was due ({Reason})")]
        public static partial void Silence(ILogger logger, string network, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Network}: an event names nothing in the catalogue")]
        public static partial void Unknown(ILogger logger, string network);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Network}: something was typed that is not taken")]
        public static partial void NotTaken(ILogger logger, string network);

        [LoggerMessage(Level = LogLevel.Information, Message = "An event was given up: the bot is stopping")]
        public static partial void Stopped(ILogger logger);
    }
}
