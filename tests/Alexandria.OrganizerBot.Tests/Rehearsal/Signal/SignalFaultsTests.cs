using System.Net.Sockets;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>What can go wrong, goes wrong as with the real daemon.</summary>
public sealed class SignalFaultsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_connection_breaks_before_or_after_the_send_took_effect(bool isApplied, int arrived)
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        stage.Signal.Inject(new StageFault.ConnectionBreaks("send", 1, isApplied));

        var answer = await client.AskAsync(ToAna(stage, "hello"));

        Assert.Null(answer);
        Assert.Equal(arrived, stage.Signal.Messages("dm", "Ana").Count);
        using var next = await stage.ConnectAsync();
        Assert.NotNull(await next.AskAsync(ToAna(stage, "again")));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_slow_send_is_overtaken(bool isApplied, int arrivedMeanwhile)
    {
        var time = new FakeTimeProvider();
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { RealTime = time });
        using var client = await stage.ConnectAsync();
        stage.Signal.Inject(new StageFault.Slow("send", 1, TimeSpan.FromMinutes(2), isApplied));

        await client.SendAsync(ToAna(stage, "slow"));
        var first = await client.CallAsync("version", "{}");

        Assert.NotNull(first["result"]!["version"]);
        Assert.Equal(arrivedMeanwhile, stage.Signal.Messages("dm", "Ana").Count);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(7, (int)JsonNode.Parse((await client.AnswerAsync())!)!["id"]!);
        Assert.Single(stage.Signal.Messages("dm", "Ana"));
    }

    [Fact]
    public async Task A_stopped_daemon_is_gone_and_comes_back_at_the_same_address_with_what_waited()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var before = await stage.SubscribeAsync();

        stage.Signal.Inject(new StageFault.DaemonStops());
        Assert.Null(await before.LineAsync());
        await Assert.ThrowsAnyAsync<SocketException>(stage.ConnectAsync);
        await stage.Signal.TypeAsync("Ana", "dm", "meanwhile", Cancelled);
        stage.Signal.Inject(new StageFault.DaemonStarts());
        using var client = await stage.ConnectAsync();

        Assert.Equal(0, (int)await client.ResultAsync("subscribeReceive", "{}"));
        Assert.Equal(["meanwhile"], await client.TextsAsync());
    }

    [Fact]
    public async Task A_daemon_on_TCP_comes_back_at_the_same_port()
    {
        await using var stage = await SmallSignal.OpenAsync(
            SmallSignal.Quiet with
            {
                Transport = Alexandria.OrganizerBot.Rehearsal.Signal.SignalTransport.Tcp,
            }
        );
        using var before = await stage.SubscribeAsync();
        var endpoint = stage.Signal.Endpoint;

        stage.Signal.Inject(new StageFault.DaemonStops());
        stage.Signal.Inject(new StageFault.DaemonStarts());

        Assert.Equal(endpoint, stage.Signal.Endpoint);
        using var client = await stage.SubscribeAsync();
        Assert.NotNull(await client.ResultAsync("version", "{}"));
    }

    [Fact]
    public async Task A_hanging_daemon_takes_everything_and_does_it_once_it_recovers()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.SubscribeAsync();

        stage.Signal.Inject(new StageFault.DaemonHangs());
        await client.SendAsync(ToAna(stage, "hello"));
        await stage.Signal.TypeAsync("Ana", "dm", "waits", Cancelled);
        using var other = await stage.ConnectAsync();
        await other.SendAsync("""{"jsonrpc":"2.0","method":"version","id":1}""");
        Assert.Equal(1, stage.Signal.Waiting);
        stage.Signal.Inject(new StageFault.DaemonRecovers());

        Assert.Equal(7, (int)JsonNode.Parse((await client.AnswerAsync())!)!["id"]!);
        Assert.Equal(["waits"], await client.TextsAsync());
        Assert.NotNull(await other.AnswerAsync());
    }

    [Theory]
    [InlineData("this is no JSON")]
    [InlineData("""{"jsonrpc":"2.0","method":"receive","params":{"envelope":5}}""")]
    public async Task A_frame_is_sent_as_it_is(string frame)
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.SubscribeAsync();

        stage.Signal.Inject(new StageFault.Frame(frame));

        Assert.Equal(frame, await client.LineAsync());
    }

    [Fact]
    public async Task A_message_that_cannot_be_decrypted_is_an_exception_without_content()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.SubscribeAsync();

        stage.Signal.Inject(new StageFault.Undecryptable("Ana"));

        var result = JsonNode.Parse(await client.NotificationAsync())!["params"]!["result"]!;
        Assert.Equal("ProtocolInvalidMessageException", (string?)result["exception"]!["type"]);
        Assert.Null(result["envelope"]!["dataMessage"]);
        Assert.Equal(stage.Signal.IdOf("Ana"), (string?)result["envelope"]!["sourceUuid"]);
    }

    [Fact]
    public async Task One_of_many_fails_and_the_call_is_a_success_for_the_others()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        stage.Signal.Inject(new StageFault.SendFails("Ben", 1));

        var result = await client.ResultAsync(
            "send",
            $$"""{"groupId":"{{SmallSignal.Neighbors}}","message":"alert"}"""
        );

        Assert.Equal(["SUCCESS", "NETWORK_FAILURE"], result["results"]!.AsArray().Select(one => (string?)one!["type"]));
        Assert.All(result["results"]!.AsArray(), one => Assert.Equal(SmallSignal.Neighbors, (string?)one!["groupId"]));
        Assert.Single(stage.Signal.Messages("#neighbors", "Ana"));
        Assert.Empty(stage.Signal.Messages("#neighbors", "Ben"));
    }

    [Theory]
    [InlineData("0.14.2", null)]
    [InlineData("0.14.3", 30)]
    public async Task A_limit_without_a_captcha_says_how_long_only_in_later_releases(string version, int? seconds)
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { Version = new Version(version) });
        using var client = await stage.ConnectAsync();
        stage.Signal.Inject(new StageFault.RateLimit("send", 1, TimeSpan.FromSeconds(30)));

        var error = JsonNode.Parse((await client.AskAsync(ToAna(stage, "x")))!)!["error"]!;

        Assert.Equal(-5, (int)error["code"]!);
        var result = error["data"]!["response"]!["results"]![0]!;
        Assert.Equal(seconds, (int?)result["retryAfterSeconds"]);
        Assert.Null(result["token"]);
    }

    [Fact]
    public async Task A_captcha_is_demanded_until_it_is_solved()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        stage.Signal.Inject(new StageFault.CaptchaDemanded(100, TimeSpan.FromDays(1)));
        string Submit(string token, string captcha) => $$"""{"challenge":"{{token}}","captcha":"{{captcha}}"}""";

        var refused = JsonNode.Parse((await client.AskAsync(ToAna(stage, "x")))!)!["error"]!;
        var token = (string)refused["data"]!["response"]!["results"]![0]!["token"]!;

        Assert.Equal(-6, (await client.ErrorAsync("submitRateLimitChallenge", Submit(token, "wrong"))).Code);
        Assert.Equal(-3, (await client.ErrorAsync("submitRateLimitChallenge", Submit("x", "signalcaptcha://x"))).Code);
        await client.ResultAsync("submitRateLimitChallenge", Submit(token, "signalcaptcha://solved"));
        Assert.Contains("SUCCESS", await client.AskAsync(ToAna(stage, "y")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_left_Signal_cannot_be_reached_and_a_new_identity_not_until_it_is_trusted()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.ConnectAsync();
        var ben = $$"""{"recipient":"{{stage.Signal.IdOf("Ben")}}","message":"x"}""";
        await client.ResultAsync("send", ben);
        stage.Signal.Inject(new StageFault.Unregistered("Ana"));
        stage.Signal.Inject(new StageFault.IdentityChanged("Ben"));

        Assert.Contains("UNREGISTERED_FAILURE", await client.AskAsync(ToAna(stage, "x")), StringComparison.Ordinal);
        Assert.Equal((-4, "IDENTITY_FAILURE"), await client.ErrorAsync("send", ben));
        var identity = (await client.ResultAsync("listIdentities", $$"""{"number":"{{stage.Signal.IdOf("Ben")}}"}"""))[
            0
        ]!;
        Assert.Equal("UNTRUSTED", (string?)identity["trustLevel"]);
        string Verified(string number) =>
            $$"""{"recipient":"{{stage.Signal.IdOf("Ben")}}","verifiedSafetyNumber":"{{number}}"}""";
        Assert.Equal(-1, (await client.ErrorAsync("trust", Verified("12345"))).Code);
        await client.ResultAsync("trust", Verified((string)identity["safetyNumber"]!));
        await client.ResultAsync("send", ben);
    }

    [Fact]
    public async Task A_fault_of_another_network_is_refused()
    {
        await using var stage = await SmallSignal.OpenAsync();

        Assert.Throws<StageException>(() => stage.Signal.Inject(new StageFault.ForgetNonces()));
        Assert.Throws<StageException>(() => stage.Signal.Inject(new StageFault.SendFails("Nobody", 1)));
    }

    private static string ToAna(SmallSignal stage, string text) =>
        $$"""{"jsonrpc":"2.0","method":"send","params":{"account":"{{stage.Signal.Account}}","recipient":["{{stage.Signal.IdOf("Ana")}}"],"message":"{{text}}"},"id":7}""";
}
