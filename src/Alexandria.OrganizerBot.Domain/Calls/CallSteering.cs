using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calls;

/// <summary>
/// Which office the next caller calls. The load is spread: each goes to the open office with the fewest calls, nobody calls
/// an office twice a day, and no office's line gets more calls in an hour than the campaign says.
/// </summary>
public static class CallSteering
{
    /// <summary>For so long a mailbox that was full is taken to be full still.</summary>
    public static Duration MailboxStaysFull { get; } = Duration.FromHours(1);

    /// <summary>So many people have to find a number wrong before nobody is sent there any more: one may have mistyped it.</summary>
    public const int WrongBy = 2;

    /// <summary>Says whom the person calls now.</summary>
    /// <param name="campaign">Its targets, the calls an hour that a line gets, its zone and office days.</param>
    /// <param name="calls">Every call that was logged for the action.</param>
    /// <param name="turns">Every office that was handed out for the action.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="now">The present moment.</param>
    public static CallAdvice Next(
        Campaign campaign,
        IReadOnlyCollection<LoggedCall> calls,
        IReadOnlyCollection<CallTurn> turns,
        MemberKey caller,
        Instant now
    )
    {
        var today = now.InZone(campaign.Zone).Date;
        var callsToday = calls.Where(call => call.Day == today).ToList();
        var done = callsToday
            .Where(call => call.Member == caller)
            .Select(call => call.Target)
            .ToHashSet(StringComparer.Ordinal);
        var left = campaign
            .Targets.Where(target => target.Phone is not null && !IsWrong(target, calls) && !done.Contains(target.Id))
            .ToList();
        if (left.Count == 0)
            return done.Count > 0 ? new CallAdvice.AllCalled() : new CallAdvice.NobodyToCall();

        // Who asks again before saying what came of it is still meant to call the same office.
        if (
            turns.FirstOrDefault(turn => turn.Member == caller && turn.IsOpen(now)) is { } mine
            && left.Find(target => target.Id == mine.Target) is { } same
        )
            return new CallAdvice.Call(same, IsStaffed(same, campaign, now));

        var busy = turns
            .Where(turn => turn.Member != caller && turn.IsOpen(now))
            .CountBy(turn => turn.Target, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        var hour = now.InZone(campaign.Zone).LocalDateTime;
        var withRoom = left.Where(target =>
                CallsInHour(target, calls, hour, campaign.Zone) + busy.GetValueOrDefault(target.Id)
                < campaign.Calls.PerHour
            )
            .ToList();
        if (withRoom.Count == 0)
            return new CallAdvice.Later(StartOfNextHour(now));

        var next = withRoom
            .OrderBy(target => HasFullMailbox(target, calls, now))
            .ThenBy(target => !IsStaffed(target, campaign, now))
            .ThenBy(target => callsToday.Count(call => call.Target == target.Id) + busy.GetValueOrDefault(target.Id))
            .First();
        return new CallAdvice.Call(next, IsStaffed(next, campaign, now));
    }

    /// <summary>Whether somebody should be there to answer; true where the hours are not known.</summary>
    public static bool IsStaffed(CallTarget target, Campaign campaign, Instant now)
    {
        if (target.Hours is not { } hours)
            return true;
        var local = now.InZone(campaign.Zone);
        return hours.Days.Contains(local.DayOfWeek)
            && local.TimeOfDay >= hours.From
            && local.TimeOfDay < hours.Until
            && !campaign.OfficeDays.Closed.ContainsKey(local.Date);
    }

    /// <summary>Whether enough people found that it is not the office's number, and nobody reached the office since.</summary>
    public static bool IsWrong(CallTarget target, IEnumerable<LoggedCall> calls)
    {
        var reports = calls.Where(call => call.Target == target.Id).OrderByDescending(call => call.At);
        return reports
                .TakeWhile(call =>
                    call.Outcome is not (CallOutcome.Spoke or CallOutcome.Voicemail or CallOutcome.Refused)
                )
                .Where(call => call.Outcome == CallOutcome.WrongNumber)
                .Select(call => call.Member)
                .Distinct()
                .Count() >= WrongBy;
    }

    /// <summary>The newest word about the mailbox counts; that nobody answered says nothing about it.</summary>
    private static bool HasFullMailbox(CallTarget target, IEnumerable<LoggedCall> calls, Instant now) =>
        calls
            .Where(call =>
                call.Target == target.Id
                && call.At > now - MailboxStaysFull
                && call.Outcome is CallOutcome.MailboxFull or CallOutcome.Voicemail
            )
            .MaxBy(call => call.At)
            is { Outcome: CallOutcome.MailboxFull };

    private static int CallsInHour(
        CallTarget target,
        IEnumerable<LoggedCall> calls,
        LocalDateTime now,
        DateTimeZone zone
    ) =>
        calls.Count(call =>
            call.Target == target.Id
            && call.At.InZone(zone).LocalDateTime is var at
            && at.Date == now.Date
            && at.Hour == now.Hour
        );

    private static Instant StartOfNextHour(Instant now) =>
        Instant.FromUnixTimeSeconds(((now.ToUnixTimeSeconds() / 3600) + 1) * 3600);
}

/// <summary>What a caller is told.</summary>
public abstract record CallAdvice
{
    private CallAdvice() { }

    /// <summary>This office.</summary>
    /// <param name="Target">Whom to call; its telephone number is known.</param>
    /// <param name="IsStaffed">Whether somebody should answer; else a message is left.</param>
    public sealed record Call(CallTarget Target, bool IsStaffed) : CallAdvice;

    /// <summary>Every line that is left has had its calls of this hour.</summary>
    /// <param name="From">When there is room again.</param>
    public sealed record Later(Instant From) : CallAdvice;

    /// <summary>The person has called everybody today.</summary>
    public sealed record AllCalled : CallAdvice;

    /// <summary>There is no number that anybody can be sent to.</summary>
    public sealed record NobodyToCall : CallAdvice;
}
