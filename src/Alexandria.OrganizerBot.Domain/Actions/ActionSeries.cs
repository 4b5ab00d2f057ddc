using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Actions;

/// <summary>
/// An action that comes again. Each time is an action of its own, drafted some time ahead and posted by an organizer like any
/// other; what is edited or called off there does not touch the rest.
/// </summary>
public sealed record ActionSeries
{
    /// <summary>How far ahead a time is drafted: early enough for its first reminders, late enough for what is true then.</summary>
    public static Duration Ahead { get; } = Duration.FromDays(14);

    /// <summary>The action that comes again; itself the first time.</summary>
    public required ActionId Id { get; init; }
    public required CampaignId Campaign { get; init; }

    /// <summary>What each draft says: what that action said when it was made to come again.</summary>
    public required SeriesModel Model { get; init; }
    public required Recurrence Rule { get; init; }

    /// <summary>Every time that has been drafted, the first included, whatever became of it: none is drafted again.</summary>
    public required IReadOnlyList<SeriesOccurrence> Made { get; init; }

    /// <summary>Whether nothing more is drafted.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Goes up when an organizer changes the rule, stops it, or starts it again.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The days ahead that are not drafted yet, the earliest first.</summary>
    public IEnumerable<LocalDate> DaysToCome(Instant now, OfficeDays offices) =>
        IsStopped
            ? []
            : Rule.Days(offices)
                .Where(day => Rule.On(day).Instant > now && Made.All(occurrence => occurrence.Day != day));

    /// <summary>The days to draft now.</summary>
    public IReadOnlyList<LocalDate> DaysToDraft(Instant now, OfficeDays offices) =>
        [.. DaysToCome(now, offices).TakeWhile(day => Rule.On(day).Instant <= now + Ahead)];

    /// <summary>The draft for a time of the series.</summary>
    public CollectiveAction Draft(ActionId id, LocalDate day, Campaign campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        var starts = Rule.On(day);
        return new CollectiveAction
        {
            Id = id,
            Campaign = Campaign,
            State = ActionState.Draft,
            Kind = Model.Kind,
            Title = Model.Title,
            Location = Model.Location,
            Starts = starts,
            Milestones =
            [
                .. campaign
                    .MilestonesFor(starts)
                    .Where(milestone => milestone.Kind != MilestoneKind.End || Model.MinutesOnTheWall is null),
                .. Model.MinutesOnTheWall is { } minutes
                    ? new[] { new Milestone(MilestoneKind.End, starts.Local.PlusMinutes(minutes)) }
                    : [],
            ],
            Cadence = Model.Cadence,
            Asks = Model.Asks,
            Note = Model.Note,
            Capacity = Model.Capacity,
            CallGoal = Model.CallGoal,
            Link = Model.Link,
            Series = Id,
        };
    }

    /// <summary>The series after one more time was drafted.</summary>
    public ActionSeries With(LocalDate day, ActionId action) =>
        this with
        {
            Made = [.. Made, new SeriesOccurrence(day, action)],
        };
}

/// <summary>What each time of a series says; see <see cref="CollectiveAction"/>.</summary>
public sealed record SeriesModel
{
    public required ActionKind Kind { get; init; }
    public required string Title { get; init; }
    public string? Location { get; init; }
    public IReadOnlyList<ReminderRule>? Cadence { get; init; }
    public required IReadOnlyList<Ask> Asks { get; init; }
    public string? Note { get; init; }
    public int? Capacity { get; init; }
    public int? CallGoal { get; init; }

    /// <summary>From its start to its end by the clocks on the wall; null: its end is not known.</summary>
    public long? MinutesOnTheWall { get; init; }
    public Uri? Link { get; init; }

    /// <summary>What the action says at this moment.</summary>
    public static SeriesModel Of(CollectiveAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new SeriesModel
        {
            Kind = action.Kind,
            Title = action.Title,
            Location = action.Location,
            Cadence = action.Cadence,
            Asks = action.Asks,
            Note = action.Note,
            Capacity = action.Capacity,
            CallGoal = action.CallGoal,
            MinutesOnTheWall = action.MomentOf(MilestoneKind.End) is { } end
                ? Period.Between(action.Starts.Local, end.Local, PeriodUnits.Minutes).Minutes
                : null,
            Link = action.Link,
        };
    }
}

/// <summary>One time of a series that was drafted.</summary>
/// <param name="Day">The day by the rule, wherever the action was moved to since.</param>
/// <param name="Action">The action.</param>
public sealed record SeriesOccurrence(LocalDate Day, ActionId Action);
