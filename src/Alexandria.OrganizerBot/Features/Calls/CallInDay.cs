using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>Makes a draft a call-in day, where the campaign has numbers and words for it and the offices are open.</summary>
internal static class CallInDay
{
    /// <summary>What <c>kind</c> says for it.</summary>
    public const string Kind = "call-in";

    public const int LargestGoal = 100_000;

    /// <summary>The draft as a call-in day, or the sentence that says what is missing.</summary>
    public static DraftReading Make(CollectiveAction draft, Request request)
    {
        var campaign = request.Campaign;
        if (campaign.Targets.All(target => target.Phone is null))
            return Faulty("call.no-number");
        if (campaign.Calls.Script is null)
            return Faulty("call.no-script");
        var day = draft.Starts.Local.Date;
        if (!campaign.OfficeDays.IsOpen(day))
            return Faulty("call.offices-closed", ("date", request.Voice.Date(day)));
        if (MeetingTimeText.Read(request.Option("end")) is not ClockText.Clear(var end))
            return Faulty("call.end-missing");
        if (end <= draft.Starts.Local.TimeOfDay)
            return Faulty("call.end-before-start", ("time", request.Voice.Time(end)));
        var goal = ReadGoal(request.Option("goal"));
        if (goal is null && request.Option("goal") is not null)
            return Faulty("call.goal-unreadable", ("max", LargestGoal));
        return new DraftReading.Understood(
            draft with
            {
                Kind = ActionKind.CallIn,
                Asks = [Ask.Call],
                Milestones = [new Milestone(MilestoneKind.End, day.At(end))],
                CallGoal = goal,
            }
        );

        DraftReading Faulty(string key, params (string Name, object Value)[] values) =>
            new DraftReading.Faulty(request.Say(key, values));
    }

    private static int? ReadGoal(string? typed) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var goal)
        && goal is > 0 and <= LargestGoal
            ? goal
            : null;
}
