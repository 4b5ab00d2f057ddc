namespace Alexandria.OrganizerBot.Discord;

/// <summary>What the gateway hands over. After a resume an event may come late or a second time.</summary>
public abstract record GatewayEvent
{
    private GatewayEvent() { }

    /// <summary>READY: a new session. Happens again whenever a session could not be resumed.</summary>
    /// <param name="First">Whether it is the first of this <see cref="DiscordGateway"/>.</param>
    public sealed record SessionStarted(string ApplicationId, string BotUserId, bool First) : GatewayEvent
    {
        /// <summary>The guilds that the bot is in, available or not.</summary>
        public IReadOnlyList<string> GuildIds { get; init; } = [];
    }

    /// <summary>The session goes on; what was missed has been handed over before this.</summary>
    public sealed record Resumed : GatewayEvent;

    /// <param name="ReceivedTimestamp">
    /// When it was received, by <see cref="TimeProvider.GetTimestamp"/> of the gateway's time. Discord's 3 seconds are to be
    /// judged by this only, never by comparing its clock with ours.
    /// </param>
    public sealed record InteractionCreated(Interaction Interaction, long ReceivedTimestamp) : GatewayEvent;

    /// <summary>A person wrote to the bot in private.</summary>
    /// <param name="MessageId">A snowflake; tells when it was written.</param>
    /// <param name="ChannelId">Their private channel with the bot.</param>
    /// <param name="UserId">Who wrote.</param>
    /// <param name="Text">As they typed it; the only text that Discord hands over without the MESSAGE_CONTENT intent.</param>
    public sealed record DirectMessage(string MessageId, string ChannelId, string UserId, string Text) : GatewayEvent
    {
        /// <summary>Shows neither who wrote nor what.</summary>
        public override string ToString() => nameof(DirectMessage);
    }

    /// <summary>The bot is in this guild, which is up: at the start of a session, after an outage, or newly joined.</summary>
    public sealed record GuildAvailable(string GuildId) : GatewayEvent;

    /// <summary>The bot is no longer in this guild. Not sent for an outage.</summary>
    public sealed record GuildRemoved(string GuildId) : GatewayEvent;

    /// <summary>The connection ended; another follows.</summary>
    /// <param name="Reason">One plain phrase for a health report.</param>
    public sealed record Disconnected(string Reason) : GatewayEvent;
}
