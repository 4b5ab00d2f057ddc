using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace Alexandria.OrganizerBot.Tests.Campaigns;

/// <summary>What is said about people and law is for real people only once somebody who knows has read it.</summary>
public sealed class CampaignReviewTests : IDisposable
{
    private const string WithAClaim =
        TemporaryCampaigns.Smallest
        + "claims:\n  - id: riders\n    text: { en: Many ride. }\n    attribution: { en: the office }\n";

    private readonly TemporaryCampaigns _campaigns = new();
    private readonly InitConsole _console = new();

    [Fact]
    public void A_live_check_refuses_each_unreviewed_claim_with_its_line_its_key_and_its_language()
    {
        var file = _campaigns.Write("a-campaign", WithAClaim);

        Assert.Equal(ExitCodes.Failed, Check(live: true));

        Assert.Equal(
            [
                $"{file}:2: error: 'purpose' in 'en' makes a claim about people or law and was never reviewed: {WhatToDo}",
                $"{file}:16: error: 'claims.riders' in 'en' makes a claim about people or law and was never reviewed: {WhatToDo}",
                $"{file}:1: error: 'alert.accessibility' in 'en' makes a claim about people or law and was never reviewed: {WhatToDo}",
                $"{file}:1: error: 'alert.public' in 'en' makes a claim about people or law and was never reviewed: {WhatToDo}",
                "4 errors; 0 campaigns can be used.",
            ],
            _console.Lines
        );
    }

    [Fact]
    public void A_check_for_a_rehearsal_warns_once_and_passes()
    {
        var file = _campaigns.Write("a-campaign", WithAClaim);

        Assert.Equal(ExitCodes.Ok, Check(live: false));

        Assert.Equal(
            [
                $"{file}:1: warning: 4 claims about people or law are not reviewed: a rehearsal marks them, and `run` does not start with them. `check --texts` lists them.",
                "1 campaign can be used: a-campaign.",
            ],
            _console.Lines
        );
    }

    [Fact]
    public void The_lines_of_check_texts_are_valid_once_they_say_when_and_who()
    {
        _campaigns.Write("a-campaign", WithAClaim);
        Assert.Equal(ExitCodes.Ok, Check(texts: true));
        var lines = _console.Lines.SkipWhile(line => line != "reviews:").ToList();
        Assert.Contains("  # Many ride. (the office)", lines);
        Assert.Equal(4, lines.Count(line => line.Contains("date: , by: ", StringComparison.Ordinal)));

        var copied = string.Join('\n', lines);
        Assert.Null(_campaigns.Read(WithAClaim + copied).Campaign); // nobody has signed them yet
        _campaigns.Write(
            "a-campaign",
            WithAClaim + copied.Replace("date: , by: ", "date: 2026-11-24, by: lawyer ", StringComparison.Ordinal)
        );

        Assert.Equal(ExitCodes.Ok, Check(live: true));
        Assert.Equal("1 campaign can be used: a-campaign.", _console.Lines[^1]);
        Check(texts: true);
        Assert.Equal("# a-campaign: every claim about people or law is reviewed.", _console.Lines[^1]);
    }

    [Theory]
    [InlineData("purpose: { en: B }", "purpose: { en: B! }", "'purpose' in 'en'")]
    [InlineData("en: Many ride.", "en: Many people ride.", "'claims.riders' in 'en'")]
    [InlineData("en: the office", "en: the mayor", "'claims.riders' in 'en'")]
    public void A_text_that_was_changed_after_its_review_is_unreviewed(string was, string now, string named)
    {
        var reviewed = File.ReadAllText(_campaigns.WriteReviewed("a-campaign", WithAClaim));
        Assert.Empty(_campaigns.Read(reviewed).Unreviewed);

        var changed = _campaigns.Read(reviewed.Replace(was, now, StringComparison.Ordinal));

        Assert.NotNull(changed.Campaign);
        Assert.Equal(
            $"{named} makes a claim about people or law and was changed after its review of 2026-11-24: {WhatToDo}",
            Assert.Single(changed.Unreviewed).Message
        );
    }

    [Fact]
    public void Spaces_and_line_breaks_of_the_file_do_not_void_a_review()
    {
        var reviewed = File.ReadAllText(
            _campaigns.WriteReviewed(
                "a-campaign",
                TemporaryCampaigns.Smallest.Replace("{ en: B }", "{ en: Keep it running }", StringComparison.Ordinal)
            )
        );

        var wrapped = reviewed.Replace(
            "{ en: Keep it running }",
            "\n  en: >-\n    Keep it\n    running",
            StringComparison.Ordinal
        );

        Assert.Empty(_campaigns.Read(wrapped).Unreviewed);
    }

    [Theory]
    [InlineData("text: purpos", "Did you mean 'purpose'?")]
    [InlineData("text: claims.riders", "'reviews[0].text' cannot be 'claims.riders'")]
    [InlineData("text: alert.code", "'reviews[0].text' cannot be 'alert.code'")]
    [InlineData("language: es", "'reviews[0].language' cannot be 'es'")]
    [InlineData("date: yesterday", "write a date such as 2026-11-24")]
    [InlineData("date: ", "'reviews[0].date' is missing")]
    [InlineData("by: Maria", "Possible are: lawyer, organizer, speaker, translator.")]
    [InlineData("by: developer", "Possible are: lawyer, organizer, speaker, translator.")]
    [InlineData("by: ", "'reviews[0].by' is missing")]
    [InlineData("fingerprint: ", "'reviews[0].fingerprint' is missing")]
    [InlineData("name: Maria", "'reviews[0].name' is not a field")]
    public void A_mistake_in_a_review_is_told_with_its_line(string field, string message)
    {
        string[] fields =
        [
            "text: purpose",
            "language: en",
            "fingerprint: 00000000",
            "date: 2026-11-24",
            "by: organizer",
        ];
        var name = field[..field.IndexOf(':', StringComparison.Ordinal)];
        var review = fields.Where(other => !other.StartsWith($"{name}:", StringComparison.Ordinal)).Append(field);

        var reading = _campaigns.Read($"{TemporaryCampaigns.Smallest}reviews: [{{ {string.Join(", ", review)} }}]\n");

        Assert.Null(reading.Campaign);
        var finding = Assert.Single(reading.Findings);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal(14, finding.Line);
    }

    [Fact]
    public void The_reviews_of_the_fictional_campaign_are_of_its_texts_as_they_stand()
    {
        var reading = CampaignReader.Read(Checkout.At("campaigns", "bus-line-7", "campaign.yaml"));

        Assert.NotEmpty(reading.Campaign!.Reviews);
        Assert.All(
            reading.Unreviewed,
            finding => Assert.Matches("^'(alert|forget|help|mine|privacy|tally)[.]", finding.Message) // the bot's own words
        );
    }

    [Fact]
    public async Task Run_does_not_start_for_real_people_with_an_unreviewed_claim()
    {
        var file = _campaigns.Write("a-campaign", TemporaryCampaigns.Smallest);

        var fault = await Assert.ThrowsAsync<ConfigurationFaultException>(() =>
            SetUpAsync("https://discord.com/api/v10")
        );

        var sentences = fault.Message.Split(Environment.NewLine);
        Assert.Equal(3, sentences.Length);
        Assert.Equal(
            $"{file}:2: 'purpose' in 'en' makes a claim about people or law and was never reviewed: {WhatToDo}",
            sentences[0]
        );
    }

    [Theory]
    [InlineData("https://discord.com/api/v10", true)]
    [InlineData("http://127.0.0.1:9/api/v10", false)]
    public async Task Run_starts_with_reviewed_claims_and_on_a_stage_with_any(string discord, bool reviewed)
    {
        if (reviewed)
            _campaigns.WriteReviewed("a-campaign");
        else
            _campaigns.Write("a-campaign", TemporaryCampaigns.Smallest);

        Assert.Single((await SetUpAsync(discord)).Campaigns);
    }

    public void Dispose()
    {
        _campaigns.Dispose();
        _console.Dispose();
    }

    private const string WhatToDo =
        "have it read by somebody who knows, then add the line that `check --texts` prints to 'reviews'.";

    private int Check(bool live = false, bool texts = false) =>
        CheckVerb.Run(new CheckArguments(_campaigns.Directory, live, texts), _console);

    private Task<BotSetup> SetUpAsync(string discord) =>
        BotSetup.ReadAsync(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>(StringComparer.Ordinal)
                    {
                        ["Discord:Token"] = "a-token",
                        ["Discord:ApiBaseUrl"] = discord,
                        ["Campaigns:Directory"] = _campaigns.Directory,
                    }
                )
                .Build(),
            TestContext.Current.CancellationToken
        );
}
