using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>What milestones are called. A switch, so that a new one shows what words it lacks.</summary>
internal static class MilestoneWords
{
    /// <summary>Those that an organizer sets; the start is the action's own time.</summary>
    public static IReadOnlyList<string> Settable { get; } =
    [.. Enum.GetValues<MilestoneKind>().Where(kind => kind != MilestoneKind.Start).Select(Name)];

    /// <summary>Its name in commands and catalogue keys.</summary>
    public static string Name(MilestoneKind kind) =>
        kind switch
        {
            MilestoneKind.Docket => "docket",
            MilestoneKind.FormOpens => "form-opens",
            MilestoneKind.FormCloses => "form-closes",
            MilestoneKind.CommentsClose => "comments-close",
            MilestoneKind.Doors => "doors",
            MilestoneKind.Start => "start",
            MilestoneKind.End => "end",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };

    /// <summary>The one with that name, the start excepted; null: none.</summary>
    public static MilestoneKind? Parse(string? name)
    {
        foreach (var kind in Enum.GetValues<MilestoneKind>().Where(kind => kind != MilestoneKind.Start))
        {
            if (string.Equals(Name(kind), name, StringComparison.OrdinalIgnoreCase))
                return kind;
        }
        return null;
    }

    /// <summary>What people read: "Registration to speak closes".</summary>
    public static string In(Voice voice, MilestoneKind kind) => voice.Text($"milestone.{Name(kind)}");

    /// <summary>With its time: "Registration to speak closes: Mon, March 9, noon".</summary>
    public static string Line(Voice voice, MilestoneKind kind, MeetingTime when) =>
        voice.Text("milestones.line", ("milestone", In(voice, kind)), ("when", voice.When(when)));
}
