using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Campaigns;

/// <content>When things happen and when people hear of them.</content>
internal static partial class CampaignReader
{
    private static readonly string[] OffsetFields =
    [
        "daysBefore",
        "officeDaysBefore",
        "hoursBefore",
        "hoursAfter",
        "daysAfter",
    ];

    private static readonly Dictionary<string, ReminderAudience> Audiences = new(StringComparer.Ordinal)
    {
        ["pledged"] = ReminderAudience.Pledged,
        ["speakers"] = ReminderAudience.Speakers,
        ["writers"] = ReminderAudience.Writers,
        ["callers"] = ReminderAudience.Callers,
        ["channel"] = ReminderAudience.Channel,
    };

    private static readonly Dictionary<string, ReminderQuestion> Questions = new(StringComparer.Ordinal)
    {
        ["confirm"] = ReminderQuestion.Confirm,
        ["came"] = ReminderQuestion.Came,
    };

    private static readonly Dictionary<string, MilestoneKind> MilestoneNames = new(StringComparer.Ordinal)
    {
        ["docket"] = MilestoneKind.Docket,
        ["form-opens"] = MilestoneKind.FormOpens,
        ["form-closes"] = MilestoneKind.FormCloses,
        ["comments-close"] = MilestoneKind.CommentsClose,
        ["doors"] = MilestoneKind.Doors,
        ["start"] = MilestoneKind.Start,
        ["end"] = MilestoneKind.End,
    };

    private static List<ReminderRule> ReadCadence(YamlFields fields, FindingList findings)
    {
        var rules = new List<ReminderRule>();
        var list = fields.Required("cadence", "when reminders are sent");
        foreach (var map in fields.Maps("cadence"))
        {
            var rule = new ReminderRule(
                ShortName(map, rules.Select(rule => rule.Id), findings),
                ReadOffset(map, findings),
                ReadAudience(map, findings)
            )
            {
                Of = map.Word("of", MilestoneNames, MilestoneKind.Start),
                Asks = map.Word("question", Questions, ReminderQuestion.None),
                PledgedDaysBefore = map.Optional("pledgedDaysBefore") is null
                    ? null
                    : map.Number("pledgedDaysBefore", 1, 60, otherwise: 1),
            };
            map.ReportUnknown();
            Check(rule, map, findings);
            if (rules.Exists(other => other.Offset == rule.Offset && other.Of == rule.Of))
                findings.Warning(
                    map.Node,
                    $"'{map.Name}' comes at the same moment as another: whoever is meant by both gets only one of them."
                );
            rules.Add(rule);
        }
        var toPledged = rules.Count(rule => rule.Audience.HasFlag(ReminderAudience.Pledged));
        if (list is not null && toPledged > ReminderLadder.MostPerAction)
            findings.Warning(
                list,
                $"'cadence' has {toPledged} reminders for everybody who pledged, and each person gets the {ReminderLadder.MostPerAction} of an action that matter most: more make people turn reminders off."
            );
        return rules;
    }

    private static ReminderAudience ReadAudience(YamlFields map, FindingList findings)
    {
        var audience = ReminderAudience.None;
        if (map.Required("audience", "one or more of pledged, speakers, writers, callers and channel") is not { } given)
            return audience;
        foreach (var (index, node) in map.List("audience").Index())
        {
            if (map.TryWord(node, $"{map.Path("audience")}[{index}]", Audiences, out var one))
                audience |= one;
        }
        if (given is YamlSequenceNode { Children.Count: 0 })
            findings.Error(
                given,
                $"'{map.Path("audience")}' must name one or more of pledged, speakers, writers, callers and channel."
            );
        return audience;
    }

    /// <summary>What cannot be meant.</summary>
    private static void Check(ReminderRule rule, YamlFields map, FindingList findings)
    {
        if (rule.Asks == ReminderQuestion.Confirm && (rule.Offset.IsAfter || rule.Of == MilestoneKind.End))
            findings.Error(map.Node, $"'{map.Name}' asks to confirm, so it must come before the start.");
        if (
            rule.Asks == ReminderQuestion.Came
            && !(rule.Offset.IsAfter && rule.Of is MilestoneKind.Start or MilestoneKind.End)
        )
            findings.Error(map.Node, $"'{map.Name}' asks who was there, so it must come after the start or the end.");
        if (
            rule.Of is MilestoneKind.Start or MilestoneKind.End
            && Length(rule.Offset) > ReminderPlanner.LastPrivateWord
            && rule.Offset.IsAfter
            && (rule.Audience & ReminderAudience.Members) != ReminderAudience.None
        )
            findings.Error(
                map.Node,
                $"'{map.Name}' comes more than 48 hours afterwards, when nobody can be written to in private any more: write audience: [channel]."
            );
    }

    private static Duration Length(ReminderOffset offset) =>
        offset switch
        {
            ReminderOffset.HoursAfter(var hours) => Duration.FromHours(hours),
            ReminderOffset.DaysAfter(var days) => Duration.FromDays(days),
            _ => Duration.Zero,
        };

    private static ReminderOffset ReadOffset(YamlFields map, FindingList findings)
    {
        var given = OffsetFields.Where(field => map.Optional(field) is not null).ToList();
        if (given.Count != 1)
            findings.Error(
                map.Node,
                $"'{map.Name}' must have exactly one of {string.Join(", ", OffsetFields[..^1])} and {OffsetFields[^1]}."
            );
        return given.FirstOrDefault() switch
        {
            "hoursBefore" => new ReminderOffset.HoursBefore(map.Number("hoursBefore", 1, 72, otherwise: 1)),
            "hoursAfter" => new ReminderOffset.HoursAfter(map.Number("hoursAfter", 0, 168, otherwise: 1)),
            "daysAfter" => new ReminderOffset.DaysAfter(map.Number("daysAfter", 1, 30, otherwise: 1)),
            "officeDaysBefore" => new ReminderOffset.OfficeDaysBefore(
                map.Number("officeDaysBefore", 1, 20, otherwise: 1)
            ),
            _ => new ReminderOffset.DaysBefore(map.Number("daysBefore", 1, 60, otherwise: 1)),
        };
    }

    private static List<MilestoneRule> ReadMilestones(YamlFields fields, FindingList findings)
    {
        var rules = new List<MilestoneRule>();
        foreach (var map in fields.Maps("milestones"))
        {
            var kind = map.Required("milestone", $"one of {string.Join(", ", MilestoneNames.Keys)}") is null
                ? MilestoneKind.Doors
                : map.Word("milestone", MilestoneNames, MilestoneKind.Doors);
            var offset = ReadOffset(map, findings);
            var at = map.Optional("time") is null ? (LocalTime?)null : WallTime(map, "time", findings);
            map.ReportUnknown();
            if (kind == MilestoneKind.Start)
                findings.Error(map.Node, $"'{map.Name}' cannot be the start: every action has its own.");
            if (rules.Exists(rule => rule.Kind == kind))
                findings.Error(map.Node, $"'{map.Name}' names a milestone for the second time.");
            if (at is not null && offset is ReminderOffset.HoursBefore or ReminderOffset.HoursAfter)
                findings.Error(map.Node, $"'{map.Path("time")}' goes with days, not with hours.");
            if (offset.IsAfter != (kind == MilestoneKind.End))
                findings.Error(map.Node, $"'{map.Name}': only the end comes after the start.");
            rules.Add(new MilestoneRule(kind, offset, at));
        }
        return rules;
    }
}
