using Alexandria.OrganizerBot.Platforms.Signal;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>signal pin-attested</c>: the operator says that the PIN is set and that they know where it lies. A year later the bot
/// asks again. Nothing else can know it: signal-cli does not tell whether a PIN is set.
/// </summary>
internal static class SignalPinVerb
{
    public static int Run(IReadOnlyList<string> settings, TextWriter output, TextWriter errors, TimeProvider time)
    {
        try
        {
            var store = BotSetup.ReadStore(RunVerb.Configuration(settings));
            new SignalFiles(store.DataDirectory).KeepPinAttested(time.Now());
            output.WriteLine("Noted for today. The bot asks again in a year.");
            return ExitCodes.Ok;
        }
        catch (Exception exception)
            when (exception is ConfigurationFaultException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(exception.Message);
            return ExitCodes.Refused;
        }
    }
}
