using System.Net;
using System.Net.Sockets;
using System.Text;
using Alexandria.OrganizerBot.Discord;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>REST over real sockets.</summary>
public sealed class DiscordRestTests
{
    private const string Post = "POST /channels/88/messages";
    private const string Posted = """{"id":"1001","channel_id":"88","content":"Hi","flags":4,"brand_new":[{}]}""";
    private const string Callback = "POST /interactions/101/tok-en/callback";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Posts_a_message_in_the_bots_name()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 200, Posted);

        var result = await rig.Rest.CreateMessageAsync("88", new MessageBody { Content = "Hi", Nonce = "n1" }, Ct);

        Assert.Equal("1001", Assert.IsType<RestResult<DiscordMessage>.Ok>(result).Value.Id);
        var request = Assert.Single(rig.Server.Requests);
        Assert.Equal("Bot " + GatewayRig.Token, request.Authorization);
        Assert.Equal(rig.Options.UserAgent, request.UserAgent);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal(0, request.Json?.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength());
        Assert.True(request.Json?.GetProperty("enforce_nonce").GetBoolean());
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Sends_files_beside_the_json_and_can_send_them_again()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 200, Posted);
        var chart = new byte[] { 0x89, 0x50, 0x4e, 0x47, 0, 13, 10 };
        var body = new MessageBody
        {
            Content = "Tally",
            Files =
            [
                new FileAttachment("chart.png", "image/png", chart, "Bars: 40 will attend"),
                new FileAttachment("tally.csv", "text/csv; charset=utf-8", Encoding.UTF8.GetBytes("día,1\n")),
            ],
        };

        await rig.Rest.CreateMessageAsync("88", body, Ct);
        await rig.Rest.CreateMessageAsync("88", body, Ct);

        Assert.Equal(2, rig.Server.Requests.Count);
        Assert.All(
            rig.Server.Requests,
            request =>
            {
                Assert.StartsWith("multipart/form-data", request.ContentType, StringComparison.Ordinal);
                Assert.Equal(["files[0]", "files[1]"], request.Files.Select(file => file.Field));
                Assert.Equal(["chart.png", "tally.csv"], request.Files.Select(file => file.Name));
                Assert.Equal(["image/png", "text/csv; charset=utf-8"], request.Files.Select(file => file.ContentType));
                Assert.Equal(chart, request.Files[0].Content);
                var references = request.Json!.Value.GetProperty("attachments");
                Assert.Equal("0", references[0].GetProperty("id").GetString());
                Assert.Equal("Bars: 40 will attend", references[0].GetProperty("description").GetString());
                Assert.Equal("tally.csv", references[1].GetProperty("filename").GetString());
            }
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_callback_goes_once_and_without_the_bot_token()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Callback, 500, "Internal Server Error");

        var result = await rig.Rest.CreateInteractionResponseAsync(
            "101",
            "tok-en",
            InteractionResponse.DeferMessage(ephemeral: true),
            Ct
        );

        Assert.True(Assert.IsType<RestResult<Nothing>.Unavailable>(result).MayHaveArrived);
        var request = Assert.Single(rig.Server.Requests);
        Assert.Null(request.Authorization);
        Assert.Equal(64, request.Json?.GetProperty("data").GetProperty("flags").GetInt32());
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task The_answer_to_an_interaction_is_filled_in_by_its_token_alone()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Callback, 204, "");
        rig.Server.Answer("PATCH /webhooks/500/tok-en/messages/@original", 200, Posted);
        rig.Server.Answer("DELETE /webhooks/500/tok-en/messages/@original", 204, "");

        var deferred = await rig.Rest.CreateInteractionResponseAsync(
            "101",
            "tok-en",
            InteractionResponse.DeferMessage(ephemeral: true),
            Ct
        );
        var edited = await rig.Rest.EditOriginalResponseAsync("500", "tok-en", new MessageBody { Content = "Hi" }, Ct);
        var deleted = await rig.Rest.DeleteOriginalResponseAsync("500", "tok-en", Ct);

        Assert.IsType<RestResult<Nothing>.Ok>(deferred);
        Assert.IsType<RestResult<DiscordMessage>.Ok>(edited);
        Assert.IsType<RestResult<Nothing>.Ok>(deleted);
        Assert.All(rig.Server.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_429_is_handed_back_and_holds_the_next_request_until_its_time()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            Post,
            429,
            """{"message":"You are being rate limited.","retry_after":20.5,"global":false}""",
            ("X-RateLimit-Scope", "user"),
            ("Retry-After", "21")
        );
        rig.Server.Answer(Post, 200, Posted);

        var refused = Assert.IsType<RestResult<DiscordMessage>.RateLimited>(await PostAsync(rig));
        Assert.Equal((TimeSpan.FromSeconds(20.5), "user", false), (refused.RetryAfter, refused.Scope, refused.Global));

        // 20.5 s is more than a request may wait, so the caller hears at once.
        var held = Assert.IsType<RestResult<DiscordMessage>.RateLimited>(await PostAsync(rig));
        Assert.Equal((TimeSpan.FromSeconds(20.5), "local"), (held.RetryAfter, held.Scope));
        Assert.Equal(1, rig.Server.Received(Post));

        // Now 0.5 s is left, which the request waits itself.
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        var waiting = PostAsync(rig);
        await rig.Time.BegunAsync(TimeSpan.FromSeconds(0.5));
        Assert.Equal(1, rig.Server.Received(Post));
        rig.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.IsType<RestResult<DiscordMessage>.Ok>(await waiting);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_global_429_holds_everything_but_answers_to_interactions()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            Post,
            429,
            """{"message":"You are being rate limited.","retry_after":30,"global":true}""",
            ("X-RateLimit-Global", "true"),
            ("X-RateLimit-Scope", "global")
        );
        rig.Server.Answer(Callback, 204, "");

        var refused = Assert.IsType<RestResult<DiscordMessage>.RateLimited>(await PostAsync(rig));
        Assert.True(refused.Global);

        Assert.IsType<RestResult<Guild>.RateLimited>(await rig.Rest.GetGuildAsync("77", Ct));
        Assert.IsType<RestResult<Nothing>.Ok>(await AcknowledgeAsync(rig));
        Assert.Equal([Post, Callback], rig.Server.Requests.Select(request => request.Route));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_429_of_Cloudflare_holds_everything()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 429, "<html>error code: 1015</html>", ("Retry-After", "600"));

        var refused = Assert.IsType<RestResult<DiscordMessage>.RateLimited>(await PostAsync(rig));
        Assert.Equal((TimeSpan.FromMinutes(10), true), (refused.RetryAfter, refused.Global));

        Assert.IsType<RestResult<Nothing>.RateLimited>(await AcknowledgeAsync(rig));
        Assert.Single(rig.Server.Requests);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_429_that_somebody_else_caused_is_counted_by_its_scope()
    {
        await using var rig = await GatewayRig.StartAsync();
        using var counted = new MetricCollector<long>(
            meterScope: null,
            DiscordMetrics.MeterName,
            "discord.rest.rate_limited"
        );
        const string Body = """{"message":"The resource is being rate limited.","retry_after":4.5,"global":false}""";
        rig.Server.Answer(Post, 429, Body, ("X-RateLimit-Scope", "shared"));

        var refused = Assert.IsType<RestResult<DiscordMessage>.RateLimited>(await PostAsync(rig));

        Assert.Equal("shared", refused.Scope);
        // Other tests count at the same time, but none of them under this scope.
        Assert.Single(counted.GetMeasurementSnapshot(), one => Equals(one.Tags["scope"], "shared"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Waits_where_nothing_is_left_and_only_there()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 200, Posted, Limit(remaining: 1, resetAfter: "2.25"));
        rig.Server.Answer(Post, 200, Posted, Limit(remaining: 0, resetAfter: "2.25"));
        rig.Server.Answer(Post, 200, Posted, Limit(remaining: 4, resetAfter: "2.25"));

        Assert.IsType<RestResult<DiscordMessage>.Ok>(await PostAsync(rig));
        Assert.IsType<RestResult<DiscordMessage>.Ok>(await PostAsync(rig));
        var third = PostAsync(rig);
        await rig.Time.BegunAsync(TimeSpan.FromSeconds(2.25));
        Assert.Equal(2, rig.Server.Received(Post));

        rig.Time.Advance(TimeSpan.FromSeconds(2.25));
        Assert.IsType<RestResult<DiscordMessage>.Ok>(await third);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_request_that_waits_can_be_cancelled()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 200, Posted, Limit(remaining: 0, resetAfter: "5"));
        await PostAsync(rig);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var waiting = rig.Rest.CreateMessageAsync("88", new MessageBody { Content = "Hi" }, cancel.Token);
        await rig.Time.BegunAsync(TimeSpan.FromSeconds(5));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, rig.Server.Received(Post));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task After_a_refused_token_nothing_that_needs_it_is_sent()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 401, """{"message":"401: Unauthorized","code":0}""");
        rig.Server.Answer(Callback, 204, "");

        await PostAsync(rig);
        var second = await PostAsync(rig);

        Assert.Equal(401, Assert.IsType<RestResult<DiscordMessage>.Refused>(second).Status);
        Assert.True(rig.Rest.TokenRefused);
        Assert.Equal(1, rig.Server.Received(Post));
        Assert.IsType<RestResult<Nothing>.Ok>(await AcknowledgeAsync(rig));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task An_expired_interaction_does_not_condemn_the_bot_token()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            "PATCH /webhooks/500/tok-en/messages/@original",
            401,
            """{"message":"Invalid Webhook Token","code":50027}"""
        );

        var result = await rig.Rest.EditOriginalResponseAsync("500", "tok-en", new MessageBody { Content = "Hi" }, Ct);

        Assert.Equal(
            DiscordErrorCodes.InvalidWebhookToken,
            Assert.IsType<RestResult<DiscordMessage>.Refused>(result).Code
        );
        Assert.False(rig.Rest.TokenRefused);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Says_which_field_Discord_did_not_like()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            Post,
            400,
            """
            {"code":50035,"message":"Invalid Form Body",
             "errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}}}
            """
        );

        var refused = Assert.IsType<RestResult<DiscordMessage>.Refused>(await PostAsync(rig));

        Assert.Equal(
            (400, DiscordErrorCodes.InvalidForm, "Invalid Form Body"),
            (refused.Status, refused.Code, refused.Message)
        );
        Assert.True(refused.Errors?.TryGetProperty("content", out _));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_redirect_is_not_followed()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer("GET /users/@me", 302, "", ("Location", rig.Server.ApiBaseUrl + "/elsewhere"));

        var refused = Assert.IsType<RestResult<DiscordUser>.Refused>(await rig.Rest.GetCurrentUserAsync(Ct));

        Assert.Equal(302, refused.Status);
        Assert.Single(rig.Server.Requests);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_time_out_may_have_arrived()
    {
        await using var rig = await GatewayRig.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Server.Answer(
            Post,
            async context =>
            {
                arrived.SetResult();
                var gone = new TaskCompletionSource();
                await using var _ = context.RequestAborted.Register(gone.SetResult);
                await gone.Task;
            }
        );

        var posting = PostAsync(rig);
        await arrived.Task.WaitAsync(Ct);
        rig.Time.Advance(rig.Options.RequestTimeout);

        Assert.True(Assert.IsType<RestResult<DiscordMessage>.Unavailable>(await posting).MayHaveArrived);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_connection_lost_after_sending_may_have_arrived()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            Post,
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            }
        );

        Assert.True(Assert.IsType<RestResult<DiscordMessage>.Unavailable>(await PostAsync(rig)).MayHaveArrived);
        Assert.Single(rig.Server.Requests);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_refused_connection_surely_did_not_arrive()
    {
        // Bound but not listening: nobody else can take the port, and nobody answers.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var options = new DiscordClientOptions
        {
            Token = GatewayRig.Token,
            ApiBaseUrl = new Uri($"http://{silent.LocalEndPoint}/api/v10"),
        };
        using var http = DiscordHttp.CreateClient(options);
        var rest = new DiscordRest(http, options, new WatchedTime(), NullLogger<DiscordRest>.Instance);

        var result = await rest.CreateMessageAsync("88", new MessageBody { Content = "Hi" }, Ct);

        Assert.False(Assert.IsType<RestResult<DiscordMessage>.Unavailable>(result).MayHaveArrived);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("""{"id":12}""")]
    public async Task An_answer_that_cannot_be_read_may_have_been_a_success(string body)
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(Post, 200, body);

        Assert.True(Assert.IsType<RestResult<DiscordMessage>.Unavailable>(await PostAsync(rig)).MayHaveArrived);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Commands_of_a_guild_go_without_what_only_global_ones_may_have()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer(
            "PUT /applications/500/guilds/77/commands",
            200,
            """[{"id":"9","name":"help","version":"3"}]"""
        );
        var help = new ApplicationCommand
        {
            Name = "help",
            Description = "What can I do?",
            Contexts = [InteractionContext.Guild],
            IntegrationTypes = [0],
        };

        var result = await rig.Rest.OverwriteGuildCommandsAsync("500", "77", [help], Ct);

        Assert.Equal("9", Assert.Single(result.ValueOrDefault!).Id);
        var sent = Assert.Single(rig.Server.Requests).Json!.Value[0];
        Assert.False(sent.TryGetProperty("contexts", out _));
        Assert.False(sent.TryGetProperty("integration_types", out _));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Ids_cannot_lead_to_another_path()
    {
        await using var rig = await GatewayRig.StartAsync();

        await rig.Rest.GetChannelAsync("88/../../guilds/77?x=", Ct);

        Assert.DoesNotContain("GET /guilds/77", rig.Server.Requests.Select(request => request.Route));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Puts_an_event_outside_Discord_into_the_calendar()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer("POST /guilds/77/scheduled-events", 200, """{"id":"6","name":"Hearing","status":1}""");
        var start = new DateTimeOffset(2026, 12, 1, 19, 0, 0, TimeSpan.FromHours(-5));

        var result = await rig.Rest.CreateScheduledEventAsync(
            "77",
            new ScheduledEventBody
            {
                Name = "Hearing",
                ScheduledStartTime = start,
                ScheduledEndTime = start.AddHours(2),
                EntityMetadata = new ScheduledEventPlace("Town hall"),
            },
            Ct
        );

        Assert.Equal("6", result.ValueOrDefault?.Id);
        var sent = Assert.Single(rig.Server.Requests).Json!.Value;
        Assert.Equal(3, sent.GetProperty("entity_type").GetInt32());
        Assert.Equal(2, sent.GetProperty("privacy_level").GetInt32());
        Assert.Equal(start, sent.GetProperty("scheduled_start_time").GetDateTimeOffset());
        Assert.Equal("Town hall", sent.GetProperty("entity_metadata").GetProperty("location").GetString());
    }

    private static Task<RestResult<DiscordMessage>> PostAsync(GatewayRig rig) =>
        rig.Rest.CreateMessageAsync("88", new MessageBody { Content = "Hi" }, Ct);

    private static Task<RestResult<Nothing>> AcknowledgeAsync(GatewayRig rig) =>
        rig.Rest.CreateInteractionResponseAsync("101", "tok-en", InteractionResponse.DeferUpdate(), Ct);

    private static (string, string)[] Limit(int remaining, string resetAfter) =>
        [
            ("X-RateLimit-Bucket", "abcd1234"),
            ("X-RateLimit-Limit", "5"),
            ("X-RateLimit-Remaining", $"{remaining}"),
            ("X-RateLimit-Reset-After", resetAfter),
        ];
}
