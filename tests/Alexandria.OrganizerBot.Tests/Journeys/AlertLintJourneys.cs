using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>What the bot says about an alert that is not a good one, in its preview and where it is to be posted.</summary>
public sealed class AlertLintJourneys : Journey
{
    private const string Claim = "The sheriff has admitted transferring dozens of Alexandria residents to ICE.";

    [Theory]
    [InlineData("title:Hearing note:\"See https://evil.example/x\"", "which is not on the campaign's list")]
    [InlineData("title:Hearing note:\"See bit.ly/abc now\"", "which is not on the campaign's list")]
    [InlineData("title:Hearing note:\"" + Claim + "\"", "Please add it: coalition text")]
    public async Task What_must_not_stand_so_is_not_posted_and_the_preview_has_no_button_for_it(
        string draft,
        string why
    )
    {
        var stage = await OpenStageAsync();
        await stage.TypeAsync("Olga", "#organizers", $"/action create {draft} date:2026-03-10 time:7pm");

        var preview = await stage.TypeAsync("Olga", "#organizers", "/action preview action:A1");
        var posted = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        Assert.Contains("Before it can be posted, please put this right:", preview.Text, StringComparison.Ordinal);
        Assert.Contains(why, Plain(preview.Text), StringComparison.Ordinal);
        Assert.Empty(preview.Message!.Buttons);
        Assert.Contains(why, Plain(posted.Text), StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task In_an_emergency_it_goes_out_all_the_same()
    {
        var stage = await OpenStageAsync(
            new StagePlan().Rewriting(
                "alexandria-transfers",
                yaml => yaml.Replace("approvals: 0", "approvals: 1", StringComparison.Ordinal)
            )
        );
        await stage.TypeAsync(
            "Olga",
            "#organizers",
            $"/action create title:Hearing note:\"{Claim}\" date:2026-03-10 time:7pm"
        );

        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1 emergency:yes");

        Assert.Single(stage.Channel("#alerts"));
    }

    [Theory]
    [InlineData("title:Hearing note:\"Come! Now!\"", "One exclamation mark is enough.")]
    [InlineData("title:Hearing note:\"PLEASE COME TONIGHT ALL\"", "reads as shouting")]
    [InlineData("title:Hearing note:\"@everyone, it is time\"", "calls nobody")]
    [InlineData("title:Hearing note:\"Come early. Please sign the petition.\"", "asks for something else too (“sign”)")]
    [InlineData("title:Hearing note:\"Look at https://alexandriava.gov/x\"", "give it as the link")]
    [InlineData("title:Hearing note:\"It is 70 of a hundred.\"", "The number 70 belongs to a claim")]
    [InlineData("title:Hearing", "Nobody reads until when one can register to speak.")]
    [InlineData(
        "title:\"A hearing about the one hundred and twenty-three things that the council has put on its list\"",
        "so that it is read at a glance"
    )]
    [InlineData(
        "title:Hearing note:\"Notwithstanding the administration's aforementioned considerations, representatives of the organization unanimously acknowledged accountability.\"",
        "reads like school year"
    )]
    public async Task What_could_be_better_is_advice_and_is_posted_as_it_is(string draft, string advice)
    {
        var stage = await OpenStageAsync();
        await stage.TypeAsync("Olga", "#organizers", $"/action create {draft} date:2026-03-10 time:7pm");

        var preview = await stage.TypeAsync("Olga", "#organizers", "/action preview action:A1");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        Assert.Contains("Advice; it can be posted as it is:", preview.Text, StringComparison.Ordinal);
        Assert.Contains(advice, Plain(preview.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("Before it can be posted", preview.Text, StringComparison.Ordinal);
        Assert.Single(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task A_good_alert_has_no_findings()
    {
        var stage = await OpenStageAsync();
        await stage.TypeAsync(
            "Olga",
            "#organizers",
            "/action create title:Hearing note:\"We sit together on the left. Wear green.\" date:2026-03-10 time:7pm asks:attend"
        );

        var preview = await stage.TypeAsync("Olga", "#organizers", "/action preview action:A1");

        Assert.DoesNotContain("Advice", preview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Before it can be posted", preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_nobody_has_checked_for_too_long_is_not_posted_even_with_its_source()
    {
        var stage = await OpenStageAsync(
            new StagePlan().Rewriting(
                "alexandria-transfers",
                yaml =>
                    yaml.Replace(
                        "  - id: dozens\n",
                        "  - id: dozens\n    asOf: 2026-01-01\n    staleAfterDays: 65\n",
                        StringComparison.Ordinal
                    )
            )
        );
        await stage.TypeAsync(
            "Olga",
            "#organizers",
            $"/action create title:Hearing note:\"The coalition says: {Claim}\" date:2026-03-20 time:7pm"
        );

        var fresh = await stage.TypeAsync("Olga", "#organizers", "/action preview action:A1");
        await stage.AdvanceToAsync("2026-03-08T12:00");
        var stale = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        Assert.DoesNotContain("was checked last on", fresh.Text, StringComparison.Ordinal);
        Assert.Contains("was checked last on", stale.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
    }

    /// <summary>The words without the network's escapes.</summary>
    private static string Plain(string text) => text.Replace("\\", "", StringComparison.Ordinal);
}
