using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>What organizers read about planned reminders: when, on account of what, to whom, and to how many as things stand.</summary>
internal static class ReminderTimeline
{
    /// <summary>How many members hear each step as things stand, by the step's id.</summary>
    /// <param name="plan">The steps of the action as it is looked at, past ones included.</param>
    public static IReadOnlyDictionary<string, int> Readers(
        StoreSession session,
        CollectiveAction action,
        IReadOnlyList<ReminderStep> plan,
        Instant now
    )
    {
        var consenting = session.MembersWhoConsent(action.Id, now);
        var steps = session.StepsOf(action.Id).Where(step => step.Version < action.Version).Concat(plan).ToList();
        return session
            .PledgesOf(action.Id)
            .Where(pledge => consenting.Contains(pledge.Member))
            .SelectMany(pledge => ReminderLadder.For(pledge, steps))
            .CountBy(step => step.Id)
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>When it comes, and where that is not the start itself, on account of what.</summary>
    public static string When(Voice voice, ReminderStep step) =>
        step.Of == MilestoneKind.Start
            ? voice.When(step.DueAt)
            : voice.Text(
                "timeline.for",
                ("when", voice.When(step.DueAt)),
                ("milestone", MilestoneWords.In(voice, step.Of))
            );

    /// <summary>Who hears it: "to speakers who asked for reminders, in the channel".</summary>
    public static string Audience(Voice voice, ReminderAudience audience) =>
        string.Join(", ", AudienceKeys(audience).Select(key => voice.Text(key)));

    private static IEnumerable<string> AudienceKeys(ReminderAudience audience)
    {
        if (audience.HasFlag(ReminderAudience.Pledged))
        {
            yield return "timeline.to-pledged";
        }
        else
        {
            if (audience.HasFlag(ReminderAudience.Speakers))
                yield return "timeline.to-speakers";
            if (audience.HasFlag(ReminderAudience.Writers))
                yield return "timeline.to-writers";
            if (audience.HasFlag(ReminderAudience.Callers))
                yield return "timeline.to-callers";
        }
        if (audience.HasFlag(ReminderAudience.Channel))
            yield return "timeline.in-channel";
    }
}
