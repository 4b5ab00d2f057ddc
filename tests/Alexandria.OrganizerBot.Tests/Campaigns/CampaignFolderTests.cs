using Alexandria.OrganizerBot.Campaigns;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alexandria.OrganizerBot.Tests.Campaigns;

public sealed class CampaignFolderTests : IDisposable
{
    private readonly TemporaryCampaigns _campaigns = new();

    public void Dispose() => _campaigns.Dispose();

    [Fact]
    public void The_campaigns_of_this_checkout_stand_side_by_side()
    {
        var reading = CampaignFolder.ReadAll(Checkout.At("campaigns"));

        Assert.False(reading.HasErrors);
        Assert.Equal(["alexandria-transfers", "bus-line-7"], reading.Campaigns.Select(campaign => campaign.Id.Value));
    }

    [Fact]
    public void Only_the_named_ones_are_read()
    {
        var reading = CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-7"]);
        Assert.Equal("bus-line-7", Assert.Single(reading.Campaigns).Id.Value);

        var unknown = CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-8"]);
        Assert.True(unknown.HasErrors);
        Assert.Empty(unknown.Campaigns);
    }

    [Fact]
    public void Two_campaigns_in_one_place_are_an_error_of_both()
    {
        _campaigns.Write("one", TemporaryCampaigns.Smallest);
        _campaigns.Write("two", TemporaryCampaigns.Smallest);

        var reading = CampaignFolder.ReadAll(_campaigns.Directory);

        Assert.Empty(reading.Campaigns);
        var errors = reading.Findings.Where(finding => finding.Severity == Severity.Error).ToList();
        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Equal(7, error.Line));
        Assert.Contains("'two'", errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("'one'", errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_campaigns_on_one_server_with_their_own_channels_are_fine()
    {
        _campaigns.Write("one", WithChannel("31", alert: "11", coordinators: "12"));
        _campaigns.Write("two", WithChannel("41", alert: "13", coordinators: "14"));

        Assert.Equal(2, CampaignFolder.ReadAll(_campaigns.Directory).Campaigns.Count);
    }

    [Fact]
    public void A_channel_of_one_that_is_the_alert_channel_of_another_is_an_error()
    {
        _campaigns.Write("one", WithChannel("31", alert: "11", coordinators: "12"));
        _campaigns.Write("two", WithChannel("11", alert: "13", coordinators: "14"));

        Assert.True(CampaignFolder.ReadAll(_campaigns.Directory).HasErrors);
    }

    [Fact]
    public void A_broken_campaign_does_not_take_the_others_down()
    {
        _campaigns.Write("broken", "title: [");
        _campaigns.Write("whole", TemporaryCampaigns.Smallest);

        var reading = CampaignFolder.ReadAll(_campaigns.Directory);

        Assert.True(reading.HasErrors);
        Assert.Equal("whole", Assert.Single(reading.Campaigns).Id.Value);
    }

    [Fact]
    public void An_empty_or_missing_folder_is_told()
    {
        Assert.Contains(
            "holds a campaign.yaml",
            Only(CampaignFolder.ReadAll(_campaigns.Directory)),
            StringComparison.Ordinal
        );
        var missing = Path.Combine(_campaigns.Directory, "missing");
        Assert.Contains("There is no folder", Only(CampaignFolder.ReadAll(missing)), StringComparison.Ordinal);

        static string Only(CampaignsReading reading) => Assert.Single(reading.Findings).Message;
    }

    [Fact]
    public void The_check_prints_one_finding_a_line_and_ends_with_1_on_errors()
    {
        var file = _campaigns.Write("one", TemporaryCampaigns.Smallest + "approval: 1\n");
        var output = new StringWriter();

        var exitCode = CampaignCheck.Print(CampaignFolder.ReadAll(_campaigns.Directory), PlainConsole(output));

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [
                $"{file}:14: error: 'approval' is not a field. Did you mean 'approvals'?",
                "1 error; 0 campaigns can be used.",
                "",
            ],
            output.ToString().ReplaceLineEndings("\n").Split('\n')
        );
    }

    [Fact]
    public void The_check_of_this_checkout_ends_with_0_and_names_the_missing_line()
    {
        var output = new StringWriter();

        var exitCode = CampaignCheck.Print(CampaignFolder.ReadAll(Checkout.At("campaigns")), PlainConsole(output));

        Assert.Equal(0, exitCode);
        Assert.Contains(
            "note: Call-ins cannot be posted until organizers enter",
            output.ToString(),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "2 campaigns can be used: alexandria-transfers, bus-line-7.",
            output.ToString().TrimEnd(),
            StringComparison.Ordinal
        );
    }

    /// <summary>As narrow as a terminal gets, to see that nothing is wrapped.</summary>
    private static IAnsiConsole PlainConsole(StringWriter output)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) }
        );
        console.Profile.Width = 40;
        return console;
    }

    private static string WithChannel(string channel, string alert, string coordinators) =>
        TemporaryCampaigns
            .Smallest.Replace("00000011\"", $"000000{alert}\"", StringComparison.Ordinal)
            .Replace("00000012\"", $"000000{coordinators}\"", StringComparison.Ordinal)
            .Replace(
                "cadence:",
                $"    channels: {{ \"3000000000000000{channel}\": en }}\ncadence:",
                StringComparison.Ordinal
            );
}
