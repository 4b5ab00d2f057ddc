namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The bot cannot start as it is set up. The message is one sentence that says what to do.</summary>
internal sealed class ConfigurationFaultException(string message) : Exception(message);
