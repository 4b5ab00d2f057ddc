using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>An action that comes again as it was understood: the rule in words, the next dates, and what is left out.</summary>
internal static class SeriesCard
{
    /// <summary>Enough to see whether the rule is the one that was meant.</summary>
    private const int DatesShown = 6;

    public static Card For(StoreSession session, Request request, ActionSeries series)
    {
        var voice = request.Voice;
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("series.title", ("code", series.Id.Code), ("title", series.Model.Title))),
            new CardPart.Paragraph(
                voice.Text(
                    "series.rule",
                    ("days", InWords(series.Rule.Pattern, voice)),
                    ("time", voice.Time(series.Rule.At)),
                    ("zone", voice.Campaign.TimeName.In(voice.Language, voice.Campaign.DefaultLanguage)),
                    ("date", voice.Date(series.Rule.Last))
                )
            ),
        };
        var lines = Drafted(session, series, request).Concat(ToCome(series, request)).Take(DatesShown).ToList();
        if (series.IsStopped)
            parts.Add(new CardPart.Paragraph(voice.Text("series.stopped")));
        if (lines.Count > 0)
        {
            parts.Add(new CardPart.Paragraph(voice.Text("series.next")));
            parts.Add(new CardPart.Bullets(lines));
        }
        var leftOut = LeftOut(series, request).Take(DatesShown).ToList();
        if (leftOut.Count > 0)
        {
            parts.Add(new CardPart.Paragraph(voice.Text("series.left-out")));
            parts.Add(new CardPart.Bullets(leftOut));
        }
        if (!series.IsStopped)
        {
            parts.Add(new CardPart.Paragraph(voice.Text("series.how", ("count", ActionSeries.Ahead.Days))));
            parts.Add(new CardPart.Small(voice.Text("series.how-to-stop", ("code", series.Id.Code))));
        }
        return new Card { Parts = parts, Files = [SeriesFile.For(series, session.Find, voice)] };
    }

    /// <summary>"every Tuesday", "the 2nd and 4th Tuesday of each month".</summary>
    private static string InWords(RecurrencePattern pattern, Voice voice)
    {
        var days = Listed(voice, pattern.Weekdays.Select(day => voice.Text($"series.weekday.{Number((int)day)}")));
        if (pattern.Places.Count > 0)
            return voice.Text(
                "series.of-month",
                ("places", Listed(voice, pattern.Places.Select(place => Place(voice, place)))),
                ("days", days)
            );
        return voice.Text(pattern.EveryWeeks == 1 ? "series.weekly" : "series.every-other-week", ("days", days));
    }

    private static string Place(Voice voice, int place) =>
        place == RecurrencePattern.Last ? voice.Text("series.place.last") : voice.Text($"series.place.{Number(place)}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Listed(Voice voice, IEnumerable<string> items) =>
        items.Aggregate((before, next) => voice.Text("series.and", ("first", before), ("second", next)));

    private static IEnumerable<string> Drafted(StoreSession session, ActionSeries series, Request request) =>
        series
            .Made.Select(made => session.Find(made.Action))
            .OfType<CollectiveAction>()
            .Where(action => action.Starts.Instant > request.Now)
            .OrderBy(action => action.Starts.Instant)
            .Select(action =>
                request.Voice.Text(
                    action.State switch
                    {
                        ActionState.Cancelled => "series.date-cancelled",
                        ActionState.Released or ActionState.Done => "series.date-posted",
                        _ => "series.date-drafted",
                    },
                    ("when", request.Voice.WallTime(action.Starts.Local)),
                    ("code", action.Id.Code)
                )
            );

    private static IEnumerable<string> ToCome(ActionSeries series, Request request) =>
        series
            .DaysToCome(request.Now, request.Campaign.OfficeDays)
            .Select(day => request.Voice.WallTime(day.At(series.Rule.At)));

    /// <summary>Days on which the offices are closed, with the reason where it is known.</summary>
    private static IEnumerable<string> LeftOut(ActionSeries series, Request request)
    {
        var offices = request.Campaign.OfficeDays;
        return series
            .Rule.DaysByPattern()
            .Where(day => day >= request.Voice.Today && series.Rule.IsLeftOut(day, offices))
            .Select(day =>
                offices.Closed.TryGetValue(day, out var why)
                    ? request.Voice.Text(
                        "series.closed-day",
                        ("date", request.Voice.Date(day)),
                        ("why", why.In(request.Voice.Language, request.Campaign.DefaultLanguage))
                    )
                    : request.Voice.Date(day)
            );
    }
}
