using System.Globalization;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.Campaigns;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The program as its operator meets it: starts, refusals, exit codes.</summary>
public sealed class ProcessJourneys : Journey
{
    private const int Refused = 2;

    [Fact]
    public async Task A_missing_token_ends_the_start_with_one_sentence()
    {
        await using var bot = ChildBot.Run();

        var (code, output) = await bot.EndAsync();

        Assert.Equal(Refused, code);
        Assert.Equal(
            "Discord:Token is missing, and so is Signal:Endpoint: the bot needs one network at least; see docs/operating.md, \"The token\" and \"Signal\".",
            output
        );
    }

    [Fact]
    public async Task A_bad_token_ends_the_bot_with_one_sentence_that_does_not_repeat_it()
    {
        await using var stage = await SmallStage.OpenAsync();
        const string token = "bad.token.value-that-must-not-be-shown";
        await using var bot = ChildBot.Run(
            ("Discord__Token", token),
            ("Discord__ApiBaseUrl", stage.Discord.ApiBaseUrl.AbsoluteUri)
        );

        var (code, output) = await bot.EndAsync();

        Assert.Equal(Refused, code);
        Assert.Single(
            output.Split('\n'),
            line => line.Contains("Discord refused the bot token; create a new one", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(token, output, StringComparison.Ordinal);
        Assert.Single(stage.Discord.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_campaign_with_a_mistake_ends_the_start_and_names_the_verb_that_finds_it()
    {
        using var campaigns = new TemporaryCampaigns();
        campaigns.Write(
            "mistaken",
            TemporaryCampaigns.Smallest.Replace("America/Denver", "America/Dever", StringComparison.Ordinal)
        );
        await using var bot = ChildBot.Run(
            ("Discord__Token", "never.sent.anywhere"),
            ("Campaigns__Directory", campaigns.Directory),
            ("Campaigns__Only", "")
        );

        var (code, output) = await bot.EndAsync();

        Assert.Equal(Refused, code);
        Assert.Equal("A campaign's file has mistakes; the verb `check` lists them with their lines.", output);
    }

    [Fact]
    public async Task Check_prints_file_and_line_of_a_mistake_and_suggests_the_right_word()
    {
        using var campaigns = new TemporaryCampaigns();
        var file = campaigns.Write(
            "mistaken",
            TemporaryCampaigns.Smallest.Replace("America/Denver", "America/Dever", StringComparison.Ordinal)
        );
        await using var check = ChildBot.Verb(["check", campaigns.Directory]);

        var (code, output) = await check.EndAsync();

        Assert.Equal(1, code);
        Assert.Contains($"{file}:4: error:", output, StringComparison.Ordinal);
        Assert.Contains("America/Denver", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_passes_the_projects_own_campaigns_and_says_what_is_still_missing()
    {
        await using var check = ChildBot.Verb(["check"]);

        var (code, output) = await check.EndAsync();

        Assert.Equal(0, code);
        Assert.Contains("2 campaigns can be used: alexandria-transfers, bus-line-7.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Real_people_read_no_claim_that_nobody_reviewed()
    {
        await using var check = ChildBot.Verb(["check", "--live"]);
        await using var bot = ChildBot.Run(
            ("Discord__Token", "never.sent.anywhere"),
            ("Campaigns__Directory", Checkout.At("campaigns"))
        );

        var (checkCode, checkOutput) = await check.EndAsync();
        var (code, output) = await bot.EndAsync();

        Assert.Equal(1, checkCode);
        Assert.Contains("0 campaigns can be used.", checkOutput, StringComparison.Ordinal);
        Assert.Equal(Refused, code);
        Assert.All(
            output.Split('\n'),
            line =>
                Assert.Matches(
                    @"^\S+campaign[.]yaml:[0-9]+: '(alert|forget|help|mine|privacy|tally)[.].+ in '(en|es)' makes",
                    line
                )
        );
    }

    [Fact]
    public async Task Keys_inside_the_data_folder_are_refused()
    {
        using var folder = new TemporaryFolder();
        await using var bot = ChildBot.Run(
            ("Discord__Token", "never.sent.anywhere"),
            ("Storage__DataDirectory", folder.FullPath),
            ("Keys__Directory", Path.Combine(folder.FullPath, "keys"))
        );

        var (code, output) = await bot.EndAsync();

        Assert.Equal(Refused, code);
        // After the warning of the places on Signal (two lines) it is one sentence.
        Assert.Equal(3, output.Split('\n').Length);
        Assert.StartsWith("The keys (", output.Split('\n')[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://discord.com/api/v10")]
    [InlineData("https://discord.example/api/v10")]
    public async Task A_stages_clock_is_refused_beside_a_real_Discord(string address)
    {
        await using var bot = ChildBot.Run(
            ("Discord__Token", "never.sent.anywhere"),
            ("Discord__ApiBaseUrl", address),
            ("Rehearsal__ClockAddress", "127.0.0.1:9")
        );

        var (code, output) = await bot.EndAsync();

        Assert.Equal(Refused, code);
        Assert.Contains("a bot that talks to real people lives in real time", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_calendar_override_off_this_machine_is_refused()
    {
        await using var bot = ChildBot.Run(
            ("Discord__Token", "never.sent.anywhere"),
            ("Calendar__UrlOverride", "https://calendar.example/events")
        );

        var (code, output) = await bot.EndAsync();

        Assert.Equal(Refused, code);
        Assert.Contains("must be a loopback address", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_tells_a_running_bot_from_none()
    {
        var stage = await OpenStageAsync();
        var port = stage.HealthAddress.Port.ToString(CultureInfo.InvariantCulture);

        await using var well = ChildBot.Verb(["health"], ("Health__Port", port));
        var (code, output) = await well.EndAsync();
        await stage.StopBotAsync();
        await using var gone = ChildBot.Verb(["health"], ("Health__Port", port));
        var (codeAfter, outputAfter) = await gone.EndAsync();

        Assert.Equal(0, code);
        Assert.Contains("\"status\":\"ok\"", output, StringComparison.Ordinal);
        Assert.Contains("\"discord\":\"Connected\"", output, StringComparison.Ordinal);
        Assert.Equal(1, codeAfter);
        Assert.Contains("No bot answers", outputAfter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_stop_a_running_bot_ends_cleanly_and_says_goodbye()
    {
        await using var stage = await SmallStage.OpenAsync(new DiscordStageOptions());
        await using var bot = ChildBot.Run(
            ("Discord__Token", stage.Discord.Token),
            ("Discord__ApiBaseUrl", stage.Discord.ApiBaseUrl.AbsoluteUri),
            ("Campaigns__Only", "bus-line-7")
        );
        await stage.Discord.BotConnectedAsync(Cancelled);

        var (code, output) = await bot.StopAsync();

        Assert.Equal(0, code);
        Assert.DoesNotContain("fail:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", output, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Discord.Token, output, StringComparison.Ordinal);
        Assert.Contains(
            stage.Transcript.Entries,
            entry => entry.Kind == "disconnect" && entry.Text.Contains("1000", StringComparison.Ordinal)
        );
    }
}
