using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>Leaves every group, before an instance is wiped.</summary>
internal static class SignalFarewell
{
    /// <summary>Goes on where one group does not let go.</summary>
    /// <returns>How many groups were left.</returns>
    public static async Task<int> LeaveAllAsync(SignalDaemon daemon, CancellationToken cancellationToken)
    {
        if (
            await daemon.ListGroupsAsync(groupId: null, cancellationToken)
            is not SignalResult<IReadOnlyList<SignalGroup>>.Ok
            (var groups)
        )
            return 0;
        var left = 0;
        foreach (var group in groups)
        {
            if (await daemon.QuitGroupAsync(group.Id, forget: true, cancellationToken) is SignalResult<SendResult>.Ok)
                left++;
        }
        return left;
    }
}
