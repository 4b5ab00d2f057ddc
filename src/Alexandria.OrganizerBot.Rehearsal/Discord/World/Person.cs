namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>Someone on the stage with their ids.</summary>
/// <param name="RoleIds">Roles by the id of each server that the person belongs to; the lists change under the world's gate.</param>
internal sealed record Person(
    string Name,
    string Id,
    string Username,
    IReadOnlyDictionary<string, List<string>> RoleIds,
    string Locale,
    bool DirectMessagesOpen
)
{
    /// <inheritdoc cref="StagePerson.Joined"/>
    public DateTimeOffset? Joined { get; init; }

    // No server, channel or message id begins like this: a person's id is recognisable wherever it leaks.
    private const ulong FirstId = 777_000_000_000_000_000;

    public static string IdFor(int index) => (FirstId + 1_000_003UL * (ulong)(index + 1)).Plain();

    public bool IsIn(Server server) => RoleIds.ContainsKey(server.Id);

    public IReadOnlyList<string> RolesIn(Server server) => RoleIds.GetValueOrDefault(server.Id) ?? [];
}
