using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>Something is wrong on one network, and whoever coordinates hears of it on the other one.</summary>
public sealed class TroubleJourneys : Journey
{
    private const string Coordinators = "#coordinators";

    [Fact]
    public async Task A_captcha_is_told_on_Discord_and_once_it_is_solved_what_waited_arrives()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        stage.Signal.Inject(new StageFault.CaptchaDemanded(100, TimeSpan.FromDays(1)));

        await stage.PostAHearingAsync();

        Assert.Empty(stage.Signal.Messages("#neighbors"));
        var told = Assert.Single(stage.Channel(Coordinators));
        Assert.Contains("until Mon, March 2, 12:00 PM (Alexandria time)", told.Text, StringComparison.Ordinal);
        Assert.Contains("signal captcha", told.Text, StringComparison.Ordinal);

        var code = await SolveAsync(stage);
        // The bot looks once a minute.
        await stage.AdvanceByAsync(Duration.FromMinutes(1));

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Single(stage.Signal.Messages("#neighbors"));
        await stage.AdvanceByAsync(Duration.FromMinutes(10));
        Assert.StartsWith("Signal takes messages", stage.Channel(Coordinators)[^1].Text, StringComparison.Ordinal);
        Assert.Equal(2, stage.Channel(Coordinators).Count);
        Assert.DoesNotContain(
            stage.Log,
            record => record.Message.Contains("challenge", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task A_limit_is_waited_out_to_the_second_also_through_a_restart()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        stage.Signal.Inject(new StageFault.RateLimit("send", 1, TimeSpan.FromMinutes(90)));
        await stage.PostAHearingAsync();
        await stage.StopBotAsync();
        await stage.StartBotAsync();

        await stage.AdvanceByAsync(Duration.FromMinutes(90) - Duration.FromSeconds(1));
        Assert.Empty(stage.Signal.Messages("#neighbors"));
        await stage.AdvanceByAsync(Duration.FromSeconds(1));

        Assert.Single(stage.Signal.Messages("#neighbors"));
        Assert.Single(
            stage.Channel(Coordinators),
            message => message.Text.Contains("takes no messages", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Somebody_with_a_new_phone_is_told_of_namelessly_on_both_networks()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        await stage.Signal.TypeAsync("Sam", "dm", "A1 yes", Cancelled);
        await stage.Signal.TypeAsync("Sam", "dm", "reminders on", Cancelled);
        stage.Signal.Inject(new StageFault.IdentityChanged("Sam"));

        await stage.AdvanceToAsync("2026-03-09T20:00");

        var onDiscord = Assert.Single(stage.Channel(Coordinators), IsAboutANewPhone);
        Assert.Single(stage.Signal.Messages("#organizers-group"), IsAboutANewPhone);
        Assert.DoesNotContain("Sam", onDiscord.Text, StringComparison.Ordinal);

        static bool IsAboutANewPhone(StageMessage message) =>
            message.Text.Contains("has a new phone", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_signal_cli_is_told_on_both_networks()
    {
        var plan = Neighbors.OnBothNetworks();
        var stage = await OpenStageAsync(plan with { Signal = plan.Signal with { Version = new Version(0, 14, 3) } });

        await stage.AdvanceByAsync(Duration.FromMinutes(1));

        Assert.Contains("too old", Assert.Single(stage.Channel(Coordinators)).Text, StringComparison.Ordinal);
        Assert.Contains(
            "too old",
            Assert.Single(stage.Signal.Messages("#organizers-group")).Text,
            StringComparison.Ordinal
        );
    }

    /// <summary>What an operator does: solves the captcha, and hands it in with the program's own command.</summary>
    private static async Task<int> SolveAsync(BotOnStage stage)
    {
        using var output = new StringWriter();
        return await SignalCaptchaVerb.RunAsync(
            "signalcaptcha://signal-hcaptcha.a-solution",
            [
                $"--Signal:Endpoint={stage.Signal.Endpoint}",
                $"--Signal:Account={stage.Signal.Account}",
                $"--Storage:DataDirectory={stage.DataFolder}",
            ],
            output,
            output,
            Cancelled
        );
    }
}
