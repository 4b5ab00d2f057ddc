using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>signal register</c>: takes an operator with a spare number through registering it, with the daemon's own calls. Can be
/// run again at any point: what is done already is not done twice.
/// </summary>
internal sealed class SignalRegisterVerb(
    SignalRegisterArguments arguments,
    IAnsiConsole console,
    InitInterview interview,
    SignalFiles files,
    TimeProvider time
)
{
    private const string CaptchaPage = "https://signalcaptchas.org/registration/generate.html";

    private static readonly InitQuestion Captcha = new(
        "--captcha",
        $"The captcha's link, which begins with {SignalCaptchaVerb.Scheme}",
        answer =>
            answer.StartsWith(SignalCaptchaVerb.Scheme, StringComparison.Ordinal)
                ? null
                : $"It must begin with {SignalCaptchaVerb.Scheme}: right-click \"Open Signal\" and copy the link."
    )
    {
        IsOptional = true,
    };

    private static readonly InitQuestion Code = new(
        "--code",
        "The code that came",
        answer => answer.Count(char.IsAsciiDigit) == 6 ? null : "The code has six digits."
    );

    private static readonly InitQuestion OldPin = new(
        "--pin-file",
        "The PIN that this number was protected with before",
        _ => null
    )
    {
        IsOptional = true,
        IsSecret = true,
    };

    private static readonly InitQuestion NewPin = new(
        "--pin-file",
        "A PIN for the number, at least six digits. Write it down where you will find it in a year",
        answer => answer.Length >= 6 && answer.All(char.IsAsciiDigit) ? null : "Please choose at least six digits."
    )
    {
        IsOptional = true,
        IsSecret = true,
    };

    private static readonly InitQuestion Name = new(
        "--name",
        "The name that people see, for example Neighbors' Bot",
        answer => answer.Length is > 0 and <= 26 ? null : "Please use 1 to 26 characters."
    );

    private static readonly InitQuestion Username = new(
        "--username",
        "A username, by which people find the bot without its number: 3 to 32 letters, digits or _; Signal adds digits",
        answer =>
            answer.Split('.')[0] is { Length: >= 3 and <= 32 } name
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
                ? null
                : "Please use 3 to 32 letters without accents, digits or _."
    );

    /// <param name="interactive">Whether there is somebody to ask; else what is needed must be among the arguments.</param>
    public static async Task<int> RunAsync(
        SignalRegisterArguments arguments,
        IAnsiConsole console,
        bool interactive,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var configuration = RunVerb.Configuration(arguments.Settings);
            var setup = SignalCaller.Demand(configuration);
            var files = new SignalFiles(BotSetup.ReadStore(configuration).DataDirectory);
            await using var caller = await SignalCaller.ConnectAsync(setup, cancellationToken);
            var verb = new SignalRegisterVerb(arguments, console, new InitInterview(console, interactive), files, time);
            return await verb.RunAsync(caller, setup.Daemon.Account, cancellationToken);
        }
        catch (Exception exception)
            when (exception is ConfigurationFaultException or IOException or UnauthorizedAccessException)
        {
            Say(console, exception.Message);
            return ExitCodes.Refused;
        }
    }

    private async Task<int> RunAsync(SignalCaller caller, SignalAccount account, CancellationToken cancellationToken)
    {
        if (SignalTroubles.IsTooOld(caller.Version))
            Say(
                $"signal-cli is too old; before people use the bot, update it to {SignalTroubles.MinimumVersion} or later."
            );
        var accounts = await caller.Daemon.ListAccountsAsync(cancellationToken);
        if (accounts is not SignalResult<IReadOnlyList<SignalAccount>>.Ok(var known))
            return Stop(SignalSentence.Why(accounts));
        if (known.Contains(account))
            Say($"{account} is registered already; what people see of it is set now.");
        else if (await RegisterAsync(caller.Daemon, account, cancellationToken) is { } fault)
            return Stop(fault);
        return await DressAsync(caller.Daemon, cancellationToken) is { } trouble ? Stop(trouble) : Finish();
    }

    /// <returns>Why it did not work; null: the number is registered.</returns>
    private async Task<string?> RegisterAsync(
        SignalDaemon daemon,
        SignalAccount account,
        CancellationToken cancellationToken
    )
    {
        Say($"The number {account} becomes the bot's own. It must be a spare one, which receives SMS or calls now:");
        Say(
            "whoever uses Signal with it on a phone is thrown out there. Never link the bot to somebody's phone instead:"
        );
        Say("it would see all of that person's conversations.");
        if (arguments.Code is null)
        {
            Say(
                "Signal wants a captcha first. Open this page, solve it, right-click \"Open Signal\" and copy the link:"
            );
            Say(CaptchaPage);
            var captcha = interview.Ask(Captcha, arguments.Captcha);
            if (interview.Faults.Count > 0)
                return interview.Faults[0];
            var asked = await daemon.RegisterAsync(
                arguments.ByVoice,
                captcha.Length == 0 ? null : captcha,
                cancellationToken
            );
            if (asked is not SignalResult<Nothing>.Ok)
                return SignalSentence.Why(asked);
            Say(
                arguments.ByVoice
                    ? "Signal calls the number and reads a code out."
                    : "Signal sends a code by SMS. If none comes within some minutes, run this again with --voice."
            );
        }
        var code = interview.Ask(Code, arguments.Code);
        if (interview.Faults.Count > 0)
            return $"{interview.Faults[0]} Run this again with --code when it has come.";
        var verified = await daemon.VerifyAsync(code, Pin(), cancellationToken);
        // Texts of signal-cli change between versions; a refusal of this kind is a number that has a PIN.
        if (verified is SignalResult<Nothing>.Refused { Kind: SignalErrorKind.UserError } && Pin() is null)
        {
            var pin = interview.Ask(OldPin, given: null);
            if (pin.Length > 0)
                verified = await daemon.VerifyAsync(code, pin, cancellationToken);
        }
        if (verified is not SignalResult<Nothing>.Ok)
            return SignalSentence.Why(verified);
        Say("The number is registered.");
        return null;
    }

    /// <summary>PIN, profile, username, and that nobody sees or finds the number.</summary>
    private async Task<string?> DressAsync(SignalDaemon daemon, CancellationToken cancellationToken)
    {
        var pin = interview.Ask(NewPin, Pin());
        var name = interview.Ask(Name, arguments.Name);
        var username = interview.Ask(Username, arguments.Username);
        if (interview.Faults.Count > 0)
            return string.Join(' ', interview.Faults);

        if (pin.Length > 0)
        {
            var set = await daemon.SetPinAsync(pin, cancellationToken);
            if (set is not SignalResult<Nothing>.Ok)
                return $"The PIN is not set. {SignalSentence.Why(set)}";
            files.KeepPinAttested(time.Now());
            Say("The PIN is set.");
        }
        var dressed = await daemon.UpdateProfileAsync(
            new ProfileChange(name, FamilyName: null, About: null),
            cancellationToken
        );
        if (dressed is not SignalResult<Nothing>.Ok)
            return $"The name is not set. {SignalSentence.Why(dressed)}";
        // Receipts and typing marks would tell people when the bot runs, and each is one more message.
        var quiet = await daemon.UpdateConfigurationAsync(
            new ConfigurationChange(ReadReceipts: false, TypingIndicators: false, LinkPreviews: false),
            cancellationToken
        );
        if (quiet is not SignalResult<Nothing>.Ok)
            return $"The receipts are not switched off. {SignalSentence.Why(quiet)}";
        var named = await daemon.UpdateAccountAsync(
            new AccountChange(username, DiscoverableByNumber: false, NumberSharing: false),
            cancellationToken
        );
        if (named is not SignalResult<AccountNames>.Ok(var names))
            return $"The username is not set, and the number is not hidden. {SignalSentence.Why(named)}";
        if (names.Link is { } link)
            files.KeepInvite(link);
        Say($"People see {name}, find it as {names.Username ?? username}, and neither see nor find its number.");
        return null;
    }

    /// <summary>The PIN from its file; null: there is none, and it is asked for.</summary>
    private string? Pin() => arguments.PinFile is { } file ? File.ReadAllText(file).Trim() : null;

    private int Finish()
    {
        Say("");
        Say("Next: `signal invite` prints the address for members. Add the bot to a group in Signal's app,");
        Say("then `signal status` prints the group's id for the campaign's file.");
        return ExitCodes.Ok;
    }

    private int Stop(string fault)
    {
        Say(fault);
        return ExitCodes.Failed;
    }

    private void Say(string line) => Say(console, line);

    private static void Say(IAnsiConsole console, string line) => console.Write(new UnwrappedLine(line));
}

/// <summary>What <c>signal register</c> was told.</summary>
internal sealed record SignalRegisterArguments(IReadOnlyList<string> Settings)
{
    public string? Captcha { get; init; }
    public string? Code { get; init; }

    /// <summary>A call instead of an SMS.</summary>
    public bool ByVoice { get; init; }

    /// <summary>A file that holds the PIN, so that it stands on no command line.</summary>
    public string? PinFile { get; init; }
    public string? Name { get; init; }
    public string? Username { get; init; }
}
