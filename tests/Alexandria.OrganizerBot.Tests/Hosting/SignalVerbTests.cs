using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal.Signal;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>The operator's commands for Signal, against the stage's signal-cli over its real socket.</summary>
public sealed class SignalVerbTests : IDisposable
{
    private const string Captcha = "signalcaptcha://signal-hcaptcha.a-solution";

    private readonly TemporaryFolder _home = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        _home.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static SignalStageOptions Unregistered => SmallSignal.Quiet with { IsRegistered = false };

    private SignalFiles Files => new(_home.FullPath);

    private string[] Lines => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_spare_number_becomes_the_bots_step_by_step()
    {
        await using var signal = await SmallSignal.OpenAsync(Unregistered);
        using var console = new InitConsole(Captcha, "123456", "271828", "Neighbors' Bot", "neighbors_bot");

        var code = await RegisterAsync(signal, console);

        Assert.True(code == ExitCodes.Ok, console.Printed);
        Assert.Equal(
            [
                "version",
                "listAccounts",
                "register",
                "verify",
                "setPin",
                "updateProfile",
                "updateConfiguration",
                "updateAccount",
            ],
            signal.Signal.Calls.Select(call => call.Method)
        );
        Assert.Contains(
            "\"username\":\"neighbors_bot\",\"discoverableByNumber\":false,\"numberSharing\":false",
            signal.Signal.Calls[^1].Params,
            StringComparison.Ordinal
        );
        Assert.Contains("Never link the bot to somebody's phone", console.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain(signal.Signal.Account, console.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("271828", console.Printed, StringComparison.Ordinal);
        Assert.Equal(_time.Now(), Files.ReadPinAttested());
        Assert.StartsWith("https://signal.me/#eu/", Files.ReadInvite(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_number_that_is_registered_is_not_registered_again()
    {
        await using var signal = await SmallSignal.OpenAsync();
        using var console = new InitConsole("", "Neighbors' Bot", "neighbors_bot");

        Assert.Equal(ExitCodes.Ok, await RegisterAsync(signal, console));

        Assert.Contains("is registered already", console.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain(signal.Signal.Calls, call => call.Method is "register" or "verify" or "setPin");
        Assert.Null(Files.ReadPinAttested());
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_number_with_a_PIN_of_before_asks_for_it()
    {
        await using var signal = await SmallSignal.OpenAsync(Unregistered with { Pin = "314159" });
        using var console = new InitConsole(Captcha, "123-456", "314159", "", "Bot", "neighbors_bot");

        Assert.True(await RegisterAsync(signal, console) == ExitCodes.Ok, console.Printed);

        Assert.Equal(2, signal.Signal.Calls.Count(call => call.Method == "verify"));
        Assert.DoesNotContain("314159", console.Printed, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Without_somebody_to_ask_it_stops_where_an_answer_is_missing_and_goes_on_there()
    {
        await using var signal = await SmallSignal.OpenAsync(Unregistered);
        using var first = new InitConsole();
        using var second = new InitConsole();

        var asked = await RegisterAsync(
            signal,
            first,
            interactive: false,
            settings => new SignalRegisterArguments(settings) { Captcha = Captcha, ByVoice = true }
        );
        var registered = await RegisterAsync(
            signal,
            second,
            interactive: false,
            settings => new SignalRegisterArguments(settings)
            {
                Code = "123-456",
                PinFile = _home.Write("pin", "271828\n"),
                Name = "Bot",
                Username = "neighbors_bot",
            }
        );

        Assert.Equal((ExitCodes.Failed, ExitCodes.Ok), (asked, registered));
        Assert.Contains("Run this again with --code", first.Printed, StringComparison.Ordinal);
        Assert.Contains(
            signal.Signal.Calls,
            call => call.Method == "register" && call.Params.Contains("\"voice\":true", StringComparison.Ordinal)
        );
        Assert.Equal(1, signal.Signal.Calls.Count(call => call.Method == "register"));
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("", "123456", "Captcha required")]
    [InlineData(Captcha, "999999", "Verification code is incorrect")]
    public async Task What_Signal_refuses_is_said_in_a_line_and_nothing_goes_on(
        string captcha,
        string smsCode,
        string said
    )
    {
        await using var signal = await SmallSignal.OpenAsync(Unregistered);
        using var console = new InitConsole(captcha, smsCode);

        Assert.Equal(ExitCodes.Failed, await RegisterAsync(signal, console));

        Assert.Contains(said, console.Lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(signal.Signal.Calls, call => call.Method == "updateAccount");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_for_a_single_account_cannot_register_and_is_told_from_others()
    {
        await using var signal = await SmallSignal.OpenAsync(Unregistered with { IsSingleAccount = true });
        using var console = new InitConsole();

        Assert.Equal(ExitCodes.Failed, await RegisterAsync(signal, console));

        Assert.Contains("was started with -a", console.Lines[^1], StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Status_tells_the_groups_ids_for_the_campaigns_file()
    {
        await using var signal = await SmallSignal.OpenAsync();
        Files.KeepVersion("0.14.6", Instant.FromUtc(2027, 2, 1, 8, 0));

        var code = await SignalStatusVerb.RunAsync(Settings(signal), _output, _errors, Token);

        Assert.True(code == ExitCodes.Ok, _errors.ToString());
        Assert.Equal("signal-cli: 0.14.6, which the bot has seen since 2027-02-01", Lines[0]);
        Assert.Equal("account: +…01 is registered", Lines[1]);
        Assert.Equal("sending: nothing holds it up", Lines[2]);
        Assert.Equal("PIN: never confirmed; when it is set and written down, run `signal pin-attested`", Lines[3]);
        Assert.Contains($"  \"{SmallSignal.Neighbors}\"  neighbors: the bot is a member", Lines);
        Assert.DoesNotContain(signal.Signal.Account, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Status_says_when_signal_cli_is_too_old_and_what_holds_the_bot_up()
    {
        await using var signal = await SmallSignal.OpenAsync(
            SmallSignal.Quiet with
            {
                Version = new Version(0, 14, 3),
            }
        );
        Files.KeepPause(new SignalPause(Instant.FromUtc(2027, 3, 2, 8, 30), "a-challenge"));

        Assert.Equal(ExitCodes.Ok, await SignalStatusVerb.RunAsync(Settings(signal), _output, _errors, Token));

        Assert.Equal("signal-cli: 0.14.3; too old, update it to 0.14.4 or later", Lines[0]);
        Assert.StartsWith(
            "sending: paused until 2027-03-02 08:30 UTC, and Signal wants a captcha: open https://signalcaptchas.org/challenge/",
            Lines[2],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("a-challenge", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task The_invitation_has_an_address_and_a_code_that_stays_the_same()
    {
        await using var signal = await SmallSignal.OpenAsync();

        Assert.Equal(ExitCodes.Refused, await InviteAsync(username: null));
        Assert.StartsWith("No address is known yet.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, await InviteAsync("neighbors_bot"));
        var first = _output.ToString();
        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await InviteAsync(username: null));

        Assert.Equal(first, _output.ToString());
        Assert.Equal(Files.ReadInvite(), Lines[1]);
        // Half-blocks, all rows as wide as each other.
        var rows = Lines[2..];
        Assert.InRange(rows.Length, 12, 40);
        Assert.Single(rows.Select(row => row.Length).Distinct());
        Assert.All(string.Concat(rows), mark => Assert.Contains(mark, "█▀▄ "));

        Task<int> InviteAsync(string? username) =>
            SignalInviteVerb.RunAsync(username, Settings(signal), _output, _errors, Token);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_solved_captcha_is_handed_in_and_the_pause_is_over()
    {
        await using var signal = await SmallSignal.OpenAsync();
        var challenge = await BeChallengedAsync(signal);
        Files.KeepPause(new SignalPause(Instant.FromUtc(2027, 3, 2, 8, 30), challenge));

        Assert.Equal(ExitCodes.Failed, await CaptchaAsync(signal, captcha: null));
        Assert.Equal(ExitCodes.Failed, await CaptchaAsync(signal, "not a captcha"));
        Assert.NotNull(Files.ReadPause());
        Assert.Equal(ExitCodes.Ok, await CaptchaAsync(signal, $" {Captcha} "));

        Assert.Null(Files.ReadPause());
        Assert.Single(signal.Signal.Calls, call => call.Method == "submitRateLimitChallenge");
        Assert.DoesNotContain(challenge, _output.ToString() + _errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_captcha_that_Signal_refuses_changes_nothing()
    {
        await using var signal = await SmallSignal.OpenAsync();
        Files.KeepPause(new SignalPause(Instant.FromUtc(2027, 3, 2, 8, 30), "unknown-challenge"));

        Assert.Equal(ExitCodes.Failed, await CaptchaAsync(signal, Captcha));

        Assert.NotNull(Files.ReadPause());
        Assert.StartsWith("signal-cli refused (-3)", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Where_no_captcha_is_wanted_nothing_is_handed_in()
    {
        await using var signal = await SmallSignal.OpenAsync();
        Files.KeepPause(new SignalPause(Instant.FromUtc(2027, 3, 2, 8, 30), Token: null));

        Assert.Equal(ExitCodes.Ok, await CaptchaAsync(signal, Captcha));

        Assert.Equal("Signal has asked for no captcha. Nothing has to be done.", Lines[0]);
        Assert.Empty(signal.Signal.Calls);
        Assert.NotNull(Files.ReadPause());
    }

    [Fact]
    public void A_confirmed_PIN_is_noted_with_its_day()
    {
        var code = SignalPinVerb.Run([$"--Storage:DataDirectory={_home.FullPath}"], _output, _errors, _time);

        Assert.Equal((ExitCodes.Ok, _time.Now()), (code, Files.ReadPinAttested()));
    }

    [Fact]
    public async Task Without_signal_cli_every_command_says_so_in_a_sentence()
    {
        var nowhere = Path.Combine(_home.FullPath, "no-socket");
        IReadOnlyList<string> settings =
        [
            $"--Signal:Endpoint={nowhere}",
            "--Signal:Account=+15550100001",
            $"--Storage:DataDirectory={_home.FullPath}",
        ];

        Assert.Equal(ExitCodes.Refused, await SignalStatusVerb.RunAsync(settings, _output, _errors, Token));
        Assert.Equal(ExitCodes.Refused, await SignalInviteVerb.RunAsync("a_bot", settings, _output, _errors, Token));
        Assert.Equal(ExitCodes.Refused, await SignalStatusVerb.RunAsync([], _output, _errors, Token));

        var said = _errors.ToString().Split(Environment.NewLine);
        Assert.Equal($"Nobody listens at {nowhere}: start signal-cli, or correct Signal:Endpoint.", said[0]);
        Assert.Equal(said[0], said[1]);
        Assert.StartsWith("Signal:Endpoint is missing", said[2], StringComparison.Ordinal);
    }

    private string[] Settings(SmallSignal signal) =>
        [
            $"--Signal:Endpoint={signal.Signal.Endpoint}",
            $"--Signal:Account={signal.Signal.Account}",
            $"--Storage:DataDirectory={_home.FullPath}",
        ];

    private Task<int> CaptchaAsync(SmallSignal signal, string? captcha) =>
        SignalCaptchaVerb.RunAsync(captcha, Settings(signal), _output, _errors, Token);

    private Task<int> RegisterAsync(
        SmallSignal signal,
        InitConsole console,
        bool interactive = true,
        Func<IReadOnlyList<string>, SignalRegisterArguments>? arguments = null
    ) =>
        SignalRegisterVerb.RunAsync(
            arguments?.Invoke(Settings(signal)) ?? new SignalRegisterArguments(Settings(signal)),
            console,
            interactive,
            _time,
            Token
        );

    /// <summary>Sends until Signal wants a captcha, and returns what it is to be solved for.</summary>
    private static async Task<string> BeChallengedAsync(SmallSignal signal)
    {
        signal.Signal.Inject(new StageFault.CaptchaDemanded(5, TimeSpan.FromDays(1)));
        using var client = await signal.ConnectAsync();
        var error = await client.CallAsync(
            "send",
            $$"""{"recipient":["{{signal.Signal.IdOf("Ana")}}"],"message":"hello"}"""
        );
        return (string)error["error"]!["data"]!["response"]!["results"]![0]!["token"]!;
    }
}
