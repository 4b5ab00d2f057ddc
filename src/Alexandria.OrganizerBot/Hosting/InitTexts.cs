using System.Text.Json;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The files that <c>init</c> writes.</summary>
internal static class InitTexts
{
    /// <summary>appsettings.json: paths only, and no secret.</summary>
    public static string Settings(InitAnswers answers) =>
        $$"""
            {
              // Paths start at the folder in which the bot is started. Each setting can also be given on the command line
              // (--Storage:DataDirectory=...) or in the environment (Storage__DataDirectory=...).
              "Discord": {
                // The token itself never stands here.
                "TokenFile": "{{JsonEncodedText.Encode(answers.TokenFile)}}"
              },
              "Storage": { "DataDirectory": "{{InitFolder.DataName}}" },
              // Never inside the data folder, nor in the same backup: who has both can read everything.
              "Keys": { "Directory": "{{InitFolder.KeysName}}" },
              "Campaigns": { "Directory": "{{InitFolder.CampaignsName}}" },
              // On 127.0.0.1 only.
              "Health": { "Port": {{new HealthOptions().Port}} }
            }

            """;

    /// <summary>campaign.yaml, with a comment on everything that may be changed.</summary>
    public static string Campaign(InitAnswers answers) =>
        $$"""
            # A campaign is data: docs/campaigns.md explains every field. After a change, the verb `check` reads this file and
            # says what is wrong, with its line; the bot reads it when it starts.
            # The folder's name is the campaign's id: a folder that is renamed is a new campaign.

            # What members read, in each language. Have a speaker translate what stands in another language.
            title:
            {{InEach(answers, _ => answers.Name)}}
            purpose:
            {{InEach(answers, _ => answers.Purpose.Length > 0 ? answers.Purpose : answers.Name)}}
            # How people call the time of the place.
            timeName:
            {{InEach(answers, language => TimeName(answers.Zone, language))}}
            zone: {{answers.Zone}}
            languages: [{{string.Join(", ", answers.Languages)}}]

            # Where the campaign lives. Ids stand in quotation marks.
            servers:
              - network: discord
                server: {{Quoted(answers.Server)}}
                alertChannel: {{Quoted(answers.AlertChannel)}}
                {{Optional("coordinatorChannel", answers.CoordinatorChannel, "200000000000000012", Quoted)}}
                # Further channels of this campaign, with the language spoken there. Without them the campaign has the whole
                # server for itself.
                # channels:
                #   "200000000000000013": {{answers.Languages[^1]}}
                organizerRoles: [{{Quoted(answers.OrganizerRole)}}]
                {{Optional(
                "coordinatorRoles",
                answers.CoordinatorRole,
                "200000000000000022",
                role => $"[{Quoted(role)}]"
            )}}

            # Calendars to read meetings from.
            feeds: []
            #  - id: council
            #    kind: legistar
            #    url: https://webapi.legistar.com/v1/your-town/events
            #    bodies: []

            # What an action asks for unless its organizer says otherwise: attend, speak, call, write, bring.
            asks: [attend, speak]

            # Reminders of every action: daysBefore keeps the time on the wall, hoursBefore and hoursAfter are real hours.
            # pledged: in private, to those who pledged and asked for reminders. channel: in the alert channel, naming nobody.
            cadence:
              - { id: week-before, daysBefore: 7, audience: [pledged] }
              - { id: day-before, daysBefore: 1, audience: [pledged, channel] }
              - { id: two-hours-before, hoursBefore: 2, audience: [pledged] }
            # Nobody is written to between them.
            quietHours: { from: "21:00", until: "08:00" }

            # Exact host names that links may lead to, for example: [www.your-town.gov]
            linkHosts: []

            # high: nothing that shows one person's pledge to others is offered. normal: pledges may be visible to the group.
            risk: high
            # How many further organizers must approve an alert before it is posted: 0 or 1.
            approvals: 0
            # For how many hours after an action's end its personal rows are kept.
            retentionHours: 48

            # Offices that can be called, by their published lines only, and statements of fact with their sources.
            targets: []
            claims: []

            # Who has read what is said about people and law, and as what (organizer, speaker, translator, lawyer; never a name).
            # The verb `check --texts` prints the lines to copy, each once its text was read and found right: the bot does not
            # start for real before, and a rehearsal marks what was not read.
            reviews: []

            """;

    private static string InEach(InitAnswers answers, Func<string, string> text) =>
        string.Join('\n', answers.Languages.Select(language => $"  {language}: {Quoted(text(language))}"));

    /// <summary>"Denver time", made of the zone's city; in a language that has no pattern here, the city alone.</summary>
    private static string TimeName(string zone, string language)
    {
        var city = zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');
        return language switch
        {
            "en" => $"{city} time",
            "es" => $"hora de {city}",
            _ => city,
        };
    }

    private static string Optional(string field, string value, string sample, Func<string, string> write) =>
        value.Length > 0 ? $"{field}: {write(value)}" : $"# {field}: {write(sample)}";

    /// <summary>A YAML text in double quotes; control characters are gone after cleaning.</summary>
    private static string Quoted(string text)
    {
        var clean = UntrustedText.Clean(text, int.MaxValue / 8);
        return $"\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
