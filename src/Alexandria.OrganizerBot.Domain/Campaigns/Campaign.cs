using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Campaigns;

/// <summary>
/// A campaign as its organizers wrote it down: everything that is about one group, place or cause. It is data; the code
/// serves any group.
/// </summary>
public sealed record Campaign
{
    public required CampaignId Id { get; init; }

    /// <summary>The campaign's name in each of its languages.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>What the campaign asks for, in one sentence per language.</summary>
    public required LocalizedText Purpose { get; init; }

    /// <summary>How people call the zone's time, for example "Piñon Flats time" / "hora de Piñon Flats".</summary>
    public required LocalizedText TimeName { get; init; }

    /// <summary>The zone in which the campaign's meetings take place.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Language codes of the catalogues, the campaign's default first; at least one.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Where the campaign lives: servers and groups on the networks.</summary>
    public required IReadOnlyList<CampaignServer> Servers { get; init; }

    /// <summary>Calendars to read meetings from.</summary>
    public IReadOnlyList<CalendarFeed> Feeds { get; init; } = [];

    /// <summary>Words by which a docket's items are found that concern the campaign; empty: none are looked for.</summary>
    public IReadOnlyList<DocketKeyword> Keywords { get; init; } = [];

    /// <summary>What an action asks when its organizer names nothing else.</summary>
    public IReadOnlyList<Ask> Asks { get; init; } = [Ask.Attend, Ask.Speak];

    /// <summary>When reminders are sent, relative to the start.</summary>
    public required IReadOnlyList<ReminderRule> Cadence { get; init; }

    /// <summary>Milestones that every action has unless its organizer says otherwise.</summary>
    public IReadOnlyList<MilestoneRule> Milestones { get; init; } = [];

    public QuietHours QuietHours { get; init; } = QuietHours.Default;

    /// <summary>When the offices that the campaign turns to are open.</summary>
    public OfficeDays OfficeDays { get; init; } = OfficeDays.WeekdaysOnly;

    /// <summary>
    /// How many messages of the bot's own accord one person gets in seven days; what would come on top is put together into
    /// one a day.
    /// </summary>
    public int WeeklyMessages { get; init; } = 7;

    /// <summary>Exact host names that links may lead to.</summary>
    public IReadOnlyList<string> LinkHosts { get; init; } = [];

    /// <summary>How long somebody must have been on a Discord server before they can pledge; zero: not at all.</summary>
    public Duration JoinedFor { get; init; }

    /// <summary>
    /// From how many pledges to one action in a minute further ones are held for an organizer's look, where so many are sudden;
    /// null: none ever is.
    /// </summary>
    public int? HoldAbovePerMinute { get; init; }

    /// <summary>Where members can read what is kept about them; null: their organizers tell them.</summary>
    public Uri? PrivacyPage { get; init; }

    /// <summary>The published line or place for reports that the bot does not take; null: none is named.</summary>
    public string? Hotline { get; init; }

    /// <summary>Further words for those whom reports are about that the bot does not take, beside the catalogue's own.</summary>
    public IReadOnlyList<string> ScopeWords { get; init; } = [];

    /// <summary>How much harm a list of participants could do; <see cref="RiskLevel.High"/> unless stated otherwise.</summary>
    public RiskLevel Risk { get; init; } = RiskLevel.High;

    /// <summary>How many further organizers must approve before an alert is posted: 0 or 1.</summary>
    public int Approvals { get; init; }

    /// <summary>For how long after an action's end its personal rows are kept.</summary>
    public Duration Retention { get; init; } = Domain.Retention.AfterAction;

    /// <summary>Offices that can be called, with their published lines.</summary>
    public IReadOnlyList<CallTarget> Targets { get; init; } = [];

    /// <summary>What callers say, and how many call in an hour.</summary>
    public CallRules Calls { get; init; } = new();

    /// <summary>Statements of fact with their source.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>Which texts that make claims about people or law were reviewed; a text without one is unreviewed.</summary>
    public IReadOnlyList<TextReview> Reviews { get; init; } = [];

    /// <summary>The milestones of an action that starts then, unless its organizer says otherwise.</summary>
    public IReadOnlyList<Milestone> MilestonesFor(MeetingTime starts) =>
        [.. Milestones.Select(rule => rule.For(starts, OfficeDays))];

    /// <summary>The catalogue language used when nothing better is known.</summary>
    public string DefaultLanguage => Languages[0];

    /// <summary>The server of this campaign that the place belongs to, or null.</summary>
    public CampaignServer? ServerAt(string network, string? server) =>
        Servers.FirstOrDefault(s =>
            string.Equals(s.Network, network, StringComparison.Ordinal) && server is not null && s.IsAt(server)
        );
}

/// <summary>One server (Discord) or group (Signal) that a campaign lives in.</summary>
public sealed record CampaignServer
{
    /// <summary>One of <see cref="Networks"/>.</summary>
    public required string Network { get; init; }

    /// <summary>The network's id of the server or group.</summary>
    public required string Server { get; init; }

    /// <summary>Channel in which alerts are posted.</summary>
    public required string AlertChannel { get; init; }

    /// <summary>Channel that hears what organizers must know; null: nobody is told.</summary>
    public string? CoordinatorChannel { get; init; }

    /// <summary>
    /// Channels that belong to this campaign, with the language spoken there (null: the campaign's default). Empty: the
    /// campaign has the whole server for itself.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Channels { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether a public thread for questions is opened under each alert. Discord only.</summary>
    public bool Threads { get; init; }

    /// <summary>
    /// Whether each posted action also stands in the server's calendar of events, where everybody sees who is interested:
    /// never with <see cref="RiskLevel.High"/>. Discord only.
    /// </summary>
    public bool Events { get; init; }

    /// <summary>
    /// Whether a poll stands under each alert, whose votes the whole group sees: never with <see cref="RiskLevel.High"/>.
    /// Signal only.
    /// </summary>
    public bool Polls { get; init; }

    /// <summary>Role ids that make an organizer. Nobody is one by default.</summary>
    public IReadOnlyList<string> OrganizerRoles { get; init; } = [];

    /// <summary>Role ids that make a coordinator. Organizers are coordinators too.</summary>
    public IReadOnlyList<string> CoordinatorRoles { get; init; } = [];

    /// <summary>
    /// Whether the server is this one. On Signal there are no servers: each of the campaign's groups is a place of its own.
    /// </summary>
    public bool IsAt(string server) =>
        string.Equals(Server, server, StringComparison.Ordinal)
        || (
            string.Equals(Network, Networks.Signal, StringComparison.Ordinal)
            && (
                string.Equals(AlertChannel, server, StringComparison.Ordinal)
                || string.Equals(CoordinatorChannel, server, StringComparison.Ordinal)
                || Channels.ContainsKey(server)
            )
        );

    /// <summary>Whether a command typed in the channel belongs to this campaign.</summary>
    public bool Covers(string? channel) =>
        Channels.Count == 0
        || (
            channel is not null
            && (
                Channels.ContainsKey(channel)
                || string.Equals(channel, AlertChannel, StringComparison.Ordinal)
                || string.Equals(channel, CoordinatorChannel, StringComparison.Ordinal)
            )
        );
}

/// <summary>A calendar that the bot reads meetings from.</summary>
/// <param name="Id">Short name, unique in the campaign.</param>
/// <param name="Kind">How it is read, for example <c>legistar</c> (Legistar Web API events) or <c>ics</c> (iCalendar).</param>
/// <param name="Url">Address of the events.</param>
/// <param name="Bodies">Names of the bodies of interest, exactly as the feed writes them; empty: all.</param>
public sealed record CalendarFeed(string Id, string Kind, Uri Url, IReadOnlyList<string> Bodies)
{
    /// <summary>The zone of times that the feed states without one; null: what the feed says of itself, else the campaign's.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>Whether the feed marks local times as UTC (a <c>Z</c> that is not meant).</summary>
    public bool ZIsLocal { get; init; }
}

/// <summary>An office that people are asked to call.</summary>
/// <param name="Id">Short name, unique in the campaign.</param>
/// <param name="Office">The office's name per language.</param>
/// <param name="Phone">Its published line; null until organizers have entered it, and no call-in can be posted before.</param>
public sealed record CallTarget(string Id, LocalizedText Office, string? Phone)
{
    /// <summary>When somebody should be there to answer; null: not known.</summary>
    public OfficeHours? Hours { get; init; }
}

/// <summary>The hours of an office, on the wall of the campaign's zone.</summary>
/// <param name="Days">The days of the week on which it is open; the jurisdiction's holidays are not among them.</param>
/// <param name="From">The first minute.</param>
/// <param name="Until">The first minute at which nobody is there any more.</param>
public sealed record OfficeHours(IReadOnlySet<IsoDayOfWeek> Days, LocalTime From, LocalTime Until);

/// <summary>How a campaign's people call.</summary>
public sealed record CallRules
{
    /// <summary>Calls that one office's line gets in an hour, unless the campaign says otherwise.</summary>
    public const int UsualPerHour = 12;

    /// <summary>What a caller reads aloud, in under a minute; null: the campaign has none, and posts no call-in.</summary>
    public LocalizedText? Script { get; init; }

    /// <summary>What a caller says after the tone; null: the script.</summary>
    public LocalizedText? Voicemail { get; init; }

    /// <summary>No office's line gets more calls in an hour: it serves others too.</summary>
    public int PerHour { get; init; } = UsualPerHour;
}

/// <summary>A statement of fact that alerts may carry.</summary>
/// <param name="Id">Short name, unique in the campaign.</param>
/// <param name="Text">The statement with its hedge, per language.</param>
/// <param name="Attribution">Who says so; shown with the statement.</param>
/// <param name="Source">Where it can be checked; null: none is known.</param>
public sealed record Claim(string Id, LocalizedText Text, LocalizedText Attribution, Uri? Source)
{
    /// <summary>How long a claim counts as checked, in days, unless its campaign says otherwise.</summary>
    public const int UsualStaleAfterDays = 90;

    /// <summary>The day on which it was found to be so last; null: the campaign does not say.</summary>
    public LocalDate? AsOf { get; init; }

    /// <summary>So many days after <see cref="AsOf"/> it has to be checked again.</summary>
    public int StaleAfterDays { get; init; } = UsualStaleAfterDays;

    /// <summary>Whether nobody has checked it for too long; never where the campaign does not say since when.</summary>
    public bool IsStaleOn(LocalDate day) => AsOf is { } asOf && day > asOf.PlusDays(StaleAfterDays);
}

/// <summary>How much harm a list of participants could do them.</summary>
public enum RiskLevel
{
    /// <summary>Nothing that shows one person's pledge to others is offered.</summary>
    High,

    /// <summary>Pledges may be visible to the group.</summary>
    Normal,
}
