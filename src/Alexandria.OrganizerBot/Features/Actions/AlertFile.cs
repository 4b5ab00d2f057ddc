using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// The file beside an alert with which people put the action into a calendar of their own. One of a later version takes the
/// place of the earlier, and one of an action that is off takes it out again.
/// </summary>
internal static class AlertFile
{
    /// <summary>The file, in the languages that the channel is spoken to in.</summary>
    public static CardFile For(CollectiveAction action, Voice voice) =>
        new(
            $"{action.Id.Code}.ics",
            OutgoingCalendar.ContentType,
            OutgoingCalendar.Write([Entry(action, voice)], voice.Now),
            string.Join(" / ", voice.ForChannel.Select(each => each.Text("calendar-file.alt", ("title", action.Title))))
        );

    /// <summary>The action as an entry of a calendar.</summary>
    public static OutgoingEntry Entry(CollectiveAction action, Voice voice)
    {
        var isOff = action.State == ActionState.Cancelled;
        return new OutgoingEntry
        {
            Uid = $"{action.Id.Code}@{action.Campaign.Value}",
            Sequence = SequenceOf(action),
            Starts = action.Starts,
            Ends = action.MomentOf(MilestoneKind.End),
            Title = isOff ? voice.ForChannel.First().Text("alert.cancelled", ("title", action.Title)) : action.Title,
            Place = action.Location,
            Description = Description(action, voice),
            Link = action.Link,
            IsCancelled = isOff,
        };
    }

    /// <summary>Calling an action off makes no new version of it, but must come after the last one.</summary>
    public static int SequenceOf(CollectiveAction action) =>
        action.State == ActionState.Cancelled ? action.Version : action.Version - 1;

    private static string Description(CollectiveAction action, Voice voice)
    {
        var lines = new List<string>();
        if (action.Note is { } note)
            lines.Add(note);
        foreach (var each in voice.ForChannel)
        {
            // A calendar is often kept by a company, which can read it: there a campaign at high risk says less.
            if (each.Campaign.Risk != RiskLevel.High)
                lines.Add(each.Purpose);
            lines.Add(each.Text("calendar-file.alert-counts", ("code", action.Id.Code)));
        }
        return string.Join('\n', lines);
    }
}
