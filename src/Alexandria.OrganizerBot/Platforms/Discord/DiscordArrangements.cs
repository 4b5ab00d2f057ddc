using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>
/// Threads and scheduled events. Discord has no nonce for either: a thread has the id of its message, so that a second one is
/// refused; an event is looked for among the server's before one is made, by who made it and by the last line of its
/// description.
/// </summary>
/// <remarks>
/// https://docs.discord.com/developers/resources/channel#start-thread-from-message,
/// https://docs.discord.com/developers/resources/guild-scheduled-event
/// </remarks>
internal sealed class DiscordArrangements(DiscordRest rest) : IDisposable
{
    private const int LongestDescription = 1000;

    /// <summary>A week, the longest that Discord offers: questions come until the meeting.</summary>
    private const int ArchiveAfterMinutes = 10_080;

    /// <summary>Two rows of one action must not both look, find nothing and make one.</summary>
    private readonly SemaphoreSlim _oneEventAtATime = new(1, 1);

    /// <param name="botUserId">The bot's own id: whose events are ours.</param>
    public async Task<SendOutcome> DoAsync(
        Arrangement arrangement,
        string? botUserId,
        CancellationToken cancellationToken
    )
    {
        if (arrangement is Arrangement.OpenThread thread)
            return await OpenAsync(thread, cancellationToken);
        await _oneEventAtATime.WaitAsync(cancellationToken);
        try
        {
            return arrangement switch
            {
                Arrangement.PutEvent put => await PutAsync(put, botUserId, cancellationToken),
                Arrangement.CallEventOff off => await CallOffAsync(off, botUserId, cancellationToken),
                _ => throw new InvalidOperationException($"Unknown arrangement {arrangement.GetType().Name}."),
            };
        }
        finally
        {
            _oneEventAtATime.Release();
        }
    }

    public void Dispose() => _oneEventAtATime.Dispose();

    private async Task<SendOutcome> OpenAsync(Arrangement.OpenThread thread, CancellationToken cancellationToken)
    {
        var result = await rest.StartThreadFromMessageAsync(
            thread.ChannelId,
            thread.MessageId,
            new ThreadBody(thread.Name) { AutoArchiveDuration = ArchiveAfterMinutes },
            cancellationToken
        );
        return
            result
                is RestResult<DiscordChannel>.Ok
                    or RestResult<DiscordChannel>.Refused { Code: DiscordErrorCodes.ThreadExists }
            ? new SendOutcome.Sent(thread.MessageId, thread.ChannelId)
            : DiscordOutcomes.NotApplied(result);
    }

    private async Task<SendOutcome> PutAsync(
        Arrangement.PutEvent put,
        string? botUserId,
        CancellationToken cancellationToken
    )
    {
        var body = Render(put.Entry);
        var known = put.EventId;
        if (known is null)
        {
            var listed = await rest.GetScheduledEventsAsync(put.Server, cancellationToken);
            if (listed is not RestResult<IReadOnlyList<ScheduledEvent>>.Ok(var events))
                return DiscordOutcomes.NotApplied(listed);
            known = Ours(events, put.Entry.Mark, botUserId);
        }
        var result = known is null
            ? await rest.CreateScheduledEventAsync(put.Server, body, cancellationToken)
            : await rest.EditScheduledEventAsync(put.Server, known, body, cancellationToken);
        return result is RestResult<ScheduledEvent>.Ok(var made)
            ? new SendOutcome.Sent(made.Id, put.Server)
            : DiscordOutcomes.NotApplied(result);
    }

    private async Task<SendOutcome> CallOffAsync(
        Arrangement.CallEventOff off,
        string? botUserId,
        CancellationToken cancellationToken
    )
    {
        var known = off.EventId;
        if (known is null)
        {
            var listed = await rest.GetScheduledEventsAsync(off.Server, cancellationToken);
            if (listed is not RestResult<IReadOnlyList<ScheduledEvent>>.Ok(var events))
                return DiscordOutcomes.NotApplied(listed);
            known = Ours(events, off.Mark, botUserId);
            if (known is null)
                return new SendOutcome.Sent("", off.Server);
        }
        var result = await rest.EditScheduledEventAsync(
            off.Server,
            known,
            new ScheduledEventBody { Status = ScheduledEventStatus.Cancelled },
            cancellationToken
        );
        return
            result
                is RestResult<ScheduledEvent>.Ok
                    or RestResult<ScheduledEvent>.Refused
                    {
                        Code: DiscordErrorCodes.UnknownScheduledEvent or DiscordErrorCodes.ScheduledEventIsOver,
                    }
            ? new SendOutcome.Sent(known, off.Server)
            : DiscordOutcomes.NotApplied(result);
    }

    private static string? Ours(IReadOnlyList<ScheduledEvent> events, string mark, string? botUserId) =>
        events
            .FirstOrDefault(one =>
                string.Equals(one.CreatorId, botUserId, StringComparison.Ordinal)
                && string.Equals(one.Description?.Split('\n')[^1].Trim(), mark, StringComparison.Ordinal)
            )
            ?.Id;

    /// <summary>Name and place are shown as they are; the description is markdown.</summary>
    internal static ScheduledEventBody Render(EventEntry entry)
    {
        var description = new StringBuilder();
        foreach (var line in entry.Lines.Select(DiscordText.Escape))
        {
            if (description.Length + line.Length + 2 + entry.Mark.Length <= LongestDescription)
                description.Append(line).Append("\n\n");
        }
        description.Append(entry.Mark);
        return new ScheduledEventBody
        {
            Name = entry.Name,
            Description = description.ToString(),
            ScheduledStartTime = entry.Starts.ToDateTimeOffset(),
            ScheduledEndTime = entry.Ends.ToDateTimeOffset(),
            EntityMetadata = new ScheduledEventPlace(entry.Place),
        };
    }
}
