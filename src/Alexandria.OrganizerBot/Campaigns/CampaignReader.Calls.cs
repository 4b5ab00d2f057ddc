using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Words;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Campaigns;

/// <content>Whom people call, and what they say.</content>
internal static partial class CampaignReader
{
    /// <summary>What is read aloud in a minute without haste: 150 words.</summary>
    private const int WordsInAMinute = 150;

    private const int MaxScript = 1200;

    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static List<CallTarget> ReadTargets(
        YamlFields fields,
        FindingList findings,
        IReadOnlyList<string> languages
    )
    {
        var targets = new List<CallTarget>();
        foreach (var map in fields.Maps("targets"))
        {
            var id = ShortName(map, targets.Select(target => target.Id), findings);
            var office = Localized(map, "office", "the office's name", MaxTitle, languages, findings);
            var phone = map.Text("phone");
            var hours = ReadOfficeHours(map, findings);
            map.ReportUnknown();
            if (phone is null)
            {
                var name = office.ByLanguage.Count > 0 ? office.In(languages[0], Catalogue.Fallback) : id;
                findings.Note(
                    map.Node,
                    $"Call-ins cannot be posted until organizers enter the published office line of {name} ('{map.Path("phone")}')."
                );
            }
            else if (!IsPublishedLine(phone))
            {
                findings.Error(
                    map.Optional("phone")!,
                    $"'{map.Path("phone")}' must be a published office line such as 555-0100 or +1 555-555-0100; emergency and short numbers are not called."
                );
            }
            targets.Add(new CallTarget(id, office, phone) { Hours = hours });
        }
        return targets;
    }

    /// <summary>Seven to fifteen digits with the usual separators: short numbers are emergency and service lines.</summary>
    private static bool IsPublishedLine(string phone) =>
        PhoneCharacters().IsMatch(phone) && phone.Count(char.IsAsciiDigit) is >= 7 and <= 15;

    private static OfficeHours? ReadOfficeHours(YamlFields target, FindingList findings)
    {
        if (target.Map("hours") is not { } map)
            return null;
        var days = new HashSet<IsoDayOfWeek>();
        foreach (var (day, node) in map.Texts("days"))
        {
            var at = Array.IndexOf(DayNames, day);
            if (at < 0)
                findings.Error(
                    node,
                    $"'{map.Path("days")}' cannot have '{YamlFields.Short(day)}': write {string.Join(", ", DayNames)}."
                );
            else
                days.Add((IsoDayOfWeek)(at + 1));
        }
        if (days.Count == 0)
            days.UnionWith([
                IsoDayOfWeek.Monday,
                IsoDayOfWeek.Tuesday,
                IsoDayOfWeek.Wednesday,
                IsoDayOfWeek.Thursday,
                IsoDayOfWeek.Friday,
            ]);
        var (from, until) = (WallTime(map, "from", findings), WallTime(map, "until", findings));
        if (until <= from)
            findings.Error(map.Node, $"'{target.Path("hours")}' must end after it begins, on the same day.");
        map.ReportUnknown();
        return new OfficeHours(days, from, until);
    }

    private static CallRules ReadCalls(YamlFields fields, FindingList findings, IReadOnlyList<string> languages)
    {
        if (fields.Map("calls") is not { } map)
            return new CallRules();
        var rules = new CallRules
        {
            Script = Spoken("script", "what a caller reads aloud"),
            Voicemail = map.Optional("voicemail") is null
                ? null
                : Spoken("voicemail", "what a caller says after the tone"),
            PerHour = map.Number("perHour", 1, 60, otherwise: CallRules.UsualPerHour),
        };
        map.ReportUnknown();
        return rules;

        LocalizedText Spoken(string field, string meaning)
        {
            var text = Localized(map, field, meaning, MaxScript, languages, findings);
            foreach (var (language, words) in text.ByLanguage)
            {
                var count = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
                if (count > WordsInAMinute)
                    findings.Error(
                        map.Optional(field)!,
                        $"'{map.Path(field)}' in '{language}' has {count} words: who answers listens for a minute, which is {WordsInAMinute}. Keep one ask."
                    );
            }
            return text;
        }
    }
}
