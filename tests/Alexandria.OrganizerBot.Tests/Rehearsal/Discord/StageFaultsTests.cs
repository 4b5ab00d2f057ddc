using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>What goes wrong at Discord, and its limits that are not of single requests.</summary>
public sealed class StageFaultsTests
{
    private static readonly string Messages = $"channels/{SmallStage.ActionsId}/messages";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("user", false)]
    [InlineData("shared", false)]
    [InlineData("global", true)]
    public async Task A_rate_limit_says_its_scope_in_headers_and_body(string scope, bool isGlobal)
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        stage.Discord.Inject(new StageFault.RateLimit("/users/@me", 1, TimeSpan.FromSeconds(1.5), scope));
        var (status, body, headers) = await stage.SendAsync(HttpMethod.Get, "users/@me");
        Assert.Equal(429, status);
        Assert.Equal((1.5, isGlobal), ((double?)body!["retry_after"], (bool?)body["global"]));
        Assert.Equal(scope, Assert.Single(headers.GetValues("X-RateLimit-Scope")));
        Assert.Equal(TimeSpan.FromSeconds(2), headers.RetryAfter!.Delta);
        Assert.Equal(isGlobal, headers.Contains("X-RateLimit-Global"));
        // A limit of a bucket names it; the global one belongs to none.
        Assert.Equal(!isGlobal, headers.Contains("X-RateLimit-Bucket"));
        if (!isGlobal)
        {
            Assert.Equal("0", Assert.Single(headers.GetValues("X-RateLimit-Remaining")));
            Assert.Equal("1.500", Assert.Single(headers.GetValues("X-RateLimit-Reset-After")));
        }
        Assert.Equal(200, (await stage.CodeAsync(HttpMethod.Get, "users/@me")).Status);
    }

    [Fact]
    public async Task A_global_limit_does_not_bind_answers_to_interactions()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, asking) = await AskAsync(stage);
        stage.Discord.Inject(new StageFault.RateLimit("", 1, TimeSpan.FromSeconds(1), "global"));
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal((204, null), await stage.CallbackAsync(seen, """{"type":4,"data":{"content":"Hello"}}"""));
        Assert.Equal("Hello", (await asking).Text);
        Assert.Equal(429, (await stage.CodeAsync(HttpMethod.Get, "users/@me")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_gives_up_on_a_slow_answer_does_not_know_whether_it_took_effect(bool applied)
    {
        // Time stands still: the answer would never come.
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient with { RealTime = clock });
        stage.Discord.Inject(new StageFault.Slow("/messages", 1, TimeSpan.FromMinutes(1), applied));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using var content = new StringContent("""{"content":"Come"}""", null, "application/json");
        var posting = stage.Http.PostAsync(Messages, content, patience.Token);
        while (
            stage.Discord.Requests.All(request => request.Method != "POST")
            || (applied && stage.Discord.Messages("#actions").Count == 0)
        )
        {
            Assert.Equal(200, (await stage.CodeAsync(HttpMethod.Get, "users/@me")).Status);
        }
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => posting);
        Assert.Equal(applied ? 1 : 0, stage.Discord.Messages("#actions").Count);
    }

    [Fact]
    public async Task An_interaction_that_is_answered_too_late_is_10062_and_the_person_sees_nothing()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        stage.Discord.Inject(new StageFault.ExpireInteractions(1));
        var (bot, asking) = await AskAsync(stage);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal((404, 10062), await stage.CallbackAsync(seen, """{"type":5,"data":{"flags":64}}"""));
        Assert.Equal(StageReplyKind.None, (await asking).Kind);

        asking = TypeAsync(stage);
        seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal((204, null), await stage.CallbackAsync(seen, """{"type":4,"data":{"content":"Hello"}}"""));
        Assert.Equal("Hello", (await asking).Text);
    }

    [Fact]
    public async Task Where_no_session_may_be_started_the_budget_says_so_and_trying_costs_the_token()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient with { RealTime = clock });
        stage.Discord.Inject(new StageFault.SessionStartsExhausted(TimeSpan.FromMinutes(2)));
        clock.Advance(TimeSpan.FromSeconds(30));
        var limit = (await stage.DoneAsync(HttpMethod.Get, "gateway/bot"))["session_start_limit"]!;
        Assert.Equal((0, 90_000), ((int?)limit["remaining"], (int?)limit["reset_after"]));
        clock.Advance(TimeSpan.FromSeconds(91));
        limit = (await stage.DoneAsync(HttpMethod.Get, "gateway/bot"))["session_start_limit"]!;
        Assert.Equal(1000, (int?)limit["remaining"]);

        stage.Discord.Inject(new StageFault.SessionStartsExhausted(TimeSpan.FromMinutes(2)));
        await using var bot = await SketchBot.ConnectAsync(stage);
        await bot.ReadAsync();
        await bot.IdentifyAsync();
        Assert.Null(await bot.ReadAsync());
        Assert.Equal(4004, bot.CloseCode);
        Assert.Equal((401, 0), await stage.CodeAsync(HttpMethod.Get, "users/@me"));
    }

    [Fact]
    public async Task An_old_message_can_be_edited_only_so_often_an_hour()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient with { OldMessageEditsPerHour = 2 });
        var message = (await stage.DoneAsync(HttpMethod.Post, Messages, """{"content":"0"}"""))["id"];
        var path = $"{Messages}/{message}";
        for (var number = 0; number < 5; number++)
        {
            await stage.DoneAsync(HttpMethod.Patch, path, $$"""{"content":"{{number}}"}""");
        }
        stage.Time.Now += TimeSpan.FromMinutes(61);
        await stage.DoneAsync(HttpMethod.Patch, path, """{"content":"a"}""");
        await stage.DoneAsync(HttpMethod.Patch, path, """{"content":"b"}""");
        stage.Time.Now += TimeSpan.FromMinutes(20);
        var (status, body, headers) = await stage.SendAsync(HttpMethod.Patch, path, """{"content":"c"}""");
        Assert.Equal((429, 30046, 2400), (status, (int?)body!["code"], (int?)(double?)body["retry_after"]));
        Assert.Equal(TimeSpan.FromMinutes(40), headers.RetryAfter!.Delta);
        stage.Time.Now += TimeSpan.FromMinutes(40);
        await stage.DoneAsync(HttpMethod.Patch, path, """{"content":"c"}""");
    }

    [Fact]
    public async Task Too_many_invalid_requests_ban_the_address_but_shared_limits_do_not_count()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(
            SmallStage.Patient with
            {
                RealTime = clock,
                InvalidRequestsPerTenMinutes = 2,
                HiddenChannels = ["hidden"],
            }
        );
        stage.Discord.Inject(new StageFault.RateLimit("/users/@me", 3, TimeSpan.FromSeconds(1), "shared"));
        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(429, (await stage.CodeAsync(HttpMethod.Get, "users/@me")).Status);
        }
        const string hidden = "channels/1100000000000000012";
        Assert.Equal((403, 50001), await stage.CodeAsync(HttpMethod.Get, hidden));
        Assert.Equal((200, null), await stage.CodeAsync(HttpMethod.Get, "users/@me"));
        Assert.Equal((403, 50001), await stage.CodeAsync(HttpMethod.Get, hidden));
        var (status, body, headers) = await stage.SendAsync(HttpMethod.Get, "users/@me");
        Assert.Equal((429, null), (status, body));
        Assert.False(headers.Contains("X-RateLimit-Scope"));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((200, null), await stage.CodeAsync(HttpMethod.Get, "users/@me"));
    }

    [Fact]
    public async Task Single_commands_are_made_read_changed_and_taken_away()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        foreach (var scope in new[] { "", $"/guilds/{SmallStage.ServerId}" })
        {
            var path = $"applications/{stage.Discord.ApplicationId}{scope}/commands";
            var (status, made, _) = await stage.SendAsync(
                HttpMethod.Post,
                path,
                """{"name":"hello","description":"Hi"}"""
            );
            Assert.Equal(201, status);
            var (again, same, _) = await stage.SendAsync(
                HttpMethod.Post,
                path,
                """{"name":"hello","description":"Ho"}"""
            );
            Assert.Equal((200, (string?)made!["id"]), (again, (string?)same!["id"]));
            var one = $"{path}/{made["id"]}";
            await stage.DoneAsync(HttpMethod.Patch, one, """{"description":"Hey"}""");
            Assert.Equal("Hey", (string?)(await stage.DoneAsync(HttpMethod.Get, one))["description"]);
            Assert.Equal((400, 50035), await stage.CodeAsync(HttpMethod.Patch, one, """{"name":"No Spaces"}"""));
            Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Delete, one));
            Assert.Equal((404, 10063), await stage.CodeAsync(HttpMethod.Get, one));
        }
    }

    [Fact]
    public async Task The_application_is_described_anew()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        await stage.DoneAsync(
            HttpMethod.Patch,
            "applications/@me",
            """{"description":"For riders","tags":["civic"]}"""
        );
        var application = await stage.DoneAsync(HttpMethod.Get, "applications/@me");
        Assert.Equal(("For riders", "civic"), ((string?)application["description"], (string?)application["tags"]![0]));
        Assert.Equal(
            (400, 50035),
            await stage.CodeAsync(HttpMethod.Patch, "applications/@me", """{"tags":["a","b","c","d","e","f"]}""")
        );
    }

    private static Task<StageReply> TypeAsync(SmallStage stage) =>
        stage.Discord.CommandAsync("Ana", "#actions", "/hello", new Dictionary<string, string>(), Cancelled);

    private static async Task<(SketchBot Bot, Task<StageReply> Asking)> AskAsync(SmallStage stage)
    {
        var (bot, _) = await SketchBot.LogInAsync(stage);
        await stage.RegisterAsync("""[{"name":"hello","description":"Hello"}]""");
        return (bot, TypeAsync(stage));
    }
}
