using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Who is what in the bot's groups, as signal-cli has it; asked anew after each change. A role is written
/// <c>&lt;group id&gt;/admin</c> or <c>&lt;group id&gt;/member</c>, and holds only for what is written in that group.
/// </summary>
internal sealed class SignalGroups(SignalDaemon daemon)
{
    private Dictionary<string, SignalGroup> _byId = new(StringComparer.Ordinal);
    private volatile bool _isStale = true;

    public void Changed() => _isStale = true;

    /// <summary>The roles of somebody in a group; none where the group is not known.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(Aci who, string groupId, CancellationToken cancellationToken)
    {
        if (_isStale || !_byId.ContainsKey(groupId))
            await RefreshAsync(cancellationToken);
        if (!_byId.TryGetValue(groupId, out var group) || !group.Members.Contains(who))
            return [];
        return group.Admins.Contains(who) ? [$"{groupId}/admin", $"{groupId}/member"] : [$"{groupId}/member"];
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        _isStale = false;
        if (
            await daemon.ListGroupsAsync(groupId: null, cancellationToken)
            is SignalResult<IReadOnlyList<SignalGroup>>.Ok(var groups)
        )
            _byId = groups.ToDictionary(group => group.Id, StringComparer.Ordinal);
        else
        {
            // Nobody is anything while it is not known.
            _byId = new Dictionary<string, SignalGroup>(StringComparer.Ordinal);
            _isStale = true;
        }
    }
}
