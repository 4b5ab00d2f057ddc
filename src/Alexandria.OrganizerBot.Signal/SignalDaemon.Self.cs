namespace Alexandria.OrganizerBot.Signal;

/// <content>Who the account itself is.</content>
public sealed partial class SignalDaemon
{
    /// <summary>
    /// The account's own identity, by which quotes of its messages and mentions of it are known: the one identity that
    /// signal-cli lists under the account's number. Null where it does not say.
    /// </summary>
    public async Task<Aci?> FindOwnAciAsync(CancellationToken ct) =>
        await CallAsync(
            "listIdentities",
            new ListIdentitiesParameters(Account, Account),
            SignalJson.Default.ListIdentitiesParameters,
            answer => ReadList(answer, SignalIdentity.Read),
            _options.CallTimeout,
            ct
        )
            is SignalResult<IReadOnlyList<SignalIdentity>>.Ok([var own, ..])
            ? own.Who
            : null;
}
