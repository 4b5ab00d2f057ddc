using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Words;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>The calls of an action as a coordinator reads them: by office with what came of them, and by hour.</summary>
internal static class CallNumbers
{
    private const int BarWidth = 10;

    public static IEnumerable<CardPart> Parts(CallTally tally, int? goal, Campaign campaign, Voice voice)
    {
        yield return new CardPart.Heading(voice.Text("call.tally-title"));
        yield return new CardPart.Paragraph(Counter(tally.Calls, goal, voice));
        yield return new CardPart.Bullets([.. campaign.Targets.Select(target => Office(target, tally, voice))]);
        if (tally.ByHour.Count == 0)
            yield break;
        yield return new CardPart.Paragraph(voice.Text("call.tally-hours"));
        yield return new CardPart.Bullets([
            .. tally.ByHour.Select(hour =>
                voice.Text(
                    "tally.line",
                    ("label", voice.WallTime(hour.Day.At(new LocalTime(hour.Hour, 0)))),
                    ("value", hour.Calls)
                )
            ),
        ]);
    }

    /// <summary>How many calls, and of how many; the bar is beside the numbers and never alone.</summary>
    public static string Counter(int calls, int? goal, Voice voice) =>
        goal is { } wanted
            ? voice.Text("call.counter-goal", ("count", calls), ("goal", wanted), ("bar", Bar(calls, wanted)))
            : voice.Text("call.counter", ("count", calls));

    /// <summary>For instance <c>▓▓▓▓░░░░░░</c>; full only when the goal is reached.</summary>
    internal static string Bar(int calls, int goal)
    {
        var filled = (int)Math.Min(BarWidth, (long)calls * BarWidth / goal);
        return new string('▓', filled) + new string('░', BarWidth - filled);
    }

    /// <summary>
    /// Lines for the table of <c>/tally</c>: <c>call</c> with the target's id and the outcome, <c>call-hour</c> with the hour on
    /// the campaign's wall clock (docs/tally.md).
    /// </summary>
    public static IEnumerable<(string Measure, string Key, int Count)> Rows(CallTally tally) =>
        [
            ("calls", "counted", tally.Calls),
            .. tally
                .ByTarget.OrderBy(target => target.Key, StringComparer.Ordinal)
                .SelectMany(target =>
                    CallCard
                        .Outcomes.Where(target.Value.ContainsKey)
                        .Select(outcome => ("call", $"{target.Key}/{CallCard.CodeOf(outcome)}", target.Value[outcome]))
                ),
            .. tally.ByHour.Select(hour =>
                ("call-hour", $"{LocalDatePattern.Iso.Format(hour.Day)}T{hour.Hour:00}", hour.Calls)
            ),
        ];

    private static string Office(CallTarget target, CallTally tally, Voice voice)
    {
        var counts = tally.ByTarget.GetValueOrDefault(target.Id);
        var line = voice.Text(
            "tally.line",
            ("label", CallCard.OfficeOf(target, voice)),
            ("value", counts?.Values.Sum() ?? 0)
        );
        if (counts is null)
            return line;
        var outcomes = CallCard
            .Outcomes.Where(counts.ContainsKey)
            .Select(outcome =>
                voice.Text(
                    "tally.line",
                    ("label", voice.Text(CallCard.OutcomeKey(outcome))),
                    ("value", counts[outcome])
                )
            );
        return $"{line} ({string.Join("; ", outcomes)})";
    }
}
