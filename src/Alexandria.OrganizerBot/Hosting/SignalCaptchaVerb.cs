using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>signal captcha</c>: hands in the captcha that Signal has asked for, and takes the pause's file away. The running bot
/// sends again as soon as the file is gone.
/// </summary>
internal static class SignalCaptchaVerb
{
    public const string Scheme = "signalcaptcha://";

    /// <summary>Where a captcha for a bot that sends is solved; for registering there is another page.</summary>
    public const string Page = "https://signalcaptchas.org/challenge/generate.html";

    public static async Task<int> RunAsync(
        string? captcha,
        IReadOnlyList<string> settings,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var configuration = RunVerb.Configuration(settings);
            var setup = SignalCaller.Demand(configuration);
            var files = new SignalFiles(BotSetup.ReadStore(configuration).DataDirectory);
            if (files.ReadPause() is not { Token: { } challenge } pause)
            {
                await output.WriteLineAsync("Signal has asked for no captcha. Nothing has to be done.");
                return ExitCodes.Ok;
            }
            if (captcha?.Trim().StartsWith(Scheme, StringComparison.Ordinal) != true)
            {
                await output.WriteLineAsync(
                    $"Open {Page} in a browser and solve the captcha. Then right-click \"Open Signal\", copy the link, and give it to this command within a minute or two:"
                );
                await output.WriteLineAsync($"  signal captcha \"{Scheme}…\"");
                return ExitCodes.Failed;
            }

            await using var caller = await SignalCaller.ConnectAsync(setup, cancellationToken);
            var answer = await caller.Daemon.SubmitRateLimitChallengeAsync(
                challenge,
                captcha.Trim(),
                cancellationToken
            );
            if (answer is not SignalResult<Nothing>.Ok)
            {
                await errors.WriteLineAsync(SignalSentence.Why(answer).AsMemory(), cancellationToken);
                return ExitCodes.Failed;
            }
            // Meanwhile the bot may have been asked for another one.
            if (files.ReadPause() is { Token: var asked } && asked == pause.Token)
                files.ForgetPause();
            await output.WriteLineAsync(
                "Signal has taken it. The bot goes on within a minute. If it is refused again, it waits as long as Signal says."
            );
            return ExitCodes.Ok;
        }
        catch (Exception exception)
            when (exception is ConfigurationFaultException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message.AsMemory(), cancellationToken);
            return ExitCodes.Refused;
        }
    }
}
