using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>What the real daemon answered, the stage's answers too, byte by byte apart from the times.</summary>
public sealed partial class RecordedExchangesTests
{
    private const string RecordedMember = "ada8f3c1-f25f-4014-81e3-8c6bbb17a294";
    private const string RecordedBot = "6a165edf-dac8-49ed-8862-8516a95a2775";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_daemon_without_an_account_answers_as_recorded() =>
        await ReplayAsync("no account", SmallSignal.Recorded with { IsRegistered = false, IsManualReceive = false });

    [Fact]
    public async Task A_daemon_with_an_account_answers_as_recorded() =>
        await ReplayAsync("one account", SmallSignal.Recorded);

    [Fact]
    public async Task A_message_arrives_as_recorded()
    {
        await using var stage = await SmallSignal.OpenAsync(OnStart, MemberTwo);
        using var client = await stage.ConnectAsync();
        await client.ResultAsync("version", "{}");

        await stage.Signal.TypeAsync("Member Two", "dm", "STOP", Cancelled);

        Assert.Equal(
            """{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceNumber":null,"sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":TIME,"serverReceivedTimestamp":TIME,"serverDeliveredTimestamp":TIME,"dataMessage":{"timestamp":TIME,"message":"STOP","expiresInSeconds":0,"viewOnce":false}},"account":"+15551230001"}}""",
            AsRecorded(stage, await client.NotificationAsync())
        );
    }

    [Fact]
    public async Task A_quote_and_a_reaction_arrive_as_recorded()
    {
        await using var stage = await SmallSignal.OpenAsync(OnStart, MemberTwo);
        using var client = await stage.ConnectAsync();
        await client.ResultAsync("send", $$"""{"recipient":"{{stage.Signal.IdOf("Member Two")}}","message":"hello"}""");
        var alert = Assert.Single(stage.Signal.Messages("dm", "Member Two"));

        await stage.Signal.QuoteAsync("Member Two", alert, "yes", Cancelled);
        await stage.Signal.ReactAsync("Member Two", alert, "👍", remove: false, Cancelled);
        await stage.Signal.ReactAsync("Member Two", alert, "👍", remove: true, Cancelled);

        Assert.Contains(
            "\"dataMessage\":{\"timestamp\":TIME,\"message\":\"yes\",\"expiresInSeconds\":0,\"viewOnce\":false,\"quote\":{\"id\":TIME,\"author\":\"+15551230001\",\"authorNumber\":\"+15551230001\",\"authorUuid\":\"6a165edf-dac8-49ed-8862-8516a95a2775\",\"text\":\"hello\",\"attachments\":[]}}},",
            AsRecorded(stage, await client.NotificationAsync()),
            StringComparison.Ordinal
        );
        foreach (var isRemoved in new[] { "false", "true" })
            Assert.Contains(
                $"\"dataMessage\":{{\"timestamp\":TIME,\"message\":null,\"expiresInSeconds\":0,\"viewOnce\":false,\"reaction\":{{\"emoji\":\"👍\",\"targetAuthor\":\"+15551230001\",\"targetAuthorNumber\":\"+15551230001\",\"targetAuthorUuid\":\"6a165edf-dac8-49ed-8862-8516a95a2775\",\"targetSentTimestamp\":TIME,\"isRemove\":{isRemoved}}}}}}},",
                AsRecorded(stage, await client.NotificationAsync()),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task A_message_in_a_group_with_a_timer_by_someone_who_shares_a_number_arrives_as_recorded()
    {
        var cast = MemberTwo with
        {
            Groups = [new StageGroup("Riverside Tenants", SmallSignal.Neighbors) { ExpiresInSeconds = 3600 }],
            People = [new StagePerson("Member Two", []) { Groups = ["Riverside Tenants"], SharesNumber = true }],
        };
        await using var stage = await SmallSignal.OpenAsync(OnStart, cast);
        using var client = await stage.ConnectAsync();
        await client.ResultAsync("version", "{}");

        await stage.Signal.TypeAsync("Member Two", "#Riverside Tenants", "!pledge 2", Cancelled);

        var number = stage.Signal.NumberOf("Member Two");
        Assert.Equal(
            $$$$"""{"jsonrpc":"2.0","method":"receive","params":{"envelope":{"source":"{{{{number}}}}","sourceNumber":"{{{{number}}}}","sourceUuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","sourceName":"Member Two","sourceDevice":1,"timestamp":TIME,"serverReceivedTimestamp":TIME,"serverDeliveredTimestamp":TIME,"dataMessage":{"timestamp":TIME,"message":"!pledge 2","expiresInSeconds":3600,"viewOnce":false,"groupInfo":{"groupId":"{{{{SmallSignal.Neighbors}}}}","groupName":"Riverside Tenants","revision":0,"type":"DELIVER"}}},"account":"+15551230001"}}""",
            AsRecorded(stage, await client.NotificationAsync())
        );
    }

    [Fact]
    public async Task Who_subscribes_is_told_the_number_first_and_then_what_waited_as_recorded()
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Recorded, MemberTwo);
        await stage.Signal.TypeAsync("Member Two", "dm", "after trust", Cancelled);
        using var client = await stage.ConnectAsync();

        await client.SendAsync(
            """{"jsonrpc": "2.0", "method": "subscribeReceive", "id": 1, "params": {"account": "+15551230001"}}"""
        );

        Assert.Equal("""{"jsonrpc":"2.0","result":0,"id":1}""", await client.LineAsync());
        Assert.StartsWith(
            """{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{"envelope":{"source":"ada8""",
            AsRecorded(stage, (await client.LineAsync())!),
            StringComparison.Ordinal
        );
        Assert.Equal(
            """{"jsonrpc":"2.0","result":1,"id":2}""",
            await client.AskAsync("""{"jsonrpc": "2.0", "method": "subscribeReceive", "id": 2}""")
        );
        Assert.Equal(
            """{"jsonrpc":"2.0","result":{},"id":3}""",
            await client.AskAsync(
                """{"jsonrpc": "2.0", "method": "unsubscribeReceive", "id": 3, "params": {"subscription": 1}}"""
            )
        );
    }

    [Fact]
    public async Task A_daemon_for_one_account_answers_as_recorded()
    {
        await using var stage = await SmallSignal.OpenAsync(
            SmallSignal.Recorded with
            {
                IsSingleAccount = true,
            },
            Nobody
        );
        using var client = await stage.ConnectAsync();

        (string Request, string Answer)[] recorded =
        [
            ("""{"jsonrpc":"2.0","method":"listAccounts","id":2}""", NotThere(2)),
            ("""{"jsonrpc":"2.0","method":"listGroups","id":3}""", """{"jsonrpc":"2.0","result":[],"id":3}"""),
            (
                """{"jsonrpc":"2.0","method":"listGroups","params":{"account":"+19999999999"},"id":5}""",
                """{"jsonrpc":"2.0","result":[],"id":5}"""
            ),
            ("""{"jsonrpc":"2.0","method":"register","params":{"account":"+15551230009"},"id":6}""", NotThere(6)),
            ("""{"jsonrpc":"2.0","method":"startLink","id":7}""", NotThere(7)),
            ("""{"jsonrpc":"2.0","method":"subscribeReceive","id":8}""", """{"jsonrpc":"2.0","result":0,"id":8}"""),
            (
                """{"jsonrpc":"2.0","method":"unsubscribeReceive","id":10}""",
                """{"jsonrpc":"2.0","result":{},"id":10}"""
            ),
            (
                """{"jsonrpc":"2.0","method":"receive","params":{"timeout":1,"maxMessages":1},"id":11}""",
                """{"jsonrpc":"2.0","error":{"code":-1,"message":"Receive command cannot be used if messages are already being received.","data":null},"id":11}"""
            ),
        ];
        foreach (var (request, answer) in recorded)
            Assert.Equal(answer, await client.AskAsync(request));

        static string NotThere(int id) =>
            $$$"""{"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not implemented","data":null},"id":{{{id}}}}""";
    }

    [Fact]
    public async Task Refused_and_partly_refused_sends_are_answered_as_recorded()
    {
        await using var stage = await SmallSignal.OpenAsync(
            SmallSignal.Recorded,
            MemberTwo with
            {
                People = [.. MemberTwo.People, new StagePerson("Member Three", [])],
            }
        );
        using var client = await stage.ConnectAsync();
        var two = stage.Signal.IdOf("Member Two");
        var three = stage.Signal.IdOf("Member Three");
        var one =
            $$$"""{"jsonrpc": "2.0", "method": "send", "id": 44, "params": {"account": "+15551230001", "recipient": ["{{{two}}}"], "message": "x"}}""";

        stage.Signal.Inject(new StageFault.RateLimit("send", 1, TimeSpan.FromSeconds(5)));
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-5,"message":"Failed to send message due to rate limiting","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"RATE_LIMIT_FAILURE"}],"timestamp":TIME}}},"id":44}""",
            AsRecorded(stage, (await client.AskAsync(one))!)
        );

        stage.Signal.Inject(new StageFault.CaptchaDemanded(1, TimeSpan.FromDays(1)));
        var captcha = AsRecorded(stage, (await client.AskAsync(one))!);
        Assert.Matches(
            """
            "type":"RATE_LIMIT_FAILURE","token":"[0-9a-f-]{36}","retryAfterSeconds":86400}],"timestamp":TIME}}},"id":44}$
            """,
            captcha
        );
        var token = Token().Match(captcha).Groups["token"].Value;
        var solved =
            $$$"""{"jsonrpc": "2.0", "method": "submitRateLimitChallenge", "id": 51, "params": {"account": "+15551230001", "challenge": "{{{token}}}", "captcha": "signalcaptcha://tok"}}""";
        Assert.Equal("""{"jsonrpc":"2.0","result":{},"id":51}""", await client.AskAsync(solved));
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-3,"message":"Submit challenge error: [428] ","data":null},"id":51}""",
            await client.AskAsync(solved)
        );

        stage.Signal.Inject(new StageFault.SendFails("Member Two", 1));
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-1,"message":"Failed to send message","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"NETWORK_FAILURE"}],"timestamp":TIME}}},"id":44}""",
            AsRecorded(stage, (await client.AskAsync(one))!)
        );

        await client.AskAsync(one);
        stage.Signal.Inject(new StageFault.IdentityChanged("Member Two"));
        Assert.Equal(
            """{"jsonrpc":"2.0","error":{"code":-4,"message":"Failed to send message due to untrusted identities","data":{"response":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"IDENTITY_FAILURE"}],"timestamp":TIME}}},"id":44}""",
            AsRecorded(stage, (await client.AskAsync(one))!)
        );
        Assert.Equal(
            """{"jsonrpc":"2.0","result":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"IDENTITY_FAILURE"},{"recipientAddress":{"uuid":"THREE","number":null,"username":null},"type":"SUCCESS"}],"timestamp":TIME},"id":3}""",
            AsRecorded(
                    stage,
                    (
                        await client.AskAsync(
                            $$$"""{"jsonrpc": "2.0", "method": "send", "id": 3, "params": {"account": "+15551230001", "recipient": ["{{{two}}}", "{{{three}}}"], "message": "one ok, one untrusted"}}"""
                        )
                    )!
                )
                .Replace(three, "THREE", StringComparison.Ordinal)
        );
        Assert.Equal(
            """{"jsonrpc":"2.0","result":{},"id":5}""",
            await client.AskAsync(
                $$$"""{"jsonrpc": "2.0", "method": "trust", "id": 5, "params": {"account": "+15551230001", "recipient": "{{{two}}}", "trustAllKnownKeys": true}}"""
            )
        );
        Assert.Equal(
            """{"jsonrpc":"2.0","result":{"results":[{"recipientAddress":{"uuid":"ada8f3c1-f25f-4014-81e3-8c6bbb17a294","number":null,"username":null},"type":"SUCCESS"}],"timestamp":TIME},"id":44}""",
            AsRecorded(stage, (await client.AskAsync(one))!)
        );
    }

    private static SignalStageOptions OnStart => SmallSignal.Recorded with { IsManualReceive = false };

    private static StageCast Nobody => new() { HasSignal = true };

    private static StageCast MemberTwo => Nobody with { People = [new StagePerson("Member Two", [])] };

    private static async Task ReplayAsync(string section, SignalStageOptions options)
    {
        await using var stage = await SmallSignal.OpenAsync(options, MemberTwo);
        using var client = await stage.ConnectAsync();
        var exchanges = Exchanges(section);
        Assert.True(exchanges.Count > 25, $"{exchanges.Count} exchanges");

        foreach (var (request, answer) in exchanges)
        {
            var sent = request.Replace(RecordedMember, stage.Signal.IdOf("Member Two"), StringComparison.Ordinal);
            if (answer == "(nothing)")
            {
                // What comes next is the answer to the next question: there was none to this one.
                await client.SendAsync(sent);
                continue;
            }
            Assert.Equal(
                (request, Timestamp().Replace(answer, "TIME")),
                (request, AsRecorded(stage, (await client.AskAsync(sent))!))
            );
        }
    }

    private static List<(string Request, string Answer)> Exchanges(string section)
    {
        var lines = File.ReadLines(
                Checkout.At("tests", "Alexandria.OrganizerBot.Tests", "Rehearsal", "Signal", "recorded-0.13.19.txt")
            )
            .SkipWhile(line => line != $"## {section}")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.Length > 0)
            .ToList();
        return [.. lines.Chunk(2).Select(pair => (Told(pair[0]), Told(pair[1])))];

        static string Told(string line) => line.Length > 4 ? line[4..] : "";
    }

    private static string AsRecorded(SmallSignal stage, string line) =>
        Timestamp()
            .Replace(line, "TIME")
            .Replace(stage.Signal.IdOf("Member Two"), RecordedMember, StringComparison.Ordinal)
            .Replace(stage.Signal.BotAci, RecordedBot, StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\d+])1[78]\d{11}(?!\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Timestamp();

    [GeneratedRegex("\"token\":\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
