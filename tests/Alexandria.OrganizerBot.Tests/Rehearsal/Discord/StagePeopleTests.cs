using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>People type and press; a bot written out by hand answers, rightly and wrongly.</summary>
public sealed class StagePeopleTests
{
    private const string Commands = """
        [{"name":"action","description":"Actions","name_localizations":{"es-ES":"accion"},"contexts":[0],"options":[
           {"type":1,"name":"create","description":"Create","options":[
             {"type":3,"name":"title","description":"Title","required":true,"max_length":20,"autocomplete":true},
             {"type":4,"name":"seats","description":"Seats","min_value":1,"max_value":9},
             {"type":3,"name":"kind","description":"Kind","choices":[{"name":"Meeting","value":"m"}]},
             {"type":6,"name":"host","description":"Host"}]}]},
         {"name":"purge","description":"Admins only","default_member_permissions":"0"}]
        """;

    private static readonly DiscordStageOptions Patient = new()
    {
        AnswerLimit = TimeSpan.FromSeconds(60),
        GlobalPerSecond = 10_000,
        Buckets = new Dictionary<string, BucketLimit> { [DiscordBuckets.Other] = new(10_000, TimeSpan.FromSeconds(1)) },
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_reaches_the_bot_with_values_of_their_types_and_its_answer_reaches_the_person()
    {
        await using var stage = await SmallStage.OpenAsync(Patient);
        var (bot, _) = await ReadyBotAsync(stage);
        await stage.Discord.BotConnectedAsync(Cancelled);
        var replying = stage.Discord.CommandAsync(
            "Ana",
            "#actions",
            "/accion create",
            Options(("title", "Council"), ("seats", "3"), ("kind", "Meeting"), ("host", "Ben")),
            Cancelled
        );
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal("es-ES", (string?)seen["locale"]);
        Assert.Equal(0, (int?)seen["context"]);
        Assert.Equal(["1100000000000000021"], seen["member"]!["roles"]!.AsArray().Select(role => (string?)role));
        Assert.NotNull(seen["app_permissions"]);
        Assert.Equal("action", (string?)seen["data"]!["name"]);
        var sub = seen["data"]!["options"]![0]!;
        Assert.Equal("create", (string?)sub["name"]);
        var ben = stage.Discord.IdOf("Ben");
        Assert.Equal(
            $$"""["Council",3,"m","{{ben}}"]""",
            new JsonArray([.. sub["options"]!.AsArray().Select(option => option!["value"]!.DeepClone())]).ToJsonString()
        );
        Assert.Equal("Ben", (string?)seen["data"]!["resolved"]!["users"]![ben]!["global_name"]);

        Assert.Equal(
            (204, null),
            await CallbackAsync(stage, seen, """{"type":4,"data":{"content":"Created","flags":64}}""")
        );
        var reply = await replying;
        Assert.Equal((StageReplyKind.Ephemeral, "Created"), (reply.Kind, reply.Text));
        Assert.Equal((400, 40060), await CallbackAsync(stage, seen, """{"type":4,"data":{"content":"Again"}}"""));
        Assert.Empty(stage.Discord.Messages("#actions"));
        Assert.Equal("Created", Assert.Single(stage.Discord.EphemeralMessages("Ana")).Text);
        var unreachable = await stage.SendAsync(
            HttpMethod.Get,
            $"channels/{SmallStage.ActionsId}/messages/{reply.Message!.Id}"
        );
        Assert.Equal((404, 10008), (unreachable.Status, (int?)unreachable.Body!["code"]));
        Assert.Contains(
            stage.Transcript.Entries,
            entry =>
                entry is { Direction: "in", Kind: "command", Who: "Ana" }
                && entry.Text.StartsWith("/accion create title:Council", StringComparison.Ordinal)
        );
        Assert.Contains(
            stage.Transcript.Entries,
            entry => entry is { Direction: "out", Kind: "ephemeral", Who: "Ana", Text: "Created" }
        );
    }

    [Theory]
    [InlineData("Ana", "#actions", "/nothing", "", "", "registered no command")]
    [InlineData("Ana", "dm", "/action create", "title", "x", "registered no command")]
    [InlineData("Ana", "#actions", "/action", "", "", "needs one of: create")]
    [InlineData("Ana", "#actions", "/action create", "", "", "title is required")]
    [InlineData(
        "Ana",
        "#actions",
        "/action create",
        "title",
        "more than twenty characters",
        "1 to 20|0 to 20 characters"
    )]
    [InlineData("Ana", "#actions", "/action create", "seats", "12", "title is required")]
    [InlineData("Ana", "#actions", "/purge", "", "", "lacks the permission")]
    [InlineData("Nobody", "#actions", "/purge", "", "", "Nobody called Nobody")]
    public async Task What_the_client_would_not_send_is_said_in_a_sentence(
        string person,
        string where,
        string command,
        string option,
        string value,
        string said
    )
    {
        await using var stage = await SmallStage.OpenAsync(Patient);
        await stage.SendAsync(HttpMethod.Put, $"applications/{stage.Discord.ApplicationId}/commands", Commands);
        var options = option.Length == 0 ? Options() : Options((option, value));
        var refused = await Assert.ThrowsAsync<StageException>(() =>
            stage.Discord.CommandAsync(person, where, command, options, Cancelled)
        );
        Assert.Contains(said.Split('|'), part => refused.Message.Contains(part, StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Transcript.Entries, entry => entry.Kind == "command");
    }

    [Fact]
    public async Task A_deferred_answer_is_complete_when_original_was_edited_and_its_token_dies_after_15_minutes()
    {
        await using var stage = await SmallStage.OpenAsync(Patient);
        var (bot, _) = await ReadyBotAsync(stage);
        var replying = CreateAsync(stage);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal((400, 50035), await CallbackAsync(stage, seen, """{"type":5,"data":{"flags":32768}}"""));
        Assert.Equal((204, null), await CallbackAsync(stage, seen, """{"type":5}"""));
        Assert.Equal("OrganizerBot is thinking…", Assert.Single(stage.Discord.Messages("#actions")).Text);
        Assert.False(replying.IsCompleted);

        var original = $"webhooks/{stage.Discord.ApplicationId}/{seen["token"]}/messages/@original";
        var (status, body, _) = await stage.SendAsync(
            HttpMethod.Patch,
            original,
            """{"flags":32768,"components":[{"type":10,"content":"Done"}]}"""
        );
        Assert.Equal((200, 32768), (status, (int?)body!["flags"]));
        var reply = await replying;
        Assert.Equal((StageReplyKind.Public, "Done"), (reply.Kind, reply.Text));

        stage.Time.Now += TimeSpan.FromMinutes(16);
        var (late, why, _) = await stage.SendAsync(HttpMethod.Patch, original, """{"content":"late"}""");
        Assert.Equal((401, 50027), (late, (int?)why!["code"]));
    }

    [Fact]
    public async Task Nobody_answering_in_three_real_seconds_is_no_answer_and_the_late_one_is_10062()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(new() { RealTime = clock });
        var (bot, _) = await ReadyBotAsync(stage);
        var replying = CreateAsync(stage);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        clock.Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal(StageReplyKind.None, (await replying).Kind);
        Assert.Equal((404, 10062), await CallbackAsync(stage, seen, """{"type":4,"data":{"content":"late"}}"""));
    }

    [Fact]
    public async Task Completions_are_offered_and_only_completions_are_taken()
    {
        await using var stage = await SmallStage.OpenAsync(Patient);
        var (bot, _) = await ReadyBotAsync(stage);
        var completing = stage.Discord.AutocompleteAsync(
            "Ana",
            "#actions",
            "/action create",
            "title",
            "cou",
            Cancelled
        );
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal(4, (int?)seen["type"]);
        Assert.True((bool?)seen["data"]!["options"]![0]!["options"]![0]!["focused"]);
        Assert.Equal((400, 50035), await CallbackAsync(stage, seen, """{"type":5}"""));
        Assert.Equal(
            (400, 50035),
            await CallbackAsync(stage, seen, """{"type":8,"data":{"choices":[{"name":"x"}]}}""")
        );
        Assert.Equal(
            (204, null),
            await CallbackAsync(
                stage,
                seen,
                """{"type":8,"data":{"choices":[{"name":"Council, 3 Nov","value":"c1"}]}}"""
            )
        );
        Assert.Equal([new StageChoice("Council, 3 Nov", "c1")], await completing);
    }

    [Fact]
    public async Task Buttons_update_their_message_or_refuse_to_be_pressed()
    {
        await using var stage = await SmallStage.OpenAsync(Patient);
        var (bot, _) = await ReadyBotAsync(stage);
        await stage.SendAsync(
            HttpMethod.Post,
            $"channels/{SmallStage.ActionsId}/messages",
            """
            {"content":"Come?","components":[{"type":1,"components":[
              {"type":2,"style":3,"label":"I come / Voy","custom_id":"yes"},
              {"type":2,"style":2,"label":"Full","custom_id":"full","disabled":true},
              {"type":2,"style":5,"label":"Map","url":"https://example.org"}]}]}
            """
        );
        var message = Assert.Single(stage.Discord.Messages("#actions"));
        Assert.Equal(["I come / Voy", "Full", "Map"], message.Buttons.Select(button => button.Label));
        foreach (var (button, said) in new[] { ("Full", "is disabled"), ("Map", "is a link"), ("No", "no button") })
        {
            var refused = await Assert.ThrowsAsync<StageException>(() =>
                stage.Discord.PressAsync("Ben", message, button, Cancelled)
            );
            Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        }

        var pressing = stage.Discord.PressAsync("Ben", message, "voy", Cancelled);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal(("yes", message.Id), ((string?)seen["data"]!["custom_id"], (string?)seen["message"]!["id"]));
        await CallbackAsync(stage, seen, """{"type":7,"data":{"content":"One comes"}}""");
        var reply = await pressing;
        Assert.Equal((StageReplyKind.Updated, "One comes", 3), (reply.Kind, reply.Text, reply.Message!.Buttons.Count));

        pressing = stage.Discord.PressAsync("Ben", message, "yes", Cancelled);
        seen = await bot.ReadAsync("INTERACTION_CREATE");
        await CallbackAsync(stage, seen, """{"type":6}""");
        await stage.SendAsync(
            HttpMethod.Post,
            $"webhooks/{stage.Discord.ApplicationId}/{seen["token"]}",
            """{"content":"Noted","flags":64}"""
        );
        reply = await pressing;
        Assert.Equal((StageReplyKind.Ephemeral, "Noted"), (reply.Kind, reply.Text));
        Assert.Equal("One comes", Assert.Single(stage.Discord.Messages("#actions")).Text);
    }

    [Fact]
    public async Task A_form_is_opened_filled_in_and_answered()
    {
        await using var stage = await SmallStage.OpenAsync(Patient);
        var (bot, _) = await ReadyBotAsync(stage);
        var opening = CreateAsync(stage);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        await CallbackAsync(
            stage,
            seen,
            """
            {"type":9,"data":{"custom_id":"story","title":"Your story","components":[
              {"type":18,"label":"What happened?","component":{"type":4,"custom_id":"text","style":2,"max_length":50}}]}}
            """
        );
        var form = await opening;
        Assert.Equal((StageReplyKind.Modal, "Your story\nWhat happened?"), (form.Kind, form.Text));

        var sending = stage.Discord.SubmitFormAsync(
            "Ana",
            form,
            Options(("What happened?", "The bus was late")),
            Cancelled
        );
        var submitted = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal("The bus was late", (string?)submitted["data"]!["components"]![0]!["component"]!["value"]);
        Assert.Equal((400, 50035), await CallbackAsync(stage, submitted, """{"type":9,"data":{}}"""));
        await CallbackAsync(stage, submitted, """{"type":4,"data":{"content":"Thank you","flags":64}}""");
        Assert.Equal("Thank you", (await sending).Text);
    }

    private static async Task<(SketchBot Bot, JsonNode Ready)> ReadyBotAsync(SmallStage stage)
    {
        var bot = await SketchBot.LogInAsync(stage);
        var (status, _, _) = await stage.SendAsync(
            HttpMethod.Put,
            $"applications/{stage.Discord.ApplicationId}/commands",
            Commands
        );
        Assert.Equal(200, status);
        return bot;
    }

    private static Task<StageReply> CreateAsync(SmallStage stage) =>
        stage.Discord.CommandAsync("Ana", "#actions", "/action create", Options(("title", "Council")), Cancelled);

    private static async Task<(int, int?)> CallbackAsync(SmallStage stage, JsonNode interaction, string body)
    {
        var (status, refusal, _) = await stage.SendAsync(
            HttpMethod.Post,
            $"interactions/{interaction["id"]}/{interaction["token"]}/callback",
            body
        );
        return (status, (int?)refusal?["code"]);
    }

    private static Dictionary<string, string> Options(params (string Name, string Value)[] options) =>
        options.ToDictionary(option => option.Name, option => option.Value);
}
