using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Scheduling;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>A running bot keeps a backup that opens, and none that holds what it has deleted.</summary>
public sealed class BackupJourneys
{
    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_the_retention_deletes_ends_the_backup_of_before_and_a_fresh_one_stands_in_its_place()
    {
        using var folder = new TemporaryFolder();
        await using var stage = await BotOnStage.OpenAsync(
            new StagePlan { Settings = [("Backup:Directory", folder.FullPath)] }
        );
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", alert, "I will attend");
        await stage.AdvanceToAsync("2026-03-10T12:00");
        await PurgeAsync();
        var before = Backups();
        Assert.NotEmpty(before);

        await stage.AdvanceByAsync(Duration.FromDays(4));
        await PurgeAsync();

        Assert.NotEmpty(Backups());
        Assert.Empty(Backups().Intersect(before));
        Assert.Empty(stage.Store.Read(session => session.PledgesOf(new ActionId(1))));
        stage.AssertNoErrorsLogged();

        // The stage's clock jumps over the hours between two pieces of work, so the hourly job is run by hand.
        ValueTask PurgeAsync() =>
            ActivatorUtilities
                .CreateInstance<PurgeJob>(stage.Services)
                .Execute(context: null!, TestContext.Current.CancellationToken);

        string[] Backups() => Directory.GetFiles(folder.FullPath, "*.backup");
    }
}
