using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>The bot's own account: registration, profile, subscriptions.</summary>
internal sealed class AccountMethods(
    SignalWorld world,
    SignalStageOptions options,
    Mailbox mailbox,
    SignalFaultPlan faults,
    SignalLog log
)
{
    private const string LinkUri =
        "sgnl://linkdevice?uuid=7deee59c-f156-4baf-b43d-c3393a0a31bb&pub_key=BQyMs7hZ4S2thlzGnoMOnhJhGOwhVWcRYJMOY7DNrqdq";
    private const string CaptchaScheme = "signalcaptcha://";

    private static readonly Version RejectsCaptchas = new(0, 14, 3);

    private bool _isRegistered = options.IsRegistered;
    private bool _isAwaitingCode;
    private string? _pin = options.Pin;

    /// <summary>The accounts that the daemon holds.</summary>
    public IReadOnlyList<string> Accounts() =>
        [.. options.OtherAccounts, .. _isRegistered ? new[] { options.Account } : []];

    public RpcOutcome Version(MethodCall call) =>
        new(new JsonObject { ["version"] = options.Version.ToString(fieldCount: 3) });

    public RpcOutcome ListAccounts(MethodCall call) =>
        new(new JsonArray([.. Accounts().Select(number => new JsonObject { ["number"] = number })]));

    public RpcOutcome SubscribeReceive(MethodCall call)
    {
        var id = mailbox.Subscribe(call.Connection);
        return new RpcOutcome(id, () => mailbox.Listen(id));
    }

    public RpcOutcome UnsubscribeReceive(MethodCall call)
    {
        var id = call.Params.Number("subscription");
        if (id is null && !options.IsSingleAccount)
        {
            throw new RpcRefusal(RpcRefusal.User, "Missing subscription parameter with subscription id");
        }
        return mailbox.Unsubscribe(call.Connection, id)
            ? RpcOutcome.Nothing
            : throw new RpcRefusal(RpcRefusal.User, "Unknown subscription id");
    }

    public static RpcOutcome Receive(MethodCall call) =>
        throw new RpcRefusal(RpcRefusal.User, "Receive command cannot be used if messages are already being received.");

    public RpcOutcome Register(MethodCall call)
    {
        RequireAccount(call);
        if (
            options.RegistrationNeedsCaptcha
            && call.Params.Text("captcha")?.StartsWith(CaptchaScheme, StringComparison.Ordinal) != true
        )
        {
            throw new RpcRefusal(
                RpcRefusal.User,
                "Captcha required for verification, use --captcha CAPTCHA\nTo get the token, go to https://signalcaptchas.org/registration/generate.html\nAfter solving the captcha, right-click on the \"Open Signal\" link and copy the link."
            );
        }
        _isAwaitingCode = true;
        log.Bot("register", chat: null, call.Params.Flag("voice") ? "by voice" : "by SMS");
        return RpcOutcome.Nothing;
    }

    public RpcOutcome Verify(MethodCall call)
    {
        RequireAccount(call);
        var code = call.Params.Text("verificationCode") ?? throw RpcRefusal.NullPointer("verification code is null");
        if (!_isAwaitingCode)
        {
            throw RpcRefusal.NullPointer(
                "Parameter specified as non-null is null: method org.whispersystems.signalservice.api.registration.RegistrationApi.verifyAccount, parameter sessionId"
            );
        }
        if (Digits(code) != Digits(options.VerificationCode))
        {
            throw new RpcRefusal(RpcRefusal.Io, "Verify error: [403] Verification code is incorrect");
        }
        if (_pin is not null && call.Params.Text("pin") is not { } given)
        {
            throw new RpcRefusal(
                RpcRefusal.User,
                "Verification failed! This number is locked with a pin. Hours remaining until reset: 168\nUse '--pin PIN_CODE' to specify the registration lock PIN"
            );
        }
        if (_pin is not null && call.Params.Text("pin") != _pin)
        {
            throw new RpcRefusal(RpcRefusal.User, "Verification failed! Invalid pin, tries remaining: 9");
        }
        (_isAwaitingCode, _isRegistered) = (false, true);
        return RpcOutcome.Nothing;
    }

    public static RpcOutcome StartLink(MethodCall call) => new(new JsonObject { ["deviceLinkUri"] = LinkUri });

    /// <summary>The real one waits until the code is scanned; on the stage somebody has scanned it already.</summary>
    public RpcOutcome FinishLink(MethodCall call)
    {
        if (call.Params.Text("deviceLinkUri") != LinkUri)
        {
            throw new RpcRefusal(RpcRefusal.User, "Unknown device link uri.");
        }
        _isRegistered = true;
        return new RpcOutcome(new JsonObject { ["number"] = options.Account });
    }

    public RpcOutcome SetPin(MethodCall call)
    {
        _pin = call.Params.Text("pin") ?? throw RpcRefusal.NullPointer("pin is null");
        return RpcOutcome.Nothing;
    }

    public RpcOutcome RemovePin(MethodCall call)
    {
        _pin = null;
        return RpcOutcome.Nothing;
    }

    public RpcOutcome UpdateProfile(MethodCall call)
    {
        var names = new[] { call.Params.Text("givenName"), call.Params.Text("familyName") };
        if (names.Any(name => name is not null))
        {
            world.BotName = string.Join(' ', names.Where(name => !string.IsNullOrEmpty(name)));
        }
        log.Bot("profile", chat: null, world.BotName);
        return RpcOutcome.Nothing;
    }

    public RpcOutcome UpdateAccount(MethodCall call)
    {
        if (call.Params.Flag("deleteUsername"))
        {
            world.BotUsername = null;
        }
        if (call.Params.Text("username") is { } wanted)
        {
            var name = wanted.Split('.')[0];
            if (name.Length is < 3 or > 32 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            {
                throw new RpcRefusal(RpcRefusal.User, $"Failed to set username: Invalid username {wanted}");
            }
            world.BotUsername = wanted.Contains('.', StringComparison.Ordinal) ? wanted : $"{wanted}.01";
        }
        return world.BotUsername is null
            ? RpcOutcome.Nothing
            : new RpcOutcome(
                new JsonObject
                {
                    ["username"] = world.BotUsername,
                    ["usernameLink"] = "https://signal.me/#eu/" + Link(world.BotUsername),
                }
            );
    }

    public static RpcOutcome UpdateConfiguration(MethodCall call)
    {
        string[] settings = ["readReceipts", "unidentifiedDeliveryIndicators", "typingIndicators", "linkPreviews"];
        foreach (var setting in settings)
        {
            _ = call.Params.Flag(setting);
        }
        return RpcOutcome.Nothing;
    }

    public RpcOutcome SubmitRateLimitChallenge(MethodCall call)
    {
        var challenge = call.Params.Text("challenge") ?? throw RpcRefusal.NullPointer("challenge is null");
        if (call.Params.Text("captcha")?.StartsWith(CaptchaScheme, StringComparison.Ordinal) != true)
        {
            throw options.Version >= RejectsCaptchas
                ? new RpcRefusal(
                    RpcRefusal.CaptchaRejected,
                    "Captcha rejected, it may be outdated, already used or solved from a different IP address."
                )
                : new RpcRefusal(RpcRefusal.Io, "Submit challenge error: [428] ");
        }
        return faults.Solve(challenge)
            ? RpcOutcome.Nothing
            : throw new RpcRefusal(RpcRefusal.Io, "Submit challenge error: [428] ");
    }

    private void RequireAccount(MethodCall call)
    {
        if (call.Params.Text("account") is not { } account || account != options.Account)
        {
            throw new RpcRefusal(RpcRefusal.BadAccount, "Method requires valid account parameter");
        }
    }

    private static string Digits(string code) => string.Concat(code.Where(char.IsAsciiDigit));

    private static string Link(string username) =>
        SignalIds.Group("link:" + username).Replace('+', '-').Replace('/', '_').TrimEnd('=');
}
