using System.Text.Json;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>What is written, to the letter.</summary>
public sealed class DiscordWritingTests
{
    [Fact]
    public void A_message_mentions_nobody_unless_told_to() =>
        AssertWrites(
            """{"content":"Hi","allowed_mentions":{"parse":[]}}""",
            new MessageBody { Content = "Hi" }.ToCreatePayload()
        );

    [Fact]
    public void A_nonce_is_enforced_where_Discord_knows_one_and_left_out_elsewhere()
    {
        var body = new MessageBody { Content = "Hi", Nonce = "n1" };
        AssertWrites(
            """{"content":"Hi","nonce":"n1","enforce_nonce":true,"allowed_mentions":{"parse":[]}}""",
            body.ToCreatePayload()
        );
        AssertWrites("""{"content":"Hi","allowed_mentions":{"parse":[]}}""", body.ToEditPayload());
        AssertWrites("""{"content":"Hi","allowed_mentions":{"parse":[]}}""", body.ToWebhookPayload());
    }

    [Fact]
    public void Every_component_carries_its_number_however_deep()
    {
        var body = new MessageBody
        {
            Flags = MessageFlags.ComponentsV2,
            Components =
            [
                new Container(
                    [
                        new TextDisplay("# Council meeting"),
                        new Section(
                            [new TextDisplay("Thursday")],
                            new Thumbnail(new MediaReference("attachment://map.png"), "A map")
                        ),
                        new MediaGallery([new MediaGalleryItem(new MediaReference("attachment://a.png"), "A chart")]),
                        new FileComponent(new MediaReference("attachment://a.csv")),
                        new Separator(Divider: true, Spacing: 2),
                        new ActionRow(
                            new Button
                            {
                                Style = ButtonStyle.Success,
                                Label = "I'll be there",
                                CustomId = "pledge:1",
                                Emoji = new Emoji("✋"),
                            }
                        ),
                    ],
                    AccentColor: 0x00ff00
                ),
            ],
        };

        AssertWrites(
            """
            {"components":[{"type":17,"accent_color":65280,"components":[
              {"type":10,"content":"# Council meeting"},
              {"type":9,"components":[{"type":10,"content":"Thursday"}],
               "accessory":{"type":11,"media":{"url":"attachment://map.png"},"description":"A map"}},
              {"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"A chart"}]},
              {"type":13,"file":{"url":"attachment://a.csv"}},
              {"type":14,"divider":true,"spacing":2},
              {"type":1,"components":[{"type":2,"style":3,"label":"I'll be there","emoji":{"name":"✋"},"custom_id":"pledge:1"}]}]}],
             "flags":32768,"allowed_mentions":{"parse":[]}}
            """,
            body.ToCreatePayload()
        );
    }

    [Fact]
    public void Turning_a_plain_message_into_components_empties_its_content()
    {
        var body = new MessageBody
        {
            Flags = MessageFlags.ComponentsV2,
            Components = [new TextDisplay("New")],
            ReplacesPlainContent = true,
        };

        AssertWrites(
            """
            {"content":null,"embeds":[],"components":[{"type":10,"content":"New"}],"flags":32768,"allowed_mentions":{"parse":[]}}
            """,
            body.ToEditPayload()
        );
    }

    [Fact]
    public void A_deferred_message_carries_no_flag_but_ephemeral()
    {
        AssertWrites(
            """{"type":5,"data":{"flags":64}}""",
            InteractionResponse.DeferMessage(ephemeral: true).ToPayload()
        );
        AssertWrites("""{"type":5}""", InteractionResponse.DeferMessage(ephemeral: false).ToPayload());
        AssertWrites("""{"type":6}""", InteractionResponse.DeferUpdate().ToPayload());
    }

    [Fact]
    public void Answers_with_a_message()
    {
        var body = new MessageBody { Content = "Thank you", Flags = MessageFlags.Ephemeral };
        const string Data = """{"content":"Thank you","flags":64,"allowed_mentions":{"parse":[]}}""";
        AssertWrites($$"""{"type":4,"data":{{Data}}}""", InteractionResponse.Message(body).ToPayload());
        AssertWrites($$"""{"type":7,"data":{{Data}}}""", InteractionResponse.Update(body).ToPayload());
    }

    [Fact]
    public void Suggests_no_more_than_25()
    {
        var many = Enumerable.Range(0, 30).Select(n => new CommandChoice($"no. {n}", n)).ToList();

        var payload = InteractionResponse.Autocomplete(many).ToPayload();

        Assert.Equal(25, payload.Data?.Choices?.Count);
        AssertWrites("""{"type":8,"data":{"choices":[]}}""", InteractionResponse.Autocomplete([]).ToPayload());
        AssertWrites(
            """{"type":8,"data":{"choices":[{"name":"Council","value":"c-1"}]}}""",
            InteractionResponse.Autocomplete([new CommandChoice("Council", "c-1")]).ToPayload()
        );
    }

    [Fact]
    public void Opens_a_form()
    {
        var form = new Modal(
            "testimony:1",
            "Your testimony",
            [
                new Label(
                    "What will you say?",
                    new TextInput
                    {
                        CustomId = "text",
                        Style = TextInputStyle.Paragraph,
                        MaxLength = 1000,
                        Required = true,
                    },
                    "Two minutes at most"
                ),
                new Label(
                    "How?",
                    new RadioGroup("how", [new SelectOption("In person", "in"), new SelectOption("By phone", "by")])
                ),
                new Label("Agreed?", new Checkbox("ok")),
            ]
        );

        AssertWrites(
            """
            {"type":9,"data":{"custom_id":"testimony:1","title":"Your testimony","components":[
              {"type":18,"label":"What will you say?","description":"Two minutes at most",
               "component":{"type":4,"custom_id":"text","style":2,"max_length":1000,"required":true}},
              {"type":18,"label":"How?","component":{"type":21,"custom_id":"how",
               "options":[{"label":"In person","value":"in"},{"label":"By phone","value":"by"}]}},
              {"type":18,"label":"Agreed?","component":{"type":23,"custom_id":"ok"}}]}}
            """,
            InteractionResponse.Modal(form).ToPayload()
        );
    }

    [Fact]
    public void A_command_with_its_languages_and_limits()
    {
        AssertWrites(
            """
            [{"name":"pledge","description":"Say that you will come","name_localizations":{"es-419":"comprometerse"},
              "default_member_permissions":"0","contexts":[0,1],"integration_types":[0],"type":1,
              "options":[{"type":4,"name":"seats","description":"How many","required":true,"min_value":1,"max_value":20},
                         {"type":3,"name":"action","description":"Which","autocomplete":true}]}]
            """,
            new[] { Command }
        );
    }

    [Fact]
    public void The_fingerprint_changes_with_the_definition_and_only_then()
    {
        Assert.Equal(ApplicationCommand.Fingerprint([Command]), ApplicationCommand.Fingerprint([Command with { }]));
        Assert.NotEqual(
            ApplicationCommand.Fingerprint([Command]),
            ApplicationCommand.Fingerprint([Command with { Description = "Say that you come" }])
        );
    }

    [Theory]
    [InlineData("chart 1.png")]
    [InlineData("a\"b.png")]
    [InlineData("../a.png")]
    [InlineData("")]
    public void A_file_name_that_Discord_would_change_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new FileAttachment(name, "image/png", new byte[] { 1 }));

    private static ApplicationCommand Command { get; } =
        new()
        {
            Name = "pledge",
            Description = "Say that you will come",
            NameLocalizations = new Dictionary<string, string>(StringComparer.Ordinal) { ["es-419"] = "comprometerse" },
            DefaultMemberPermissions = "0",
            Contexts = [InteractionContext.Guild, InteractionContext.BotDirectMessage],
            IntegrationTypes = [0],
            Options =
            [
                new ApplicationCommandOption
                {
                    Type = ApplicationCommandOptionType.Integer,
                    Name = "seats",
                    Description = "How many",
                    Required = true,
                    MinValue = 1,
                    MaxValue = 20,
                },
                new ApplicationCommandOption
                {
                    Type = ApplicationCommandOptionType.String,
                    Name = "action",
                    Description = "Which",
                    Autocomplete = true,
                },
            ],
        };

    /// <summary>Compares by meaning: the order of fields and the escaping of letters do not matter.</summary>
    private static void AssertWrites<T>(string expected, T value)
    {
        var type = value is ApplicationCommand[] ? typeof(IReadOnlyList<ApplicationCommand>) : typeof(T);
        var written = JsonSerializer.SerializeToElement(value, type, DiscordJson.Default);
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, written),
            $"Expected {expected}\nbut wrote {written.GetRawText()}"
        );
    }
}
