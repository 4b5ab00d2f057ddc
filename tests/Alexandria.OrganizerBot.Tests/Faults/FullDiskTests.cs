using System.Diagnostics;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Faults.Crash;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Faults;

/// <summary>A disk of a few megabytes that runs full under the running bot. Needs the right to mount one.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _disk = Directory.CreateTempSubdirectory("organizerbot-small-disk-");
    private bool _isMounted;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _isMounted =
            OperatingSystem.IsLinux()
            && await RunAsync("mount", "-t", "tmpfs", "-o", "size=6m", "organizerbot-test", _disk.FullName);

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
            await RunAsync("umount", _disk.FullName);
        _disk.Delete(recursive: true);
    }

    [Fact]
    public async Task A_full_disk_stops_the_process_and_with_space_again_nothing_confirmed_is_missing()
    {
        Assert.SkipUnless(_isMounted, "No small disk can be mounted here.");
        var data = Path.Combine(_disk.FullName, "data");
        await using var stage = await CrashStage.OpenAsync(
            Instant.FromUtc(2027, 1, 4, 16, 0),
            CrashWorker.Zone,
            typeof(RunVerb).Assembly.Location,
            Cancelled,
            data
        );
        await stage.SettleAsync(Cancelled);
        var code = await ActionLife.DraftAsync(stage, "Sorrel hearing", new LocalDate(2027, 1, 7), Cancelled);
        await ActionLife.CommandAsync(stage, "/action post", new() { ["action"] = code }, Cancelled);
        await stage.SettleAsync(Cancelled);
        var alert = ActionLife.AlertOf(stage, "Sorrel hearing")!;
        var confirmed = new List<Neighbor>();
        foreach (var person in CrashStage.People.Where(person => person.Network == Networks.Discord).Take(4))
        {
            var reply = await stage.Discord.PressAsync(person.Name, alert, alert.Buttons[0].Id, Cancelled);
            Assert.Equal(StageReplyKind.Ephemeral, reply.Kind);
            confirmed.Add(person);
        }

        var filler = Path.Combine(_disk.FullName, "filler");
        Fill(filler);
        // People go on pressing until it has noticed.
        var presses = 0;
        while (!stage.Exited.IsCompleted && presses < 200)
        {
            var person = CrashStage.People[presses++ % 12];
            await Task.WhenAny(
                stage.Discord.PressAsync(person.Name, alert, alert.Buttons[1].Id, Cancelled),
                stage.Exited
            );
        }

        var exit = await stage.Exited.WaitAsync(Patience, Cancelled);
        Assert.InRange(exit, 1, Killed - 10);

        File.Delete(filler);
        await stage.SettleAsync(Cancelled);
        await stage.StopAsync(Cancelled);
        await using var store = stage.OpenStore();
        Assert.True(ActionId.TryParse(code, out var action));
        Assert.All(
            confirmed,
            person =>
                Assert.NotNull(
                    store.Read(session =>
                        session.FindPledge(
                            action,
                            store.Keys.Of(new CampaignId("crash"), Networks.Discord, stage.Discord.IdOf(person.Name))
                        )
                    )
                )
        );
    }

    /// <summary>Writes until nothing more goes in.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var piece = new byte[4096];
        try
        {
            while (true)
                file.Write(piece);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true }
            )!;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
