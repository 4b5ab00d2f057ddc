using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>Threads, pins and polls, asked with a plain HTTP client.</summary>
public sealed class StageThreadsTests
{
    private const long Guilds = 1;
    private static readonly string Messages = $"channels/{SmallStage.ActionsId}/messages";
    private static readonly string Threads = $"channels/{SmallStage.ActionsId}/threads";

    [Fact]
    public async Task A_message_gets_one_thread_which_takes_its_id_and_messages_of_its_own()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, _) = await SketchBot.LogInAsync(stage, Guilds);
        var message = await PostAsync(stage, Messages, "Council tonight");
        var path = $"{Messages}/{message}/threads";
        var thread = await stage.DoneAsync(HttpMethod.Post, path, """{"name":"Carpool","auto_archive_duration":60}""");
        Assert.Equal((message, 11, "Carpool"), ((string?)thread["id"], (int?)thread["type"], (string?)thread["name"]));
        Assert.Equal(60, (int?)thread["thread_metadata"]!["auto_archive_duration"]);
        var told = await bot.ReadAsync("THREAD_CREATE");
        Assert.Equal((message, true), ((string?)told["id"], (bool?)told["newly_created"]));

        Assert.Equal((400, 160004), await stage.CodeAsync(HttpMethod.Post, path, """{"name":"Again"}"""));
        await PostAsync(stage, $"channels/{message}/messages", "Two seats");
        Assert.Equal("Two seats", Assert.Single(stage.Discord.Messages("#actions/Carpool")).Text);
        Assert.Equal("Council tonight", Assert.Single(stage.Discord.Messages("#actions")).Text);
        var seen = await stage.DoneAsync(HttpMethod.Get, $"{Messages}/{message}");
        Assert.Equal(("Carpool", 32), ((string?)seen["thread"]!["name"], (int?)seen["flags"]));
        Assert.Throws<StageException>(() => stage.Discord.Messages("#actions/Elsewhere"));
        Assert.Equal(
            (400, 50024),
            await stage.CodeAsync(HttpMethod.Post, $"channels/{message}/threads", """{"name":"In it"}""")
        );
        Assert.Contains(stage.Transcript.Entries, entry => entry is { Kind: "thread", Where: "#actions/Carpool" });
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"a","auto_archive_duration":61}""", "auto_archive_duration")]
    [InlineData("""{"name":"a","type":10}""", "type")]
    public async Task A_bad_thread_is_refused(string body, string at)
    {
        var mayAll = SmallStage.Patient with { BotPermissions = DiscordPermissions.All };
        await using var stage = await SmallStage.OpenAsync(mayAll);
        var (status, answer, _) = await stage.SendAsync(HttpMethod.Post, Threads, body);
        Assert.Equal((400, 50035), (status, (int?)answer!["code"]));
        Assert.NotNull(answer["errors"]![at]!["_errors"]);
    }

    [Theory]
    [InlineData(DiscordPermissions.CreatePublicThreads, """{"name":"a","type":11}""")]
    [InlineData(DiscordPermissions.CreatePrivateThreads, """{"name":"a"}""")]
    public async Task Threads_need_their_own_permissions(ulong missing, string body)
    {
        var options = SmallStage.Patient with { BotPermissions = DiscordPermissions.Bot & ~missing };
        await using var stage = await SmallStage.OpenAsync(
            options with
            {
                EveryonePermissions = DiscordPermissions.Member & ~missing,
            }
        );
        Assert.Equal((403, 50013), await stage.CodeAsync(HttpMethod.Post, Threads, body));
    }

    [Fact]
    public async Task Writing_in_threads_is_another_permission_than_writing_in_channels()
    {
        const ulong inThreads = DiscordPermissions.SendMessagesInThreads;
        await using var stage = await SmallStage.OpenAsync(
            SmallStage.Patient with
            {
                BotPermissions = DiscordPermissions.Bot & ~inThreads,
                EveryonePermissions = DiscordPermissions.Member & ~inThreads,
            }
        );
        var thread = await stage.DoneAsync(HttpMethod.Post, Threads, """{"name":"Carpool","type":11}""");
        Assert.Equal(
            (403, 50013),
            await stage.CodeAsync(HttpMethod.Post, $"channels/{thread["id"]}/messages", """{"content":"a"}""")
        );
        Assert.Equal((200, null), await stage.CodeAsync(HttpMethod.Post, Messages, """{"content":"a"}"""));
    }

    [Fact]
    public async Task A_silent_thread_is_put_away_until_somebody_writes_and_a_locked_one_stays_shut()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var thread = await stage.DoneAsync(
            HttpMethod.Post,
            Threads,
            """{"name":"Carpool","type":11,"auto_archive_duration":60}"""
        );
        var path = $"channels/{thread["id"]}";
        var message = await PostAsync(stage, $"{path}/messages", "Two seats");
        stage.Time.Now += TimeSpan.FromMinutes(61);
        Assert.True((bool?)(await stage.DoneAsync(HttpMethod.Get, path))["thread_metadata"]!["archived"]);
        Assert.Equal(
            (400, 50083),
            await stage.CodeAsync(HttpMethod.Patch, $"{path}/messages/{message}", """{"content":"One seat"}""")
        );
        Assert.Equal((400, 50083), await stage.CodeAsync(HttpMethod.Patch, path, """{"name":"Rides"}"""));
        await PostAsync(stage, $"{path}/messages", "Still two");
        Assert.False((bool?)(await stage.DoneAsync(HttpMethod.Get, path))["thread_metadata"]!["archived"]);

        await stage.DoneAsync(HttpMethod.Patch, path, """{"name":"Rides"}""");
        Assert.Equal(2, stage.Discord.Messages("#actions/Rides").Count);
        Assert.Equal((403, 50013), await stage.CodeAsync(HttpMethod.Patch, path, """{"locked":true}"""));
        Assert.Equal((403, 50013), await stage.CodeAsync(HttpMethod.Delete, path));
        Assert.Equal(
            (403, 50013),
            await stage.CodeAsync(HttpMethod.Patch, $"channels/{SmallStage.ActionsId}", """{"topic":"a"}""")
        );
    }

    [Fact]
    public async Task Pins_are_counted_listed_and_undone()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient with { PinsPerChannel = 1 });
        var first = await PostAsync(stage, Messages, "First");
        var second = await PostAsync(stage, Messages, "Second");
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Put, $"{Messages}/pins/{first}"));
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Put, $"{Messages}/pins/{first}"));
        Assert.Equal((400, 30003), await stage.CodeAsync(HttpMethod.Put, $"{Messages}/pins/{second}"));
        var pins = await stage.DoneAsync(HttpMethod.Get, $"{Messages}/pins");
        Assert.Equal(first, (string?)Assert.Single(pins["items"]!.AsArray())!["message"]!["id"]);
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Delete, $"{Messages}/pins/{first}"));
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Put, $"{Messages}/pins/{second}"));
    }

    [Fact]
    public async Task A_poll_ends_once_and_cannot_be_edited()
    {
        const string poll = """{"poll":{"question":{"text":"Come?"},"answers":[{"poll_media":{"text":"Yes"}}]}}""";
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var message = await stage.DoneAsync(HttpMethod.Post, Messages, poll);
        Assert.Equal(1, (int?)message["poll"]!["answers"]![0]!["answer_id"]);
        var path = $"channels/{SmallStage.ActionsId}/polls/{message["id"]}";
        Assert.Empty((await stage.DoneAsync(HttpMethod.Get, $"{path}/answers/1"))["users"]!.AsArray());
        Assert.Equal(
            (400, 520003),
            await stage.CodeAsync(HttpMethod.Patch, $"{Messages}/{message["id"]}", """{"content":"a"}""")
        );
        var ended = await stage.DoneAsync(HttpMethod.Post, $"{path}/expire");
        Assert.True((bool?)ended["poll"]!["results"]!["is_finalized"]);
        Assert.Equal((400, 520001), await stage.CodeAsync(HttpMethod.Post, $"{path}/expire"));
        var plain = await PostAsync(stage, Messages, "No poll");
        Assert.Equal(
            (400, 520006),
            await stage.CodeAsync(HttpMethod.Post, $"channels/{SmallStage.ActionsId}/polls/{plain}/expire")
        );
        Assert.Equal(
            (400, 50035),
            await stage.CodeAsync(
                HttpMethod.Post,
                Messages,
                poll.Replace("Yes", new string('y', 56), StringComparison.Ordinal)
            )
        );
    }

    private static async Task<string> PostAsync(SmallStage stage, string path, string content) =>
        (string)
            (await stage.DoneAsync(HttpMethod.Post, path, new JsonObject { ["content"] = content }.ToJsonString()))[
                "id"
            ]!;
}
