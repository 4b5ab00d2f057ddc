using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>Scheduled events outside of Discord. The stage's clock stands at 2026-10-30 22:00 UTC.</summary>
public sealed class StageScheduledEventsTests
{
    private const long ScheduledEvents = 1 << 16;
    private static readonly string Events = $"guilds/{SmallStage.ServerId}/scheduled-events";

    [Fact]
    public async Task An_event_is_made_told_changed_started_and_ended()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, _) = await SketchBot.LogInAsync(stage, ScheduledEvents);
        var made = await stage.DoneAsync(HttpMethod.Post, Events, Whole());
        Assert.Equal(
            (1, 3, "City Hall"),
            ((int?)made["status"], (int?)made["entity_type"], (string?)made["entity_metadata"]!["location"])
        );
        var told = await bot.ReadAsync("GUILD_SCHEDULED_EVENT_CREATE");
        Assert.Equal((string?)made["id"], (string?)told["id"]);
        var path = $"{Events}/{made["id"]}";

        var changed = await stage.DoneAsync(HttpMethod.Patch, path, """{"name":"Budget hearing","description":null}""");
        Assert.Equal(("Budget hearing", null), ((string?)changed["name"], (string?)changed["description"]));
        await bot.ReadAsync("GUILD_SCHEDULED_EVENT_UPDATE");
        Assert.Equal((400, 50035), await stage.CodeAsync(HttpMethod.Patch, path, """{"status":3}"""));
        Assert.Equal(2, (int?)(await stage.DoneAsync(HttpMethod.Patch, path, """{"status":2}"""))["status"]);
        Assert.Equal((400, 50035), await stage.CodeAsync(HttpMethod.Patch, path, """{"status":4}"""));
        Assert.Equal(3, (int?)(await stage.DoneAsync(HttpMethod.Patch, path, """{"status":3}"""))["status"]);
        Assert.Equal((400, 180000), await stage.CodeAsync(HttpMethod.Patch, path, """{"name":"Too late"}"""));
        Assert.Equal((204, null), await stage.CodeAsync(HttpMethod.Delete, path));
        await bot.ReadAsync("GUILD_SCHEDULED_EVENT_DELETE");
        Assert.Equal((404, 10070), await stage.CodeAsync(HttpMethod.Get, path));
        Assert.Contains(
            stage.Transcript.Entries,
            entry => entry.Kind == "event" && entry.Text.Contains("Budget hearing", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task It_starts_and_ends_by_itself_or_is_called_off()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var first = $"{Events}/{(await stage.DoneAsync(HttpMethod.Post, Events, Whole()))["id"]}";
        var second = $"{Events}/{(await stage.DoneAsync(HttpMethod.Post, Events, Whole()))["id"]}";
        Assert.Equal(4, (int?)(await stage.DoneAsync(HttpMethod.Patch, second, """{"status":4}"""))["status"]);
        stage.Time.Now = new DateTimeOffset(2026, 11, 3, 20, 0, 0, TimeSpan.Zero);
        Assert.Equal(2, (int?)(await stage.DoneAsync(HttpMethod.Get, first))["status"]);
        stage.Time.Now = new DateTimeOffset(2026, 11, 3, 21, 0, 0, TimeSpan.Zero);
        Assert.Equal(3, (int?)(await stage.DoneAsync(HttpMethod.Get, first))["status"]);
        Assert.Empty((await stage.DoneAsync(HttpMethod.Get, Events)).AsArray());
    }

    [Theory]
    [InlineData("name", null)]
    [InlineData("name", "\"\"")]
    [InlineData("description", "\"\"")]
    [InlineData("scheduled_start_time", null)]
    [InlineData("scheduled_start_time", "\"tomorrow\"")]
    [InlineData("scheduled_start_time", "\"2026-10-30T21:00:00Z\"")]
    [InlineData("scheduled_end_time", null)]
    [InlineData("scheduled_end_time", "\"2026-11-03T18:00:00Z\"")]
    [InlineData("privacy_level", "1")]
    [InlineData("entity_type", "2")]
    [InlineData("entity_metadata", null)]
    [InlineData("entity_metadata", "{}", "entity_metadata.location")]
    [InlineData("channel_id", "\"1\"")]
    public async Task What_discord_does_not_take_is_refused(string field, string? value, string? at = null)
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var sent = JsonNode.Parse(Whole())!.AsObject();
        sent.Remove(field);
        if (value is not null)
        {
            sent[field] = JsonNode.Parse(value);
        }
        var (status, body, _) = await stage.SendAsync(HttpMethod.Post, Events, sent.ToJsonString());
        Assert.Equal((400, 50035), (status, (int?)body!["code"]));
        JsonNode? node = body["errors"];
        foreach (var step in (at ?? field).Split('.'))
        {
            node = node?[step];
        }
        Assert.True(node?["_errors"] is not null, body.ToJsonString());
    }

    [Fact]
    public async Task Names_and_descriptions_have_a_length_and_a_server_a_hundred_events()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var sent = JsonNode.Parse(Whole())!.AsObject();
        sent["name"] = new string('a', 101);
        Assert.Equal((400, 50035), await stage.CodeAsync(HttpMethod.Post, Events, sent.ToJsonString()));
        sent["name"] = new string('a', 100);
        sent["description"] = new string('a', 1001);
        Assert.Equal((400, 50035), await stage.CodeAsync(HttpMethod.Post, Events, sent.ToJsonString()));
        for (var number = 0; number < 100; number++)
        {
            await stage.DoneAsync(HttpMethod.Post, Events, Whole());
        }
        Assert.Equal((400, 30038), await stage.CodeAsync(HttpMethod.Post, Events, Whole()));
    }

    [Theory]
    [InlineData(DiscordPermissions.ManageEvents, 403)]
    [InlineData(DiscordPermissions.CreateEvents, 200)]
    public async Task Making_one_needs_create_events_and_manage_events_does_not_do(ulong has, int status)
    {
        var bare = DiscordPermissions.Bot & ~DiscordPermissions.CreateEvents;
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient with { BotPermissions = bare | has });
        Assert.Equal(status, (await stage.CodeAsync(HttpMethod.Post, Events, Whole())).Status);
    }

    [Fact]
    public async Task Whoever_is_interested_can_be_listed()
    {
        await using var stage = await SmallStage.OpenAsync(SmallStage.Patient);
        var (bot, _) = await SketchBot.LogInAsync(stage, ScheduledEvents);
        var made = await stage.DoneAsync(HttpMethod.Post, Events, Whole());
        stage.Discord.BeInterestedIn("Ben", "Council");
        var told = await bot.ReadAsync("GUILD_SCHEDULED_EVENT_USER_ADD");
        Assert.Equal(stage.Discord.IdOf("Ben"), (string?)told["user_id"]);
        var users = await stage.DoneAsync(HttpMethod.Get, $"{Events}/{made["id"]}/users?with_member=true");
        Assert.Equal("Ben", (string?)Assert.Single(users.AsArray())!["user"]!["global_name"]);
        var counted = await stage.DoneAsync(HttpMethod.Get, $"{Events}?with_user_count=true");
        Assert.Equal(1, (int?)counted[0]!["user_count"]);
    }

    private static string Whole() =>
        """
            {"name":"Council","description":"Come","privacy_level":2,"entity_type":3,"entity_metadata":{"location":"City Hall"},
             "scheduled_start_time":"2026-11-03T19:00:00Z","scheduled_end_time":"2026-11-03T21:00:00Z"}
            """;
}
