namespace Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;

/// <summary>Opcodes (topics/opcodes-and-status-codes).</summary>
internal static class Opcode
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int PresenceUpdate = 3;
    public const int VoiceStateUpdate = 4;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int RequestMembers = 8;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;
    public const int RequestSoundboard = 31;
}

/// <summary>Close codes (topics/opcodes-and-status-codes).</summary>
internal static class CloseCode
{
    public const int UnknownOpcode = 4001;
    public const int DecodeError = 4002;
    public const int NotAuthenticated = 4003;
    public const int AuthenticationFailed = 4004;
    public const int AlreadyAuthenticated = 4005;
    public const int InvalidSequence = 4007;
    public const int RateLimited = 4008;
    public const int SessionTimedOut = 4009;
    public const int InvalidShard = 4010;
    public const int InvalidApiVersion = 4012;
    public const int InvalidIntents = 4013;
    public const int DisallowedIntents = 4014;
}

/// <summary>Intents that the stage's own events are in.</summary>
internal static class Intent
{
    public const long None = 0;
    public const long Guilds = 1 << 0;
    public const long GuildMessages = 1 << 9;
    public const long DirectMessages = 1 << 12;
    public const long GuildScheduledEvents = 1 << 16;
    public const long Privileged = (1 << 1) | (1 << 8) | (1 << 15);

    /// <summary>All bits that have a meaning; others are refused as invalid.</summary>
    public const long Known =
        0b11111111_11111111 /* 0–15 */
        | (1 << 16)
        | (1 << 20)
        | (1 << 21)
        | (1 << 24)
        | (1 << 25);
}
