namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>Who may do what where, computed as the documents say (topics/permissions).</summary>
internal static class PermissionRules
{
    /// <summary>What a member may do in the whole server: everyone's permissions and those of their roles.</summary>
    public static ulong InServer(Server server, IEnumerable<string> roleIds)
    {
        var all = roleIds.Aggregate(
            server.RolePermissions.GetValueOrDefault(server.Id),
            (sum, role) => sum | server.RolePermissions.GetValueOrDefault(role)
        );
        return (all & DiscordPermissions.Administrator) != 0 ? DiscordPermissions.All : all;
    }

    /// <summary>
    /// What a member may do in a channel or thread: the overwrites of everyone, then of all their roles together (what is
    /// denied first, then what is allowed), then their own. Who cannot see a channel can do nothing there.
    /// </summary>
    public static ulong In(Place place, string memberId, IReadOnlyCollection<string> roleIds)
    {
        var server = place.Server!;
        var granted = InServer(server, roleIds);
        if ((granted & DiscordPermissions.Administrator) != 0)
        {
            return granted;
        }
        var overwrites = (place.Thread?.Parent ?? place).Overwrites;
        granted = Apply(granted, overwrites.Where(one => one.Id == server.Id));
        granted = Apply(granted, overwrites.Where(one => !one.IsMember && roleIds.Contains(one.Id)));
        granted = Apply(granted, overwrites.Where(one => one.IsMember && one.Id == memberId));
        if ((granted & DiscordPermissions.ViewChannel) == 0)
        {
            return 0;
        }
        // In threads a permission of its own says who may write; SEND_MESSAGES has no effect there.
        var mayWrite = place.Thread is null
            ? DiscordPermissions.SendMessages
            : DiscordPermissions.SendMessagesInThreads;
        return (granted & mayWrite) == 0 ? granted & ~DiscordPermissions.ImpliedByWriting : granted;
    }

    /// <summary>What a person may do in a place: nothing where they are no member.</summary>
    public static ulong Of(Person person, Place place) =>
        place.Server is not { } server ? DiscordPermissions.Member
        : person.IsIn(server) ? In(place, person.Id, person.RolesIn(server))
        : 0;

    private static ulong Apply(ulong granted, IEnumerable<Overwrite> overwrites)
    {
        var all = overwrites.Aggregate(
            (Allow: 0UL, Deny: 0UL),
            (sum, one) => (sum.Allow | one.Allow, sum.Deny | one.Deny)
        );
        return (granted & ~all.Deny) | all.Allow;
    }
}
