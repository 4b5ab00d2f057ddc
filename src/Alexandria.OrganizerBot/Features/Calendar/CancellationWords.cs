using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Whether a meeting is on, from the words that clerks put into whatever field was free. Each city has its own habits; what
/// is not clear becomes <see cref="Verdict.Unclear"/>, for an organizer to look at, and is never decided here.
/// </summary>
internal static partial class CancellationWords
{
    internal enum Verdict
    {
        /// <summary>Nothing says that it is off.</summary>
        On,

        /// <summary>Something about it changed, and the words do not say clearly what.</summary>
        Unclear,

        /// <summary>It does not take place at that time.</summary>
        Off,
    }

    /// <summary>What all fields of an entry say together: the strongest word counts.</summary>
    public static Verdict Of(
        string? agendaStatus,
        string? minutesStatus,
        string? name,
        string? time,
        string? location,
        string? comment,
        string? agendaFile
    ) =>
        new[]
        {
            OfAgendaStatus(agendaStatus),
            OfMinutesStatus(minutesStatus),
            OfName(name),
            OfText(time),
            OfText(location),
            OfText(comment),
            OfAgendaFile(agendaFile),
        }.Max();

    /// <summary>The name without its "CANCELLED - " or " (Canceled)".</summary>
    public static string WithoutMarker(string name)
    {
        var bare = Marker().Replace(name, "").Trim();
        return bare.Length > 0 ? bare : name;
    }

    private static Verdict OfAgendaStatus(string? status) =>
        Same(status, "Canceled") || Same(status, "Cancelled") || Same(status, "Deferred") || Same(status, "Postponed")
            ? Verdict.Off
            : Verdict.On;

    /// <summary>"Deferred" minutes are only minutes that are late; cancelled ones are those of a meeting that was not held.</summary>
    private static Verdict OfMinutesStatus(string? status) =>
        Same(status, "Canceled") || Same(status, "Cancelled") ? Verdict.Off : Verdict.On;

    /// <summary>A body may be called "Cancellation Review Board": in a name only a marker set apart from it counts.</summary>
    private static Verdict OfName(string? name) =>
        name is null ? Verdict.On
        : Marker().IsMatch(name) ? Verdict.Off
        : OfMove(MeetingTimeText.Plain(name));

    private static Verdict OfText(string? text)
    {
        if (text is null)
            return Verdict.On;
        var plain = MeetingTimeText.Plain(text);
        if (PlainlyOff().IsMatch(plain) && !NotOff().IsMatch(plain))
            return Verdict.Off;
        if (CancelledWord().IsMatch(plain) && !NotOff().IsMatch(plain))
            return Shouted().IsMatch(text) ? Verdict.Off : Verdict.Unclear;
        return OfMove(plain);
    }

    /// <summary>A meeting that was moved from another day is on; one that was moved to another day is off.</summary>
    private static Verdict OfMove(string plain)
    {
        if (NotOff().IsMatch(plain) || MovedHere().IsMatch(plain))
            return Verdict.On;
        return MovedAway().IsMatch(plain) ? Verdict.Off
            : Moved().IsMatch(plain) ? Verdict.Unclear
            : Verdict.On;
    }

    private static Verdict OfAgendaFile(string? file) =>
        file is not null && CancellationNotice().IsMatch(file) ? Verdict.Off : Verdict.On;

    private static bool Same(string? status, string word) =>
        string.Equals(status?.Trim(), word, StringComparison.OrdinalIgnoreCase);

    private const RegexOptions Plainly = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        @"^\W*cancell?ed\s*[-–—:*)\]]+\s*|\s*[(\[*]\s*cancell?ed\s*[)\]*]+\s*|\s*[-–—:*]\s*cancell?ed\W*$|^\W*cancell?ed\W*$",
        Plainly | RegexOptions.IgnoreCase
    )]
    private static partial Regex Marker();

    /// <summary>The field begins with it, is it, or says it of the meeting.</summary>
    [GeneratedRegex(
        @"^(\W|--em--)*(cancell?ed|deferred|postponed)\b|--em--cancell?ed|\b(meeting|hearing|session)( \w+){0,4} (is|was|has been|will be)( \w+)? cancell?ed\b",
        Plainly
    )]
    private static partial Regex PlainlyOff();

    [GeneratedRegex(@"\bcancell?ed\b", Plainly)]
    private static partial Regex CancelledWord();

    [GeneratedRegex(@"\bCANCELL?ED\b", Plainly)]
    private static partial Regex Shouted();

    [GeneratedRegex(
        @"\b(not|never|isn't|wasn't|won't|no longer)( \w+){0,2} (cancell?ed|postponed|deferred|rescheduled)\b",
        Plainly
    )]
    private static partial Regex NotOff();

    [GeneratedRegex(
        @"\b(rescheduled|postponed|moved|deferred|continued|reconvened|recessed) from\b|\breconvened\b",
        Plainly
    )]
    private static partial Regex MovedHere();

    [GeneratedRegex(@"\b(rescheduled|postponed|deferred) (to|until)\b|\bpostponed\b", Plainly)]
    private static partial Regex MovedAway();

    [GeneratedRegex(@"\b(rescheduled|deferred|recessed)\b", Plainly)]
    private static partial Regex Moved();

    [GeneratedRegex(
        "cancell?ation[ _%20-]*notice|notice[ _%20-]*of[ _%20-]*cancell?ation",
        Plainly | RegexOptions.IgnoreCase
    )]
    private static partial Regex CancellationNotice();
}
