namespace Alexandria.OrganizerBot.Faults;

/// <summary>The bot does not do what every test of it shows that it does; the message has its last words.</summary>
internal sealed class StuckException(string message) : Exception(message);
