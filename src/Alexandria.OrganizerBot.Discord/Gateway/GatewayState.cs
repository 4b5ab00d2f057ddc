namespace Alexandria.OrganizerBot.Discord;

/// <summary>How the connection to the gateway stands, for health reports.</summary>
public enum GatewayState
{
    /// <summary><see cref="DiscordGateway.RunAsync"/> has not been called, or has returned.</summary>
    Stopped,

    /// <summary>Opening a connection and starting a session.</summary>
    Connecting,

    /// <summary>Opening a connection and taking up the session where it broke off.</summary>
    Resuming,

    /// <summary>Events flow.</summary>
    Connected,

    /// <summary>Pausing before the next attempt.</summary>
    Waiting,
}
