using System.Text.Json;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;

namespace Alexandria.OrganizerBot.Tests.Signal;

/// <summary>What is written for each call, and how each answer reads.</summary>
public sealed class SignalCallTests
{
    private static readonly Aci A = Recorded.Id(Recorded.A);
    private static readonly Aci B = Recorded.Id(Recorded.B);
    private static readonly SignalTarget ToB = new SignalTarget.People(B);
    private static readonly SignalTarget ToGroup = new SignalTarget.Group(Recorded.GroupId);
    private static readonly OutgoingMessage Text = new() { Text = "hello" };

    private const string Sent =
        """{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"SUCCESS"}],"timestamp":1795491234574}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Each call, the method and parameters that it must write, and an answer that it must take.</summary>
    public static TheoryData<string, Func<SignalDaemon, Task<bool>>, string, string> Calls =>
        new()
        {
            {
                "send",
                async client => await client.SendAsync(ToB, Text, Ct) is SignalResult<SendResult>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","recipient":["{{Recorded.B}}"],"message":"hello"}""",
                Sent
            },
            {
                "send",
                async client =>
                    await client.SendAsync(
                        ToGroup,
                        new OutgoingMessage
                        {
                            Text = "\uFFFC 🚩 bold",
                            Styles = [new TextStyle(5, 4, TextStyleKind.Bold)],
                            Mentions = [new Mention(0, 1, B)],
                            Quote = new Quote(new MessageId(B, 1795491660515), "!pledge 2"),
                            EditOf = 1795491658652,
                            Attachments = [new OutgoingAttachment("text/plain", "a b;c.txt", "hello"u8.ToArray())],
                            Preview = new LinkPreview(new Uri("https://example.org/é"), "Title", null),
                        },
                        Ct
                    ) is SignalResult<SendResult>.Ok,
                $$"""
                    {"account":"{{SignalRig.Number}}","groupId":"{{Recorded.GroupId}}","message":"￼ 🚩 bold","textStyle":["5:4:BOLD"],"mention":["0:1:{{Recorded.B}}"],"quoteTimestamp":1795491660515,"quoteAuthor":"{{Recorded.B}}","quoteMessage":"!pledge 2","editTimestamp":1795491658652,"attachment":["data:text/plain;filename=a_b_c.txt;base64,aGVsbG8="],"previewUrl":"https://example.org/%C3%A9","previewTitle":"Title"}
                    """,
                Sent
            },
            {
                "sendReaction",
                async client =>
                    await client.SendReactionAsync(ToB, new MessageId(B, 1795491236856), "✅", false, Ct)
                    is SignalResult<SendResult>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","recipient":["{{Recorded.B}}"],"emoji":"✅","targetAuthor":"{{Recorded.B}}","targetTimestamp":1795491236856,"remove":false}""",
                Sent
            },
            {
                "remoteDelete",
                async client =>
                    await client.RemoteDeleteAsync(ToGroup, 1795491658652, Ct) is SignalResult<SendResult>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","groupId":"{{Recorded.GroupId}}","targetTimestamp":1795491658652}""",
                Sent
            },
            {
                "sendPollCreate",
                async client =>
                    await client.SendPollCreateAsync(ToGroup, "When?", ["Mon", "Tue"], false, Ct)
                    is SignalResult<SendResult>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","groupId":"{{Recorded.GroupId}}","question":"When?","option":["Mon","Tue"],"noMulti":true}""",
                Sent
            },
            {
                "sendPollTerminate",
                async client =>
                    await client.SendPollTerminateAsync(ToGroup, 1795491658652, Ct) is SignalResult<SendResult>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","groupId":"{{Recorded.GroupId}}","pollTimestamp":1795491658652}""",
                Sent
            },
            {
                "listGroups",
                async client =>
                    await client.ListGroupsAsync(Recorded.GroupId, Ct) is SignalResult<IReadOnlyList<SignalGroup>>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","groupId":["{{Recorded.GroupId}}"]}""",
                "[]"
            },
            {
                "joinGroup",
                async client =>
                    await client.JoinGroupAsync(new Uri("https://signal.group/#CjQKIJ-_x"), Ct)
                        is SignalResult<GroupResult>.Ok(var joined)
                    && joined.OnlyRequested
                    && joined.GroupId == Recorded.GroupId,
                $$"""{"account":"{{SignalRig.Number}}","uri":"https://signal.group/#CjQKIJ-_x"}""",
                $$"""{"timestamp":1795491234574,"results":[],"groupId":"{{Recorded.GroupId}}","onlyRequested":true}"""
            },
            {
                "quitGroup",
                async client => await client.QuitGroupAsync(Recorded.GroupId, true, Ct) is SignalResult<SendResult>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","groupId":"{{Recorded.GroupId}}","delete":true}""",
                Sent
            },
            {
                "updateGroup",
                async client =>
                    await client.UpdateGroupAsync(
                        null,
                        new GroupChange
                        {
                            Name = "Alerts",
                            AddMembers = [B],
                            AddAdmins = [A],
                            Link = GroupLink.EnabledWithApproval,
                            OnlyAdminsSend = true,
                            MessageTimer = TimeSpan.FromDays(7),
                        },
                        Ct
                    )
                        is SignalResult<GroupResult>.Ok(var made)
                    && made.GroupId == Recorded.GroupId,
                $$"""{"account":"{{SignalRig.Number}}","name":"Alerts","member":["{{Recorded.B}}"],"admin":["{{Recorded.A}}"],"link":"enabled-with-approval","setPermissionSendMessages":"only-admins","expiration":604800}""",
                $$"""{"timestamp":1795491234574,"results":[],"groupId":"{{Recorded.GroupId}}"}"""
            },
            {
                "updateProfile",
                async client =>
                    await client.UpdateProfileAsync(new ProfileChange("Action", null, ""), Ct)
                    is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","givenName":"Action","about":""}""",
                "{}"
            },
            {
                "updateAccount",
                async client =>
                    (await client.UpdateAccountAsync(new AccountChange("tenants", false, false), Ct)).ValueOrDefault
                    == new AccountNames("tenants.42", "https://signal.me/#eu/x"),
                $$"""{"account":"{{SignalRig.Number}}","username":"tenants","discoverableByNumber":false,"numberSharing":false}""",
                """{"username":"tenants.42","usernameLink":"https://signal.me/#eu/x"}"""
            },
            {
                "updateConfiguration",
                async client =>
                    await client.UpdateConfigurationAsync(new ConfigurationChange(false, false, null), Ct)
                    is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","readReceipts":false,"typingIndicators":false}""",
                "{}"
            },
            {
                "listAccounts",
                async client => (await client.ListAccountsAsync(Ct)).ValueOrDefault is [{ Number: "+15551230002" }, _],
                "{}",
                """[{"number":"+15551230002"},{"number":null},{"number":"+15551230001"}]"""
            },
            {
                "trust",
                async client => await client.TrustAsync(B, null, Ct) is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","recipient":"{{Recorded.B}}","trustAllKnownKeys":true}""",
                "{}"
            },
            {
                "trust",
                async client => await client.TrustAsync(B, "45717 53663", Ct) is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","recipient":"{{Recorded.B}}","verifiedSafetyNumber":"45717 53663"}""",
                "{}"
            },
            {
                "listIdentities",
                async client =>
                    (await client.ListIdentitiesAsync(B, Ct)).ValueOrDefault is [{ IsUntrusted: true } one]
                    && one.Who == B,
                $$"""{"account":"{{SignalRig.Number}}","number":"{{Recorded.B}}"}""",
                """[{"number":null,"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","fingerprint":"05 2c","safetyNumber":"45717 53663","trustLevel":"UNTRUSTED","addedTimestamp":1795491424480}]"""
            },
            {
                "register",
                async client => await client.RegisterAsync(false, "signalcaptcha://x", Ct) is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","voice":false,"captcha":"signalcaptcha://x"}""",
                "{}"
            },
            {
                "verify",
                async client => await client.VerifyAsync("123-456", null, Ct) is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","verificationCode":"123-456"}""",
                "{}"
            },
            {
                "setPin",
                async client => await client.SetPinAsync("2468", Ct) is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","pin":"2468"}""",
                "{}"
            },
            {
                "submitRateLimitChallenge",
                async client =>
                    await client.SubmitRateLimitChallengeAsync(Recorded.Token, "signalcaptcha://x", Ct)
                    is SignalResult<Nothing>.Ok,
                $$"""{"account":"{{SignalRig.Number}}","challenge":"{{Recorded.Token}}","captcha":"signalcaptcha://x"}""",
                "{}"
            },
        };

    [Theory(Timeout = HangGuard.Milliseconds)]
    [MemberData(nameof(Calls), DisableDiscoveryEnumeration = true)]
    public async Task Each_call_is_written_as_signal_cli_reads_it(
        string method,
        Func<SignalDaemon, Task<bool>> call,
        string parameters,
        string answer
    )
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var calling = call(rig.Client);
        var request = await daemon.RequestAsync(method);
        await daemon.AnswerAsync(request, answer);

        Assert.Equal(
            ScriptedConnection.Unescaped(JsonSerializer.Deserialize<JsonElement>(parameters)),
            ScriptedConnection.Unescaped(request.Parameters)
        );
        Assert.True(await calling);
    }

    // Recorded, except -6 (from 0.14.3) and the last, which no version has.
    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(-1, SignalErrorKind.UserError)]
    [InlineData(-3, SignalErrorKind.Io)]
    [InlineData(-4, SignalErrorKind.UntrustedIdentity)]
    [InlineData(-5, SignalErrorKind.RateLimited)]
    [InlineData(-6, SignalErrorKind.CaptchaRejected)]
    [InlineData(-32600, SignalErrorKind.InvalidRequest)]
    [InlineData(-32601, SignalErrorKind.MethodNotImplemented)]
    [InlineData(-32602, SignalErrorKind.InvalidParams)]
    [InlineData(-32603, SignalErrorKind.Unexpected)]
    [InlineData(-32700, SignalErrorKind.InvalidRequest)]
    [InlineData(-99, SignalErrorKind.Unknown)]
    public async Task Each_error_has_its_meaning(int code, SignalErrorKind kind)
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        await daemon.RefuseAsync(
            await daemon.RequestAsync("send"),
            $$"""{"code":{{code}},"message":"Group not found: {{Recorded.GroupId}}","data":null}"""
        );

        var refused = Assert.IsType<SignalResult<SendResult>.Refused>(await sending);
        Assert.Equal((kind, code), (refused.Kind, refused.Code));
        Assert.Null(refused.Sent);
        Assert.DoesNotContain(Recorded.GroupId, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("SUCCESS", nameof(SendOutcome.Success))]
    [InlineData("NETWORK_FAILURE", nameof(SendOutcome.NetworkFailure))]
    [InlineData("UNREGISTERED_FAILURE", nameof(SendOutcome.Unregistered))]
    [InlineData("IDENTITY_FAILURE", nameof(SendOutcome.IdentityFailure))]
    [InlineData("RATE_LIMIT_FAILURE", nameof(SendOutcome.RateLimited))]
    [InlineData("INVALID_PRE_KEY_FAILURE", nameof(SendOutcome.InvalidPreKey))]
    [InlineData("BRAND_NEW_FAILURE", nameof(SendOutcome.Unknown))]
    public async Task Each_entry_of_the_results_has_its_meaning(string type, string outcome)
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(ToGroup, Text, Ct);
        await daemon.AnswerAsync(
            await daemon.RequestAsync("send"),
            $$"""{"results":[{"recipientAddress":{"uuid":"{{Recorded.B}}","number":"+15551230002","username":null},"groupId":"{{Recorded.GroupId}}","type":"{{type}}"}],"timestamp":1795491658652}"""
        );

        var sent = Assert.IsType<SignalResult<SendResult>.Ok>(await sending).Value;
        Assert.Equal(1795491658652, sent.Timestamp);
        var entry = Assert.Single(sent.Recipients);
        Assert.Equal((B, Recorded.GroupId, outcome), (entry.Aci, entry.GroupId, entry.Outcome.GetType().Name));
        Assert.Equal(type == "SUCCESS", sent.ReachedEveryone);
        Assert.Equal(type == "SUCCESS", sent.ReachedAnyone);
        Assert.Equal($"SendResult {{ {outcome}: 1 }}", sent.ToString());
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_send_that_failed_for_some_is_a_result_with_failures_in_it()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(new SignalTarget.People(B, Recorded.Id(Recorded.C)), Text, Ct);
        await daemon.AnswerAsync(
            await daemon.RequestAsync("send"),
            """{"results":[{"recipientAddress":{"uuid":"d5360c64-c8b0-4fbe-8acb-a9f68dccb0ab","number":null,"username":null},"type":"SUCCESS"},{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"RATE_LIMIT_FAILURE","token":"6a1b2c3d-0000-4000-8000-00000000abcd","retryAfterSeconds":86400}],"timestamp":1795491344702}"""
        );

        var result = await sending;
        var sent = Assert.IsType<SignalResult<SendResult>.Ok>(result).Value;
        Assert.Same(sent, result.Sent());
        Assert.True(sent.ReachedAnyone);
        Assert.False(sent.ReachedEveryone);
        Assert.Equal(new SendOutcome.RateLimited(Recorded.Token, TimeSpan.FromDays(1)), sent.RateLimit);
        Assert.Equal(
            new SendOutcome.Success(),
            Assert.Single(sent.Recipients, recipient => recipient.Aci == Recorded.Id(Recorded.C)).Outcome
        );
        Assert.DoesNotContain(Recorded.Token, $"{sent.RateLimit}{sent.Recipients[1]}{sent}", StringComparison.Ordinal);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(
        """{"code":-5,"message":"Failed to send message due to rate limiting","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"RATE_LIMIT_FAILURE","token":"6a1b2c3d-0000-4000-8000-00000000abcd","retryAfterSeconds":86400}],"timestamp":1795491344630}}}""",
        nameof(SendOutcome.RateLimited)
    )]
    [InlineData(
        """{"code":-5,"message":"Failed to send message due to rate limiting","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"RATE_LIMIT_FAILURE"}],"timestamp":1795491344481}}}""",
        nameof(SendOutcome.RateLimited)
    )]
    [InlineData(
        """{"code":-4,"message":"Failed to send message due to untrusted identities","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"IDENTITY_FAILURE"}],"timestamp":1795491424465}}}""",
        nameof(SendOutcome.IdentityFailure)
    )]
    [InlineData(
        """{"code":-1,"message":"Failed to send message","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"NETWORK_FAILURE"}],"timestamp":1795491344945}}}""",
        nameof(SendOutcome.NetworkFailure)
    )]
    public async Task A_send_that_reached_nobody_says_why_for_each(string error, string outcome)
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        await daemon.RefuseAsync(await daemon.RequestAsync("send"), error);

        var result = await sending;
        Assert.IsType<SignalResult<SendResult>.Refused>(result);
        var entry = Assert.Single(result.Sent()!.Recipients);
        Assert.Equal((B, outcome), (entry.Aci, entry.Outcome.GetType().Name));
        Assert.DoesNotContain(Recorded.Token, result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_rate_limits_the_one_with_a_captcha_counts_then_the_longest()
    {
        SendOutcome.RateLimited brief = new(null, TimeSpan.FromSeconds(5));
        SendOutcome.RateLimited lengthy = new(null, TimeSpan.FromHours(2));
        SendOutcome.RateLimited captcha = new(Recorded.Token, null);

        Assert.Equal(captcha, Limits(brief, captcha, lengthy));
        Assert.Equal(lengthy, Limits(brief, lengthy));
        Assert.Null(Limits(new SendOutcome.Success()));

        static SendOutcome.RateLimited? Limits(params SendOutcome[] outcomes) =>
            new SendResult(
                1,
                [.. outcomes.Select(outcome => new RecipientResult(null, null, null, outcome))]
            ).RateLimit;
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_group_reads_without_its_members_numbers()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var listing = rig.Client.ListGroupsAsync(null, Ct);
        await daemon.AnswerAsync(
            await daemon.RequestAsync("listGroups"),
            """[{"id":"i5GeKX1XnmoL+WrKG0QRlA==","name":"Riverside Tenants","description":null,"isMember":true,"isBlocked":false,"messageExpirationTime":3600,"members":[{"number":"+15551230001","uuid":"6a165edf-dac8-49ed-8862-8516a95a2775"},{"number":"+15551230009","uuid":null}],"pendingMembers":[],"requestingMembers":[{"number":null,"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294"}],"admins":[],"banned":[],"permissionAddMember":"EVERY_MEMBER","permissionEditDetails":"EVERY_MEMBER","permissionSendMessage":"ONLY_ADMINS","groupInviteLink":null},{"name":"no id"}]"""
        );

        var group = Assert.Single((await listing).ValueOrDefault!);
        Assert.Equal(
            (Recorded.GroupId, "Riverside Tenants", true, false, TimeSpan.FromHours(1), true, null),
            (
                group.Id,
                group.Name,
                group.IsMember,
                group.IsBlocked,
                group.MessageTimer,
                group.OnlyAdminsSend,
                group.InviteLink
            )
        );
        Assert.Equal([A], group.Members);
        Assert.Equal([B], group.Requesting);
        Assert.Empty(group.Admins);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"timestamp":"soon","results":[]}""")]
    public async Task An_answer_that_cannot_be_read_leaves_it_open_whether_it_was_sent(string answer)
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        await daemon.AnswerAsync(await daemon.RequestAsync("send"), answer);

        Assert.True(Assert.IsType<SignalResult<SendResult>.Unavailable>(await sending).MayHaveArrived);
    }
}
