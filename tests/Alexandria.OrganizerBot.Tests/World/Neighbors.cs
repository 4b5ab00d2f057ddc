using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>The town of <see cref="StagePlan"/> with its campaign on Signal too: a members' group and an organizers' group.</summary>
internal static class Neighbors
{
    public const string MembersGroup = "bWVtYmVycy1ncm91cC1vZi10aGUtdGVzdHMtMDAwMDE=";
    public const string OrganizersGroup = "b3JnYW5pemVycy1ncm91cC1vZi10aGUtdGVzdHMtMDE=";

    /// <summary>
    /// Ana to Elena are on Discord; Sol organizes on Signal, Sam, Tea and Uri are members there. Everyone reads English but
    /// Tea.
    /// </summary>
    public static StagePlan OnBothNetworks(string risk = "normal", bool polls = false) =>
        new StagePlan
        {
            Groups =
            [
                new StageGroup("neighbors", MembersGroup),
                new StageGroup("organizers-group", OrganizersGroup) { Admins = ["Sol"] },
            ],
            People =
            [
                .. new StagePlan().People.Select(person => person with { Networks = ["discord"] }),
                new StagePerson("Sol", []) { Networks = ["signal"], Groups = ["organizers-group", "neighbors"] },
                new StagePerson("Sam", []) { Networks = ["signal"], Groups = ["neighbors"] },
                new StagePerson("Tea", [], "es") { Networks = ["signal"], Groups = ["neighbors"] },
                new StagePerson("Uri", []) { Networks = ["signal"], Groups = ["neighbors"] },
            ],
        }.Rewriting("alexandria-transfers", campaign => OnSignalToo(campaign, risk, polls));

    private static string OnSignalToo(string campaign, string risk, bool polls) =>
        campaign
            .Replace(
                "\nfeeds:",
                $"""

                  - network: signal
                    server: "{MembersGroup}"
                    coordinatorChannel: "{OrganizersGroup}"
                    organizerRoles: ["{OrganizersGroup}/admin"]
                    coordinatorRoles: ["{OrganizersGroup}/member"]
                    polls: {(polls ? "true" : "false")}

                feeds:
                """,
                StringComparison.Ordinal
            )
            .Replace("\nrisk: high", $"\nrisk: {risk}", StringComparison.Ordinal);
}
