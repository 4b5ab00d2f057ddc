using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Words;
using NodaTime;
using NodaTime.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Reads one campaign.yaml. Every mistake in it is reported, with its line; never only the first.</summary>
internal static partial class CampaignReader
{
    public const string FileName = "campaign.yaml";

    private const int MaxFileBytes = 256 * 1024;
    private const int MaxDepth = 16;
    private const int MaxTitle = 80;
    private const int MaxSentence = 400;

    private static readonly Catalogue Words = Catalogue.Load();

    private static readonly IReadOnlyList<string> CatalogueLanguages = Words.Languages;

    private static readonly Dictionary<string, Ask> Asks = new(StringComparer.Ordinal)
    {
        ["attend"] = Ask.Attend,
        ["speak"] = Ask.Speak,
        ["call"] = Ask.Call,
        ["write"] = Ask.Write,
        ["bring"] = Ask.Bring,
    };

    private static readonly Dictionary<string, RiskLevel> Risks = new(StringComparer.Ordinal)
    {
        ["high"] = RiskLevel.High,
        ["normal"] = RiskLevel.Normal,
    };

    private static readonly Dictionary<string, bool> Switches = new(StringComparer.Ordinal)
    {
        ["true"] = true,
        ["false"] = false,
    };

    private static readonly Dictionary<string, string> NetworkNames = new(StringComparer.Ordinal)
    {
        [Networks.Discord] = Networks.Discord,
        [Networks.Signal] = Networks.Signal,
    };

    private static readonly Dictionary<string, string> FeedKinds = new(StringComparer.Ordinal)
    {
        ["legistar"] = "legistar",
        ["ics"] = "ics",
        ["legistar-web"] = "legistar-web",
        ["elms"] = "elms",
        ["civicclerk"] = "civicclerk",
    };

    /// <summary>Roles and never names. Developers review the bot's own words, for everybody.</summary>
    private static readonly Dictionary<string, ReviewerRole> Reviewers = new(StringComparer.Ordinal)
    {
        ["organizer"] = ReviewerRole.Organizer,
        ["speaker"] = ReviewerRole.Speaker,
        ["translator"] = ReviewerRole.Translator,
        ["lawyer"] = ReviewerRole.Lawyer,
    };

    /// <summary>Reads a file; a missing or unreadable one is a finding too. The campaign's id is the name of its folder.</summary>
    public static CampaignReading Read(string file)
    {
        var findings = new FindingList(file);
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "";
        if (!FolderName().IsMatch(folder))
        {
            findings.Add(
                1,
                Severity.Error,
                $"The folder's name '{YamlFields.Short(folder)}' is the campaign's id: use 1 to 40 lower-case letters, digits and hyphens."
            );
        }
        if (LoadRoot(file, findings) is not { } root)
            return new CampaignReading(null, findings.InOrderOfLines);

        var fields = new YamlFields(root, "", findings);
        var (campaign, serverLines) = ReadCampaign(new CampaignId(folder), file, fields, findings);
        return new CampaignReading(findings.HasErrors ? null : campaign, findings.InOrderOfLines)
        {
            ServerLines = serverLines,
            Unreviewed = findings.HasErrors ? [] : Unreviewed(campaign, fields, file),
        };
    }

    internal static YamlMappingNode? LoadRoot(string file, FindingList findings)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                findings.Add(1, Severity.Error, $"The file is larger than {MaxFileBytes / 1024} KiB.");
                return null;
            }
            var text = File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            if (DeeperThanAllowed(text) is { } line)
            {
                findings.Add(line, Severity.Error, $"Fields are nested more than {MaxDepth} deep.");
                return null;
            }
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode map }])
                return map;
            findings.Add(1, Severity.Error, "The file must hold one group of fields, beginning with 'title:'.");
        }
        catch (YamlException mistake)
        {
            var line = (int)Math.Max(1, mistake.Start.Line);
            findings.Add(line, Severity.Error, $"This is not valid YAML: {UntrustedText.Clean(mistake.Message, 200)}");
        }
        catch (DecoderFallbackException)
        {
            findings.Add(1, Severity.Error, "The file is not in UTF-8.");
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet, in the middle of some lists, instead of a YamlException.
            findings.Add(1, Severity.Error, "This is not valid YAML.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            findings.Add(1, Severity.Error, $"The file cannot be read: {problem.Message}");
        }
        return null;
    }

    /// <summary>The line on which nesting gets too deep; the tree is built recursively and must not be given such a file.</summary>
    private static int? DeeperThanAllowed(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (depth > MaxDepth)
                return (int)parser.Current!.Start.Line;
        }
        return null;
    }

    private static (Campaign Campaign, IReadOnlyList<int> ServerLines) ReadCampaign(
        CampaignId id,
        string file,
        YamlFields fields,
        FindingList findings
    )
    {
        var languages = ReadLanguages(fields, findings);
        var linkHosts = ReadLinkHosts(fields, findings);
        var risk = fields.Word("risk", Risks, RiskLevel.High);
        var servers = ReadServers(fields, findings, languages, risk);
        var limits = ReadLimits(fields, findings);
        var campaign = new Campaign
        {
            Id = id,
            Title = Localized(fields, "title", "the campaign's name", MaxTitle, languages, findings),
            Purpose = Localized(fields, "purpose", "what the campaign asks for", MaxSentence, languages, findings),
            TimeName = Localized(
                fields,
                "timeName",
                "how people call this place's time",
                MaxTitle,
                languages,
                findings
            ),
            Zone = ReadZone(fields, findings),
            Languages = languages,
            Servers = [.. servers.Select(server => server.Server)],
            Feeds = ReadFeeds(fields, findings),
            Keywords = ReadKeywords(fields, findings),
            Asks = ReadAsks(fields, findings),
            Cadence = ReadCadence(fields, findings),
            Milestones = ReadMilestones(fields, findings),
            OfficeDays = ReadOfficeDays(fields, file, languages, findings),
            WeeklyMessages = fields.Number("weeklyMessages", 1, 50, otherwise: 7),
            QuietHours = ReadQuietHours(fields, findings),
            LinkHosts = linkHosts,
            JoinedFor = limits.JoinedFor,
            HoldAbovePerMinute = limits.HoldAbove,
            PrivacyPage = ReadPrivacyPage(fields, findings),
            Hotline = fields.Text("hotline"),
            ScopeWords = [.. fields.Texts("scopeWords").Select(word => word.Text)],
            Risk = risk,
            Approvals = fields.Number("approvals", 0, 1, otherwise: 0),
            Retention = Duration.FromHours(
                fields.Number("retentionHours", 1, 24 * 30, otherwise: (int)Retention.AfterAction.TotalHours)
            ),
            Targets = ReadTargets(fields, findings, languages),
            Calls = ReadCalls(fields, findings, languages),
            Claims = ReadClaims(fields, findings, languages, linkHosts),
        };
        campaign = campaign with { Reviews = ReadReviews(fields, findings, campaign) };
        fields.ReportUnknown();
        return (campaign, [.. servers.Select(server => server.Line)]);
    }

    private static List<string> ReadLanguages(YamlFields fields, FindingList findings)
    {
        var languages = new List<string>();
        if (fields.Required("languages", "the codes of its languages, the most used first") is not { } list)
            return [Catalogue.Fallback];
        foreach (var (language, node) in fields.Texts("languages"))
        {
            if (!CatalogueLanguages.Contains(language, StringComparer.Ordinal))
                findings.Error(
                    node,
                    $"'languages' cannot have '{YamlFields.Short(language)}': there is no catalogue for it. {Suggestion.For(language, CatalogueLanguages)}"
                );
            else if (languages.Contains(language, StringComparer.Ordinal))
                findings.Error(node, $"'languages' has '{language}' twice.");
            else
                languages.Add(language);
        }
        if (languages.Count > 0)
            return languages;
        if (list is YamlSequenceNode { Children.Count: 0 })
            findings.Error(list, "'languages' must have at least one language.");
        return [Catalogue.Fallback];
    }

    private static LocalizedText Localized(
        YamlFields fields,
        string field,
        string meaning,
        int maxLength,
        IReadOnlyList<string> languages,
        FindingList findings
    )
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields.Required(field, $"{meaning}, in each language") is { } node && fields.Map(field) is { } map)
        {
            foreach (var language in languages)
            {
                if (map.Text(language) is not { } text)
                {
                    if (map.Optional(language) is null)
                        findings.Error(node, $"'{map.Path(language)}' is missing: {meaning}, in this language.");
                    continue;
                }
                var clean = UntrustedText.Clean(text, int.MaxValue / 8);
                if (PersonalDetails.Find(clean) is not null)
                    findings.Warning(
                        map.Optional(language)!,
                        $"'{map.Path(language)}' looks as if it held a phone number, an e-mail address or an ID number: only 'targets' and 'hotline' hold published lines."
                    );
                if (clean.Length > maxLength)
                    findings.Error(
                        map.Optional(language)!,
                        $"'{map.Path(language)}' is too long: {clean.Length} characters, and {maxLength} are possible."
                    );
                texts[language] = clean;
            }
            map.ReportUnknown();
        }
        return new LocalizedText(texts);
    }

    private static DateTimeZone ReadZone(YamlFields fields, FindingList findings)
    {
        var id = fields.RequiredText("zone", "the time zone of its meetings, for example America/New_York");
        return id is null ? DateTimeZone.Utc : ZoneOf(id, fields, findings);
    }

    private static DateTimeZone ZoneOf(string id, YamlFields fields, FindingList findings)
    {
        var provider = DateTimeZoneProviders.Tzdb;
        var node = fields.Optional("zone")!;
        // "EST" is a zone of its own, without daylight-saving time; whoever writes it means a city's.
        if (id.Contains('/', StringComparison.Ordinal) && provider.GetZoneOrNull(id) is { } zone)
            return zone;
        findings.Error(
            node,
            $"'{fields.Path("zone")}' cannot be '{YamlFields.Short(id)}': it must be a place of the tz database, for example America/New_York. {Suggestion.For(id, provider.Ids)}".TrimEnd()
        );
        return DateTimeZone.Utc;
    }

    private static List<(CampaignServer Server, int Line)> ReadServers(
        YamlFields fields,
        FindingList findings,
        IReadOnlyList<string> languages,
        RiskLevel risk
    )
    {
        var servers = new List<(CampaignServer Server, int Line)>();
        if (fields.Required("servers", "where the campaign lives") is YamlSequenceNode { Children.Count: 0 } list)
            findings.Error(list, "'servers' must have at least one server or group.");
        foreach (var map in fields.Maps("servers"))
        {
            var network = map.Required("network", "discord or signal") is null
                ? null
                : map.Word("network", NetworkNames, otherwise: null!);
            var server = Id(map, "server", network, required: true, findings);
            // A Signal group is its own only channel.
            var isGroup = network == Networks.Signal;
            var alert = Id(map, "alertChannel", network, required: !isGroup, findings) ?? server;
            var read = new CampaignServer
            {
                Network = network ?? "",
                Server = server ?? "",
                AlertChannel = alert ?? "",
                CoordinatorChannel = Id(map, "coordinatorChannel", network, required: false, findings),
                Channels = ReadChannels(map, network, languages, findings),
                Threads = ReadThreads(map, network, risk, findings),
                Events = ReadEvents(map, network, risk, findings),
                Polls = ReadPolls(map, network, risk, findings),
                OrganizerRoles = Ids(map, "organizerRoles", network, findings),
                CoordinatorRoles = Ids(map, "coordinatorRoles", network, findings),
            };
            map.ReportUnknown();
            if (network == Networks.Discord && read.OrganizerRoles.Count == 0)
                findings.Warning(map.Node, $"'{map.Path("organizerRoles")}' is empty: nobody can post an action here.");
            if (read.CoordinatorChannel is null)
                findings.Warning(
                    map.Node,
                    $"'{map.Path("coordinatorChannel")}' is missing: nobody is told when something goes wrong."
                );
            if (servers.Exists(other => other.Server.Network == read.Network && other.Server.Server == read.Server))
                findings.Error(map.Node, $"'{map.Name}' is a server that stands in this file already.");
            servers.Add((read, FindingList.LineOf(map.Node)));
        }
        return servers;
    }

    private static bool ReadThreads(YamlFields server, string? network, RiskLevel risk, FindingList findings)
    {
        if (!ReadDiscordSwitch(server, "threads", network, findings))
            return false;
        if (risk == RiskLevel.High)
            findings.Warning(
                server.Optional("threads")!,
                $"'{server.Path("threads")}' is on with 'risk: high': a thread is public, so whoever writes in it is seen with the action."
            );
        return true;
    }

    private static bool ReadEvents(YamlFields server, string? network, RiskLevel risk, FindingList findings)
    {
        if (!ReadDiscordSwitch(server, "events", network, findings))
            return false;
        if (risk == RiskLevel.High)
            findings.Error(
                server.Optional("events")!,
                $"'{server.Path("events")}' cannot be on with 'risk: high': Discord shows everybody the list of those who are interested in an event."
            );
        return true;
    }

    private static bool ReadPolls(YamlFields server, string? network, RiskLevel risk, FindingList findings)
    {
        if (!server.Word("polls", Switches, otherwise: false))
            return false;
        if (network != Networks.Signal)
            findings.Error(
                server.Optional("polls")!,
                $"'{server.Path("polls")}' exists on Signal only; leave it out here."
            );
        if (risk == RiskLevel.High)
            findings.Error(
                server.Optional("polls")!,
                $"'{server.Path("polls")}' cannot be on with 'risk: high': the whole group sees who votes for what."
            );
        return true;
    }

    private static bool ReadDiscordSwitch(YamlFields server, string field, string? network, FindingList findings)
    {
        var isOn = server.Word(field, Switches, otherwise: false);
        if (isOn && network == Networks.Signal)
            findings.Error(
                server.Optional(field)!,
                $"'{server.Path(field)}' exists on Discord only; leave it out here."
            );
        return isOn;
    }

    private static Dictionary<string, string?> ReadChannels(
        YamlFields server,
        string? network,
        IReadOnlyList<string> languages,
        FindingList findings
    )
    {
        var channels = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (server.Map("channels") is not { } map)
            return channels;
        foreach (var (channel, keyNode, value) in map.Entries())
        {
            CheckId(channel, map.Path(channel), network, keyNode, findings);
            string? language = null;
            if (!YamlFields.IsNull(value) && (language = map.TextOf(value, map.Path(channel))) is not null)
            {
                if (!languages.Contains(language, StringComparer.Ordinal))
                    findings.Error(
                        value,
                        $"'{map.Path(channel)}' cannot be '{YamlFields.Short(language)}': it is not one of the campaign's languages ({string.Join(", ", languages)})."
                    );
            }
            channels[channel] = language;
        }
        return channels;
    }

    private static string? Id(YamlFields map, string field, string? network, bool required, FindingList findings)
    {
        var text = required ? map.RequiredText(field, "the id that the network gave it") : map.Text(field);
        if (text is not null)
            CheckId(text, map.Path(field), network, map.Optional(field)!, findings);
        return text;
    }

    private static IReadOnlyList<string> Ids(YamlFields map, string field, string? network, FindingList findings)
    {
        var ids = map.Texts(field);
        foreach (var (id, node) in ids)
            CheckId(id, map.Path(field), network, node, findings);
        return [.. ids.Select(id => id.Text)];
    }

    private static void CheckId(string id, string path, string? network, YamlNode node, FindingList findings)
    {
        if (network == Networks.Discord && !Snowflake().IsMatch(id))
            findings.Error(
                node,
                $"'{path}' cannot be '{YamlFields.Short(id)}': an id on Discord has 17 to 20 digits (turn on the developer mode, then 'Copy ID')."
            );
    }

    private static List<CalendarFeed> ReadFeeds(YamlFields fields, FindingList findings)
    {
        var feeds = new List<CalendarFeed>();
        foreach (var map in fields.Maps("feeds"))
        {
            var id = ShortName(map, feeds.Select(feed => feed.Id), findings);
            var kind = map.Required("kind", "legistar") is null ? "" : map.Word("kind", FeedKinds, "");
            Uri? url = null;
            if (map.RequiredText("url", "the address of the events") is { } address)
            {
                if (!Uri.TryCreate(address, UriKind.Absolute, out url) || !IsFeedAddress(url))
                    findings.Error(
                        map.Optional("url")!,
                        $"'{map.Path("url")}' must be a whole address that begins with https:// and has no password in it."
                    );
            }
            var bodies = map.Texts("bodies").Select(body => body.Text).ToList();
            feeds.Add(
                new CalendarFeed(id, kind, url ?? new Uri("https://invalid.invalid"), bodies)
                {
                    Zone = map.Text("zone") is { } zone ? ZoneOf(zone, map, findings) : null,
                    ZIsLocal =
                        map.Optional("zIsLocal") is { } flag
                        && map.TryWord(flag, map.Path("zIsLocal"), Switches, out var isLocal)
                        && isLocal,
                }
            );
            map.ReportUnknown();
        }
        return feeds;
    }

    /// <summary>Plain http is for a calendar on this very machine, as on the stage.</summary>
    private static bool IsFeedAddress(Uri url) =>
        url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    private static List<Ask> ReadAsks(YamlFields fields, FindingList findings)
    {
        if (fields.Optional("asks") is not { } list)
            return [Ask.Attend, Ask.Speak];
        var asks = new List<Ask>();
        foreach (var (index, node) in fields.List("asks").Index())
        {
            if (!fields.TryWord(node, $"asks[{index}]", Asks, out var ask))
                continue;
            if (asks.Contains(ask))
                findings.Error(node, $"'asks' has '{node}' twice.");
            else
                asks.Add(ask);
        }
        if (list is YamlSequenceNode { Children.Count: 0 })
            findings.Error(list, "'asks' must have at least one ask; leave it out for attend and speak.");
        return asks;
    }

    private static QuietHours ReadQuietHours(YamlFields fields, FindingList findings)
    {
        if (fields.Map("quietHours") is not { } map)
            return QuietHours.Default;
        var hours = new QuietHours(WallTime(map, "from", findings), WallTime(map, "until", findings));
        map.ReportUnknown();
        return hours;
    }

    private static LocalTime WallTime(YamlFields map, string field, FindingList findings)
    {
        if (map.RequiredText(field, "a time of day, for example 21:00") is not { } text)
            return LocalTime.Midnight;
        var parsed = LocalTimePattern.CreateWithInvariantCulture("H:mm").Parse(text);
        if (!parsed.Success)
            findings.Error(
                map.Optional(field)!,
                $"'{map.Path(field)}' cannot be '{YamlFields.Short(text)}': write a time of day from 00:00 to 23:59, for example 21:00."
            );
        return parsed.TryGetValue(LocalTime.Midnight, out var time) ? time : LocalTime.Midnight;
    }

    private static List<string> ReadLinkHosts(YamlFields fields, FindingList findings)
    {
        var hosts = new List<string>();
        foreach (var (host, node) in fields.Texts("linkHosts"))
        {
            if (!HostName().IsMatch(host))
                findings.Error(
                    node,
                    $"'linkHosts' cannot have '{YamlFields.Short(host)}': write an exact host name in lower case such as www.example.org, without https://, path or asterisk."
                );
            else if (LinkShorteners.Has(host))
                findings.Error(node, $"'linkHosts' cannot have '{host}': a link shortener hides where a link leads.");
            else
                hosts.Add(host);
        }
        return hosts;
    }

    private static List<Claim> ReadClaims(
        YamlFields fields,
        FindingList findings,
        IReadOnlyList<string> languages,
        IReadOnlyList<string> linkHosts
    )
    {
        var claims = new List<Claim>();
        foreach (var map in fields.Maps("claims"))
        {
            var id = ShortName(map, claims.Select(claim => claim.Id), findings);
            var claim = new Claim(
                id,
                Localized(map, "text", "the statement with its hedge", MaxSentence, languages, findings),
                Localized(map, "attribution", "who says so", MaxSentence, languages, findings),
                ReadSource(map, linkHosts, findings)
            )
            {
                AsOf = map.Optional("asOf") is null
                    ? null
                    : ReadDate(map, "asOf", "when it was checked last", findings),
                StaleAfterDays = map.Number("staleAfterDays", 1, 3650, otherwise: Claim.UsualStaleAfterDays),
            };
            map.ReportUnknown();
            claims.Add(claim);
        }
        return claims;
    }

    private static Uri? ReadSource(YamlFields map, IReadOnlyList<string> linkHosts, FindingList findings)
    {
        if (map.Text("source") is not { } address)
            return null;
        var node = map.Optional("source")!;
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var source)
            || source.Scheme != Uri.UriSchemeHttps
            || UntrustedText.AsciiHost(source) is not { } host
        )
        {
            findings.Error(node, $"'{map.Path("source")}' must be a whole address that begins with https://.");
            return null;
        }
        if (!linkHosts.Contains(host, StringComparer.Ordinal))
            findings.Error(node, $"'{map.Path("source")}' leads to {host}, which is not in 'linkHosts'.");
        return source;
    }

    private static List<TextReview> ReadReviews(YamlFields fields, FindingList findings, Campaign campaign)
    {
        var reviews = new List<TextReview>();
        var keys = campaign
            .Claims.Select(Claims.KeyOf)
            .Concat(Words.ClaimKeys)
            .Append(Claims.Purpose)
            .Concat(Claims.Spoken)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(key => key, StringComparer.Ordinal);
        var languages = campaign.Languages.ToDictionary(language => language, StringComparer.Ordinal);
        foreach (var map in fields.Maps("reviews"))
        {
            var text = map.Required("text", "the text that was read") is null ? null : map.Word("text", keys, null!);
            var language = map.Required("language", "the language in which it was read") is null
                ? null
                : map.Word("language", languages, null!);
            var fingerprint = map.RequiredText("fingerprint", "as `check --texts` prints it");
            var date = ReadDate(map, "date", "the day on which it was read", findings);
            ReviewerRole? by = map.Required("by", $"the reader's role ({string.Join(", ", Reviewers.Keys)})") is null
                ? null
                : map.Word("by", Reviewers.ToDictionary(role => role.Key, role => (ReviewerRole?)role.Value), null);
            map.ReportUnknown();
            if (
                text is not null
                && language is not null
                && fingerprint is not null
                && date is { } day
                && by is { } role
            )
                reviews.Add(new TextReview(text, language, fingerprint, day, role));
        }
        return reviews;
    }

    private static LocalDate? ReadDate(YamlFields map, string field, string meaning, FindingList findings)
    {
        if (map.RequiredText(field, $"{meaning}, such as 2026-11-24") is not { } text)
            return null;
        var parsed = LocalDatePattern.Iso.Parse(text);
        if (parsed.Success)
            return parsed.Value;
        findings.Error(
            map.Optional(field)!,
            $"'{map.Path(field)}' cannot be '{YamlFields.Short(text)}': write a date such as 2026-11-24."
        );
        return null;
    }

    /// <summary>One finding for each claim about people or law that nobody has reviewed as it stands.</summary>
    private static List<CampaignFinding> Unreviewed(Campaign campaign, YamlFields fields, string file) =>
        [
            .. Claims
                .Unreviewed(campaign, Words)
                .Select(claim => new CampaignFinding(
                    file,
                    LineOf(claim, campaign, fields),
                    Severity.Error,
                    $"'{claim.Key}' in '{claim.Language}' makes a claim about people or law and {WhyUnreviewed(claim, campaign)}: have it read by somebody who knows, then add the line that `check --texts` prints to 'reviews'."
                )),
        ];

    private static string WhyUnreviewed(ClaimText claim, Campaign campaign) =>
        campaign.Reviews.LastOrDefault(claim.IsMeantBy) is { } earlier
            ? $"was changed after its review of {LocalDatePattern.Iso.Format(earlier.Date)}"
            : "was never reviewed";

    /// <summary>Where the text stands; for the bot's own words, where its review belongs.</summary>
    private static int LineOf(ClaimText claim, Campaign campaign, YamlFields fields)
    {
        var index = campaign.Claims.ToList().FindIndex(own => Claims.KeyOf(own) == claim.Key);
        var texts =
            claim.Key == Claims.Purpose ? fields.Map("purpose")
            : index >= 0 ? fields.Maps("claims").ElementAt(index).Map("text")
            : null;
        var node = texts?.Optional(claim.Language) ?? fields.Optional("reviews");
        return node is null ? 1 : FindingList.LineOf(node);
    }

    private static string ShortName(YamlFields map, IEnumerable<string> taken, FindingList findings)
    {
        if (map.RequiredText("id", "a short name of its own") is not { } id)
            return "";
        var node = map.Optional("id")!;
        if (!FolderName().IsMatch(id))
            findings.Error(
                node,
                $"'{map.Path("id")}' cannot be '{YamlFields.Short(id)}': use 1 to 40 lower-case letters, digits and hyphens."
            );
        if (taken.Contains(id, StringComparer.Ordinal))
            findings.Error(node, $"'{map.Path("id")}' is '{id}', which another one has already.");
        return id;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex FolderName();

    [GeneratedRegex("^[0-9]{17,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Snowflake();

    [GeneratedRegex(
        "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z][a-z0-9-]{0,61}[a-z0-9]$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HostName();

    [GeneratedRegex("^[+]?[0-9() .-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex PhoneCharacters();
}

/// <summary>What reading a campaign file gave.</summary>
/// <param name="Campaign">The campaign; null exactly when a finding is an error.</param>
/// <param name="Findings">What there is to say about the file, in the order of its lines.</param>
internal sealed record CampaignReading(Campaign? Campaign, IReadOnlyList<CampaignFinding> Findings)
{
    /// <summary>The lines on which the campaign's servers stand, in their order.</summary>
    internal IReadOnlyList<int> ServerLines { get; init; } = [];

    /// <summary>Claims about people or law that nobody has reviewed as they stand: no fault of the file, but of a live bot.</summary>
    public IReadOnlyList<CampaignFinding> Unreviewed { get; init; } = [];
}

/// <summary>Something that whoever wrote a campaign file should know.</summary>
/// <param name="File">The file as it was named to the reader.</param>
/// <param name="Line">One-based; 1 where the finding is about the file as a whole.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">One sentence that says what to do.</param>
internal sealed record CampaignFinding(string File, int Line, Severity Severity, string Message);

internal enum Severity
{
    /// <summary>Something cannot be used yet, and that is in order.</summary>
    Note,

    /// <summary>Probably not what was meant.</summary>
    Warning,

    /// <summary>The campaign cannot be used.</summary>
    Error,
}
