using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>Forms and menus: every kind of field, what a client would not send, and what Discord refuses of a bot.</summary>
public sealed class StageFormsTests
{
    private const string EveryField = """
        {"type":9,"data":{"custom_id":"all","title":"All fields","components":[
          {"type":10,"content":"Tell us"},
          {"type":18,"label":"What","component":{"type":4,"custom_id":"what","style":1,"min_length":3,"max_length":9}},
          {"type":18,"label":"Who","description":"helps","component":{"type":5,"custom_id":"who","max_values":2}},
          {"type":18,"label":"Role","component":{"type":6,"custom_id":"role","required":false}},
          {"type":18,"label":"Where","component":{"type":8,"custom_id":"where"}}]}}
        """;

    private const string OtherFields = """
        {"type":9,"data":{"custom_id":"rest","title":"The rest","components":[
          {"type":18,"label":"Languages","component":{"type":3,"custom_id":"languages","min_values":1,"max_values":2,
            "options":[{"label":"English","value":"en"},{"label":"Spanish","value":"es"},{"label":"Other","value":"x"}]}},
          {"type":18,"label":"How","component":{"type":21,"custom_id":"how",
            "options":[{"label":"In person","value":"p"},{"label":"Online","value":"o","default":true}]}},
          {"type":18,"label":"Needs","component":{"type":22,"custom_id":"needs","required":false,"max_values":2,
            "options":[{"label":"Ramp","value":"r"},{"label":"Childcare","value":"c"}]}},
          {"type":18,"label":"Promise","component":{"type":23,"custom_id":"promise"}},
          {"type":18,"label":"Files","component":{"type":19,"custom_id":"files","required":false,"max_values":2}}]}}
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_people_roles_and_channels_reach_the_bot_with_what_they_stand_for()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, form) = await OpenFormAsync(stage, EveryField);
        Assert.Equal("All fields\nTell us\nWhat\nWho\nhelps\nRole\nWhere", form.Text);
        var (reply, seen) = await SubmitAsync(
            stage,
            bot,
            form,
            ("What", "Hearing"),
            ("Who", "Ana, Ben"),
            ("Role", "coordinator"),
            ("Where", "#hidden")
        );
        Assert.Equal("Thank you", reply.Text);
        Assert.Equal((5, "all"), ((int?)seen["type"], (string?)seen["data"]!["custom_id"]));
        var (ana, ben) = (stage.Discord.IdOf("Ana"), stage.Discord.IdOf("Ben"));
        Assert.Equal(
            $$"""["Hearing",["{{ana}}","{{ben}}"],["1100000000000000021"],["1100000000000000012"]]""",
            Values(seen).ToJsonString()
        );
        var resolved = seen["data"]!["resolved"]!;
        Assert.Equal("Ben", (string?)resolved["users"]![ben]!["global_name"]);
        Assert.Equal("coordinator", (string?)resolved["roles"]!["1100000000000000021"]!["name"]);
        Assert.Equal("hidden", (string?)resolved["channels"]!["1100000000000000012"]!["name"]);
        Assert.NotNull(resolved["members"]![ana]!["permissions"]);
    }

    [Fact]
    public async Task Options_checkboxes_and_files_reach_the_bot_and_what_is_left_out_stays_as_it_came()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, form) = await OpenFormAsync(stage, OtherFields);
        var (_, seen) = await SubmitAsync(
            stage,
            bot,
            form,
            ("Languages", "English, Spanish"),
            ("needs", "Ramp"),
            ("Promise", "true"),
            ("Files", "list.txt")
        );
        var attachment = Assert.Single(seen["data"]!["resolved"]!["attachments"]!.AsObject());
        Assert.Equal($$"""[["en","es"],"o",["r"],true,["{{attachment.Key}}"]]""", Values(seen).ToJsonString());
        Assert.Equal("list.txt", (string?)attachment.Value!["filename"]);
        using var plain = new HttpClient();
        Assert.Equal("list.txt", await plain.GetStringAsync(new Uri((string)attachment.Value["url"]!), Cancelled));
    }

    [Theory]
    [InlineData("Else", "x", "no field Else; it has: What, Who, Role, Where")]
    [InlineData("What", "ab", "3 to 9 characters, not 2")]
    [InlineData("What", "", "What is required")]
    [InlineData("Who", "Ana, Ben, Closed", "1 to 2 values, not 3")]
    [InlineData("Who", "Nobody", "Nobody called Nobody")]
    [InlineData("Where", "", "Where is required")]
    [InlineData("Role", "king", "no role king")]
    public async Task What_a_client_would_not_send_is_said_in_a_sentence(string field, string value, string said)
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (_, form) = await OpenFormAsync(stage, EveryField);
        var values = new Dictionary<string, string>
        {
            ["What"] = "Hearing",
            ["Who"] = "Ana",
            ["Where"] = "actions",
            [field] = value,
        };
        await RefusedAsync(said, () => stage.Discord.SubmitFormAsync("Ana", form, values, Cancelled));
        await RefusedAsync("no form open", () => stage.Discord.SubmitFormAsync("Ben", form, values, Cancelled));
        Assert.DoesNotContain(stage.Transcript.Entries, entry => entry is { Kind: "modal", Direction: "in" });
    }

    [Theory]
    [InlineData("Languages", "English, Spanish, Other", "1 to 2 values, not 3")]
    [InlineData("Languages", "Latin", "does not offer Latin; it offers: English, Spanish, Other")]
    [InlineData("Languages", "", "Languages is required")]
    [InlineData("How", "By mail", "does not offer By mail")]
    [InlineData("Promise", "maybe", "true or false")]
    [InlineData("Files", "a.txt, b.txt, c.txt", "1 to 2 values, not 3")]
    public async Task Nor_would_it_send_what_is_not_offered(string field, string value, string said)
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (_, form) = await OpenFormAsync(stage, OtherFields);
        var values = new Dictionary<string, string> { ["Languages"] = "English", [field] = value };
        await RefusedAsync(said, () => stage.Discord.SubmitFormAsync("Ana", form, values, Cancelled));
    }

    [Theory]
    [InlineData(
        "title",
        """{"custom_id":"a","title":"0123456789012345678901234567890123456789012345","components":[T]}"""
    )]
    [InlineData("title", """{"custom_id":"a","components":[T]}""")]
    [InlineData("custom_id", """{"title":"a","components":[T]}""")]
    [InlineData("components", """{"custom_id":"a","title":"a","components":[]}""")]
    [InlineData("components", """{"custom_id":"a","title":"a","components":[D,D,D,D,D,D]}""")]
    [InlineData("components", """{"custom_id":"a","title":"a","components":[T,T]}""")]
    [InlineData("components.0.type", """{"custom_id":"a","title":"a","components":[{"type":2}]}""")]
    [InlineData("components.0.component", """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a"}]}""")]
    [InlineData(
        "components.0.label",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"0123456789012345678901234567890123456789012345","component":C}]}"""
    )]
    [InlineData(
        "components.0.component.type",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a","component":{"type":2}}]}"""
    )]
    [InlineData(
        "components.0.component.label",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a","component":{"type":4,"custom_id":"t","style":1,"label":"a"}}]}"""
    )]
    [InlineData(
        "components.0.component.options",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a","component":{"type":21,"custom_id":"t","options":[{"label":"a","value":"a"}]}}]}"""
    )]
    [InlineData(
        "components.0.component.disabled",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a","component":{"type":5,"custom_id":"t","disabled":true}}]}"""
    )]
    [InlineData(
        "components.0.component.min_values",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a","component":{"type":5,"custom_id":"t","min_values":0}}]}"""
    )]
    [InlineData(
        "components.0.component.max_values",
        """{"custom_id":"a","title":"a","components":[{"type":18,"label":"a","component":{"type":19,"custom_id":"t","max_values":11}}]}"""
    )]
    public async Task A_bad_form_is_refused_and_says_where(string at, string form)
    {
        const string component = """{"type":4,"custom_id":"t","style":1}""";
        var whole = form.Replace("[T", "[" + Labelled(component), StringComparison.Ordinal)
            .Replace(",T]", "," + Labelled(component) + "]", StringComparison.Ordinal)
            .Replace(":C", ":" + component, StringComparison.Ordinal)
            .Replace("D", """{"type":10,"content":"a"}""", StringComparison.Ordinal);
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (_, _, seen) = await AskAsync(stage);
        var (status, body, _) = await stage.SendAsync(
            HttpMethod.Post,
            $"interactions/{seen["id"]}/{seen["token"]}/callback",
            $$"""{"type":9,"data":{{whole}}}"""
        );
        Assert.Equal((400, 50035), (status, (int?)body!["code"]));
        JsonNode? node = body["errors"]!["data"];
        foreach (var step in at.Split('.'))
        {
            node = node?[step];
        }
        Assert.True(node?["_errors"] is not null, body.ToJsonString());
    }

    [Fact]
    public async Task A_form_is_a_first_answer_only_and_none_to_a_form()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, _, seen) = await AskAsync(stage);
        await stage.CallbackAsync(seen, """{"type":5,"data":{"flags":64}}""");
        Assert.Equal((400, 40060), await stage.CallbackAsync(seen, EveryField));

        var asking = TypeAsync(stage);
        seen = await bot.ReadAsync("INTERACTION_CREATE");
        await stage.CallbackAsync(seen, OtherFields);
        var submitting = stage.Discord.SubmitFormAsync(
            "Ana",
            await asking,
            new Dictionary<string, string> { ["Languages"] = "Spanish" },
            Cancelled
        );
        seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal((400, 50035), await stage.CallbackAsync(seen, EveryField));
        Assert.Equal((204, null), await stage.CallbackAsync(seen, """{"type":4,"data":{"content":"Thank you"}}"""));
        Assert.Equal("Thank you", (await submitting).Text);
    }

    [Fact]
    public async Task People_pick_from_menus_of_a_message()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, _) = await SketchBot.LogInAsync(stage);
        await stage.DoneAsync(
            HttpMethod.Post,
            $"channels/{SmallStage.ActionsId}/messages",
            """
            {"content":"Which?","components":[
              {"type":1,"components":[{"type":3,"custom_id":"when","placeholder":"When?","max_values":2,
                "options":[{"label":"A day before","value":"1d"},{"label":"An hour before","value":"1h"}]}]},
              {"type":1,"components":[{"type":5,"custom_id":"who","placeholder":"Who helps?"}]},
              {"type":1,"components":[{"type":3,"custom_id":"shut","disabled":true,
                "options":[{"label":"a","value":"a"}]}]}]}
            """
        );
        var message = Assert.Single(stage.Discord.Messages("#actions"));
        Assert.Equal(["When?", "Who helps?", ""], message.Selects.Select(select => select.Placeholder));
        Assert.Equal(["A day before", "An hour before"], message.Selects[0].Options);

        var picking = stage.Discord.PickAsync("Ben", message, "When?", ["A day before", "1h"], Cancelled);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        Assert.Equal(
            """{"component_type":3,"custom_id":"when","id":2,"values":["1d","1h"]}""",
            seen["data"]!.ToJsonString()
        );
        await stage.CallbackAsync(seen, """{"type":7,"data":{"content":"Noted"}}""");
        Assert.Equal((StageReplyKind.Updated, "Noted"), ((await picking).Kind, (await picking).Text));

        picking = stage.Discord.PickAsync("Ben", message, "who", ["Ana"], Cancelled);
        seen = await bot.ReadAsync("INTERACTION_CREATE");
        var ana = stage.Discord.IdOf("Ana");
        Assert.Equal("Ana", (string?)seen["data"]!["resolved"]!["users"]![ana]!["global_name"]);
        await stage.CallbackAsync(seen, """{"type":6}""");
        await stage.DoneAsync(
            HttpMethod.Post,
            $"webhooks/{stage.Discord.ApplicationId}/{seen["token"]}",
            """{"content":"Ana helps","flags":64}"""
        );
        Assert.Equal("Ana helps", (await picking).Text);

        await RefusedAsync("no menu Else", () => PickAsync("Else", "a"));
        await RefusedAsync("is disabled", () => PickAsync("shut", "a"));
        await RefusedAsync("does not offer Never", () => PickAsync("When?", "Never"));
        await RefusedAsync("1 to 2 values, not 0", () => PickAsync("When?"));
        Task<StageReply> PickAsync(string select, params string[] values) =>
            stage.Discord.PickAsync("Ben", message, select, values, Cancelled);
    }

    private static string Labelled(string component) => $$"""{"type":18,"label":"a","component":{{component}}}""";

    private static JsonArray Values(JsonNode submitted) =>
        new([
            .. submitted["data"]!["components"]!
                .AsArray()
                .Select(part => part!["component"])
                .OfType<JsonObject>()
                .Select(field => (field["value"] ?? field["values"])!.DeepClone()),
        ]);

    private static Task<StageReply> TypeAsync(SmallStage stage) =>
        stage.Discord.CommandAsync("Ana", "#actions", "/story", new Dictionary<string, string>(), Cancelled);

    private static async Task<(SketchBot Bot, Task<StageReply> Reply, JsonNode Seen)> AskAsync(SmallStage stage)
    {
        var (bot, _) = await SketchBot.LogInAsync(stage);
        await stage.RegisterAsync("""[{"name":"story","description":"Story"}]""");
        var asking = TypeAsync(stage);
        return (bot, asking, await bot.ReadAsync("INTERACTION_CREATE"));
    }

    private static async Task<(SketchBot Bot, StageReply Form)> OpenFormAsync(SmallStage stage, string callback)
    {
        var (bot, asking, seen) = await AskAsync(stage);
        Assert.Equal((204, null), await stage.CallbackAsync(seen, callback));
        return (bot, await asking);
    }

    private static async Task<(StageReply Reply, JsonNode Seen)> SubmitAsync(
        SmallStage stage,
        SketchBot bot,
        StageReply form,
        params (string Field, string Value)[] values
    )
    {
        var submitting = stage.Discord.SubmitFormAsync(
            "Ana",
            form,
            values.ToDictionary(one => one.Field, one => one.Value),
            Cancelled
        );
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        await stage.CallbackAsync(seen, """{"type":4,"data":{"content":"Thank you","flags":64}}""");
        return (await submitting, seen);
    }

    private static async Task RefusedAsync(string said, Func<Task> act) =>
        Assert.Contains(said, (await Assert.ThrowsAsync<StageException>(act)).Message, StringComparison.Ordinal);
}
