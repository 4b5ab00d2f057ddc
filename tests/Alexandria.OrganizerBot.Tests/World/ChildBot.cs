using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Campaigns;
using Alexandria.OrganizerBot.Tests.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>The real executable as a child of the test, with settings as an operator gives them: by environment.</summary>
internal sealed class ChildBot : IAsyncDisposable
{
    /// <summary>Real time that a start or a stop may take on a busy machine before it counts as hung.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly BotProcess _process;

    private ChildBot(Func<TemporaryFolder, IReadOnlyDictionary<string, string>> settings, string[] arguments)
    {
        _process = new BotProcess(
            new BotCommand("dotnet", [typeof(OrganizerBot.Hosting.RunVerb).Assembly.Location, .. arguments]),
            settings(_folder),
            Checkout.Root,
            Path.Combine(_folder.FullPath, "bot.log")
        );
        _process.Start();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Starts <c>run</c> on folders of its own; <paramref name="settings"/> come on top.</summary>
    public static ChildBot Run(params (string Name, string Value)[] settings) =>
        new(
            folder =>
            {
                folder.Write("campaigns/bus-line-7/campaign.yaml", TemporaryCampaigns.Reviewed("bus-line-7"));
                var all = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Campaigns__Directory"] = Path.Combine(folder.FullPath, "campaigns"),
                    // The campaign without a calendar: no test asks a city's real server.
                    ["Campaigns__Only"] = "bus-line-7",
                    ["Storage__DataDirectory"] = Path.Combine(folder.FullPath, "data"),
                    ["Keys__Directory"] = Path.Combine(folder.FullPath, "keys"),
                    ["Health__Port"] = "0",
                };
                foreach (var (name, value) in settings)
                    all[name] = value;
                return all;
            },
            ["run"]
        );

    /// <summary>Starts another verb, in the checkout's folder.</summary>
    public static ChildBot Verb(string[] arguments, params (string Name, string Value)[] settings) =>
        new(
            _ => settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal),
            arguments
        );

    /// <summary>The exit code and everything that was written, once it has ended by itself.</summary>
    public async Task<(int Code, string Output)> EndAsync(TimeSpan? patience = null)
    {
        var code = await _process.Exited.WaitAsync(patience ?? Patience, Cancelled);
        return (code, _process.LastLogLines());
    }

    /// <summary>Sends SIGTERM and waits.</summary>
    /// <returns>The exit code; null when it had to be killed.</returns>
    public async Task<(int? Code, string Output)> StopAsync()
    {
        var code = await _process.StopAsync(Patience, Cancelled);
        return (code, _process.LastLogLines());
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
