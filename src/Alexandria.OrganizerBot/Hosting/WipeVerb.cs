using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>wipe</c>: destroys the instance from its own machine. It needs no network, no token and no store that opens; a wipe that
/// was cut off is run again.
/// </summary>
internal sealed class WipeVerb(WipeArguments arguments, IAnsiConsole console, bool interactive, TimeProvider clock)
{
    /// <summary>What has to be typed: nobody types it by mistake.</summary>
    public const string Phrase = "destroy everything";

    /// <summary>Signal may be slow, and who wipes may not have long.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var configuration = RunVerb.Configuration(arguments.Settings);
            var store = BotSetup.ReadStore(configuration);
            var wipe = new InstanceWipe(store, arguments.SignalData);
            if (wipe.Refusal is { } refusal)
            {
                Say(refusal);
                return ExitCodes.Refused;
            }
            return await RunAsync(wipe, store, configuration, cancellationToken);
        }
        catch (ConfigurationFaultException fault)
        {
            Say(fault.Message);
            return ExitCodes.Refused;
        }
    }

    private async Task<int> RunAsync(
        InstanceWipe wipe,
        StoreOptions store,
        IConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var plan = wipe.Plan();
        if (plan.Count == 0)
        {
            Say($"Nothing of an instance is left in {store.DataDirectory} and {store.KeysDirectory}.");
            Say("If it lies elsewhere, name its folders: --Storage:DataDirectory=… --Keys:Directory=…");
            return File.Exists(Path.Combine(store.DataDirectory, StoreFiles.WipedName))
                ? ExitCodes.Ok
                : ExitCodes.Failed;
        }
        Say(arguments.IsRehearsal ? "This would be destroyed:" : "This will be destroyed, and cannot be brought back:");
        foreach (var item in plan)
            Say($"  {item.What}: {item.Path}");
        Warn(store);
        if (arguments.IsRehearsal)
        {
            Say("");
            Say("This was a rehearsal: nothing was changed.");
            return ExitCodes.Ok;
        }
        var interview = new InitInterview(console, interactive);
        Say("");
        interview.Ask(
            new(
                "--phrase",
                $"To destroy it, type: {Phrase}",
                typed => typed == Phrase ? null : $"That is not \"{Phrase}\"."
            ),
            arguments.Phrase
        );
        if (interview.Faults.Count > 0)
        {
            Say(interview.Faults[0]);
            Say("Nothing was destroyed.");
            return ExitCodes.Failed;
        }

        var left = new List<string>();
        void Tell(WipeItem item, Exception reason) =>
            left.Add($"Not destroyed: {item.What} {item.Path} ({reason.Message})");
        wipe.DestroyKeys(Tell);
        Say("The keys are destroyed. Nothing opens any more.");
        await LeaveSignalAsync(configuration, cancellationToken);
        left.Clear();
        wipe.DestroyAll(Tell);
        foreach (var sentence in left)
            Say(sentence);
        Say(
            left.Count == 0
                ? "Everything on the list is destroyed."
                : "Destroy what is left by hand, or run this again."
        );
        Say("Stop the bot if it still runs, and reset its token on Discord's developer portal.");
        return left.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private void Warn(StoreOptions store)
    {
        Say("");
        Say("Before you go on:");
        Say(
            "  If you know of a demand for this data (a subpoena, a warrant, a lawsuit, an investigation), or expect one,"
        );
        Say(
            "  talk to a lawyer first. Destroying it then may be a crime. A short retention that was set beforehand is not."
        );
        Say("  The bot deletes by itself, every hour, what its campaigns need no longer.");
        Say("Not reached from here:");
        Say(
            "  copies of the keys or the data that somebody made, snapshots of this machine, what people keep in their chats,"
        );
        Say("  and what Discord and Signal know. An SSD may hold what was overwritten.");
        if (arguments.SignalData is null)
            Say("  signal-cli's own folder, unless --signal-data names it.");
        Say("  The bot's account on Signal's servers: stop signal-cli's service, and before its folder goes, run");
        Say("  signal-cli -a NUMBER unregister --delete-account");
        if (store.SecondShares.Count > 0)
            Say("  A second key share that is a credential or an environment variable. Alone it opens nothing.");
        if (IsRunning(store))
            Say("The bot is running. It has its keys in memory until it ends: stop it first if you can.");
    }

    private static bool IsRunning(StoreOptions store)
    {
        var path = Path.Combine(store.DataDirectory, StoreFiles.LockName);
        if (!File.Exists(path))
            return false;
        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Leaves the groups where signal-cli answers at once: whatever fails here, the wipe goes on.</summary>
    private async Task LeaveSignalAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Farewell, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (BotSetup.ReadSignal(configuration) is not { } signal)
                return;
            await using var caller = await SignalCaller.ConnectAsync(signal, either.Token);
            var count = await SignalFarewell.LeaveAllAsync(caller.Daemon, either.Token);
            Say($"The bot has left {count} groups on Signal.");
        }
        catch (Exception exception)
            when (exception
                    is ConfigurationFaultException
                        or OperationCanceledException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            Say("Signal could not be reached, so the bot is still in its groups there: remove it from them.");
        }
    }

    private void Say(string line) => console.Write(new UnwrappedLine(line));
}

/// <summary>What <c>wipe</c> was told.</summary>
internal sealed record WipeArguments(IReadOnlyList<string> Settings)
{
    /// <summary>Lists what would go, and changes nothing.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>signal-cli's data folder, which goes too.</summary>
    public string? SignalData { get; init; }

    /// <summary>The phrase, where nobody sits at the console.</summary>
    public string? Phrase { get; init; }
}
