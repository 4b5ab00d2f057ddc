using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Hosting;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>
/// Answers one interaction: at once, or, when the work takes longer than Discord waits, by a deferral and an edit. Which of
/// the two happened is state of its own here, so an interaction is never acknowledged twice.
/// </summary>
/// <remarks>https://docs.discord.com/developers/interactions/receiving-and-responding</remarks>
internal sealed partial class DiscordResponder : IResponder, IDisposable
{
    /// <summary>
    /// Discord gives three seconds from its own clock. This is counted from the receipt on a monotonic clock, since the
    /// machine's wall clock may be wrong, and leaves a second for the way.
    /// </summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(1.8);

    private readonly DiscordRest _rest;
    private readonly Interaction _interaction;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly CancellationTokenSource _answered = new();
    private readonly Task _watch;
    private bool _deferred;
    private bool _gone;

    public DiscordResponder(DiscordRest rest, Interaction interaction, ProtocolTime protocol, ILogger logger)
    {
        _rest = rest;
        _interaction = interaction;
        _logger = logger;
        _watch =
            interaction.Type == InteractionType.Autocomplete
                ? Task.CompletedTask
                : DeferWhenSlowAsync(protocol.Clock, _answered.Token);
    }

    public async Task DeferAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await DeferOnceAsync(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
    {
        await _answered.CancelAsync();
        await _watch;
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_gone)
                return;
            if (_deferred)
                await EditAsync(reply, cancellationToken);
            else
                await RespondAsync(reply, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
        Dispose();
    }

    public void Dispose()
    {
        _answered.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task DeferWhenSlowAsync(TimeProvider clock, CancellationToken answered)
    {
        try
        {
            await Task.Delay(LongestSilence, clock, answered);
        }
        catch (OperationCanceledException)
        {
            return; // Answered in time.
        }
        // Once it has begun it is finished, though the answer may be ready meanwhile: that one then follows as an edit.
        await DeferAsync(CancellationToken.None);
    }

    private async Task DeferOnceAsync(CancellationToken cancellationToken)
    {
        if (_deferred || _gone)
            return;
        var result = await _rest.CreateInteractionResponseAsync(
            _interaction.Id,
            _interaction.Token,
            InteractionResponse.DeferMessage(ephemeral: true),
            cancellationToken
        );
        _gone = result is RestResult<Nothing>.Refused;
        // Where it surely did not arrive the answer itself can still be the first one; else a second would be refused.
        _deferred = result is RestResult<Nothing>.Ok or RestResult<Nothing>.Unavailable { MayHaveArrived: true };
        Report("defer", result);
    }

    private async Task RespondAsync(Reply reply, CancellationToken cancellationToken)
    {
        var response = reply switch
        {
            Reply.Private(var card) => InteractionResponse.Message(DiscordCards.Render(card, ephemeral: true)),
            Reply.NotTaken(var card) => InteractionResponse.Message(DiscordCards.Render(card, ephemeral: true)),
            Reply.Done(var card) => InteractionResponse.Message(DiscordCards.Render(card, ephemeral: true)),
            Reply.Replace(var card) when _interaction.Type == InteractionType.Component => InteractionResponse.Update(
                DiscordCards.Render(card)
            ),
            Reply.Replace(var card) => InteractionResponse.Message(DiscordCards.Render(card, ephemeral: true)),
            Reply.Ask(var form) => InteractionResponse.Modal(DiscordCards.Render(form)),
            Reply.Completions(var choices) => InteractionResponse.Autocomplete([
                .. choices.Select(choice => new CommandChoice(choice.Label, choice.Value)),
            ]),
            _ => throw new InvalidOperationException($"{reply.GetType().Name} was not settled."),
        };
        Report(
            "answer",
            await _rest.CreateInteractionResponseAsync(_interaction.Id, _interaction.Token, response, cancellationToken)
        );
    }

    private async Task EditAsync(Reply reply, CancellationToken cancellationToken)
    {
        var card =
            reply.CardShown ?? throw new InvalidOperationException($"{reply.GetType().Name} cannot follow a deferral.");
        var result = await _rest.EditOriginalResponseAsync(
            _interaction.ApplicationId,
            _interaction.Token,
            DiscordCards.Render(card),
            cancellationToken
        );
        Report("edit", result);
    }

    /// <summary>A person who saw no confirmation was promised nothing; what was decided stands and shows in /mine.</summary>
    private void Report<T>(string what, RestResult<T> result)
    {
        if (result is RestResult<T>.Ok)
            return;
        var code = result is RestResult<T>.Refused refused ? refused.Code : 0;
        Log.NotAnswered(_logger, what, result.GetType().Name, code);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "An interaction's {What} did not get through: {Result} {Code}"
        )]
        public static partial void NotAnswered(ILogger logger, string what, string result, int code);
    }
}
