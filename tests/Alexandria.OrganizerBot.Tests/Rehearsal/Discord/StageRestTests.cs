using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>What the stage's Discord refuses, and in which words. Asked with a plain HTTP client.</summary>
public sealed class StageRestTests
{
    private static readonly string Messages = $"channels/{SmallStage.ActionsId}/messages";
    private static readonly string Commands = "applications/888000000000000001/commands";

    [Fact]
    public async Task A_wrong_token_is_401()
    {
        await using var stage = await SmallStage.OpenAsync();
        stage.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", "wrong");
        var (status, body, _) = await stage.SendAsync(HttpMethod.Get, "users/@me");
        Assert.Equal(401, status);
        Assert.Equal("""{"message":"401: Unauthorized","code":0}""", body!.ToJsonString());
    }

    [Fact]
    public async Task A_request_without_user_agent_is_refused_like_by_the_edge()
    {
        await using var stage = await SmallStage.OpenAsync();
        stage.Http.DefaultRequestHeaders.UserAgent.Clear();
        Assert.Equal((403, 40333), await RefusalAsync(stage, HttpMethod.Get, "users/@me"));
    }

    [Fact]
    public async Task Unknown_routes_are_404_and_recorded_and_known_paths_with_other_methods_405()
    {
        await using var stage = await SmallStage.OpenAsync();
        Assert.Equal((404, 0), await RefusalAsync(stage, HttpMethod.Get, "voice/regions"));
        Assert.Equal((405, 0), await RefusalAsync(stage, HttpMethod.Put, "users/@me"));
        Assert.Equal(["/voice/regions", "/users/@me"], stage.Discord.Requests.Select(request => request.Path));
        Assert.Equal([404, 405], stage.Discord.Requests.Select(request => request.Status));
    }

    [Theory]
    [InlineData("""{"content":""}""", 50006)]
    [InlineData("""{"content":"   "}""", 50006)]
    [InlineData("""{"content":"a","content":"b"}""", 50109)]
    [InlineData("""{"content":""", 50109)]
    [InlineData("""{"flags":32768,"components":[]}""", 50006)]
    public async Task A_body_that_is_empty_or_no_json_is_refused(string body, int code)
    {
        await using var stage = await SmallStage.OpenAsync();
        Assert.Equal((400, code), await RefusalAsync(stage, HttpMethod.Post, Messages, body));
    }

    [Theory]
    [InlineData(
        """{"content":"a","flags":32768,"components":[{"type":10,"content":"b"}]}""",
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    )]
    [InlineData(
        """{"content":"a","components":[{"type":10,"content":"b"}]}""",
        "components.0.type",
        "UNION_TYPE_CHOICES"
    )]
    [InlineData(
        """{"content":"a","components":[{"type":1,"components":[{"type":2,"style":5,"label":"x","url":"https://a.org","custom_id":"c"}]}]}""",
        "components.0.components.0.custom_id",
        "COMPONENT_CUSTOM_ID_NOT_ALLOWED"
    )]
    [InlineData(
        """{"content":"a","components":[{"type":1,"components":[{"type":2,"style":5,"label":"x","url":"javascript:1"}]}]}""",
        "components.0.components.0.url",
        "URL_TYPE_INVALID_SCHEME"
    )]
    [InlineData(
        """{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"x"}]}]}""",
        "components.0.components.0.custom_id",
        "BASE_TYPE_REQUIRED"
    )]
    [InlineData(
        """{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"c"},{"type":2,"style":1,"label":"y","custom_id":"c"}]}]}""",
        "components",
        "COMPONENT_CUSTOM_ID_DUPLICATED"
    )]
    [InlineData(
        """{"content":"a","components":[{"type":1,"components":[]}]}""",
        "components.0.components",
        "BASE_TYPE_BAD_LENGTH"
    )]
    [InlineData("""{"content":"a","nonce":"12345678901234567890123456"}""", "nonce", "BASE_TYPE_MAX_LENGTH")]
    [InlineData("""{"content":"a","flags":64}""", "flags", "MESSAGE_FLAGS_INVALID")]
    [InlineData(
        """{"content":"a","allowed_mentions":{"parse":["users"],"users":["777000000001000003"]}}""",
        "allowed_mentions.parse",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
    )]
    [InlineData(
        """{"embeds":[{"title":"t","image":{"url":"attachment://chart.png"}}]}""",
        "embeds",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    )]
    [InlineData("""{"embeds":[{"fields":[{"name":"n"}]}]}""", "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED")]
    public async Task A_message_beyond_the_rules_is_refused_where_it_is_wrong(string body, string where, string code)
    {
        await using var stage = await SmallStage.OpenAsync();
        var (status, refusal, _) = await stage.SendAsync(HttpMethod.Post, Messages, body);
        Assert.Equal(400, status);
        Assert.Equal(50035, (int?)refusal!["code"]);
        var at = where.Split('.').Aggregate(refusal["errors"], (node, step) => node?[step]);
        Assert.Equal(code, (string?)at?["_errors"]?[0]?["code"]);
    }

    [Fact]
    public async Task Lengths_are_counted_in_code_points()
    {
        await using var stage = await SmallStage.OpenAsync();
        var fits = string.Concat(Enumerable.Repeat("😀", 2000));
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Post, Messages, Content(fits))).Status);
        Assert.Equal((400, 50035), await RefusalAsync(stage, HttpMethod.Post, Messages, Content(fits + "x")));
    }

    [Fact]
    public async Task Channels_are_unknown_hidden_or_read_only()
    {
        await using var stage = await SmallStage.OpenAsync(
            new() { HiddenChannels = ["hidden"], ReadOnlyChannels = ["announcements"] }
        );
        var hello = Content("hello");
        Assert.Equal((404, 10003), await RefusalAsync(stage, HttpMethod.Post, "channels/1/messages", hello));
        Assert.Equal(
            (403, 50001),
            await RefusalAsync(stage, HttpMethod.Post, "channels/1100000000000000012/messages", hello)
        );
        Assert.Equal(
            (403, 50013),
            await RefusalAsync(stage, HttpMethod.Post, "channels/1100000000000000013/messages", hello)
        );
    }

    [Fact]
    public async Task Closed_direct_messages_open_but_do_not_take_a_message()
    {
        await using var stage = await SmallStage.OpenAsync();
        var (status, channel, _) = await stage.SendAsync(
            HttpMethod.Post,
            "users/@me/channels",
            Recipient(stage, "Closed")
        );
        Assert.Equal(200, status);
        Assert.Equal(
            (403, 50007),
            await RefusalAsync(stage, HttpMethod.Post, $"channels/{channel!["id"]}/messages", Content("hello"))
        );
        Assert.Empty(stage.Discord.Messages("dm", "Closed"));
        Assert.Contains(
            stage.Transcript.Entries,
            entry => entry.Kind == "refused" && entry.Text.Contains("50007", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Opening_too_many_direct_channels_is_40003_where_the_stage_sets_a_limit()
    {
        await using var stage = await SmallStage.OpenAsync(new() { NewDirectChannels = 1 });
        Assert.Equal(
            200,
            (await stage.SendAsync(HttpMethod.Post, "users/@me/channels", Recipient(stage, "Ana"))).Status
        );
        Assert.Equal(
            200,
            (await stage.SendAsync(HttpMethod.Post, "users/@me/channels", Recipient(stage, "Ana"))).Status
        );
        Assert.Equal(
            (403, 40003),
            await RefusalAsync(stage, HttpMethod.Post, "users/@me/channels", Recipient(stage, "Ben"))
        );
    }

    [Fact]
    public async Task A_nonce_returns_the_message_it_made_until_it_is_forgotten()
    {
        await using var stage = await SmallStage.OpenAsync(Unlimited());
        const string body = """{"content":"once","nonce":"step-1","enforce_nonce":true}""";
        var first = await IdAsync(stage, body);
        Assert.Equal(first, await IdAsync(stage, body));

        stage.Time.Now += TimeSpan.FromMinutes(6);
        var second = await IdAsync(stage, body);
        Assert.NotEqual(first, second);

        stage.Discord.Inject(new StageFault.ForgetNonces());
        Assert.NotEqual(second, await IdAsync(stage, body));
        Assert.Equal(3, stage.Discord.Messages("#actions").Count);
    }

    [Fact]
    public async Task Files_come_with_a_message_stay_when_listed_and_go_when_not()
    {
        await using var stage = await SmallStage.OpenAsync(Unlimited());
        using var form = new MultipartFormDataContent
        {
            {
                new StringContent(
                    """{"content":"tally","attachments":[{"id":0,"description":"A chart"},{"id":1}]}""",
                    Encoding.UTF8,
                    "application/json"
                ),
                "payload_json"
            },
            { new ByteArrayContent([1, 2, 3]), "files[0]", "chart.png" },
            { new ByteArrayContent([4]), "files[1]", "tally.csv" },
        };
        var (status, posted, _) = await stage.SendAsync(HttpMethod.Post, Messages, form);
        Assert.Equal(200, status);
        var seen = Assert.Single(stage.Discord.Messages("#actions"));
        Assert.Equal(["chart.png", "tally.csv"], seen.Attachments.Select(file => file.Name));
        Assert.Equal("A chart", seen.Attachments[0].Description);
        var url = (string)posted!["attachments"]![0]!["url"]!;
        Assert.Equal([1, 2, 3], await stage.Http.GetByteArrayAsync(url, TestContext.Current.CancellationToken));

        var path = $"{Messages}/{posted["id"]}";
        await stage.SendAsync(HttpMethod.Patch, path, Content("still both"));
        Assert.Equal(2, Assert.Single(stage.Discord.Messages("#actions")).Attachments.Count);
        var keep = $$"""{"attachments":[{"id":"{{posted["attachments"]![1]!["id"]}}"}]}""";
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Patch, path, keep)).Status);
        seen = Assert.Single(stage.Discord.Messages("#actions"));
        Assert.Equal("tally.csv", Assert.Single(seen.Attachments).Name);
        Assert.NotNull(seen.EditedAt);
    }

    [Fact]
    public async Task Components_v2_cannot_be_taken_off_a_message()
    {
        await using var stage = await SmallStage.OpenAsync(Unlimited());
        var (_, posted, _) = await stage.SendAsync(
            HttpMethod.Post,
            Messages,
            """{"flags":32768,"components":[{"type":17,"components":[{"type":10,"content":"**Meeting**"},{"type":10,"content":"<t:1793484000:F>"}]}]}"""
        );
        Assert.Equal("**Meeting**\n<t:1793484000:F>", Assert.Single(stage.Discord.Messages("#actions")).Text);
        var path = $"{Messages}/{posted!["id"]}";
        Assert.Equal(
            (400, 50035),
            await RefusalAsync(stage, HttpMethod.Patch, path, """{"flags":0,"content":"plain"}""")
        );
        Assert.Equal((400, 50035), await RefusalAsync(stage, HttpMethod.Patch, path, Content("plain")));
    }

    [Theory]
    [InlineData("""{"content":"<@777000000001000003> @everyone"}""", "Ana")]
    [InlineData("""{"content":"<@777000000001000003> @everyone","allowed_mentions":{"parse":[]}}""", "")]
    [InlineData(
        """{"content":"<@777000000001000003> <@777000000002000006>","allowed_mentions":{"parse":[],"users":["777000000002000006"]}}""",
        "Ben"
    )]
    public async Task Only_allowed_mentions_notify(string body, string expected)
    {
        await using var stage = await SmallStage.OpenAsync();
        await stage.SendAsync(HttpMethod.Post, Messages, body);
        var message = Assert.Single(stage.Discord.Messages("#actions"));
        Assert.Equal(expected, string.Join(',', stage.Discord.Pings(message)));
    }

    [Theory]
    [InlineData("""[{"name":"Upper","description":"d"}]""", "0.name", "APPLICATION_COMMAND_INVALID_NAME")]
    [InlineData("""[{"name":"a"}]""", "0.description", "BASE_TYPE_REQUIRED")]
    [InlineData(
        """[{"name":"a","description":"d","name_localizations":{"en":"a"}}]""",
        "0.name_localizations.en",
        "ENUM_TYPE_COERCE"
    )]
    [InlineData(
        """[{"name":"a","description":"d","options":[{"type":3,"name":"x","description":"d"},{"type":3,"name":"y","description":"d","required":true}]}]""",
        "0.options.1",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
    )]
    [InlineData(
        """[{"name":"a","description":"d"},{"name":"a","description":"e"}]""",
        "1",
        "APPLICATION_COMMANDS_DUPLICATE_NAME"
    )]
    public async Task Commands_beyond_the_rules_are_refused(string body, string where, string code)
    {
        await using var stage = await SmallStage.OpenAsync();
        var (status, refusal, _) = await stage.SendAsync(HttpMethod.Put, Commands, body);
        Assert.Equal(400, status);
        var at = where.Split('.').Aggregate(refusal!["errors"], (node, step) => node?[step]);
        Assert.Equal(code, (string?)at?["_errors"]?[0]?["code"]);
    }

    [Fact]
    public async Task A_command_of_more_than_8000_characters_is_refused()
    {
        await using var stage = await SmallStage.OpenAsync();
        var option = (int n) =>
            $$"""{"type":3,"name":"o{{n}}","description":"d","choices":[{{string.Join(',', Enumerable.Range(0, 25).Select(i => $$"""{"name":"{{new string('n', 99)}}","value":"{{i}}{{new string('v', 90)}}"}"""))}}]}""";
        var body = $$"""[{"name":"a","description":"d","options":[{{option(1)}},{{option(2)}}]}]""";
        var (status, refusal, _) = await stage.SendAsync(HttpMethod.Put, Commands, body);
        Assert.Equal(400, status);
        Assert.Equal("APPLICATION_COMMAND_TOO_LARGE", (string?)refusal!["errors"]!["0"]!["_errors"]![0]!["code"]);
    }

    [Fact]
    public async Task The_201st_new_command_of_a_day_is_30034_and_the_next_day_is_fine()
    {
        await using var stage = await SmallStage.OpenAsync(Unlimited());
        string Named(int from) =>
            $"[{string.Join(',', Enumerable.Range(from, 100).Select(n => $$"""{"name":"c{{n}}","description":"d"}"""))}]";
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Put, Commands, Named(0))).Status);
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Put, Commands, Named(0))).Status);
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Put, Commands, Named(100))).Status);
        Assert.Equal((400, 30034), await RefusalAsync(stage, HttpMethod.Put, Commands, Named(200)));
        stage.Time.Now += TimeSpan.FromDays(1);
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Put, Commands, Named(200))).Status);
    }

    [Fact]
    public async Task A_bucket_is_enforced_and_opens_again()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(new() { RealTime = clock });
        for (var left = 4; left >= 0; left--)
        {
            var (status, _, headers) = await stage.SendAsync(HttpMethod.Post, Messages, Content("hello"));
            Assert.Equal(200, status);
            Assert.Equal("5", Assert.Single(headers.GetValues("X-RateLimit-Limit")));
            Assert.Equal($"{left}", Assert.Single(headers.GetValues("X-RateLimit-Remaining")));
        }
        var (refused, body, why) = await stage.SendAsync(HttpMethod.Post, Messages, Content("hello"));
        Assert.Equal(429, refused);
        Assert.Equal(5.0, (double?)body!["retry_after"]);
        Assert.False((bool?)body["global"]);
        Assert.Equal("user", Assert.Single(why.GetValues("X-RateLimit-Scope")));
        var other = await stage.SendAsync(HttpMethod.Post, "channels/1100000000000000013/messages", Content("hello"));
        Assert.Equal(200, other.Status);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Post, Messages, Content("hello"))).Status);
    }

    [Fact]
    public async Task The_global_limit_does_not_bind_interaction_routes()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(
            new()
            {
                RealTime = clock,
                GlobalPerSecond = 1,
                Buckets = Unlimited().Buckets,
            }
        );
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Get, "users/@me")).Status);
        var (status, body, headers) = await stage.SendAsync(HttpMethod.Get, "users/@me");
        Assert.Equal(429, status);
        Assert.True((bool?)body!["global"]);
        Assert.Equal("true", Assert.Single(headers.GetValues("X-RateLimit-Global")));
        Assert.Equal(
            (404, 10062),
            await RefusalAsync(stage, HttpMethod.Post, "interactions/1/x/callback", """{"type":4}""")
        );
    }

    [Fact]
    public async Task Injected_faults_hit_the_next_matching_requests_only()
    {
        await using var stage = await SmallStage.OpenAsync(Unlimited());
        stage.Discord.Inject(new StageFault.RateLimit("POST /channels", 1, TimeSpan.FromSeconds(2), "shared"));
        stage.Discord.Inject(new StageFault.ServerError("POST /channels", 2, 502));
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Get, "users/@me")).Status);
        var (limited, _, headers) = await stage.SendAsync(HttpMethod.Post, Messages, Content("a"));
        Assert.Equal(429, limited);
        Assert.Equal("shared", Assert.Single(headers.GetValues("X-RateLimit-Scope")));
        Assert.Equal(502, (await stage.SendAsync(HttpMethod.Post, Messages, Content("b"))).Status);
        Assert.Equal(200, (await stage.SendAsync(HttpMethod.Post, Messages, Content("c"))).Status);
        stage.Discord.Inject(new StageFault.ServerError("POST /channels", 1, Applied: true));
        Assert.Equal(503, (await stage.SendAsync(HttpMethod.Post, Messages, Content("d"))).Status);
        Assert.Equal(["c", "d"], stage.Discord.Messages("#actions").Select(message => message.Text));
    }

    [Fact]
    public async Task A_request_of_more_than_25_mebibytes_is_413()
    {
        await using var stage = await SmallStage.OpenAsync();
        using var form = new MultipartFormDataContent();
        for (var n = 0; n < 3; n++)
        {
            form.Add(new ByteArrayContent(new byte[9 * 1024 * 1024]), $"files[{n}]", "big.bin");
        }
        var (status, body, _) = await stage.SendAsync(HttpMethod.Post, Messages, form);
        Assert.Equal((413, 40005), (status, (int?)body!["code"]));
    }

    private static DiscordStageOptions Unlimited() =>
        new()
        {
            GlobalPerSecond = 10_000,
            Buckets = new Dictionary<string, BucketLimit>
            {
                [DiscordBuckets.Other] = new(10_000, TimeSpan.FromSeconds(1)),
            },
        };

    private static string Content(string text) => new JsonObject { ["content"] = text }.ToJsonString();

    private static string Recipient(SmallStage stage, string person) =>
        new JsonObject { ["recipient_id"] = stage.Discord.IdOf(person) }.ToJsonString();

    private static async Task<string?> IdAsync(SmallStage stage, string body) =>
        (string?)(await stage.SendAsync(HttpMethod.Post, Messages, body)).Body!["id"];

    private static async Task<(int, int?)> RefusalAsync(
        SmallStage stage,
        HttpMethod method,
        string path,
        string? body = null
    )
    {
        var (status, refusal, _) = await stage.SendAsync(method, path, body);
        return (status, (int?)refusal!["code"]);
    }
}
