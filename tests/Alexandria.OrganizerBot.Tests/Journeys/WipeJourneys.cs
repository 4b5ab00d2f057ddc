using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>A running bot is told to wipe itself.</summary>
public sealed class WipeJourneys
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task The_keys_go_at_once_then_the_groups_and_with_the_process_everything_else()
    {
        await using var stage = await BotOnStage.OpenWithoutBotAsync(Neighbors.OnBothNetworks());
        await using var bot = await stage.BuildBotAsync();
        using var errors = new StringWriter();
        var running = RunVerb.RunToItsEndAsync(bot, errors, Token);
        await stage.Discord.BotConnectedAsync(Token);
        await stage.Signal.BotConnectedAsync(Token);
        var wipe = bot.Services.GetRequiredService<WipeSwitch>();
        var key = Path.Combine(bot.Services.GetRequiredService<StoreOptions>().KeysDirectory, KeyVault.ShareName);
        Assert.True(File.Exists(key));

        wipe.Pull();
        Assert.False(File.Exists(key));
        wipe.Pull();

        Assert.Equal(ExitCodes.Refused, await running);
        Assert.Equal(2, stage.Signal.Calls.Count(call => call.Method == "quitGroup"));
        Assert.Equal(
            ["organizerbot.lock", "organizerbot.wiped"],
            Directory.GetFiles(stage.DataFolder).Select(Path.GetFileName).Order()
        );
        Assert.StartsWith("The instance was wiped.", errors.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreRefusedException>(stage.BuildBotAsync);
    }
}
