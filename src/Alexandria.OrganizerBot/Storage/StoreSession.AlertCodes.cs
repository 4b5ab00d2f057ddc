using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>Codes by which anybody can check that an alert is the bot's.</content>
internal sealed partial class StoreSession
{
    private Rows<IssuedAlert> IssuedAlerts => field ??= new(StoreSchema.IssuedAlerts, scope);

    /// <summary>
    /// The code of one version of an action's alert: from a keyed hash, so that nobody else can make one up, and unique in the
    /// instance. The same version has the same code, however often it is asked for.
    /// </summary>
    public string IssueAlertCode(ActionId action, int version, Instant at)
    {
        for (var turn = 0; ; turn++)
        {
            var code = keys.AlertCode(action, version, turn);
            var known = FindIssuedAlert(code);
            if (known is null)
                IssuedAlerts.Save(new IssuedAlert(keys.AlertCodeKey(code), action, version, at));
            if (known is null || (known.Action == action && known.Version == version))
                return code;
        }
    }

    /// <summary>What a code was given to; null: no alert of this bot has it.</summary>
    public IssuedAlert? FindIssuedAlert(string code) => IssuedAlerts.Find(keys.AlertCodeKey(code));
}

/// <summary>One version of an alert that was released.</summary>
/// <param name="CodeKey">A keyed hash of its code.</param>
/// <param name="Action">What it is about.</param>
/// <param name="Version">The action's version.</param>
/// <param name="At">When it was released.</param>
internal sealed record IssuedAlert(string CodeKey, ActionId Action, int Version, Instant At);
