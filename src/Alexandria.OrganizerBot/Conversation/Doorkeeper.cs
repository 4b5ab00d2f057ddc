namespace Alexandria.OrganizerBot.Conversation;

/// <summary>What stands before every feature: what is not taken from anybody, and how fast.</summary>
internal sealed record Doorkeeper(InputGuard Guard, SpeedLimits Limits);
