using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

/// <summary>Small scenarios for tests: a head with a cast, to which steps are added.</summary>
internal static class SmallScenario
{
    /// <summary>The line on which the first step stands.</summary>
    public const int FirstStep = 15;

    private const string Head = """
        name: A test
        zone: America/New_York
        campaigns: [one, two]
        cast:
          serverId: 7
          roles: { Organizer: 8 }
          channels: { alerts: 9 }
          people:
            - { name: Olga, roles: [Organizer] }
            - { name: Rosa, locale: es-419, directMessages: closed }
            - { crowd: Resident, count: 4, locales: [en-US, es-419] }
        CALENDAR
        start: "2026-03-01 15:00"
        steps:

        """;

    public static string Yaml(string steps, string calendar = "meeting: { id: 905 }") =>
        Head.Replace("CALENDAR", calendar, StringComparison.Ordinal) + steps;

    public static Scenario Parse(string steps) => ScenarioReader.Parse("test.yaml", Yaml(steps));

    public static ScenarioMistakeException Mistake(string steps) =>
        Assert.Throws<ScenarioMistakeException>(() => Parse(steps));

    public static StageMessage Message(
        string text,
        string where = "#alerts",
        IReadOnlyList<StageButton>? buttons = null,
        IReadOnlyList<StageAttachment>? attachments = null
    ) => new("1", where, "bot", text, buttons ?? [], attachments ?? [], DateTimeOffset.UnixEpoch, null);
}
