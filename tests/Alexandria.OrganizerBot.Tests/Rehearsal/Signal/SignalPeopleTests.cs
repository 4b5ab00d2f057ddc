using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>People do what people do on Signal, a bot of a few lines answers, and they see what it said.</summary>
public sealed class SignalPeopleTests
{
    private static readonly Dictionary<string, string> None = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_is_typed_with_a_mark_in_a_group_and_without_in_private()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync(EchoAsync);
        var options = new Dictionary<string, string>
        {
            ["title"] = "Budget night",
            ["place"] = "Now: or never",
            ["link"] = "https://example.org",
        };

        var inGroup = await stage.Signal.CommandAsync("Ana", "#neighbors", "/action create", options, Cancelled);
        var inPrivate = await stage.Signal.CommandAsync("Ana", "dm", "/mine", None, Cancelled);

        Assert.Equal(
            (
                StageReplyKind.Public,
                "echo !action create title:Budget night place:\"Now: or never\" link:https://example.org"
            ),
            (inGroup.Kind, inGroup.Text)
        );
        Assert.Equal((StageReplyKind.Ephemeral, "echo mine"), (inPrivate.Kind, inPrivate.Text));
        Assert.Contains(stage.Transcript.Entries, entry => entry is { Direction: "in", Kind: "command", Who: "Ana" });
        Assert.Contains(stage.Transcript.Entries, entry => entry is { Direction: "out", Kind: "answer", Who: "Ana" });
        Assert.DoesNotContain(stage.Transcript.Entries, entry => entry is { Direction: "out", Kind: "dm" });
    }

    [Fact]
    public async Task What_the_bot_offers_by_number_is_pressed_by_its_label()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync(EchoAsync);
        await bot.CallAsync(
            "send",
            $$"""{"groupId":"{{SmallSignal.Neighbors}}","message":"Council meeting\n\n1 I will attend\n2 I will speak"}"""
        );
        var alert = Assert.Single(stage.Signal.Messages("#neighbors", "Ben"));
        Assert.Equal(
            ["1 I will attend", "2 I will speak"],
            alert.Buttons.Select(button => $"{button.Id} {button.Label}")
        );

        var reply = await stage.Signal.PressAsync("Ben", alert, "I will speak", Cancelled);

        Assert.Equal("echo 2", reply.Text);
        var quote = bot.Envelopes.Single(envelope => envelope["dataMessage"]?["quote"] is not null)["dataMessage"]![
            "quote"
        ]!;
        Assert.Equal(
            (stage.Signal.BotAci, alert.Id.Split(':')[1]),
            ((string?)quote["authorUuid"], quote["id"]!.ToString())
        );
        var mistake = await Assert.ThrowsAsync<StageException>(() =>
            stage.Signal.PressAsync("Ben", alert, "Dance", Cancelled)
        );
        Assert.Contains("1 I will attend, 2 I will speak", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_private_a_number_means_the_newest_offer_and_an_older_one_is_quoted()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);
        foreach (var title in new[] { "older", "newer" })
            await bot.CallAsync(
                "send",
                $$"""{"recipient":"{{stage.Signal.IdOf("Ana")}}","message":"{{title}}\n1 Yes"}"""
            );
        var offers = stage.Signal.Messages("dm", "Ana");

        await stage.Signal.PressAsync("Ana", offers[1], "Yes", Cancelled);
        await stage.Signal.PressAsync("Ana", offers[0], "Yes", Cancelled);

        Assert.Equal(
            [null, "older\n1 Yes"],
            bot.Envelopes.Select(envelope => (string?)envelope["dataMessage"]!["quote"]?["text"])
        );
    }

    [Fact]
    public async Task Many_act_at_once_and_each_sees_their_own_answer()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync(
            (bot, envelope) =>
                bot.ReplyAsync(
                    envelope,
                    $"to {envelope["sourceName"]}",
                    $$""","quoteTimestamp":{{envelope["timestamp"]}},"quoteAuthor":"{{envelope["sourceUuid"]}}","quoteMessage":"x" """
                )
        );

        var replies = await Task.WhenAll(
            stage.Signal.TypeAsync("Ana", "#neighbors", "!a", Cancelled),
            stage.Signal.TypeAsync("Ben", "#neighbors", "!b", Cancelled)
        );

        Assert.Equal(["to Ana", "to Ben"], replies.Select(reply => reply.Text));
        Assert.Equal(["!a", "!b"], replies.Select(reply => stage.Signal.Quoted(reply.Message!)));
    }

    [Fact]
    public async Task Silence_a_reaction_and_a_private_answer_are_told_apart()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync(
            (bot, envelope) =>
                (string?)envelope["dataMessage"]?["message"] switch
                {
                    "react" => bot.CallAsync(
                        "sendReaction",
                        $$"""{"groupId":"{{SmallSignal.Neighbors}}","emoji":"✅","targetAuthor":"{{envelope["sourceUuid"]}}","targetTimestamp":{{envelope["timestamp"]}}}"""
                    ),
                    "private" => bot.CallAsync(
                        "send",
                        $$"""{"recipient":"{{envelope["sourceUuid"]}}","message":"only you"}"""
                    ),
                    _ => Task.CompletedTask,
                }
        );

        var silence = await stage.Signal.TypeAsync("Ana", "#neighbors", "good morning", Cancelled);
        var reaction = await stage.Signal.TypeAsync("Ana", "#neighbors", "react", Cancelled);
        var inPrivate = await stage.Signal.TypeAsync("Ana", "#neighbors", "private", Cancelled);

        Assert.Equal((StageReplyKind.None, ""), (silence.Kind, silence.Text));
        Assert.Equal((StageReplyKind.Reacted, "✅"), (reaction.Kind, Assert.Single(reaction.Reactions)));
        Assert.Equal(
            (StageReplyKind.Ephemeral, "only you", "dm:Ana"),
            (inPrivate.Kind, inPrivate.Text, inPrivate.Message!.Where)
        );
    }

    [Fact]
    public async Task An_answer_may_change_the_alert()
    {
        await using var stage = await SmallSignal.OpenAsync();
        long alert = 0;
        using var bot = await stage.BotAsync(
            (bot, envelope) => bot.ReplyAsync(envelope, "1 comes", $$""","editTimestamp":{{alert}}""")
        );
        alert = (long)
            (await bot.CallAsync("send", $$"""{"groupId":"{{SmallSignal.Neighbors}}","message":"nobody"}"""))[
                "result"
            ]!["timestamp"]!;

        var reply = await stage.Signal.ReactAsync(
            "Ana",
            stage.Signal.Messages("#neighbors")[0],
            "👍",
            remove: false,
            Cancelled
        );

        Assert.Equal((StageReplyKind.Updated, "1 comes"), (reply.Kind, reply.Text));
    }

    [Fact]
    public async Task People_vote_and_vote_again()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);
        var created = await bot.CallAsync(
            "sendPollCreate",
            $$"""{"groupId":"{{SmallSignal.Neighbors}}","question":"Coming?","option":["Yes","No"],"noMulti":true}"""
        );
        var poll = Assert.Single(stage.Signal.Messages("#neighbors"));
        Assert.Equal(["Yes", "No"], Assert.Single(poll.Selects).Options);

        await stage.Signal.VoteAsync("Ana", poll, ["No"], Cancelled);
        await stage.Signal.VoteAsync("Ana", poll, ["Yes"], Cancelled);

        var votes = bot.Envelopes.Select(envelope => envelope["dataMessage"]!["pollVote"]!).ToList();
        Assert.Equal(["[1]", "[0]"], votes.Select(vote => vote["optionIndexes"]!.ToJsonString()));
        Assert.Equal([1, 2], votes.Select(vote => (int)vote["voteCount"]!));
        Assert.Equal(["Yes"], stage.Signal.Votes(poll)["Ana"]);
        await Assert.ThrowsAsync<StageException>(() => stage.Signal.VoteAsync("Ana", poll, ["Yes", "No"], Cancelled));
        await Assert.ThrowsAsync<StageException>(() => stage.Signal.VoteAsync("Ana", poll, ["Maybe"], Cancelled));
        await bot.CallAsync(
            "sendPollTerminate",
            $$"""{"groupId":"{{SmallSignal.Neighbors}}","pollTimestamp":{{created["result"]!["timestamp"]}}}"""
        );
        await Assert.ThrowsAsync<StageException>(() => stage.Signal.VoteAsync("Ben", poll, ["Yes"], Cancelled));
    }

    [Fact]
    public async Task People_change_and_delete_their_own_messages_and_nobody_elses()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);
        await stage.Signal.TypeAsync("Ana", "#neighbors", "!mine", Cancelled);
        var message = Assert.Single(stage.Signal.Messages("#neighbors"));

        await stage.Signal.EditAsync("Ana", message, "!help", Cancelled);
        await stage.Signal.EditAsync("Ana", message, "!stop", Cancelled);
        await Assert.ThrowsAsync<StageException>(() => stage.Signal.DeleteAsync("Ben", message, Cancelled));
        await stage.Signal.DeleteAsync("Ana", message, Cancelled);

        var original = message.Id.Split(':')[1];
        Assert.Equal(
            [original, original],
            bot.Envelopes.Select(envelope => envelope["editMessage"])
                .OfType<JsonNode>()
                .Select(edit => edit["targetSentTimestamp"]!.ToString())
        );
        Assert.Equal(original, bot.Envelopes[^1]["dataMessage"]!["remoteDelete"]!["timestamp"]!.ToString());
        Assert.Empty(stage.Signal.Messages("#neighbors"));
    }

    [Fact]
    public async Task The_bot_is_addressed_by_name()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);

        await stage.Signal.MentionAsync("Ana", "#neighbors", "tally", Cancelled);

        var data = Assert.Single(bot.Envelopes)["dataMessage"]!;
        Assert.Equal("\uFFFC tally", (string?)data["message"]);
        Assert.Equal(stage.Signal.BotAci, (string?)data["mentions"]![0]!["uuid"]);
        Assert.Equal("@OrganizerBot tally", Assert.Single(stage.Signal.Messages("#neighbors")).Text);
    }

    [Fact]
    public async Task People_come_and_go_and_set_timers()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);

        await stage.Signal.JoinAsync("Open", "#neighbors", Cancelled);
        await stage.Signal.LeaveAsync("Ben", "#neighbors", Cancelled);
        await stage.Signal.RenameGroupAsync("Ana", "#neighbors", "Renamed", Cancelled);
        await stage.Signal.SetTimerAsync("Ana", "#neighbors", TimeSpan.FromHours(1), Cancelled);
        await stage.Signal.SetTimerAsync("Ana", "dm", TimeSpan.FromHours(2), Cancelled);
        await stage.Signal.AddBotAsync("Ben", "#elsewhere", Cancelled);
        await stage.Signal.RemoveBotAsync("Ana", "#neighbors", Cancelled);

        Assert.Equal(
            ["UPDATE", "UPDATE", "UPDATE", "UPDATE", null, "UPDATE", "UPDATE"],
            bot.Envelopes.Select(envelope => (string?)envelope["dataMessage"]!["groupInfo"]?["type"])
        );
        Assert.Equal(7200, (int)bot.Envelopes[4]["dataMessage"]!["expiresInSeconds"]!);
        Assert.True((bool)bot.Envelopes[4]["dataMessage"]!["isExpirationUpdate"]!);
        await Assert.ThrowsAsync<StageException>(() => stage.Signal.TypeAsync("Ben", "#neighbors", "x", Cancelled));
        var groups = (await bot.CallAsync("listGroups", "{}"))["result"]!.AsArray();
        Assert.Equal(
            [("Renamed", false, 3600), ("elsewhere", true, 0)],
            groups.Select(group =>
                ((string)group!["name"]!, (bool)group["isMember"]!, (int)group["messageExpirationTime"]!)
            )
        );
    }

    [Fact]
    public async Task A_hundred_kilobytes_arrive_whole()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);

        await stage.Signal.TypeAsync("Ana", "dm", new string('ñ', 50_000), Cancelled);

        var data = Assert.Single(bot.Envelopes)["dataMessage"]!;
        Assert.Equal(50_000, ((string)data["message"]!).Length);
        Assert.Equal(100_000, (int)data["attachments"]![0]!["size"]!);
    }

    [Fact]
    public async Task An_older_daemon_cuts_a_long_text()
    {
        await using var stage = await SmallSignal.OpenAsync(
            SmallSignal.Quiet with
            {
                Version = new Version(0, 13, 24),
            }
        );
        using var bot = await stage.BotAsync((_, _) => Task.CompletedTask);

        await stage.Signal.TypeAsync("Ana", "dm", new string('ñ', 1500), Cancelled);

        Assert.Equal(1000, ((string)Assert.Single(bot.Envelopes)["dataMessage"]!["message"]!).Length);
    }

    [Theory]
    [InlineData("OnDiscord", "dm", "not on Signal")]
    [InlineData("Ana", "#elsewhere", "not in #elsewhere")]
    [InlineData("Ana", "#nowhere", "no place #nowhere")]
    public async Task What_a_person_cannot_do_is_said(string who, string where, string said)
    {
        await using var stage = await SmallSignal.OpenAsync();

        var mistake = await Assert.ThrowsAsync<StageException>(() =>
            stage.Signal.TypeAsync(who, where, "x", Cancelled)
        );

        Assert.Contains(said, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bot_counts_as_connected_once_it_listens()
    {
        await using var stage = await SmallSignal.OpenAsync();
        var connected = stage.Signal.BotConnectedAsync(Cancelled);
        using var client = await stage.ConnectAsync();
        await client.ResultAsync("version", "{}");
        Assert.False(connected.IsCompleted);

        await client.ResultAsync("subscribeReceive", "{}");

        await connected;
    }

    private static Task EchoAsync(SketchSignalBot bot, JsonNode envelope) =>
        (string?)envelope["dataMessage"]?["message"] is { } text
            ? bot.ReplyAsync(envelope, $"echo {text}")
            : Task.CompletedTask;
}
