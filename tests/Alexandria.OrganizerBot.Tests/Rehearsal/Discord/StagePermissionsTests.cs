using System.Globalization;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>Permissions of servers and channels, as the documents compute them.</summary>
public sealed class StagePermissionsTests
{
    private const ulong Private = 1_100_000_000_000_000_012;
    private static readonly string Messages = $"channels/{SmallStage.ActionsId}/messages";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bot", DiscordPermissions.ViewChannel, 50001)]
    [InlineData("bot", DiscordPermissions.SendMessages, 50013)]
    [InlineData("everyone", DiscordPermissions.ViewChannel, 50001)]
    [InlineData("everyone", DiscordPermissions.SendMessages, 50013)]
    public async Task What_an_overwrite_denies_the_bot_cannot_do(string who, ulong denied, int code)
    {
        await using var stage = await OpenAsync(InActions((who, new StageOverwrite(0, denied))));
        Assert.Equal((403, code), await stage.CodeAsync(HttpMethod.Post, Messages, """{"content":"Come"}"""));
    }

    [Fact]
    public async Task Embeds_and_polls_need_permissions_of_their_own()
    {
        var denied = DiscordPermissions.EmbedLinks | DiscordPermissions.SendPolls;
        await using var stage = await OpenAsync(InActions(("bot", new StageOverwrite(0, denied))));
        Assert.Equal((200, null), await stage.CodeAsync(HttpMethod.Post, Messages, """{"content":"Come"}"""));
        Assert.Equal(
            (403, 50013),
            await stage.CodeAsync(HttpMethod.Post, Messages, """{"embeds":[{"title":"Come"}]}""")
        );
        Assert.Equal(
            (403, 50013),
            await stage.CodeAsync(
                HttpMethod.Post,
                Messages,
                """{"poll":{"question":{"text":"Come?"},"answers":[{"poll_media":{"text":"Yes"}}]}}"""
            )
        );
    }

    [Fact]
    public async Task A_members_own_overwrite_beats_those_of_roles_and_these_beat_everyones()
    {
        await using var stage = await OpenAsync(
            InActions(
                ("everyone", new StageOverwrite(0, DiscordPermissions.ViewChannel | DiscordPermissions.SendMessages)),
                ("coordinator", new StageOverwrite(DiscordPermissions.ViewChannel, 0)),
                ("Ben", new StageOverwrite(DiscordPermissions.ViewChannel | DiscordPermissions.MentionEveryone, 0)),
                ("bot", new StageOverwrite(DiscordPermissions.ViewChannel | DiscordPermissions.SendMessages, 0))
            )
        );
        var (bot, _) = await SketchBot.LogInAsync(stage);
        await stage.RegisterAsync("""[{"name":"hello","description":"Hello"}]""");

        var ana = await TypedAsync(stage, bot, "Ana");
        Assert.True(ana.Member.HasFlag(DiscordPermissions.ViewChannel));
        Assert.False(ana.Member.HasFlag(DiscordPermissions.SendMessages));
        // Who may not write may not attach or mention either, whatever else was allowed.
        Assert.False(ana.Member.HasFlag(DiscordPermissions.AttachFiles));
        Assert.False((await TypedAsync(stage, bot, "Ben")).Member.HasFlag(DiscordPermissions.MentionEveryone));
        Assert.True(ana.App.HasFlag(DiscordPermissions.SendMessages));

        var refused = await Assert.ThrowsAsync<StageException>(() => TypeAsync(stage, "Closed"));
        Assert.Contains("does not see", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrators_may_do_everything_and_the_channel_shows_its_overwrites()
    {
        var permissions = InActions(("everyone", new StageOverwrite(0, DiscordPermissions.ViewChannel))) with
        {
            InServer = new Dictionary<string, StageOverwrite> { ["bot"] = new(DiscordPermissions.Administrator, 0) },
        };
        await using var stage = await OpenAsync(permissions);
        var channel = await stage.DoneAsync(HttpMethod.Get, $"channels/{SmallStage.ActionsId}");
        var overwrite = Assert.Single(channel["permission_overwrites"]!.AsArray())!;
        Assert.Equal(
            ($"{SmallStage.ServerId}", 0, "1024"),
            ((string?)overwrite["id"], (int?)overwrite["type"], (string?)overwrite["deny"])
        );
        Assert.Equal(
            (200, null),
            await stage.CodeAsync(HttpMethod.Post, Messages, """{"embeds":[{"title":"Come"}]}""")
        );
    }

    [Fact]
    public async Task Permissions_for_nobody_are_a_mistake_of_the_cast()
    {
        await Assert.ThrowsAsync<StageException>(() => OpenAsync(InActions(("nobody", new StageOverwrite(0, 1)))));
        var nowhere = StagePermissions.Usual with
        {
            InChannel = new Dictionary<string, IReadOnlyDictionary<string, StageOverwrite>>
            {
                ["nowhere"] = new Dictionary<string, StageOverwrite>(),
            },
        };
        await Assert.ThrowsAsync<StageException>(() => OpenAsync(nowhere));
    }

    [Fact]
    public async Task A_role_that_the_bot_was_given_opens_a_channel_to_it()
    {
        var permissions = StagePermissions.Usual with
        {
            InServer = new Dictionary<string, StageOverwrite> { ["bot"] = new(DiscordPermissions.ManageRoles, 0) },
            InChannel = new Dictionary<string, IReadOnlyDictionary<string, StageOverwrite>>
            {
                ["hidden"] = new Dictionary<string, StageOverwrite>
                {
                    ["everyone"] = new(0, DiscordPermissions.ViewChannel),
                    ["coordinator"] = new(DiscordPermissions.ViewChannel, 0),
                },
            },
        };
        await using var stage = await OpenAsync(permissions);
        Assert.Equal((403, 50001), await stage.CodeAsync(HttpMethod.Get, $"channels/{Private}"));
        await stage.DoneAsync(
            HttpMethod.Put,
            $"guilds/{SmallStage.ServerId}/members/{stage.Discord.ApplicationId}/roles/1100000000000000021"
        );
        Assert.Equal((200, null), await stage.CodeAsync(HttpMethod.Get, $"channels/{Private}"));
    }

    private static Task<SmallStage> OpenAsync(StagePermissions permissions) =>
        SmallStage.OpenAsync(SmallStage.Patient, SmallStage.Cast with { Permissions = permissions });

    private static StagePermissions InActions(params (string Who, StageOverwrite What)[] overwrites) =>
        StagePermissions.Usual with
        {
            InChannel = new Dictionary<string, IReadOnlyDictionary<string, StageOverwrite>>
            {
                ["actions"] = overwrites.ToDictionary(one => one.Who, one => one.What),
            },
        };

    private static Task<StageReply> TypeAsync(SmallStage stage, string who) =>
        stage.Discord.CommandAsync(who, "#actions", "/hello", new Dictionary<string, string>(), Cancelled);

    private static async Task<(Bits Member, Bits App)> TypedAsync(SmallStage stage, SketchBot bot, string who)
    {
        var typing = TypeAsync(stage, who);
        var seen = await bot.ReadAsync("INTERACTION_CREATE");
        await stage.CallbackAsync(seen, """{"type":4,"data":{"content":"Hello","flags":64}}""");
        await typing;
        return (Bits.Of((string)seen["member"]!["permissions"]!), Bits.Of((string)seen["app_permissions"]!));
    }

    private readonly record struct Bits(ulong All)
    {
        public static Bits Of(string text) => new(ulong.Parse(text, CultureInfo.InvariantCulture));

        public bool HasFlag(ulong bit) => (All & bit) != 0;
    }
}
