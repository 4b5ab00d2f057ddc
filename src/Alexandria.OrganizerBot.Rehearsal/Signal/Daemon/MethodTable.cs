using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>What a method gives back.</summary>
/// <param name="Result">The answer's <c>result</c>.</param>
/// <param name="Afterwards">What happens once the answer is on its way.</param>
internal sealed record RpcOutcome(JsonNode? Result, Action? Afterwards = null)
{
    public static RpcOutcome Nothing => new(new JsonObject());
}

/// <summary>A call as its method sees it.</summary>
internal sealed record MethodCall(DaemonConnection Connection, string Method, RpcParams Params);

/// <summary>One method of the daemon.</summary>
/// <param name="Act">What it does, while the world stands still.</param>
internal sealed record DaemonMethod(Func<MethodCall, RpcOutcome> Act)
{
    /// <summary>Whether it acts for an account.</summary>
    public bool NeedsAccount { get; init; } = true;

    /// <summary>Whether it is gone when the daemon was started for one account.</summary>
    public bool ManagesAccounts { get; init; }

    /// <summary>The first release that has it.</summary>
    public Version Since { get; init; } = new(0, 13);
}

/// <summary>Every method of the daemon on one screen, and what is checked before one is called.</summary>
internal sealed class MethodTable
{
    private static readonly Version Polls = new(0, 13, 23);
    private static readonly Version AccountByAci = new(0, 14, 6);

    private readonly SignalWorld _world;
    private readonly SignalStageOptions _options;
    private readonly AccountMethods _account;
    private readonly Dictionary<string, DaemonMethod> _methods;

    public MethodTable(
        SignalWorld world,
        SignalStageOptions options,
        AccountMethods account,
        SendMethods send,
        GroupMethods groups
    )
    {
        _world = world;
        _options = options;
        _account = account;
        _methods = new(StringComparer.Ordinal)
        {
            ["version"] = new(account.Version) { NeedsAccount = false },
            ["listAccounts"] = new(account.ListAccounts) { NeedsAccount = false, ManagesAccounts = true },
            ["subscribeReceive"] = new(account.SubscribeReceive) { NeedsAccount = false },
            ["unsubscribeReceive"] = new(account.UnsubscribeReceive) { NeedsAccount = false },
            ["receive"] = new(AccountMethods.Receive),
            ["register"] = new(account.Register) { NeedsAccount = false, ManagesAccounts = true },
            ["verify"] = new(account.Verify) { NeedsAccount = false, ManagesAccounts = true },
            ["startLink"] = new(AccountMethods.StartLink) { NeedsAccount = false, ManagesAccounts = true },
            ["finishLink"] = new(account.FinishLink) { NeedsAccount = false, ManagesAccounts = true },
            ["setPin"] = new(account.SetPin),
            ["removePin"] = new(account.RemovePin),
            ["updateProfile"] = new(account.UpdateProfile),
            ["updateAccount"] = new(account.UpdateAccount),
            ["updateConfiguration"] = new(AccountMethods.UpdateConfiguration),
            ["submitRateLimitChallenge"] = new(account.SubmitRateLimitChallenge),
            ["send"] = new(send.Send),
            ["sendReaction"] = new(send.SendReaction),
            ["remoteDelete"] = new(send.RemoteDelete),
            ["sendReceipt"] = new(send.SendReceipt),
            ["sendTyping"] = new(send.SendTyping),
            ["sendPollCreate"] = new(send.SendPollCreate) { Since = Polls },
            ["sendPollVote"] = new(send.SendPollVote) { Since = Polls },
            ["sendPollTerminate"] = new(send.SendPollTerminate) { Since = Polls },
            ["listGroups"] = new(groups.ListGroups),
            ["joinGroup"] = new(groups.JoinGroup),
            ["quitGroup"] = new(groups.QuitGroup),
            ["updateGroup"] = new(groups.UpdateGroup),
            ["getUserStatus"] = new(groups.GetUserStatus),
            ["listContacts"] = new(groups.ListContacts),
            ["updateContact"] = new(groups.UpdateContact),
            ["block"] = new(call => groups.Block(call, isBlocked: true)),
            ["unblock"] = new(call => groups.Block(call, isBlocked: false)),
            ["listIdentities"] = new(groups.ListIdentities),
            ["trust"] = new(groups.Trust),
        };
    }

    /// <summary>Calls a method.</summary>
    /// <exception cref="RpcRefusal">The daemon refuses it.</exception>
    public RpcOutcome Call(DaemonConnection connection, string name, RpcParams parameters)
    {
        if (
            !_methods.TryGetValue(name, out var method)
            || _options.Version < method.Since
            || (method.ManagesAccounts && _options.IsSingleAccount)
        )
        {
            throw new RpcRefusal(RpcRefusal.NoMethod, "Method not implemented");
        }
        lock (_world.Gate)
        {
            if (!_options.IsSingleAccount)
            {
                CheckAccount(method, parameters);
            }
            return method.Act(new MethodCall(connection, name, parameters));
        }
    }

    private void CheckAccount(DaemonMethod method, RpcParams parameters)
    {
        var accounts = _account.Accounts();
        var named = parameters.Text("account");
        if (method.ManagesAccounts || (named is null && !method.NeedsAccount))
        {
            return;
        }
        if (named is null)
        {
            if (accounts.Count != 1)
            {
                throw new RpcRefusal(RpcRefusal.BadAccount, "Method requires valid account parameter");
            }
            return;
        }
        var isKnown =
            accounts.Contains(named, StringComparer.Ordinal)
            || (_options.Version >= AccountByAci && named == _world.BotAci);
        if (!isKnown && method.NeedsAccount | named.Length > 0)
        {
            throw new RpcRefusal(RpcRefusal.BadAccount, "Specified account does not exist");
        }
    }
}
