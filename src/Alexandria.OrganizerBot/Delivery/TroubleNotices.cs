using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Platforms;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>What coordinators are told of a network's trouble, where, and how often.</summary>
internal static class TroubleNotices
{
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>A channel that is reminded of housekeeping every day is soon read by nobody.</summary>
    private static readonly Duration Week = Duration.FromDays(7);

    /// <summary>Whether nothing can be sent on the network meanwhile, so that its own channels need not be told.</summary>
    public static bool StopsSending(TroubleKind kind) =>
        kind is TroubleKind.Disconnected or TroubleKind.Limited or TroubleKind.CaptchaWanted;

    /// <summary>For which reasons messages wait that may leave once such a trouble is over; empty: none does.</summary>
    public static IReadOnlyCollection<string> Holds(TroubleKind kind) =>
        kind switch
        {
            TroubleKind.Limited or TroubleKind.CaptchaWanted =>
            [
                SendOutcome.TryLater.RateLimited,
                SendOutcome.TryLater.CaptchaWanted,
            ],
            _ => [],
        };

    /// <summary>After how long it is told again, while it lasts.</summary>
    public static Duration ToldAgainAfter(TroubleKind kind) =>
        kind is TroubleKind.VersionTooOld or TroubleKind.VersionStale or TroubleKind.PinNotAttested ? Week : Day;

    /// <summary>The sentence for the beginning, and for as long as it lasts.</summary>
    public static MessageContent.Notice Stands(string network, NetworkTrouble trouble, Instant now) =>
        new(KeyOf(trouble.Kind), Values(network)) { Until = trouble.TimeLeft is { } left ? now + left : null };

    /// <summary>The sentence for the end; null: nobody can know that it is over.</summary>
    public static MessageContent.Notice? Over(string network, TroubleKind kind) =>
        EndKeyOf(kind) is { } key ? new MessageContent.Notice(key, Values(network)) : null;

    private static string KeyOf(TroubleKind kind) =>
        kind switch
        {
            TroubleKind.Disconnected => "notice.disconnected",
            TroubleKind.Limited => "notice.limited",
            TroubleKind.CaptchaWanted => "notice.captcha-wanted",
            TroubleKind.OpeningPaused => "notice.opening-paused",
            TroubleKind.VersionTooOld => "notice.version-too-old",
            TroubleKind.VersionStale => "notice.version-stale",
            TroubleKind.Silent => "notice.silent",
            TroubleKind.LosesWhileAway => "notice.loses-while-away",
            TroubleKind.PinNotAttested => "notice.pin-not-attested",
            TroubleKind.MemberBlocked => "notice.member-blocked",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };

    private static string? EndKeyOf(TroubleKind kind) =>
        kind switch
        {
            TroubleKind.Disconnected => "notice.connected-again",
            TroubleKind.Limited or TroubleKind.CaptchaWanted => "notice.sends-again",
            TroubleKind.OpeningPaused => "notice.opens-again",
            TroubleKind.VersionTooOld or TroubleKind.VersionStale => "notice.version-good",
            TroubleKind.Silent => "notice.hears-again",
            TroubleKind.LosesWhileAway => "notice.keeps-again",
            TroubleKind.PinNotAttested => "notice.pin-attested",
            TroubleKind.MemberBlocked => null,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };

    private static Dictionary<string, string> Values(string network) =>
        new(StringComparer.Ordinal) { ["network"] = network == Networks.Signal ? "Signal" : "Discord" };
}
