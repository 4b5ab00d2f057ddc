using System.Net;
using System.Net.Sockets;
using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// The bot's resident memory, at rest after its start and at rest again after 1,000 pledges, beside a process with nothing
/// but ASP.NET's slim host on the same runtime.
/// </summary>
internal static class IdleMemory
{
    private const int Pledges = 1_000;

    /// <summary>So many people press at a time.</summary>
    private const int AtOnce = 50;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        var bare = await BareHostAsync(cancellationToken);
        await using var scene = await BotOnStage.StartAsync(Pledges, cancellationToken);
        var atRest = await scene.MemoryAsync(cancellationToken);

        await scene.PostAlertAsync(cancellationToken);
        foreach (var people in Enumerable.Range(0, Pledges).Chunk(AtOnce))
            await Task.WhenAll(people.Select(person => scene.PressAsync(person, cancellationToken)).ToList());
        await scene.IdleAsync(cancellationToken);
        var after = await scene.MemoryAsync(cancellationToken);
        return
        [
            Beside("memory at rest", atRest, "bare ASP.NET host", bare),
            Beside("memory after 1,000 pledges", after, "at rest before them", atRest),
        ];
    }

    private static Figure Beside(string name, Resident resident, string yardstick, Resident raw) =>
        new(
            name,
            "MiB",
            resident.Median,
            resident.Low,
            resident.High,
            yardstick,
            raw.Median,
            resident.Median / raw.Median
        );

    private static async Task<Resident> BareHostAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        await using var host = new BotProcess(
            new BotCommand("dotnet", [typeof(IdleMemory).Assembly.Location, BareHost.Verb, $"{door.LocalEndpoint}"]),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_ENVIRONMENT"] = "Production" },
            folder.Path,
            folder["host.log"]
        );
        host.Start();
        using var started = await door.AcceptTcpClientAsync(cancellationToken);
        return await Resident.MeasureAsync(host, cancellationToken);
    }
}
