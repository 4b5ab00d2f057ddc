using System.Text;
using Alexandria.OrganizerBot.Rehearsal.Signal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>What the bot's calls do on the stage, and what is refused.</summary>
public sealed class SignalCallsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("send", """{"recipient":"ANA","message":"x","textStyle":"0:1:UNDERLINE"}""", -1)]
    [InlineData("send", """{"recipient":"ANA","message":"x","mention":"0:1"}""", -1)]
    [InlineData("send", """{"recipient":"ANA","message":"x","quoteTimestamp":1795491234574}""", -32603)]
    [InlineData("send", """{"recipient":"ANA","message":"x","attachment":"/no/such/file"}""", -32603)]
    [InlineData("send", """{"recipient":"ANA","attachment":"data:text/plain;filename=a.txt;base64,%%%"}""", -32603)]
    [InlineData("send", """{"recipient":{"a":1},"message":"x"}""", -32603)]
    [InlineData("send", """{"groupId":"ELSEWHERE","message":"x"}""", -1)]
    [InlineData("send", """{"account":"+15550100099","recipient":"ANA","message":"x"}""", -32602)]
    [InlineData("sendPollCreate", """{"recipient":"ANA","question":"q","option":["one"]}""", -1)]
    [InlineData("sendPollCreate", """{"recipient":"ANA","question":"q","option":["one",""]}""", -1)]
    [InlineData("quitGroup", """{"groupId":"ELSEWHERE"}""", -1)]
    [InlineData("joinGroup", """{"uri":"https://example.org/"}""", -1)]
    [InlineData("trust", """{"recipient":"ANA"}""", -1)]
    [InlineData("updateAccount", """{"username":"a!"}""", -1)]
    [InlineData("verify", """{"account":"+15550100001","verificationCode":"123-456"}""", -32603)]
    [InlineData("register", """{"account":"+15550100001"}""", -1)]
    [InlineData("noSuchMethod", "{}", -32601)]
    public async Task What_the_real_one_refuses_is_refused_with_its_code(string method, string parameters, int code)
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();

        var error = await client.ErrorAsync(
            method,
            parameters
                .Replace("ANA", stage.Signal.IdOf("Ana"), StringComparison.Ordinal)
                .Replace("ELSEWHERE", SmallSignal.Elsewhere, StringComparison.Ordinal)
        );

        Assert.Equal(code, error.Code);
        Assert.Contains(stage.Transcript.Entries, entry => entry.Kind == "refused");
        Assert.Empty(stage.Signal.Messages("dm", "Ana"));
    }

    [Theory]
    [InlineData("0.13.22", -32601)]
    [InlineData("0.13.23", null)]
    public async Task Polls_came_with_a_release(string version, int? code)
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { Version = new Version(version) });
        using var client = await stage.ConnectAsync();

        var answer = await client.CallAsync(
            "sendPollCreate",
            $$"""{"groupId":"{{SmallSignal.Neighbors}}","question":"Coming?","option":["Yes","No"]}"""
        );

        Assert.Equal(code, (int?)answer["error"]?["code"]);
        Assert.Equal(code is null ? 1 : 0, stage.Signal.Messages("#neighbors").Count);
    }

    [Fact]
    public async Task What_the_bot_sends_stands_in_the_chats_of_who_was_reached()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();

        await client.ResultAsync(
            "send",
            $$"""{"recipients":["{{stage.Signal.IdOf("Ana")}}","{{stage.Signal.NumberOf("Open")}}"],"message":"\uFFFC hello","mention":"0:1:{{stage.Signal.IdOf("Ben")}}"}"""
        );
        await client.ResultAsync("send", """{"username":"ana0.01","message":"by name"}""");
        await client.ResultAsync("send", """{"noteToSelf":true,"message":"to nobody"}""");

        Assert.Equal(["@Ben hello", "by name"], stage.Signal.Messages("dm", "Ana").Select(message => message.Text));
        Assert.Equal("dm:Open", Assert.Single(stage.Signal.Messages("dm", "Open")).Where);
        Assert.Equal(
            ["Ana", "Open", "Ana"],
            stage
                .Transcript.Entries.Where(entry => entry is { Direction: "out", Kind: "dm" })
                .Select(entry => entry.Who)
        );
    }

    [Fact]
    public async Task A_text_of_more_than_2000_bytes_travels_as_a_file_and_a_file_as_one()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        var ana = stage.Signal.IdOf("Ana");
        var longText = new string('é', 1001);

        await client.ResultAsync("send", $$"""{"recipient":"{{ana}}","message":"{{longText}}"}""");
        await client.ResultAsync(
            "send",
            $$"""{"recipient":"{{ana}}","message":"att","attachment":["data:text/plain;filename=a.txt;base64,aGVsbG8="]}"""
        );

        var messages = stage.Signal.Messages("dm", "Ana");
        Assert.Equal(longText, messages[0].Text);
        Assert.Equal(2002, Assert.Single(messages[0].Attachments).Content.Length);
        var file = Assert.Single(messages[1].Attachments);
        Assert.Equal(
            ("a.txt", "text/plain", "hello"),
            (file.Name, file.Description, Encoding.UTF8.GetString(file.Content.Span))
        );
    }

    [Fact]
    public async Task The_bot_edits_reacts_and_deletes()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        var group = $"\"groupId\":\"{SmallSignal.Neighbors}\"";
        await stage.Signal.TypeAsync("Ana", "#neighbors", "hi", Cancelled);
        var hi = stage.Signal.Messages("#neighbors")[0];
        var sent = (long)(await client.ResultAsync("send", $$"""{{{group}},"message":"alert"}"""))["timestamp"]!;

        await client.ResultAsync("send", $$"""{{{group}},"message":"changed","editTimestamp":{{sent}}}""");
        await client.ResultAsync(
            "sendReaction",
            $$"""{{{group}},"emoji":"✅","targetAuthor":"{{stage.Signal.IdOf("Ana")}}","targetTimestamp":{{hi.Id.Split(':')[1]}}}"""
        );

        Assert.Equal(["hi", "changed"], stage.Signal.Messages("#neighbors").Select(message => message.Text));
        Assert.Equal(stage.Time.Now, stage.Signal.Messages("#neighbors")[1].EditedAt);
        Assert.Equal("✅", stage.Signal.Reactions(hi)["bot"]);
        await client.ResultAsync("remoteDelete", $$"""{{{group}},"targetTimestamp":{{sent}}}""");
        Assert.Single(stage.Signal.Messages("#neighbors"));
    }

    [Fact]
    public async Task Edits_that_nobodys_client_takes_are_answered_and_not_seen()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        var ana = $"\"recipient\":\"{stage.Signal.IdOf("Ana")}\"";
        var sent = (long)(await client.ResultAsync("send", $$"""{{{ana}},"message":"0"}"""))["timestamp"]!;
        Task EditAsync(string text, long of) =>
            client.ResultAsync("send", $$"""{{{ana}},"message":"{{text}}","editTimestamp":{{of}}}""");

        await EditAsync("of nothing", sent + 1_000_000);
        for (var edit = 1; edit <= 11; edit++)
            await EditAsync($"{edit}", sent);

        Assert.Equal("10", Assert.Single(stage.Signal.Messages("dm", "Ana")).Text);
        Assert.Equal(2, stage.Transcript.Entries.Count(entry => entry.Kind == "ignored"));
        var late = (long)(await client.ResultAsync("send", $$"""{{{ana}},"message":"late"}"""))["timestamp"]!;
        stage.Time.Now += TimeSpan.FromHours(25);
        await EditAsync("too late", late);
        Assert.Equal("late", stage.Signal.Messages("dm", "Ana")[1].Text);
    }

    [Fact]
    public async Task Messages_with_a_timer_disappear()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        var group = $"\"groupId\":\"{SmallSignal.Neighbors}\"";

        await client.ResultAsync("updateGroup", $$"""{{{group}},"expiration":3600}""");
        await client.ResultAsync("send", $$"""{{{group}},"message":"for an hour"}""");
        stage.Time.Now += TimeSpan.FromMinutes(59);
        Assert.Single(stage.Signal.Messages("#neighbors"));
        stage.Time.Now += TimeSpan.FromMinutes(1);

        Assert.Empty(stage.Signal.Messages("#neighbors"));
    }

    [Fact]
    public async Task The_bot_joins_a_group_by_its_link_sees_it_and_leaves_it()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.SubscribeAsync();

        Assert.Single((await client.ResultAsync("listGroups", "{}")).AsArray());
        var joined = await client.ResultAsync("joinGroup", $$"""{"uri":"{{SmallSignal.Invite}}"}""");
        Assert.Equal(SmallSignal.Elsewhere, (string?)joined["groupId"]);
        await stage.Signal.TypeAsync("Ben", "#elsewhere", "welcome", Cancelled);
        Assert.Equal(["welcome"], await client.TextsAsync());
        await client.ResultAsync("quitGroup", $$"""{"groupId":"{{SmallSignal.Elsewhere}}"}""");
        await stage.Signal.TypeAsync("Ben", "#elsewhere", "bye", Cancelled);

        Assert.Empty(await client.TextsAsync());
        var groups = (await client.ResultAsync("listGroups", "{}")).AsArray();
        Assert.Equal([true, false], groups.Select(group => (bool)group!["isMember"]!));
        Assert.Contains(groups[0]!["members"]!.AsArray(), member => (bool)member!["isAdmin"]!);
    }

    [Fact]
    public async Task The_bot_makes_a_group_for_announcements()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();

        var made = await client.ResultAsync(
            "updateGroup",
            $$"""{"name":"alerts","member":["{{stage.Signal.IdOf("Ana")}}"],"setPermissionSendMessages":"only-admins","link":"enabled"}"""
        );

        Assert.Equal(44, ((string)made["groupId"]!).Length);
        Assert.Equal(stage.Signal.GroupId("#alerts"), (string?)made["groupId"]);
        var group = (await client.ResultAsync("listGroups", $$"""{"groupId":"{{made["groupId"]}}"}"""))[0]!;
        Assert.Equal("ONLY_ADMINS", (string?)group["permissionSendMessage"]);
        Assert.StartsWith("https://signal.group/#", (string?)group["groupInviteLink"], StringComparison.Ordinal);
        await client.ResultAsync("send", $$"""{"groupId":"{{made["groupId"]}}","message":"hear"}""");
        await Assert.ThrowsAsync<Alexandria.OrganizerBot.Rehearsal.StageException>(() =>
            stage.Signal.TypeAsync("Ana", "#alerts", "no", Cancelled)
        );
    }

    [Fact]
    public async Task A_number_is_registered_with_a_captcha_a_code_and_a_PIN()
    {
        await using var stage = await SmallSignal.OpenAsync(
            SmallSignal.Quiet with
            {
                IsRegistered = false,
                Pin = "4321",
            }
        );
        using var client = await stage.ConnectAsync();
        const string account = "\"account\":\"+15550100001\"";

        Assert.Empty((await client.ResultAsync("listAccounts", "{}")).AsArray());
        Assert.Equal(-1, (await client.ErrorAsync("register", $$"""{{{account}}}""")).Code);
        await client.ResultAsync("register", $$"""{{{account}},"captcha":"signalcaptcha://x"}""");
        Assert.Equal(-3, (await client.ErrorAsync("verify", $$"""{{{account}},"verificationCode":"000000"}""")).Code);
        Assert.Equal(-1, (await client.ErrorAsync("verify", $$"""{{{account}},"verificationCode":"123456"}""")).Code);
        await client.ResultAsync("verify", $$"""{{{account}},"verificationCode":"123456","pin":"4321"}""");

        Assert.Single((await client.ResultAsync("listAccounts", "{}")).AsArray());
        await client.ResultAsync("updateProfile", """{"givenName":"Action","familyName":"Bot"}""");
        var link = await client.ResultAsync("updateAccount", """{"username":"actionbot"}""");
        Assert.Equal("actionbot.01", (string?)link["username"]);
        Assert.StartsWith("https://signal.me/#eu/", (string?)link["usernameLink"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_can_be_linked_to_a_phone()
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { IsRegistered = false });
        using var client = await stage.ConnectAsync();

        Assert.Equal(
            -1,
            (await client.ErrorAsync("finishLink", """{"deviceLinkUri":"sgnl://linkdevice?uuid=X"}""")).Code
        );
        var uri = (await client.ResultAsync("startLink", "{}"))["deviceLinkUri"];

        Assert.Equal(
            "+15550100001",
            (string?)
                (await client.ResultAsync("finishLink", $$"""{"deviceLinkUri":"{{uri}}","deviceName":"bot"}"""))[
                    "number"
                ]
        );
    }

    [Fact]
    public async Task Several_accounts_need_to_be_told_apart()
    {
        await using var stage = await SmallSignal.OpenAsync(
            SmallSignal.Quiet with
            {
                OtherAccounts = ["+15550100002"],
            }
        );
        using var client = await stage.ConnectAsync();

        Assert.Equal(-32602, (await client.ErrorAsync("listGroups", "{}")).Code);
        await client.ResultAsync("listGroups", """{"account":"+15550100001"}""");
        await client.ResultAsync("listGroups", $$"""{"account":"{{stage.Signal.BotAci}}"}""");
    }

    [Fact]
    public async Task The_calls_are_remembered_for_tests()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();

        await client.AskAsync("""{"jsonrpc":"2.0","method":"version","params":{"a":1},"id":4}""");

        Assert.Equal(
            new ReceivedCall("version", """{"a":1}""", """{"jsonrpc":"2.0","result":{"version":"0.14.6"},"id":4}"""),
            Assert.Single(stage.Signal.Calls)
        );
    }
}
