using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An action that comes again as one calendar file: the rule, the days on which there is nothing, and each time that became
/// another than the rule says.
/// </summary>
internal static class SeriesFile
{
    /// <param name="series">The series.</param>
    /// <param name="find">Finds each of its actions.</param>
    /// <param name="voice">How its reader is spoken to.</param>
    public static CardFile For(ActionSeries series, Func<ActionId, CollectiveAction?> find, Voice voice) =>
        new(
            $"{series.Id.Code}-series.ics",
            OutgoingCalendar.ContentType,
            OutgoingCalendar.Write(Entries(series, find, voice), voice.Now),
            voice.Text("calendar-file.alt", ("title", series.Model.Title))
        );

    private static List<OutgoingEntry> Entries(ActionSeries series, Func<ActionId, CollectiveAction?> find, Voice voice)
    {
        var rule = series.Rule;
        var actions = series.Made.ToDictionary(made => made.Day, made => find(made.Action));
        // What nobody drafts any more does not come.
        var last = series.IsStopped ? series.Made.Max(made => made.Day) : rule.Last;
        var days = rule.DaysByPattern().Where(day => day <= last).ToList();
        var nothing = days.Where(day =>
            rule.IsLeftOut(day, voice.Campaign.OfficeDays)
            || actions.GetValueOrDefault(day) is { State: ActionState.Cancelled }
            || (series.IsStopped && !actions.ContainsKey(day))
        );
        var sequence = series.Version - 1 + actions.Values.OfType<CollectiveAction>().Sum(AlertFile.SequenceOf);
        var whole = AlertFile.Entry(series.Draft(series.Id, rule.First, voice.Campaign), voice) with
        {
            Uid = $"series-{series.Id.Code}@{series.Campaign.Value}",
            Sequence = sequence,
            Repeats = new OutgoingRepeat(rule.Pattern, rule.On(days[^1]), [.. nothing.Select(day => day.At(rule.At))]),
        };
        return
        [
            whole,
            .. days.Where(day => IsOtherThanTheRule(series, day, actions.GetValueOrDefault(day)))
                .Select(day =>
                    AlertFile.Entry(
                        actions.GetValueOrDefault(day) ?? series.Draft(series.Id, day, voice.Campaign),
                        voice
                    ) with
                    {
                        Uid = whole.Uid,
                        Sequence = sequence,
                                    InPlaceOf = day.At(rule.At),
                    }
                ),
        ];
    }

    /// <summary>
    /// Whether an action stands in the place of its time. Where the clocks jump over the time or it comes twice,
    /// programs reckon in several ways, and the moment is written out.
    /// </summary>
    private static bool IsOtherThanTheRule(ActionSeries series, LocalDate day, CollectiveAction? action) =>
        action is null
            ? !series.Rule.On(day).IsUnambiguous && !series.IsStopped
            : action.State != ActionState.Cancelled
                && (
                    !series.Rule.On(day).IsUnambiguous
                    || action.Starts.Local != day.At(series.Rule.At)
                    || action.Title != series.Model.Title
                    || action.Location != series.Model.Location
                    || action.Note != series.Model.Note
                );
}
