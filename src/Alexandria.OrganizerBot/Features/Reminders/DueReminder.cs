using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>A reminder whose time has come: asked again whether it is wanted, and in which words.</summary>
internal static class DueReminder
{
    public static Composition Compose(Sending sending, MessageContent.Reminder reminder, CollectiveAction action)
    {
        var voice = sending.Voice;
        if (action.State != ActionState.Released)
            return new Composition.Unwanted("cancelled");
        if (action.Version != reminder.Version)
            return new Composition.Unwanted("changed");
        var cadence = action.Cadence ?? voice.Campaign.Cadence;
        if (cadence.FirstOrDefault(rule => rule.Id == reminder.Rule) is not { } rule)
            return new Composition.Unwanted("rule-gone");
        var steps = sending.Session.StepsOf(action.Id);
        var step = steps.FirstOrDefault(step => step.Version == reminder.Version && step.Rule == reminder.Rule);
        if (sending.Message.To is not Recipient.Direct(var member))
            return step is not null && ReminderLadder.IsOvertakenInChannel(step, steps, voice.Now)
                ? new Composition.Unwanted("overtaken")
                : new Composition.Say(ReminderCard.ForChannel(action, rule, voice));
        if (sending.Session.FindPledge(action.Id, member) is not { IsCommitted: true } pledge)
            return new Composition.Unwanted("withdrawn");
        if (!rule.Audience.Includes(pledge))
            return new Composition.Unwanted("answer-changed");
        if (step is not null && ReminderLadder.IsOvertaken(step, pledge, steps, voice.Now))
            return new Composition.Unwanted("overtaken");
        return Silence.About(sending, member, action)
            ?? new Composition.Say(ReminderCard.ForMember(action, pledge, rule, voice));
    }
}
