using System.CommandLine;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <content>The verb <c>signal</c>, for operators whose bot is on Signal.</content>
internal static partial class CommandLine
{
    private static Command Signal() =>
        new("signal", "Registers the bot's number on Signal and looks after it; run as the bot's own user")
        {
            SignalRegister(),
            SignalInvite(),
            SignalStatus(),
            SignalCaptcha(),
            SignalPinAttested(),
        };

    private static Command SignalRegister()
    {
        var captcha = new Option<string?>("--captcha") { Description = "The solved captcha, signalcaptcha://…" };
        var code = new Option<string?>("--code") { Description = "The code, where it was asked for before" };
        var voice = new Option<bool>("--voice")
        {
            Description = "Has Signal call the number instead of sending an SMS",
        };
        var pin = new Option<string?>("--pin-file") { Description = "A file that holds the PIN" };
        var name = new Option<string?>("--name") { Description = "The name that people see" };
        var username = new Option<string?>("--username") { Description = "The username that people find" };
        var settings = Settings();
        var command = new Command("register", "Registers a spare number, step by step, and hides it from people")
        {
            captcha,
            code,
            voice,
            pin,
            name,
            username,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                SignalRegisterVerb.RunAsync(
                    new SignalRegisterArguments([.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens])
                    {
                        Captcha = parsed.GetValue(captcha),
                        Code = parsed.GetValue(code),
                        ByVoice = parsed.GetValue(voice),
                        PinFile = parsed.GetValue(pin),
                        Name = parsed.GetValue(name),
                        Username = parsed.GetValue(username),
                    },
                    AnsiConsole.Console,
                    interactive: !Console.IsInputRedirected && !Console.IsOutputRedirected,
                    TimeProvider.System,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command SignalInvite()
    {
        var username = new Option<string?>("--username")
        {
            Description = "The username to set, or the one that is set; without it, the address that was kept",
        };
        var settings = Settings();
        var command = new Command("invite", "Prints the address and QR code by which people find the bot")
        {
            username,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                SignalInviteVerb.RunAsync(
                    parsed.GetValue(username),
                    [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command SignalStatus()
    {
        var settings = Settings();
        var command = new Command("status", "Tells version, account, pause and the groups with their ids") { settings };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                SignalStatusVerb.RunAsync(
                    [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command SignalCaptcha()
    {
        var captcha = new Argument<string?>("captcha")
        {
            Description = "The solved captcha, signalcaptcha://…; without it, how to solve one",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var settings = Settings();
        var command = new Command("captcha", "Hands in the captcha that Signal has asked for") { captcha, settings };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                // Where no captcha is given, the first setting stands in its place.
                var given = parsed.GetValue(captcha);
                var isSetting = given?.StartsWith("--", StringComparison.Ordinal) == true;
                return SignalCaptchaVerb.RunAsync(
                    isSetting ? null : given,
                    [
                        .. isSetting ? [given!] : (string[])[],
                        .. parsed.GetValue(settings) ?? [],
                        .. parsed.UnmatchedTokens,
                    ],
                    Console.Out,
                    Console.Error,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static Command SignalPinAttested()
    {
        var settings = Settings();
        var command = new Command("pin-attested", "Notes that you have just checked that the number's PIN is known")
        {
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
            SignalPinVerb.Run(
                [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                Console.Out,
                Console.Error,
                TimeProvider.System
            )
        );
        return command;
    }
}
