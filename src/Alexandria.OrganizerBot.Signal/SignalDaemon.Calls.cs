using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Alexandria.OrganizerBot.Signal;

/// <content>
/// The calls that the bot needs (https://github.com/AsamK/signal-cli/blob/master/man/signal-cli-jsonrpc.5.adoc). Not here, on
/// purpose: linking to a person's phone, which would show the bot that person's chats, and looking people up by number.
/// </content>
public sealed partial class SignalDaemon
{
    private string Account => _options.Account.Number;

    /// <summary>Sends a message, or replaces one (<see cref="OutgoingMessage.EditOf"/>).</summary>
    public Task<SignalResult<SendResult>> SendAsync(
        SignalTarget target,
        OutgoingMessage message,
        CancellationToken ct
    ) =>
        CallAsync(
            "send",
            new SendParameters(Account, People(target), Group(target))
            {
                Message = message.Text,
                TextStyle = ListOrNull(
                    message.Styles,
                    style => $"{style.Start}:{style.Length}:{style.Kind.ToString().ToUpperInvariant()}"
                ),
                Mention = ListOrNull(
                    message.Mentions,
                    mention => $"{mention.Start}:{mention.Length}:{mention.Who.Value}"
                ),
                QuoteTimestamp = message.Quote?.Target.Timestamp,
                QuoteAuthor = message.Quote?.Target.Author.Value,
                QuoteMessage = message.Quote?.Text,
                EditTimestamp = message.EditOf,
                Attachment = ListOrNull(message.Attachments, file => file.ToDataUri()),
                PreviewUrl = message.Preview?.Url.AbsoluteUri,
                PreviewTitle = message.Preview?.Title,
                PreviewDescription = message.Preview?.Description,
            },
            SignalJson.Default.SendParameters,
            SendResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>Reacts to a message, or takes the reaction back.</summary>
    /// <param name="target">Where the message stands: its author in a one-to-one chat, or the group.</param>
    public Task<SignalResult<SendResult>> SendReactionAsync(
        SignalTarget target,
        MessageId message,
        string emoji,
        bool remove,
        CancellationToken ct
    ) =>
        CallAsync(
            "sendReaction",
            new ReactionParameters(
                Account,
                People(target),
                Group(target),
                emoji,
                message.Author.Value,
                message.Timestamp,
                remove
            ),
            SignalJson.Default.ReactionParameters,
            SendResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>Deletes a message of the bot's own for everyone. Signal's apps follow for 24 hours.</summary>
    /// <param name="timestamp">When the message was first sent.</param>
    public Task<SignalResult<SendResult>> RemoteDeleteAsync(
        SignalTarget target,
        long timestamp,
        CancellationToken ct
    ) =>
        CallAsync(
            "remoteDelete",
            new DeleteParameters(Account, People(target), Group(target), timestamp),
            SignalJson.Default.DeleteParameters,
            SendResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>
    /// Posts a poll; its id is the result's timestamp. Before 0.13.23 it is
    /// <see cref="SignalErrorKind.MethodNotImplemented"/>.
    /// </summary>
    /// <param name="options">2 to 10, each 1 to 100 characters.</param>
    public Task<SignalResult<SendResult>> SendPollCreateAsync(
        SignalTarget target,
        string question,
        IReadOnlyList<string> options,
        bool allowSeveral,
        CancellationToken ct
    ) =>
        CallAsync(
            "sendPollCreate",
            new PollCreateParameters(Account, People(target), Group(target), question, options, !allowSeveral),
            SignalJson.Default.PollCreateParameters,
            SendResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>Closes a poll of the bot's own.</summary>
    /// <param name="timestamp">The poll's id.</param>
    public Task<SignalResult<SendResult>> SendPollTerminateAsync(
        SignalTarget target,
        long timestamp,
        CancellationToken ct
    ) =>
        CallAsync(
            "sendPollTerminate",
            new PollTerminateParameters(Account, People(target), Group(target), timestamp),
            SignalJson.Default.PollTerminateParameters,
            SendResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>The groups that the account is or was in.</summary>
    /// <param name="groupId">One group only, asked of Signal's server anew; null for all, as signal-cli has them.</param>
    public Task<SignalResult<IReadOnlyList<SignalGroup>>> ListGroupsAsync(string? groupId, CancellationToken ct) =>
        CallAsync(
            "listGroups",
            new ListGroupsParameters(Account, groupId is null ? null : [groupId]),
            SignalJson.Default.ListGroupsParameters,
            answer => ReadList(answer, SignalGroup.Read),
            _options.CallTimeout,
            ct
        );

    /// <summary>Joins a group by its invite link, or asks to be let in.</summary>
    public Task<SignalResult<GroupResult>> JoinGroupAsync(Uri link, CancellationToken ct) =>
        CallAsync(
            "joinGroup",
            // OriginalString: everything that matters stands behind the #, which must arrive as it was typed.
            new JoinGroupParameters(Account, link.OriginalString),
            SignalJson.Default.JoinGroupParameters,
            GroupResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>Leaves a group.</summary>
    /// <param name="forget">Whether signal-cli also drops what it knows of it.</param>
    public Task<SignalResult<SendResult>> QuitGroupAsync(string groupId, bool forget, CancellationToken ct) =>
        CallAsync(
            "quitGroup",
            new QuitGroupParameters(Account, groupId, forget),
            SignalJson.Default.QuitGroupParameters,
            SendResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>Changes a group, or makes one.</summary>
    /// <param name="groupId">Null for a new group; its id is in the result.</param>
    public Task<SignalResult<GroupResult>> UpdateGroupAsync(
        string? groupId,
        GroupChange change,
        CancellationToken ct
    ) =>
        CallAsync(
            "updateGroup",
            new UpdateGroupParameters(Account, groupId)
            {
                Name = change.Name,
                Description = change.Description,
                Member = ListOrNull(change.AddMembers, member => member.Value),
                Admin = ListOrNull(change.AddAdmins, admin => admin.Value),
                Link = change.Link switch
                {
                    null => null,
                    GroupLink.Disabled => "disabled",
                    GroupLink.Enabled => "enabled",
                    GroupLink.EnabledWithApproval => "enabled-with-approval",
                    _ => throw new ArgumentOutOfRangeException(nameof(change), "No such kind of link."),
                },
                SetPermissionSendMessages = change.OnlyAdminsSend switch
                {
                    null => null,
                    true => "only-admins",
                    false => "every-member",
                },
                Expiration = change.MessageTimer is { } timer ? (int)timer.TotalSeconds : null,
            },
            SignalJson.Default.UpdateGroupParameters,
            GroupResult.Read,
            _options.SendTimeout,
            ct
        );

    /// <summary>Changes what others see of the account.</summary>
    public Task<SignalResult<Nothing>> UpdateProfileAsync(ProfileChange change, CancellationToken ct) =>
        CallAsync(
            "updateProfile",
            new ProfileParameters(Account, change.GivenName, change.FamilyName, change.About),
            SignalJson.Default.ProfileParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    /// <summary>Changes how the account can be found.</summary>
    public Task<SignalResult<AccountNames>> UpdateAccountAsync(AccountChange change, CancellationToken ct) =>
        CallAsync(
            "updateAccount",
            new UpdateAccountParameters(Account, change.Username, change.DiscoverableByNumber, change.NumberSharing),
            SignalJson.Default.UpdateAccountParameters,
            AccountNames.Read,
            _options.CallTimeout,
            ct
        );

    /// <summary>Changes the account's privacy settings.</summary>
    public Task<SignalResult<Nothing>> UpdateConfigurationAsync(ConfigurationChange change, CancellationToken ct) =>
        CallAsync(
            "updateConfiguration",
            new ConfigurationParameters(Account, change.ReadReceipts, change.TypingIndicators, change.LinkPreviews),
            SignalJson.Default.ConfigurationParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    /// <summary>The accounts that the daemon has and that are registered.</summary>
    public Task<SignalResult<IReadOnlyList<SignalAccount>>> ListAccountsAsync(CancellationToken ct) =>
        CallAsync(
            "listAccounts",
            new NoParameters(),
            SignalJson.Default.NoParameters,
            answer =>
                ReadList(answer, item => SignalAccount.TryParse(item.Text("number"), out var account) ? account : null),
            _options.CallTimeout,
            ct
        );

    /// <summary>
    /// Trusts somebody's new identity key, after which messages reach them again; what was refused before is not sent by
    /// that.
    /// </summary>
    /// <param name="safetyNumber">The number that was compared with theirs; null trusts every key of theirs, unseen.</param>
    public Task<SignalResult<Nothing>> TrustAsync(Aci who, string? safetyNumber, CancellationToken ct) =>
        CallAsync(
            "trust",
            new TrustParameters(Account, who.Value, safetyNumber is null ? true : null, safetyNumber),
            SignalJson.Default.TrustParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    /// <summary>Identity keys that signal-cli knows.</summary>
    /// <param name="who">One person's only, or null for everyone's.</param>
    public Task<SignalResult<IReadOnlyList<SignalIdentity>>> ListIdentitiesAsync(Aci? who, CancellationToken ct) =>
        CallAsync(
            "listIdentities",
            // The parameter is called "number" and takes an ACI.
            new ListIdentitiesParameters(Account, who?.Value),
            SignalJson.Default.ListIdentitiesParameters,
            answer => ReadList(answer, SignalIdentity.Read),
            _options.CallTimeout,
            ct
        );

    /// <summary>
    /// Asks Signal for a registration code, by SMS or a spoken call. For an account that the daemon already has it is
    /// <see cref="SignalErrorKind.InvalidParams"/> (0.13.19).
    /// </summary>
    /// <param name="captcha">The <c>signalcaptcha://…</c> address from https://signalcaptchas.org/registration/generate.html.</param>
    public Task<SignalResult<Nothing>> RegisterAsync(bool byVoice, string? captcha, CancellationToken ct) =>
        CallAsync(
            "register",
            new RegisterParameters(Account, byVoice, captcha),
            SignalJson.Default.RegisterParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    /// <summary>Registers the account with the code that came.</summary>
    /// <param name="pin">The registration PIN, where one was set before.</param>
    public Task<SignalResult<Nothing>> VerifyAsync(string code, string? pin, CancellationToken ct) =>
        CallAsync(
            "verify",
            new VerifyParameters(Account, code, pin),
            SignalJson.Default.VerifyParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    /// <summary>Sets the registration PIN, without which somebody who takes over the number could take the account.</summary>
    public Task<SignalResult<Nothing>> SetPinAsync(string pin, CancellationToken ct) =>
        CallAsync(
            "setPin",
            new PinParameters(Account, pin),
            SignalJson.Default.PinParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    /// <summary>Answers the demand for a captcha that a send came back with.</summary>
    /// <param name="token"><see cref="SendOutcome.RateLimited.Token"/>.</param>
    /// <param name="captcha">The <c>signalcaptcha://…</c> address from https://signalcaptchas.org/challenge/generate.html.</param>
    public Task<SignalResult<Nothing>> SubmitRateLimitChallengeAsync(
        string token,
        string captcha,
        CancellationToken ct
    ) =>
        CallAsync(
            "submitRateLimitChallenge",
            new ChallengeParameters(Account, token, captcha),
            SignalJson.Default.ChallengeParameters,
            ReadNothing,
            _options.CallTimeout,
            ct
        );

    private async Task<SignalResult<T>> CallAsync<TParameters, T>(
        string method,
        TParameters parameters,
        JsonTypeInfo<TParameters> type,
        Func<JsonElement, T?> read,
        TimeSpan timeout,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        SignalResult<JsonElement> answer = _connection is { } connection
            ? await connection.CallAsync(method, parameters, type, timeout, ct)
            : new SignalResult<JsonElement>.Unavailable("there is no connection to signal-cli", MayHaveArrived: false);
        SignalMetrics.Calls.Add(
            1,
            new KeyValuePair<string, object?>("method", method),
            new KeyValuePair<string, object?>("outcome", Name(answer))
        );
        return answer switch
        {
            SignalResult<JsonElement>.Ok(var value) => read(value) is { } result
                ? new SignalResult<T>.Ok(result)
                : new SignalResult<T>.Unavailable("signal-cli's answer could not be read", MayHaveArrived: true),
            _ => answer.Map<T>(_ => throw new InvalidOperationException("Handled above.")),
        };
    }

    private static string Name(SignalResult<JsonElement> answer) =>
        answer switch
        {
            SignalResult<JsonElement>.Ok => "ok",
            SignalResult<JsonElement>.Refused refused => refused.Kind.ToString(),
            _ => "unavailable",
        };

    private static List<string>? People(SignalTarget target) =>
        target is SignalTarget.People(var people) ? [.. people.Select(aci => aci.Value)] : null;

    private static string? Group(SignalTarget target) => target is SignalTarget.Group(var id) ? id : null;

    private static List<string>? ListOrNull<T>(IReadOnlyList<T> items, Func<T, string> write) =>
        items.Count == 0 ? null : [.. items.Select(write)];

    private static Nothing ReadNothing(JsonElement answer) => default;

    private static IReadOnlyList<T>? ReadList<T>(JsonElement answer, Func<JsonElement, T?> read)
        where T : class =>
        answer.ValueKind == JsonValueKind.Array
            ? [.. answer.EnumerateArray().Select(read).Where(item => item is not null).Select(item => item!)]
            : null;
}
