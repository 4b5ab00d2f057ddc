namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>Someone on the stage with their ids.</summary>
internal sealed record Person(
    string Name,
    string Id,
    string Username,
    IReadOnlyList<string> RoleIds,
    ulong Permissions,
    string Locale,
    bool DirectMessagesOpen
)
{
    // No server, channel or message id begins like this: a person's id is recognisable wherever it leaks.
    private const ulong FirstId = 777_000_000_000_000_000;

    public static string IdFor(int index) => (FirstId + 1_000_003UL * (ulong)(index + 1)).Plain();
}
