using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Campaigns;

public sealed class CampaignReaderTests : IDisposable
{
    private readonly TemporaryCampaigns _campaigns = new();

    public void Dispose() => _campaigns.Dispose();

    [Fact]
    public void The_coalition_s_campaign_can_be_used_and_says_what_is_still_missing()
    {
        var reading = CampaignReader.Read(Checkout.At("campaigns", "alexandria-transfers", "campaign.yaml"));

        var campaign = Assert.IsType<Campaign>(reading.Campaign);
        Assert.Equal("alexandria-transfers", campaign.Id.Value);
        Assert.Equal("America/New_York", campaign.Zone.Id);
        Assert.Equal(["en", "es"], campaign.Languages);
        ReminderRule Rule(string id) => campaign.Cadence.Single(rule => rule.Id == id);
        Assert.Equal(10, Rule("week-before").PledgedDaysBefore);
        Assert.Equal(
            (MilestoneKind.FormCloses, ReminderAudience.Speakers),
            (Rule("form-closes-soon").Of, Rule("form-closes-soon").Audience)
        );
        Assert.Equal(ReminderQuestion.Confirm, Rule("day-before").Asks);
        Assert.Equal((MilestoneKind.End, ReminderQuestion.Came), (Rule("thanks").Of, Rule("thanks").Asks));
        Assert.Equal(ReminderAudience.Channel, Rule("outcome").Audience);
        Assert.False(campaign.OfficeDays.IsOpen(new LocalDate(2026, 11, 27)), "The day after Thanksgiving");
        Assert.True(campaign.OfficeDays.IsOpen(new LocalDate(2026, 11, 30)));
        Assert.Equal(RiskLevel.High, campaign.Risk);
        Assert.All(campaign.Targets, target => Assert.Null(target.Phone));
        Assert.All(campaign.Claims, claim => Assert.Null(claim.Source));
        Assert.Empty(campaign.Reviews);
        Assert.Contains(
            reading.Findings,
            finding =>
                finding.Severity == Severity.Note
                && finding.Message.StartsWith(
                    "Call-ins cannot be posted until organizers enter the published office line of Alexandria Sheriff's Office",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(
            campaign.Claims.Count * campaign.Languages.Count,
            reading.Unreviewed.Count(finding => finding.Message.StartsWith("'claims.", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_mistake_in_the_list_of_holidays_is_told_where_the_campaign_names_it()
    {
        var folder = Path.Combine(_campaigns.Directory, "jurisdictions");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "flatland.yaml"),
            """
            closed:
              - { date: 2027-13-01, name: { en: A day } }
            """
        );

        var reading = _campaigns.Read(
            TemporaryCampaigns.Smallest.Replace(
                "languages: [en]",
                "languages: [en]\njurisdiction: flatland",
                StringComparison.Ordinal
            )
        );

        Assert.Null(reading.Campaign);
        Assert.Contains(
            reading.Findings,
            finding =>
                finding.Line == 6
                && finding.Message.StartsWith("jurisdictions/flatland.yaml, line 2: ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Milestones_of_a_campaign_hang_on_the_start_and_skip_days_on_which_offices_are_closed()
    {
        var folder = Path.Combine(_campaigns.Directory, "jurisdictions");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, "flatland.yaml"),
            """
            closed:
              - { date: 2027-03-12, name: { en: Founders' Day } }
            """
        );
        var campaign = _campaigns
            .Read(
                TemporaryCampaigns.Smallest.Replace(
                    "languages: [en]",
                    """
                    languages: [en]
                    jurisdiction: flatland
                    milestones:
                      - { milestone: form-closes, officeDaysBefore: 1, time: "17:00" }
                      - { milestone: end, hoursAfter: 3 }
                    """,
                    StringComparison.Ordinal
                )
            )
            .Campaign!;
        // Monday; the clock change lies on the Sunday before it, the holiday on the Friday before that.
        var starts = new MeetingTime(new LocalDateTime(2027, 3, 15, 18, 30), campaign.Zone);

        Assert.Equal(
            [
                new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 11, 17, 0)),
                new Milestone(MilestoneKind.End, new LocalDateTime(2027, 3, 15, 21, 30)),
            ],
            campaign.Milestones.Select(rule => rule.For(starts, campaign.OfficeDays))
        );
    }

    [Fact]
    public void The_practices_keep_their_hedge_in_both_languages()
    {
        var campaign = CampaignReader.Read(Checkout.At("campaigns", "alexandria-transfers", "campaign.yaml")).Campaign!;
        string[] practices = ["courtesy-calls", "extra-hours", "no-judge"];
        foreach (var claim in campaign.Claims.Where(claim => practices.Contains(claim.Id)))
        {
            Assert.StartsWith("It is believed that", claim.Text.In("en", "en"), StringComparison.Ordinal);
            Assert.StartsWith("Se cree que", claim.Text.In("es", "en"), StringComparison.Ordinal);
        }
        Assert.All(campaign.Claims, claim => Assert.Equal(2, claim.Attribution.ByLanguage.Count));
    }

    [Fact]
    public void The_fictional_campaign_has_nothing_left_to_say()
    {
        var reading = CampaignReader.Read(Checkout.At("campaigns", "bus-line-7", "campaign.yaml"));

        Assert.Empty(reading.Findings);
        var campaign = reading.Campaign!;
        Assert.Equal("America/Denver", campaign.Zone.Id);
        Assert.Equal([Ask.Attend, Ask.Speak, Ask.Bring], campaign.Asks);
        Assert.Equal(new ReminderOffset.HoursAfter(2), campaign.Cadence[^1].Offset);
        Assert.Equal(ReminderAudience.Pledged | ReminderAudience.Channel, campaign.Cadence[0].Audience);
        Assert.Equal(new QuietHours(new LocalTime(20, 30), new LocalTime(7, 30)), campaign.QuietHours);
        Assert.Equal(Duration.FromHours(72), campaign.Retention);
        Assert.Equal("es", campaign.Servers[0].Channels["200000000000000013"]);
        Assert.All(campaign.Targets, target => Assert.StartsWith("555-01", target.Phone, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_campaign_may_leave_out_has_the_defaults_of_the_domain()
    {
        var campaign = _campaigns.Read(TemporaryCampaigns.Smallest).Campaign!;

        Assert.Equal(QuietHours.Default, campaign.QuietHours);
        Assert.Equal(RiskLevel.High, campaign.Risk);
        Assert.Equal(0, campaign.Approvals);
        Assert.Equal(Duration.FromHours(48), campaign.Retention);
        Assert.Equal([Ask.Attend, Ask.Speak], campaign.Asks);
        Assert.Empty(campaign.LinkHosts);
    }

    [Theory]
    [InlineData("zone: America/Denver", "zone: America/Dnever", 4, "Did you mean 'America/Denver'?")]
    [InlineData("zone: America/Denver", "zone: EST", 4, "must be a place of the tz database")]
    [InlineData("zone: America/Denver", "zome: America/Denver", 4, "'zome' is not a field. Did you mean 'zone'?")]
    [InlineData("zone: America/Denver", "zone: America/Denver\nquiet_hours: {}", 5, "Did you mean 'quietHours'?")]
    [InlineData("languages: [en]", "languages: [en, ens]", 5, "there is no catalogue for it")]
    [InlineData("languages: [en]", "languages: [en, en]", 5, "'languages' has 'en' twice")]
    [InlineData("languages: [en]", "languages: []", 5, "at least one language")]
    [InlineData("languages: [en]", "languages: en", 5, "'languages' must be a list")]
    [InlineData("languages: [en]", "languages: [en, es]", 1, "'title.es' is missing")]
    [InlineData("title: { en: A }", "title: A", 1, "'title' must be a group of fields")]
    [InlineData("title: { en: A }", "title: { en: A, xx: B }", 1, "'title.xx' is not a field")]
    [InlineData("title: { en: A }", "title: { en: \"\" }", 1, "'title.en' must be a text")]
    [InlineData("- network: discord", "- network: discrod", 7, "Did you mean 'discord'?")]
    [InlineData("server: \"300000000000000001\"", "server: my-server", 8, "an id on Discord has 17 to 20 digits")]
    [InlineData("server: \"300000000000000001\"", "servr: \"300000000000000001\"", 8, "Did you mean 'server'?")]
    [InlineData("daysBefore: 1", "daysBefore: 0", 13, "must be a whole number from 1 to 60")]
    [InlineData(
        "daysBefore: 1",
        "daysBefore: 1, hoursBefore: 2",
        13,
        "exactly one of daysBefore, officeDaysBefore, hoursBefore, hoursAfter and daysAfter"
    )]
    [InlineData("audience: [pledged]", "audience: [pledge]", 13, "Did you mean 'pledged'?")]
    [InlineData("audience: [pledged]", "audience: [pledged], of: formcloses", 13, "Did you mean 'form-closes'?")]
    [InlineData(
        "audience: [pledged]",
        "audience: [pledged], question: came",
        13,
        "must come after the start or the end"
    )]
    [InlineData(
        "daysBefore: 1, audience: [pledged]",
        "hoursAfter: 1, question: confirm, audience: [pledged]",
        13,
        "must come before the start"
    )]
    [InlineData(
        "daysBefore: 1, audience: [pledged]",
        "daysAfter: 3, of: end, audience: [pledged, channel]",
        13,
        "more than 48 hours afterwards"
    )]
    [InlineData(
        "languages: [en]",
        "languages: [en]\nmilestones: [{ milestone: form-closes, hoursBefore: 3, time: \"17:00\" }]",
        6,
        "goes with days, not with hours"
    )]
    [InlineData(
        "languages: [en]",
        "languages: [en]\nmilestones: [{ milestone: start, daysBefore: 3 }]",
        6,
        "every action has its own"
    )]
    [InlineData(
        "languages: [en]",
        "languages: [en]\nmilestones: [{ milestone: doors, hoursAfter: 3 }]",
        6,
        "only the end comes after the start"
    )]
    [InlineData(
        "languages: [en]",
        "languages: [en]\njurisdiction: us-vaa",
        6,
        "there is no file jurisdictions/us-vaa.yaml. Did you mean 'us-va'?"
    )]
    [InlineData("languages: [en]", "languages: [en]\njurisdiction: ../etc", 6, "use 1 to 40 lower-case letters")]
    [InlineData("languages: [en]", "languages: [en]\nweeklyMessages: 0", 6, "must be a whole number from 1 to 50")]
    [InlineData(
        "audience: [pledged]",
        "audience: []",
        13,
        "one or more of pledged, speakers, writers, callers and channel"
    )]
    public void A_mistake_is_told_with_its_line(string right, string wrong, int line, string message)
    {
        var reading = _campaigns.Read(TemporaryCampaigns.Smallest.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(reading.Campaign);
        Assert.Contains(
            reading.Findings,
            finding =>
                finding.Severity == Severity.Error
                && finding.Line == line
                && finding.Message.Contains(message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("linkHosts: [https://example.org]", "write an exact host name")]
    [InlineData("linkHosts: [\"*.example.org\"]", "write an exact host name")]
    [InlineData("linkHosts: [bit.ly]", "a link shortener hides where a link leads")]
    [InlineData("quietHours: { from: 9pm, until: \"08:00\" }", "write a time of day from 00:00 to 23:59")]
    [InlineData("quietHours: { from: \"24:00\", until: \"08:00\" }", "write a time of day from 00:00 to 23:59")]
    [InlineData("approvals: 2", "must be a whole number from 0 to 1")]
    [InlineData("risk: low", "Possible are: high, normal.")]
    [InlineData("asks: attend", "'asks' must be a list")]
    [InlineData("asks: []", "at least one ask")]
    [InlineData("linkHosts: { a: b }", "'linkHosts' must be a list")]
    [InlineData("claims: [none]", "'claims[0]' must be a group of fields")]
    [InlineData("asks: [atend]", "Did you mean 'attend'?")]
    [InlineData("asks: [attend, attend]", "twice")]
    [InlineData("feeds: [{ id: a, kind: legistar, url: http://example.org/events }]", "begins with https://")]
    [InlineData(
        "feeds: [{ id: a, kind: ics, url: https://example.org/a.ics, zone: EST }]",
        "'feeds[0].zone' cannot be 'EST'"
    )]
    [InlineData(
        "feeds: [{ id: a, kind: ics, url: https://example.org/a.ics, zIsLocal: maybe }]",
        "'feeds[0].zIsLocal' cannot be 'maybe'"
    )]
    [InlineData("feeds: [{ id: a, kind: legister, url: https://example.org/events }]", "Did you mean 'legistar'?")]
    [InlineData(
        "targets: [{ id: a, office: { en: B }, phone: \"911\" }]",
        "emergency and short numbers are not called"
    )]
    [InlineData("targets: [{ id: a, office: { en: B }, phone: 555-CALL-NOW }]", "must be a published office line")]
    [InlineData(
        "claims: [{ id: a, text: { en: B }, attribution: { en: C }, source: https://example.org/x }]",
        "not in 'linkHosts'"
    )]
    [InlineData(
        "claims: [{ id: a, text: { en: B }, attribution: { en: C }, lastReviewed: 2026-11-24 }]",
        "'claims[0].lastReviewed' is not a field"
    )]
    [InlineData("claims: [{ id: a, text: { en: B } }]", "'claims[0].attribution' is missing")]
    [InlineData("targets: [{ id: A b, office: { en: B } }]", "use 1 to 40 lower-case letters")]
    public void What_is_optional_is_checked_too(string field, string message)
    {
        var reading = _campaigns.Read(TemporaryCampaigns.Smallest + field + "\n");

        Assert.Null(reading.Campaign);
        var finding = Assert.Single(reading.Findings, finding => finding.Severity == Severity.Error);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal(14, finding.Line);
    }

    [Fact]
    public void All_mistakes_are_told_and_not_only_the_first()
    {
        var reading = _campaigns.Read(
            TemporaryCampaigns
                .Smallest.Replace("zone: America/Denver", "zone: Nowhere", StringComparison.Ordinal)
                .Replace("daysBefore: 1", "daysBefore: x", StringComparison.Ordinal) + "approvals: 7\nunheard: of\n"
        );

        Assert.Equal([4, 13, 14, 15], reading.Findings.Select(finding => finding.Line));
    }

    [Theory]
    [InlineData("title: [", "This is not valid YAML")]
    [InlineData("title: { en: A }\ntitle: { en: B }", "This is not valid YAML")]
    [InlineData("", "must hold one group of fields")]
    [InlineData("- just\n- a list", "must hold one group of fields")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]", "nested more than")]
    public void A_file_that_is_no_campaign_at_all_is_told_so(string yaml, string message)
    {
        var reading = _campaigns.Read(yaml);

        Assert.Null(reading.Campaign);
        Assert.Contains(message, Assert.Single(reading.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_not_text_is_told_so()
    {
        var missing = CampaignReader.Read(Path.Combine(_campaigns.Directory, "nowhere", "campaign.yaml"));
        Assert.Contains("cannot be read", Assert.Single(missing.Findings).Message, StringComparison.Ordinal);

        var file = _campaigns.Write("latin-1", "");
        File.WriteAllBytes(file, [0x74, 0x3A, 0x20, 0xE9, 0x0A]);
        Assert.Contains("UTF-8", Assert.Single(CampaignReader.Read(file).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_and_events_are_off_unless_a_server_switches_them_on()
    {
        var off = Assert.Single(_campaigns.Read(TemporaryCampaigns.Smallest).Campaign!.Servers);
        var on = _campaigns.Read(WithSwitches("threads: true", "events: true") + "risk: normal\n");

        Assert.Equal((false, false), (off.Threads, off.Events));
        var server = Assert.Single(on.Campaign!.Servers);
        Assert.Equal((true, true), (server.Threads, server.Events));
        Assert.Empty(on.Findings);
    }

    [Fact]
    public void Events_at_high_risk_are_refused_with_the_reason()
    {
        var reading = _campaigns.Read(WithSwitches("threads: false", "events: true"));

        Assert.Null(reading.Campaign);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((13, Severity.Error), (finding.Line, finding.Severity));
        Assert.Equal(
            "'servers[0].events' cannot be on with 'risk: high': Discord shows everybody the list of those who are interested in an event.",
            finding.Message
        );
    }

    [Fact]
    public void Threads_at_high_risk_are_warned_of()
    {
        var reading = _campaigns.Read(WithSwitches("threads: true", "events: false"));

        Assert.True(Assert.Single(reading.Campaign!.Servers).Threads);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((12, Severity.Warning), (finding.Line, finding.Severity));
        Assert.Contains("a thread is public", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("threads: yes", "cannot be 'yes'. Possible are: false, true.")]
    [InlineData("threads: [true]", "must be a text")]
    [InlineData("event: true", "Did you mean 'events'?")]
    public void A_switch_is_true_or_false(string field, string message)
    {
        var reading = _campaigns.Read(WithSwitches(field, "coordinatorRoles: []"));

        Assert.Contains(
            message,
            Assert.Single(reading.Findings, finding => finding.Severity == Severity.Error).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("threads")]
    [InlineData("events")]
    public void A_Signal_group_has_neither_threads_nor_events(string field)
    {
        var reading = _campaigns.Read(
            TemporaryCampaigns.Smallest.Replace(
                "servers:\n",
                $"servers:\n  - {{ network: signal, server: Z3JvdXA=, {field}: true }}\n",
                StringComparison.Ordinal
            ) + "risk: normal\n"
        );

        Assert.Equal(
            $"'servers[0].{field}' exists on Discord only; leave it out here.",
            Assert.Single(reading.Findings, finding => finding.Severity == Severity.Error).Message
        );
    }

    private static string WithSwitches(params string[] fields) =>
        TemporaryCampaigns.Smallest.Replace(
            "cadence:\n",
            string.Concat(fields.Select(field => $"    {field}\n")) + "cadence:\n",
            StringComparison.Ordinal
        );

    [Fact]
    public void A_Signal_group_is_its_own_channel()
    {
        var campaign = _campaigns
            .Read(
                TemporaryCampaigns.Smallest.Replace(
                    "servers:\n",
                    "servers:\n  - { network: signal, server: Z3JvdXA= }\n",
                    StringComparison.Ordinal
                )
            )
            .Campaign!;

        Assert.Equal(Networks.Signal, campaign.Servers[0].Network);
        Assert.Equal("Z3JvdXA=", campaign.Servers[0].AlertChannel);
    }
}
