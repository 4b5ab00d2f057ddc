using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer has an action come again: every Tuesday, or on the second and fourth of each month, at the same time on the
/// wall. Each time is drafted ahead for an organizer to post; nothing is ever posted by the rule itself.
/// </summary>
internal sealed class RepeatAction(Store store)
{
    /// <summary>What <c>closed</c> may be.</summary>
    public static IReadOnlyList<string> ClosedChoices { get; } = ["skip", "keep"];

    /// <summary>How long it goes on where nobody says until when.</summary>
    private static readonly Period Usual = Period.FromMonths(6);

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        if (request.Option("every") is not { } typed)
            return store.Read(session => Show(session, request, id));
        return TypedRepeat.Read(typed) switch
        {
            TypedRepeatReading.NotUnderstood(var key) => request.Say(key),
            TypedRepeatReading.Stop => await store.WriteAsync(session => Stop(session, request, id), cancellationToken),
            TypedRepeatReading.Understood(var pattern) => await store.WriteAsync(
                session => Start(session, request, id, pattern),
                cancellationToken
            ),
            var other => throw new InvalidOperationException($"Unknown reading {other.GetType().Name}."),
        };
    }

    /// <summary>The series that the action is a time of, be it the first or another; null: none.</summary>
    private static ActionSeries? SeriesOf(StoreSession session, CollectiveAction action) =>
        session.FindSeries(action.Id) ?? (action.Series is { } first ? session.FindSeries(first) : null);

    private static Reply Show(StoreSession session, Request request, ActionId id)
    {
        var action = session.Find(id);
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        return SeriesOf(session, action) is { } series
            ? new Reply.Private(SeriesCard.For(session, request, series))
            : request.Say("series.none", ("code", id.Code));
    }

    private static Reply Stop(StoreSession session, Request request, ActionId id)
    {
        var action = session.Find(id);
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (SeriesOf(session, action) is not { } series)
            return request.Say("series.none", ("code", id.Code));
        if (!series.IsStopped && session.TryBegin(request.EventKey, request.Now))
        {
            series = series with { IsStopped = true, Version = series.Version + 1 };
            session.Save(series);
            session.Audit(request, AuditDeed.RepeatStopped, series.Id.Code);
        }
        return new Reply.Private(SeriesCard.For(session, request, series));
    }

    private static Reply Start(StoreSession session, Request request, ActionId id, RecurrencePattern pattern)
    {
        var action = session.Find(id);
        if (EditAction.WhyNot(action, request) is { } refusal)
            return refusal;
        var known = SeriesOf(session, action!);
        if (!session.TryBegin(request.EventKey, request.Now))
            return known is null
                ? request.Say("series.none", ("code", id.Code))
                : new Reply.Private(SeriesCard.For(session, request, known));
        if (known is { IsStopped: false })
            return request.Say("error.repeat-already", ("code", known.Id.Code));
        if (Rule(request, action!, pattern, out var fault) is not { } rule)
            return fault!;
        var series = new ActionSeries
        {
            Id = id,
            Campaign = action!.Campaign,
            Model = SeriesModel.Of(action),
            Rule = rule,
            // Times that were drafted before it was stopped are not drafted again.
            Made =
            [
                new SeriesOccurrence(rule.First, id),
                .. (known?.Made ?? []).Where(made => made.Day != rule.First && made.Action != id),
            ],
            Version = known?.Id == id ? known.Version + 1 : 1,
        };
        session.Save(series);
        session.Audit(request, AuditDeed.Repeated, id.Code);
        series = SeriesDrafts.Draft(session, series, request.Campaign, request.Now);
        return new Reply.Private(SeriesCard.For(session, request, series));
    }

    /// <summary>The rule for this action; null where there is a fault in it, which is told.</summary>
    private static Recurrence? Rule(
        Request request,
        CollectiveAction action,
        RecurrencePattern pattern,
        out Reply? fault
    )
    {
        var first = action.Starts.Local.Date;
        var furthest = first + Recurrence.Longest;
        var last = LocalDate.Min(first + Usual, furthest);
        fault = null;
        if (request.Option("last") is { } typed)
        {
            // The end of that day: it may be today.
            var reading = TypedTime.Read(typed, "23:59", action.Starts.Zone, request.Now);
            if (reading is not TypedTimeReading.Understood(var end))
            {
                fault = TypedTimeReplies.WhyNot(reading, request);
                return null;
            }
            last = end.Date;
        }
        var rule = new Recurrence
        {
            Pattern = pattern,
            First = first,
            Last = last,
            At = action.Starts.Local.TimeOfDay,
            Zone = action.Starts.Zone,
            OpenDaysOnly = SkipsClosedDays(request, action),
        };
        fault = WhyNot(request, rule, furthest);
        return fault is null ? rule : null;
    }

    /// <summary>The sentence for a rule that cannot be kept; null where it can.</summary>
    private static Reply? WhyNot(Request request, Recurrence rule, LocalDate furthest)
    {
        if (!rule.Pattern.ComesOn(rule.First, rule.First))
            return request.Say("error.repeat-other-day", ("date", request.Voice.Date(rule.First)));
        if (rule.Last > furthest)
            return request.Say("error.repeat-far", ("date", request.Voice.Date(furthest)));
        var times = rule.Days(request.Campaign.OfficeDays).Count();
        return times switch
        {
            < 2 => request.Say("error.repeat-once"),
            > Recurrence.MostTimes => request.Say("error.repeat-many", ("count", Recurrence.MostTimes)),
            _ => null,
        };
    }

    /// <summary>On a day on which nobody answers, nobody is asked to call; a call-in day never is on one.</summary>
    private static bool SkipsClosedDays(Request request, CollectiveAction action) =>
        action.Kind == ActionKind.CallIn
        || request.Option("closed") switch
        {
            "skip" => true,
            "keep" => false,
            _ => action.Asks.Contains(Ask.Call),
        };
}
