using System.Text.Json;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>
/// Looks in a channel for a message of the bot's own whose answer was lost. Own messages can be read without the intent for
/// message content, and nothing of anybody else's is looked at but who wrote it.
/// </summary>
/// <remarks>https://docs.discord.com/developers/resources/message#get-channel-messages</remarks>
internal sealed class DiscordTraces(DiscordRest rest)
{
    private const int PageSize = 100;

    /// <summary>Where a thousand messages were written since, the look is given up.</summary>
    private const int MostPages = 10;

    /// <summary>How far our clock may be wrong beyond what Discord's answers tell of it (they tell whole seconds).</summary>
    private static readonly Duration ClockError = Duration.FromMinutes(1);

    public async Task<Trace> LookForAsync(
        string channelId,
        bool isPrivate,
        OwnMessage wanted,
        Instant since,
        CancellationToken cancellationToken
    )
    {
        var edge = (since + Duration.FromTimeSpan(rest.ClockSkew ?? TimeSpan.Zero) - ClockError).ToDateTimeOffset();
        var otherwise = (Trace)new Trace.NotThere(channelId);
        string? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            var result = await rest.GetMessagesAsync(channelId, PageSize, before, cancellationToken);
            if (result is not RestResult<IReadOnlyList<DiscordMessage>>.Ok(var messages))
                return DiscordOutcomes.NotApplied(result) is SendOutcome.TryLater later
                    ? new Trace.LookLater(later)
                    : new Trace.CannotLook();
            foreach (var message in messages)
            {
                if (message.CreatedAt < edge)
                    return otherwise;
                switch (wanted.IsIt(message))
                {
                    case true:
                        return new Trace.There(new SendOutcome.Sent(message.Id, channelId));
                    case null:
                        otherwise = new Trace.MayBeThere();
                        break;
                    case false:
                        break;
                }
            }
            if (messages.Count < PageSize)
                // Without the right to read the history Discord shows an empty channel.
                return isPrivate || before is not null || messages.Count > 0 ? otherwise : new Trace.CannotLook();
            before = messages[^1].Id;
        }
        return new Trace.MayBeThere();
    }
}

/// <summary>How a message that the bot has posted can be told from others.</summary>
/// <param name="Author">The bot's own user id.</param>
/// <param name="Nonce">What it was posted with.</param>
internal sealed record OwnMessage(string Author, string Nonce)
{
    /// <summary>Null: it may be. Discord promises nowhere to show the nonce of a message that is listed.</summary>
    public bool? IsIt(DiscordMessage message) =>
        message.Author?.Id != Author || message.WebhookId is not null ? false
        : message.Nonce is { ValueKind: JsonValueKind.String } nonce ? nonce.ValueEquals(Nonce)
        : message.Nonce is { ValueKind: JsonValueKind.Number } ? false
        : null;
}
