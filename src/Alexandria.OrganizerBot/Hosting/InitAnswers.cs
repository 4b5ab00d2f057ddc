using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>What <c>init</c> knows after its questions. Empty texts are answers that nobody gave.</summary>
internal sealed partial record InitAnswers
{
    private const int MaxName = 80;
    private const int MaxPurpose = 400;
    private const int MaxCampaignId = 40;

    public required string Name { get; init; }
    public required string Purpose { get; init; }
    public required string Zone { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public required string Server { get; init; }
    public required string AlertChannel { get; init; }
    public required string CoordinatorChannel { get; init; }
    public required string OrganizerRole { get; init; }
    public required string CoordinatorRole { get; init; }

    /// <summary>Path of the token's file, from the folder that is written into or from the root.</summary>
    public required string TokenFile { get; init; }

    /// <summary>A token that was typed and is to be written; null: there is none, or a file holds it already.</summary>
    public string? Token { get; init; }

    /// <summary>Path of the campaign's folder, whose name is the campaign's id.</summary>
    public string CampaignFolder => Path.Combine(InitFolder.CampaignsName, CampaignIdFor(Name));

    /// <inheritdoc/>
    public override string ToString() => nameof(InitAnswers);

    /// <summary>Asks every question. Whether an answer is missing or wrong is then among the interview's faults.</summary>
    public static InitAnswers Ask(InitArguments given, InitFolder folder, InitInterview interview)
    {
        var name = interview.Ask(
            new("--name", "What is the campaign's name?", text => TextFault(text, "name", MaxName)),
            given.Name
        );
        var purpose = interview.Ask(
            new("--purpose", "What does it ask for, in one sentence?", text => TextFault(text, "purpose", MaxPurpose))
            {
                IsOptional = true,
            },
            given.Purpose
        );
        var zone = interview.Ask(
            new("--zone", "In which time zone are its meetings, for example America/New_York?", ZoneFault),
            given.Zone
        );
        var languages = interview.Ask(
            new(
                "--languages",
                $"Which languages does it speak, the most used first ({string.Join(", ", Catalogue.Load().Languages)})?",
                LanguagesFault
            ),
            given.Languages
        );
        var server = interview.Ask(
            new("--server", "What is the id of the Discord server?", DiscordIds.FaultOf),
            given.Server
        );
        var alert = interview.Ask(
            new("--alert-channel", "What is the id of the channel for alerts?", DiscordIds.FaultOf),
            given.AlertChannel
        );
        var coordinator = interview.Ask(
            new(
                "--coordinator-channel",
                "What is the id of the coordinators' channel, which hears what went wrong?",
                id => DiscordIds.FaultOf(id) ?? CoordinatorFault(id, alert)
            )
            {
                IsOptional = true,
            },
            given.CoordinatorChannel
        );
        var organizerRole = interview.Ask(
            new(
                "--organizer-role",
                "What is the id of the role that may create and post actions?",
                id => RoleFault(id, server)
            ),
            given.OrganizerRole
        );
        var coordinatorRole = interview.Ask(
            new("--coordinator-role", "What is the id of the role that may see tallies?", id => RoleFault(id, server))
            {
                IsOptional = true,
            },
            given.CoordinatorRole
        );
        var (tokenFile, token) = AskForToken(given, folder, interview);
        return new InitAnswers
        {
            Name = name,
            Purpose = purpose,
            Zone = zone,
            Languages = Split(languages),
            Server = server,
            AlertChannel = alert,
            CoordinatorChannel = coordinator,
            OrganizerRole = organizerRole,
            CoordinatorRole = coordinatorRole,
            TokenFile = tokenFile,
            Token = token,
        };
    }

    /// <summary>A campaign's id made of its name: <c>Más árboles!</c> becomes <c>mas-arboles</c>.</summary>
    internal static string CampaignIdFor(string name)
    {
        var id = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
                id.Append(letter);
            else if (
                char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark
                && id.Length > 0
                && id[^1] != '-'
            )
                id.Append('-');
        }
        var cut = id.ToString()[..Math.Min(id.Length, MaxCampaignId)].Trim('-');
        return cut.Length > 0 ? cut : "campaign";
    }

    private static (string File, string? Token) AskForToken(
        InitArguments given,
        InitFolder folder,
        InitInterview interview
    )
    {
        if (given.TokenFile is { } file)
        {
            var path = Path.GetFullPath(file.Trim());
            _ = interview.Ask(new("--token-file", "Where is the token?", _ => TokenFileFault(path, folder)), file);
            return (folder.Relative(path), null);
        }
        // A standing file may hold a token already: it is used, and not asked for again.
        if (folder.Standing(InitFolder.TokenName) is { } standing)
        {
            _ = interview.Ask(
                new("--token-file", "Where is the token?", _ => TokenFileFault(Path.GetFullPath(standing), folder)),
                standing
            );
            return (InitFolder.TokenName, null);
        }
        var token = interview.Ask(
            new("--token-file", "What is the bot's token? It does not show, and goes to a file of its own.", TokenFault)
            {
                IsOptional = true,
                IsSecret = true,
            },
            given: null
        );
        return (InitFolder.TokenName, token.Length > 0 ? token : null);
    }

    private static string? TextFault(string text, string what, int most)
    {
        var length = UntrustedText.Clean(text, int.MaxValue / 8).Length;
        return length == 0 ? $"The {what} must not be empty."
            : length > most ? $"The {what} has {length} characters, and {most} are possible."
            : null;
    }

    private static string? ZoneFault(string id) =>
        id.Contains('/', StringComparison.Ordinal) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null
            ? null
            : $"A zone is a place of the tz database such as America/New_York. {Suggestion.For(id, Places)}".TrimEnd();

    /// <summary>Names such as EST are zones too, but without daylight-saving time; nobody who means a city is led there.</summary>
    private static IEnumerable<string> Places =>
        DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/', StringComparison.Ordinal));

    private static string? LanguagesFault(string text)
    {
        var known = Catalogue.Load().Languages;
        var languages = Split(text);
        return languages.Count == 0 ? $"Name at least one language. {Suggestion.For("", known)}"
            : languages.FirstOrDefault(language => !known.Contains(language, StringComparer.Ordinal)) is { } unknown
                ? $"There is no language '{UntrustedText.Clean(unknown, 20)}'. {Suggestion.For(unknown, known)}"
            : languages.Distinct(StringComparer.Ordinal).Count() < languages.Count ? "Each language is named once."
            : null;
    }

    private static string? CoordinatorFault(string id, string alert) =>
        id == alert
            ? "That is the channel for alerts, which everyone reads; the coordinators need one of their own."
            : null;

    /// <summary>The role that everyone has carries the server's own id.</summary>
    private static string? RoleFault(string id, string server) =>
        DiscordIds.FaultOf(id)
        ?? (id == server ? "That is the server's own id, which as a role means everyone; choose another role." : null);

    private static string? TokenFault(string token) =>
        TokenShape().IsMatch(token)
            ? null
            : "A token is three parts with dots between them, without the word Bot; 'Reset Token' on the application's page 'Bot' shows it once.";

    private static string? TokenFileFault(string path, InitFolder folder)
    {
        if (!File.Exists(path))
            return "There is no such file.";
        if (StoreFiles.LiesIn(folder.At(InitFolder.DataName), path))
            return "It lies in the data folder, so that every backup would carry the token; move it elsewhere.";
        if (!OperatingSystem.IsWindows() && PrivateFiles.OthersMayUse(path))
            return "Others can read it: run chmod 600 on it.";
        return TokenFault(File.ReadAllText(path).Trim());
    }

    private static IReadOnlyList<string> Split(string languages) =>
        languages.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(
        @"^[A-Za-z0-9_-]{10,100}\.[A-Za-z0-9_-]{4,20}\.[A-Za-z0-9_-]{20,100}$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex TokenShape();
}
