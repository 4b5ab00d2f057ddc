using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>What no honest client sends: forged buttons, unknown commands, floods. Each is answered, and nothing comes of it.</summary>
public sealed class NonsenseJourneys : Journey
{
    public static TheoryData<string> ForgedButtons { get; } =
    [
        "pledge:A999:attend",
        "pledge:A1:withdrawn",
        "pledge:A1:call",
        "pledge:A1:bring",
        "bring:A1:99",
        "bring:A1:-1",
        "bring:A1:1",
        "bring:A999:1",
        "bring:",
        "take:A1",
        "take:A999",
        "take:",
        "mine:A999",
        "post:A1",
        "post:A999",
        "post:",
        "create",
        "edit:A1",
        "pledge:A1:",
        "pledge:A1",
        "pledge",
        "pledge::",
        "pledge:A-1:attend",
        "pledge:A99999999999999999999:attend",
        "pledge:A1:ATTEND",
        "undo:",
        "undo:A999",
        "remind:",
        "remind:A999",
        "remind:A1:extra:arguments",
        "action post:A1",
        "",
        ":",
        "::::::::",
        "\u0000\u202E@everyone",
        "xK9#mQ2$vL7!pR4%tW8^yU1&zB5*nC3(gH6)jF0_aS-dE+eD=qG~wM`iN[oP]lT{kV}uX|hY;rZ:bJ'cO\"sI<fA>1Q,2W.3E/4R?5",
    ];

    [Theory]
    [MemberData(nameof(ForgedButtons))]
    public async Task A_forged_button_is_answered_and_changes_no_number(string customId)
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        var reply = await stage.DeliverAsync("Ana", "#alerts", new Act.Press(ButtonId.Decode(customId)));

        var text = BotOnStage.TextOf(reply);
        Assert.InRange(text.Length, 1, 4000);
        Assert.DoesNotContain("Something went wrong", text, StringComparison.Ordinal);
        var tally = await stage.TallyAsync();
        Assert.Contains("0 people have pledged.", tally, StringComparison.Ordinal);
        Assert.Contains("Took their pledge back: 0", tally, StringComparison.Ordinal);
        Assert.Single(stage.Channel("#alerts"));
    }

    [Theory]
    [InlineData("Olga", "edit:A999", "There is no action with the code A999 here.")]
    [InlineData("Olga", "edit:", "There is no action with the code")]
    [InlineData("Olga", "edit", "There is no action with the code")]
    [InlineData("Olga", "edit:\u202E@everyone", "There is no action with the code")]
    [InlineData("Olga", "explode:A1", "To see what is possible: /help")]
    [InlineData("Olga", "pledge:A1:attend", "To see what is possible: /help")]
    [InlineData("Olga", "", "To see what is possible: /help")]
    [InlineData("Ana", "edit:A1", "This is for organizers.")]
    [InlineData("Ana", "create", "This is for organizers.")]
    [InlineData("Carmen", "edit:A1", "This is for organizers.")]
    public async Task A_forged_form_is_answered_and_changes_nothing(string person, string customId, string answer)
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        var fields = new Dictionary<string, string> { ["title"] = "Forged", ["when"] = "march 11 7pm" };

        var reply = await stage.DeliverAsync(
            person,
            "#organizers",
            new Act.Submit(ButtonId.Decode(customId), fields),
            "901"
        );

        var text = BotOnStage.TextOf(reply);
        Assert.Contains(answer, text, StringComparison.Ordinal);
        Assert.DoesNotContain("@everyone", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", text, StringComparison.Ordinal);
        Assert.Equal(alert.Text, Assert.Single(stage.Channel("#alerts")).Text);
        var actions = await stage.TypeAsync("Olga", "#organizers", "/actions");
        Assert.DoesNotContain("Forged", actions.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#alerts")]
    [InlineData("dm")]
    public async Task A_command_that_does_not_exist_points_to_help(string where)
    {
        var stage = await OpenStageAsync();

        var reply = await stage.DeliverAsync(
            "Ana",
            where,
            new Act.Command("action explode", new Dictionary<string, string>())
        );

        Assert.Contains("To see what is possible: /help", BotOnStage.TextOf(reply), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A1; drop table")]
    [InlineData("a")]
    [InlineData("-1")]
    [InlineData("A0")]
    [InlineData("@everyone **A1**")]
    [InlineData("\u202EA1")]
    public async Task An_action_code_that_means_nothing_is_repeated_harmlessly(string code)
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        foreach (var command in (string[])["/action post", "/action cancel", "/tally"])
        {
            var reply = await stage.TypeAsync(
                "Olga",
                "#organizers",
                command,
                new Dictionary<string, string> { ["action"] = code }
            );
            AssertEphemeral(reply);
            Assert.Contains("There is no action with the code", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("@everyone", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202E", reply.Text, StringComparison.Ordinal);
        }
        Assert.NotEmpty(Assert.Single(stage.Channel("#alerts")).Buttons);
    }

    [Fact]
    public async Task Ten_thousand_characters_as_code_button_language_or_half_typed_text_are_answered_in_a_line()
    {
        var stage = await OpenStageAsync();
        var flood = string.Concat(Enumerable.Repeat("@here ", 1_667));
        Act[] acts =
        [
            new Act.Command("action post", new Dictionary<string, string> { ["action"] = flood }),
            new Act.Command("tally", new Dictionary<string, string> { ["action"] = flood }),
            new Act.Command("language", new Dictionary<string, string> { ["language"] = flood }),
            new Act.Command(flood, new Dictionary<string, string>()),
            new Act.Press(ButtonId.Decode("pledge:" + flood)),
            new Act.Press(ButtonId.Decode(flood)),
        ];

        for (var number = 0; number < acts.Length; number++)
        {
            var reply = await stage.DeliverAsync("Olga", "#organizers", acts[number], $"{900 + number}");
            Assert.InRange(BotOnStage.TextOf(reply).Length, 1, 300);
        }
        var offered = await stage.DeliverAsync(
            "Olga",
            "#organizers",
            new Act.Complete("action create", "meeting", flood),
            "999"
        );
        Assert.Empty(Assert.IsType<Reply.Completions>(offered).Choices);
    }
}
