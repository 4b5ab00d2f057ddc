namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>Reads the faults that only a signal-cli daemon has.</summary>
internal static class SignalFaultReader
{
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "connectionBreaks",
        "captchaDemanded",
        "sendFails",
        "identityChanged",
        "unregistered",
        "daemonStops",
        "daemonStarts",
        "daemonHangs",
        "daemonRecovers",
        "frame",
        "undecryptable",
    ];

    /// <summary>The fault; null: it is none of Signal's.</summary>
    public static StageFault? Read(YamlValue at, string kind, YamlValue? details, CastReader cast)
    {
        switch (kind)
        {
            case "connectionBreaks":
                var breaks = Details("route", "count", "applied");
                return new StageFault.ConnectionBreaks(
                    breaks?["route"]?.Text() ?? "send",
                    breaks?["count"]?.Number() ?? 1,
                    breaks?["applied"]?.Flag() ?? false
                );
            case "captchaDemanded":
                var captcha = Details("count", "retryAfter");
                return new StageFault.CaptchaDemanded(
                    captcha?["count"]?.Number() ?? int.MaxValue,
                    captcha?["retryAfter"]?.Span().ToTimeSpan() ?? TimeSpan.FromDays(1)
                );
            case "sendFails":
                var fails = Details("person", "count", "type");
                return new StageFault.SendFails(
                    Person(fails?["person"]),
                    fails?["count"]?.Number() ?? 1,
                    fails?["type"]?.Text() ?? "NETWORK_FAILURE"
                );
            case "identityChanged":
                return new StageFault.IdentityChanged(Person(details));
            case "unregistered":
                return new StageFault.Unregistered(Person(details));
            case "undecryptable":
                return new StageFault.Undecryptable(Person(details));
            case "daemonStops":
                return new StageFault.DaemonStops();
            case "daemonStarts":
                return new StageFault.DaemonStarts();
            case "daemonHangs":
                return new StageFault.DaemonHangs();
            case "daemonRecovers":
                return new StageFault.DaemonRecovers();
            case "frame":
                return new StageFault.Frame(
                    details?.Text() ?? throw at.Mistake("say what the daemon sends: { frame: '…' }.")
                );
            default:
                return null;
        }

        YamlFields? Details(params string[] keys) => details is null || details.IsNothing ? null : details.Fields(keys);

        string Person(YamlValue? value) =>
            value is not null && cast.People(value) is [var one]
                ? one
                : throw (value ?? at).Mistake($"'{kind}' befalls one person; say who.");
    }
}
