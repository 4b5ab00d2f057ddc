using System.ComponentModel.DataAnnotations;
using Alexandria.OrganizerBot.Delivery;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Discord's side of the configuration, section <c>Discord</c>.</summary>
internal sealed class DiscordOptions
{
    public const string Section = "Discord";

    /// <summary>The bot's token; never logged. Missing, as is its file: the bot is not on Discord.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file that holds the token, for systemd credentials and container secrets; used where the token is empty.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Another Discord-compatible server; the token is sent to Discord's hosts, loopback and the allowed hosts only.</summary>
    public Uri ApiBaseUrl { get; init; } = new("https://discord.com/api/v10");

    /// <summary>Hosts beyond Discord's own that may receive the token.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>So many private conversations may be opened at once that the bot has not had before.</summary>
    public int NewConversationsAtOnce { get; init; } = OpeningLimits.Default.Burst;

    /// <summary>From then on one in so many seconds.</summary>
    public int SecondsBetweenNewConversations { get; init; } = (int)OpeningLimits.Default.Every.TotalSeconds;

    /// <summary>No more than this on one day, UTC.</summary>
    public int NewConversationsPerDay { get; init; } = OpeningLimits.Default.PerDay;

    public bool IsSetUp => !string.IsNullOrWhiteSpace(Token) || !string.IsNullOrWhiteSpace(TokenFile);
}

/// <summary>Signal's side of the configuration, section <c>Signal</c>.</summary>
internal sealed class SignalOptions
{
    public const string Section = "Signal";

    /// <summary>
    /// Where signal-cli listens: the path of its socket, or a TCP port of this machine such as <c>127.0.0.1:7583</c>. Empty:
    /// the bot is not on Signal.
    /// </summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The number that the bot's account is registered with, with + and country code; never logged.</summary>
    public string Account { get; init; } = "";

    /// <summary>A file that holds the number; used where the account is empty.</summary>
    public string? AccountFile { get; init; }

    /// <summary>At most so many messages leave in a minute, over all conversations.</summary>
    public int MessagesPerMinute { get; init; } = 60;

    public bool IsSetUp => !string.IsNullOrWhiteSpace(Endpoint);
}

/// <summary>Section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Folder of the database. Relative paths start at the working directory.</summary>
    [Required]
    public string DataDirectory { get; init; } = "data";
}

/// <summary>Section <c>Keys</c>.</summary>
internal sealed class KeysOptions
{
    public const string Section = "Keys";

    /// <summary>Folder of the first key share and the backups' keys, outside the data folder and the backups.</summary>
    [Required]
    public string Directory { get; init; } = "keys";

    /// <summary>A file that holds the second key share, in base64.</summary>
    public string? SecondShareFile { get; init; }

    /// <summary>The second key share itself, in base64; never logged.</summary>
    public string? SecondShare { get; init; }
}

/// <summary>Section <c>Backup</c>.</summary>
internal sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>Folder that the running bot lays backups into; empty: it makes none by itself.</summary>
    public string? Directory { get; init; }
}

/// <summary>Section <c>Campaigns</c>.</summary>
internal sealed class CampaignsOptions
{
    public const string Section = "Campaigns";

    /// <summary>Folder that holds a folder for each campaign.</summary>
    [Required]
    public string Directory { get; init; } = "campaigns";

    /// <summary>Names of the campaigns to run, with commas between them; empty: all.</summary>
    public string Only { get; init; } = "";
}

/// <summary>Section <c>Calendar</c>.</summary>
internal sealed class CalendarOptions
{
    public const string Section = "Calendar";

    /// <summary>Reads every feed from this address instead of its own; accepted only on loopback, for rehearsals.</summary>
    public Uri? UrlOverride { get; init; }

    /// <summary>An e-mail or web address that calendars' servers are told, so that their keepers can complain; empty: none.</summary>
    public string Contact { get; init; } = "";

    /// <summary>Tokens of Legistar's API by the client's name in its addresses. A secret.</summary>
    public IReadOnlyDictionary<string, string> Tokens { get; init; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Section <c>DeadMan</c>.</summary>
internal sealed class DeadManOptions
{
    public const string Section = "DeadMan";

    /// <summary>Two weeks: the first warning comes a week before.</summary>
    public const int Fewest = 14;

    /// <summary>After so many days without a deed of an organizer a campaign's members are forgotten; 0: never.</summary>
    public int Days { get; init; }
}

/// <summary>Section <c>Health</c>.</summary>
internal sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>Port of <c>/health</c> on 127.0.0.1; 0: any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8787;
}

/// <summary>Section <c>Rehearsal</c>.</summary>
internal sealed class RehearsalOptions
{
    public const string Section = "Rehearsal";

    /// <summary>
    /// Address of the stage's clock, <c>127.0.0.1:port</c>. Accepted only while every network's address is loopback: a bot
    /// that talks to real people lives in real time.
    /// </summary>
    public string? ClockAddress { get; init; }
}
