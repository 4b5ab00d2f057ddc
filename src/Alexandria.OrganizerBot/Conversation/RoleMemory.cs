using System.Collections.Concurrent;
using Alexandria.OrganizerBot.Domain;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// Which organizers were seen without their role afterwards. The networks tell the bot somebody's roles only when that person
/// does something, so this is all that can be known without a list of who organizes; it is in memory, as keyed hashes, and
/// empty at each start.
/// </summary>
internal sealed class RoleMemory
{
    private readonly ConcurrentDictionary<(MemberKey Identity, string Server), bool> _isOrganizer = new();

    /// <summary>Somebody does something where their roles show.</summary>
    /// <param name="identity">As this network knows them.</param>
    /// <param name="server">The server or group.</param>
    /// <param name="access">What they are there.</param>
    public void See(MemberKey identity, string server, Access access)
    {
        // Whoever never was one is not remembered.
        if (access == Access.Organizer)
            _isOrganizer[(identity, server)] = true;
        else if (_isOrganizer.ContainsKey((identity, server)))
            _isOrganizer[(identity, server)] = false;
    }

    /// <summary>Whether one of a human's identities was an organizer there and is none any more.</summary>
    public bool WasLost(IEnumerable<MemberKey> identities, string server) =>
        identities.Any(identity => _isOrganizer.TryGetValue((identity, server), out var isOrganizer) && !isOrganizer);
}
