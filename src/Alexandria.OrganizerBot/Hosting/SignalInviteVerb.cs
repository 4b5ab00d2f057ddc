using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using QRCoder;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>signal invite</c>: the address, also as a QR code, under which people find the bot without its number.</summary>
internal static class SignalInviteVerb
{
    /// <param name="username">The username to set, or the one that is set; null: the address that was kept before.</param>
    public static async Task<int> RunAsync(
        string? username,
        IReadOnlyList<string> settings,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var configuration = RunVerb.Configuration(settings);
            var files = new SignalFiles(BotSetup.ReadStore(configuration).DataDirectory);
            var link = username is null
                ? files.ReadInvite()
                    ?? throw new ConfigurationFaultException(
                        "No address is known yet. signal-cli tells it when the username is set: give --username NAME; one that is set already stays as it is."
                    )
                : await AskAsync(username, SignalCaller.Demand(configuration), files, cancellationToken);
            await output.WriteLineAsync("People who open this address, or scan the code, can write to the bot:");
            await output.WriteLineAsync();
            await output.WriteLineAsync(link);
            await output.WriteLineAsync();
            await output.WriteLineAsync(QrCode(link));
            return ExitCodes.Ok;
        }
        catch (Exception exception)
            when (exception is ConfigurationFaultException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message.AsMemory(), cancellationToken);
            return ExitCodes.Refused;
        }
    }

    /// <summary>Two rows of the code in a line of text, light on dark, with the margin that cameras need.</summary>
    internal static string QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall();
    }

    private static async Task<string> AskAsync(
        string username,
        SignalSetup setup,
        SignalFiles files,
        CancellationToken cancellationToken
    )
    {
        await using var caller = await SignalCaller.ConnectAsync(setup, cancellationToken);
        var answer = await caller.Daemon.UpdateAccountAsync(
            new AccountChange(username, DiscoverableByNumber: null, NumberSharing: null),
            cancellationToken
        );
        if (answer is not SignalResult<AccountNames>.Ok({ Link: { } link }))
            throw new ConfigurationFaultException(SignalSentence.Why(answer));
        files.KeepInvite(link);
        return link;
    }
}
