using Alexandria.OrganizerBot.Conversation;

namespace Alexandria.OrganizerBot.Features.Calendar;

internal static class TypedTimeReplies
{
    /// <summary>The sentence for somebody whose time can't be used; null where it can.</summary>
    public static Reply? WhyNot(TypedTimeReading reading, Request request) =>
        reading switch
        {
            TypedTimeReading.Understood => null,
            TypedTimeReading.NotUnderstood(var key) => request.Say(key),
            TypedTimeReading.InThePast(var past) => request.Say(
                "error.time-past",
                ("when", request.Voice.WallTime(past))
            ),
            TypedTimeReading.InGap(var skipped, var next) => request.Say(
                "error.time-gap",
                ("when", request.Voice.WallTime(skipped)),
                ("next", request.Voice.WallTime(next))
            ),
            _ => throw new InvalidOperationException("Unknown reading of a typed time."),
        };
}
