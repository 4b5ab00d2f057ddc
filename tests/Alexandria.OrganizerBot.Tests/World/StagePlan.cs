using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Rehearsal.Signal;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>
/// What a test puts on the stage. The defaults are a small town: Olga organizes, Carmen coordinates, Ana, Ben and Cleo read
/// English, Diego and Elena Spanish, and Rosa takes no direct messages.
/// </summary>
internal sealed record StagePlan
{
    public const ulong ServerId = 100000000000000001;

    /// <summary>The wall time in <see cref="Zone"/> at which the play begins: a Sunday, a week before the clocks go forward.</summary>
    public string Start { get; init; } = "2026-03-01T12:00";

    public string Zone { get; init; } = "America/New_York";

    /// <summary>Names of the campaigns, each a folder of the checkout or one of <see cref="Written"/>.</summary>
    public IReadOnlyList<string> Campaigns { get; init; } = ["alexandria-transfers"];

    /// <summary>Campaign files of this test's own, by name.</summary>
    public IReadOnlyDictionary<string, string> Written { get; init; } = new Dictionary<string, string>();

    /// <summary>The calendar as the city serves it, with its file name; null: the city serves an empty list.</summary>
    public (string Name, string Text)? Calendar { get; init; }

    public IReadOnlyDictionary<string, ulong> Channels { get; init; } =
        new Dictionary<string, ulong>(StringComparer.Ordinal)
        {
            ["alerts"] = 100000000000000011,
            ["coordinators"] = 100000000000000012,
            ["organizers"] = 100000000000000013,
            ["cafe"] = 100000000000000014,
        };

    public IReadOnlyDictionary<string, ulong> Roles { get; init; } =
        new Dictionary<string, ulong>(StringComparer.Ordinal)
        {
            ["Organizer"] = 100000000000000021,
            ["Coordinator"] = 100000000000000022,
            ["Gardener"] = 100000000000000023,
        };

    /// <summary>Servers beside the first one; a person of such a one says so.</summary>
    public IReadOnlyList<StageServer> Servers { get; init; } = [];

    public IReadOnlyList<StagePerson> People { get; init; } =
    [
        new("Olga", ["Organizer"]),
        new("Carmen", ["Coordinator"], "es-419"),
        new("Ana", []),
        new("Ben", []),
        new("Cleo", []),
        new("Diego", [], "es-419"),
        new("Elena", [], "es-ES"),
        new("Rosa", [], "es-419", DirectMessagesOpen: false),
    ];

    /// <summary>Groups on Signal; with any, or anybody who is on Signal only, the bot is there too.</summary>
    public IReadOnlyList<StageGroup> Groups { get; init; } = [];

    /// <summary>How the stage's signal-cli is set up.</summary>
    public SignalStageOptions Signal { get; init; } = new();

    /// <summary>Generous limits, since these tests are about the bot and not about waiting.</summary>
    public DiscordStageOptions Options { get; init; } =
        new()
        {
            AnswerLimit = TimeSpan.FromSeconds(30),
            IdentifyInterval = TimeSpan.FromMilliseconds(1),
            GlobalPerSecond = 10_000,
            Buckets = new Dictionary<string, BucketLimit>
            {
                [DiscordBuckets.Other] = new(10_000, TimeSpan.FromSeconds(1)),
            },
            RolePermissions = new Dictionary<string, ulong>
            {
                ["Organizer"] = DiscordPermissions.Member | DiscordPermissions.ManageGuild,
            },
        };

    /// <summary>
    /// What the bot counts the network's own seconds on, such as rate limits and pauses before a reconnect; null: the real
    /// clock. A stage that shall count on the same one is told so in <see cref="Options"/>.
    /// </summary>
    public TimeProvider? ProtocolClock { get; init; }

    /// <summary>The same plan with another campaign file in place of that campaign's.</summary>
    public StagePlan Rewriting(string campaign, Func<string, string> change) =>
        this with
        {
            Written = new Dictionary<string, string>(Written) { [campaign] = change(Shipped(campaign)) },
        };

    /// <summary>A campaign's file as it stands in this checkout, except for one thing.</summary>
    public static string Shipped(string campaign) =>
        File.ReadAllText(Checkout.At("campaigns", campaign, "campaign.yaml"))
            // Journeys begin nine days before their meetings, and some want to hear "in 7 days" all the same.
            .Replace("pledgedDaysBefore: 10, ", "", StringComparison.Ordinal);
}
