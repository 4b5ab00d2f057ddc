using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>
/// Whatever arrives from Signal gets a short answer that helps, or a silence with a reason; nothing stops the bot listening.
/// </summary>
public sealed class SignalNonsenseJourneys : Journey
{
    private const string Group = "#neighbors";
    private const int LongestAnswer = 400;

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("A99 1", "A99")]
    [InlineData("A1 9", "not in the list")]
    [InlineData("A1 \u202E1\u202C hello", "did not understand")]
    [InlineData("\u2066\u202E\u200F", "did not understand")]
    [InlineData("/action post A1", "No campaign is at home here")]
    [InlineData("link", "code")]
    [InlineData("link 🙂", "not valid")]
    [InlineData("what is the weather like?", "did not understand")]
    public async Task In_private_it_gets_one_short_answer(string text, string helps)
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        var answer = await stage.Signal.TypeAsync("Sam", "dm", text, Cancelled);

        Assert.Contains(helps, answer.Text, StringComparison.Ordinal);
        Assert.InRange(answer.Text.Length, 1, LongestAnswer);
        Assert.Contains("Will attend: 0", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("١")]
    [InlineData("۱")]
    [InlineData("१")]
    [InlineData("１")]
    [InlineData("1️⃣")]
    [InlineData("A1 ១")]
    public async Task A_number_is_a_number_in_any_script(string text)
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        await stage.Signal.TypeAsync("Sam", "dm", text, Cancelled);

        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_text_of_100_kB_is_not_repeated_to_anybody()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        var text = new string('x', 100_000);

        var inPrivate = await stage.Signal.TypeAsync("Sam", "dm", text, Cancelled);
        var inGroup = await stage.Signal.TypeAsync("Sam", Group, "!" + text, Cancelled);

        Assert.InRange(inPrivate.Text.Length, 1, LongestAnswer);
        Assert.InRange(inGroup.Text.Length, 1, LongestAnswer);
        Assert.All(
            stage.Signal.Calls.Where(call => call.Method == "send"),
            call => Assert.InRange(call.Params.Length, 1, 5_000)
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_group_that_no_campaign_knows_hears_one_sentence_where_it_asks_and_else_nothing()
    {
        var plan = Neighbors.OnBothNetworks();
        var stage = await OpenStageAsync(
            plan with
            {
                Groups = [.. plan.Groups, new StageGroup("knitting", "a25pdHRpbmctZ3JvdXAtb2YtdGhlLXRlc3RzLTAwMDE=")],
                People = [.. plan.People, new StagePerson("Kim", []) { Networks = ["signal"], Groups = ["knitting"] }],
            }
        );
        await stage.PostAHearingAsync();

        var talk = await stage.Signal.TypeAsync("Kim", "#knitting", "yes", Cancelled);
        var asked = await stage.Signal.TypeAsync("Kim", "#knitting", "!A1 1", Cancelled);

        Assert.Equal(StageReplyKind.None, talk.Kind);
        Assert.InRange(asked.Text.Length, 1, LongestAnswer);
        Assert.DoesNotContain("Public hearing", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Alexandria", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 0", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Who_names_the_bot_in_a_group_speaks_to_it()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        var named = await stage.Signal.MentionAsync("Sam", Group, "A1 1", Cancelled);

        Assert.Equal(["✅"], named.Reactions);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_reaction_to_somebody_elses_message_and_a_quote_of_one_are_talk()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        await stage.Signal.TypeAsync("Sam", Group, "I will bring cake", Cancelled);
        var cake = stage.Signal.Messages(Group)[^1];

        var reacted = await stage.Signal.ReactAsync("Tea", cake, "👍", remove: false, Cancelled);
        var quoted = await stage.Signal.QuoteAsync("Uri", cake, "1", Cancelled);

        Assert.Equal([StageReplyKind.None, StageReplyKind.None], [reacted.Kind, quoted.Kind]);
        Assert.Contains("Will attend: 0", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_forged_quote_answers_only_what_it_names_and_never_for_somebody_else()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        var alert = long.Parse(
            stage.Signal.Messages(Group)[0].Id.Split(':')[^1],
            System.Globalization.CultureInfo.InvariantCulture
        );

        // The alert's moment with another author, and the bot as author of a message that it never wrote.
        await SayAsync(1, Quote(stage.Signal.IdOf("Tea"), alert));
        await SayAsync(2, Quote(stage.Signal.BotAci, alert - 1));
        await SayAsync(3, Quote(stage.Signal.BotAci, long.MinValue));
        Assert.Contains("Will attend: 0", await stage.TallyAsync(), StringComparison.Ordinal);

        // Whose words stand in the quote does not matter: the message that it names does.
        await SayAsync(4, Quote(stage.Signal.BotAci, alert));
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);

        async Task SayAsync(int moment, JsonObject quote)
        {
            stage.Signal.Inject(
                new StageFault.Frame(
                    SignalLines.Received(
                        stage.Signal,
                        "Sam",
                        1_772_370_000_000 + moment,
                        new JsonObject
                        {
                            ["message"] = "1",
                            ["quote"] = quote,
                            ["groupInfo"] = new JsonObject
                            {
                                ["groupId"] = Neighbors.MembersGroup,
                                ["type"] = "DELIVER",
                            },
                        }
                    )
                )
            );
            await stage.SettleAsync();
        }

        static JsonObject Quote(string author, long moment) =>
            new()
            {
                ["id"] = moment,
                ["author"] = author,
                ["authorUuid"] = author,
                ["text"] = "Everybody has said yes already",
            };
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Two_people_who_write_in_the_same_millisecond_are_two()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        foreach (var person in (string[])["Sam", "Uri"])
            stage.Signal.Inject(
                new StageFault.Frame(SignalLines.Received(stage.Signal, person, 1_772_370_000_000, "A1 1"))
            );
        await stage.SettleAsync();

        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Who_has_left_the_group_is_nobody_there_and_still_a_person_in_private()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        await stage.Signal.LeaveAsync("Sol", "#organizers-group", Cancelled);

        stage.Signal.Inject(
            new StageFault.Frame(
                SignalLines.Received(
                    stage.Signal,
                    "Sol",
                    1_772_370_000_000,
                    new JsonObject
                    {
                        ["message"] = "!action cancel A1",
                        ["groupInfo"] = new JsonObject
                        {
                            ["groupId"] = Neighbors.OrganizersGroup,
                            ["type"] = "DELIVER",
                        },
                    }
                )
            )
        );
        await stage.SettleAsync();
        var inPrivate = await stage.Signal.TypeAsync("Sol", "dm", "A1 1", Cancelled);

        Assert.Contains("Thank you", inPrivate.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            stage.Signal.Messages(Group),
            message => message.Text.Contains("cancelled", StringComparison.Ordinal)
        );
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("this is no JSON")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"jsonrpc\":\"2.0\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"receive\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"receive\",\"params\":{\"result\":{\"envelope\":[]}}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"receive\",\"params\":{\"envelope\":{\"sourceUuid\":17}}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"newMethodOfNextYear\",\"params\":{\"a\":1}}")]
    public async Task A_frame_that_is_none_is_passed_over(string line)
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        stage.Signal.Inject(new StageFault.Frame(line));
        var answer = await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);

        Assert.Contains("Thank you", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>
    /// Envelopes as people's apps send them, with parts taken away, doubled and exchanged for what does not belong there: the
    /// same ones at each run.
    /// </summary>
    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_flood_of_spoilt_envelopes_stops_nothing_and_breaks_nothing(int seed)
    {
        const int envelopes = 200;
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        var chance = new Random(seed);

        for (var number = 0; number < envelopes; number++)
            stage.Signal.Inject(
                new StageFault.Frame(SignalLines.Received(stage.Signal, Spoil(Envelope(stage, chance, number), chance)))
            );
        await stage.SettleAsync();
        // So much in a moment is not answered any more; a minute later everything is.
        await stage.AdvanceByAsync(Duration.FromMinutes(1));
        var answer = await stage.Signal.TypeAsync("Sam", "dm", "help", Cancelled);

        Assert.Contains("/", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Log, record => record.Level >= LogLevel.Error);
        Assert.DoesNotContain(
            stage.Signal.Messages("dm", "Sam"),
            message => message.Text.Contains("went wrong", StringComparison.Ordinal)
        );
    }

    private static JsonObject Envelope(BotOnStage stage, Random chance, int number)
    {
        var moment = 1_772_370_000_000 + number;
        string[] texts =
        [
            "1",
            "A1 1",
            "!help",
            "link AAAA",
            "reminders on",
            "yes",
            "\uFFFC",
            "¡ayuda!",
            "A1 2",
            "undo",
        ];
        var data = new JsonObject
        {
            ["timestamp"] = moment,
            ["message"] = texts[chance.Next(texts.Length)],
            ["expiresInSeconds"] = chance.Next(2) * 3600,
        };
        if (chance.Next(2) == 0)
            data["groupInfo"] = new JsonObject { ["groupId"] = Neighbors.MembersGroup, ["type"] = "DELIVER" };
        switch (chance.Next(6))
        {
            case 0:
                data["quote"] = new JsonObject
                {
                    ["id"] = moment - chance.Next(1000),
                    ["authorUuid"] = stage.Signal.BotAci,
                    ["text"] = "?",
                };
                break;
            case 1:
                data["reaction"] = new JsonObject
                {
                    ["emoji"] = "👍",
                    ["targetAuthorUuid"] = stage.Signal.BotAci,
                    ["targetSentTimestamp"] = moment,
                    ["isRemove"] = chance.Next(2) == 0,
                };
                break;
            case 2:
                data["remoteDelete"] = new JsonObject { ["timestamp"] = moment - 1 };
                break;
            case 3:
                data["mentions"] = new JsonArray(
                    new JsonObject
                    {
                        ["uuid"] = stage.Signal.BotAci,
                        ["start"] = 0,
                        ["length"] = 1,
                    }
                );
                break;
            case 4:
                data["pollVote"] = new JsonObject
                {
                    ["authorUuid"] = stage.Signal.BotAci,
                    ["targetSentTimestamp"] = moment,
                    ["optionIndexes"] = new JsonArray(0, 1),
                    ["voteCount"] = 1,
                };
                break;
            default:
                break;
        }
        string[] people = ["Sam", "Tea", "Uri", "Sol"];
        var envelope = new JsonObject
        {
            ["sourceUuid"] = stage.Signal.IdOf(people[chance.Next(people.Length)]),
            ["timestamp"] = moment,
        };
        if (chance.Next(5) == 0)
            envelope["editMessage"] = new JsonObject { ["targetSentTimestamp"] = moment - 1, ["dataMessage"] = data };
        else
            envelope["dataMessage"] = data;
        return envelope;
    }

    /// <summary>One to three members, wherever they stand, become something else.</summary>
    private static JsonObject Spoil(JsonObject envelope, Random chance)
    {
        for (var times = chance.Next(1, 4); times > 0; times--)
        {
            var inside = envelope;
            while (
                chance.Next(3) > 0
                && inside.Select(member => member.Value).OfType<JsonObject>().ToList() is { Count: > 0 } deeper
            )
                inside = deeper[chance.Next(deeper.Count)];
            if (inside.Count == 0)
                continue;
            var name = inside.ElementAt(chance.Next(inside.Count)).Key;
            JsonNode? other = chance.Next(9) switch
            {
                0 => null,
                1 => JsonValue.Create(long.MaxValue),
                2 => JsonValue.Create(-1),
                3 => JsonValue.Create("\u202E\u0000\uD83D\uDE00 x"),
                4 => JsonValue.Create(new string('9', 5_000)),
                5 => new JsonArray(1, "two", new JsonObject()),
                6 => new JsonObject { ["timestamp"] = "yesterday" },
                7 => JsonValue.Create(1.5e300),
                _ => JsonValue.Create(true),
            };
            inside[name] = other;
        }
        return envelope;
    }
}
