using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Signal;
using Microsoft.Extensions.Logging;
using Outcome = Alexandria.OrganizerBot.Delivery.SendOutcome;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Answers one message: in private with a message, in a group with a quote of what was written, or where all went well with
/// a mark on it.
/// </summary>
internal sealed partial class SignalResponder(SignalSender sender, SignalDaemon daemon, SignalAct act, ILogger logger)
    : IResponder
{
    private const string DoneMark = "✅";

    /// <summary>How often an answer is tried that surely did not leave, because signal-cli was not there.</summary>
    private const int MostTries = 3;

    /// <summary>UTF-16 units of a text that an answer repeats to the group; people's apps show the original anyway.</summary>
    private const int LongestQuote = 200;

    public long? AskedAt { get; private set; }

    /// <summary>Signal waits for nobody: nothing has to be announced.</summary>
    public Task DeferAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
    {
        if (reply is Reply.Done && act.GroupId is { } group)
        {
            // A reaction or a vote has no message to mark.
            if (act.Act is Act.Say)
                await sender.MarkAsync(group, act.Id, DoneMark, cancellationToken);
        }
        else if (reply.CardShown is { } card)
        {
            await SayAsync(card, mayQuote: reply is not Reply.NotTaken, cancellationToken);
        }
        else if (reply is not (Reply.Completions or Reply.Silence))
        {
            throw new InvalidOperationException($"{reply.GetType().Name} was not settled.");
        }
    }

    private async Task SayAsync(Card card, bool mayQuote, CancellationToken cancellationToken)
    {
        var outcome = await SendAsync(card, mayQuote, cancellationToken);
        for (var tries = 1; tries < MostTries && outcome is Outcome.TryLater { After: null }; tries++)
        {
            await daemon.WhenConnectedAsync(cancellationToken);
            outcome = await SendAsync(card, mayQuote, cancellationToken);
        }
        if (outcome is Outcome.Unreachable(SignalOutcomes.IdentityChanged) && act.GroupId is null)
        {
            await sender.TrustAsync(act.Id.Author, cancellationToken);
            outcome = await SendAsync(card, mayQuote, cancellationToken);
        }
        if (outcome is Outcome.Sent(var id, _))
            AskedAt = act.GroupId is null ? long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) : null;
        else
            Log.NotAnswered(logger, outcome.GetType().Name);
    }

    private Task<Outcome> SendAsync(Card card, bool mayQuote, CancellationToken cancellationToken) =>
        act.GroupId is { } group
            ? sender.SendAsync(
                group,
                card,
                act.Act is Act.Say said && mayQuote
                    ? new Quote(act.Id, UntrustedText.Clean(said.Text, LongestQuote))
                    : null,
                editOf: null,
                cancellationToken
            )
            : sender.SendAsync(act.Id.Author, card, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Signal: an answer did not get through: {Outcome}")]
        public static partial void NotAnswered(ILogger logger, string outcome);
    }
}
