using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Microsoft.Extensions.Logging.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>A backup restores what there was, opens with its own key only, and ends when what it holds is deleted.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    private string Folder => Path.Combine(home.Root, "backups");

    private StoreOptions Options => home.Options with { BackupDirectory = Folder };

    private BackupKeys Keys => new(Options.KeysDirectory);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_store_in_use_restores_all_that_was_acknowledged_before_it()
    {
        BackupKey backup;
        await using (var store = home.Open())
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 200)
                    .Select(n => store.WriteAsync(s => s.Save(Samples.Pledge(1, Samples.Member(n)))))
            );
            var later = store.WriteAsync(s => s.Save(Samples.Pledge(2, Samples.Alice)), Token);
            backup = await store.BackUpAsync(Folder, Token);
            await later;
            await store.WriteAsync(s => s.Save(Samples.Pledge(3, Samples.Alice)), Token);
        }
        MoveDataAway();

        StoreRestore.Run(Options, backup.File);

        await using var restored = home.Open();
        Assert.Equal(200, restored.Read(s => s.PledgesOf(new ActionId(1))).Count);
        Assert.Empty(restored.Read(s => s.PledgesOf(new ActionId(3))));
    }

    [Fact]
    public async Task A_backup_without_its_key_or_with_a_flaw_restores_nothing()
    {
        var backup = await BackUpAsync();
        MoveDataAway();
        var whole = await File.ReadAllBytesAsync(backup.File, Token);

        foreach (
            var damaged in (byte[][])
                [
                    [.. whole[..^1], (byte)(whole[^1] ^ 1)],
                    whole[..^30],
                    whole[..40],
                ]
        )
        {
            await File.WriteAllBytesAsync(backup.File, damaged, Token);
            AssertRefused("is damaged", backup.File);
        }
        await File.WriteAllTextAsync(backup.File, "no backup at all", Token);
        AssertRefused("is no backup", backup.File);
        await File.WriteAllBytesAsync(backup.File, whole, Token);
        var copy = backup.File + ".copy";
        File.Copy(backup.File, copy);

        Keys.End(backup);

        Assert.False(File.Exists(backup.File));
        AssertRefused("nothing opens it any more", copy);
        Assert.DoesNotContain("organizerbot.db", Directory.GetFiles(Options.DataDirectory).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_backup_is_not_restored_over_a_database()
    {
        var backup = await BackUpAsync();

        AssertRefused("holds a database", backup.File);

        await using var store = home.Open();
        Assert.NotEmpty(store.Read(s => s.PledgesOf(new ActionId(1))));
    }

    [Fact]
    public async Task A_backup_from_before_a_rotation_is_restored_under_the_keys_of_now()
    {
        var backup = await BackUpAsync();
        await using (var store = home.Open())
            store.RotateKeys(second: null);
        File.Delete(home.DatabasePath);

        StoreRestore.Run(Options, backup.File);

        await using var restored = home.Open();
        Assert.NotEmpty(restored.Read(s => s.PledgesOf(new ActionId(1))));
    }

    [Fact]
    public async Task A_folder_that_is_away_leaves_neither_backup_nor_key()
    {
        await File.WriteAllTextAsync(Folder, "a file in the folder's place", Token);
        await using var store = home.Open();

        await Assert.ThrowsAnyAsync<IOException>(() => store.BackUpAsync(Folder, Token));

        Assert.Empty(Keys.All());
        await store.WriteAsync(s => s.SetSetting("the store", "lives on"), Token);
    }

    /// <summary>R-44: what the retention deletes is gone from the file, and from the backups too.</summary>
    [Fact]
    public async Task After_a_purge_no_file_holds_the_members_key_and_the_older_backup_opens_no_more()
    {
        var member = new MemberKey("canary-member-key");
        await using var store = Store.Open(Options, home.Time, home.Logger);
        await store.WriteAsync(s => SaveAllAbout(member, s), Token);
        var keeper = new BackupKeeper(store, Options, new FakeLogger<BackupKeeper>());
        await PruneAsync(store, keeper);
        var before = Assert.Single(Keys.All());
        var copy = before.File + ".copy";
        File.Copy(before.File, copy);
        Assert.NotEmpty(FilesThatHold(member.Value));

        home.Time.Advance(TimeSpan.FromDays(40));
        await PruneAsync(store, keeper);

        Assert.Empty(FilesThatHold(member.Value));
        var after = Assert.Single(Keys.All());
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal([after.File], Directory.GetFiles(Folder, "*.backup"));
        Assert.Null(Keys.Find(BackupFile.IdOf(copy)!));
        Assert.DoesNotContain(member.Value, ContentOf(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_nothing_is_deleted_there_is_one_backup_a_day_for_a_week()
    {
        await using var store = home.Open();
        var keeper = new BackupKeeper(store, Options, new FakeLogger<BackupKeeper>());
        for (var hour = 0; hour < 24 * 10; hour++)
        {
            await keeper.KeepAsync(home.Time.Now(), Token);
            home.Time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(7, Keys.All().Count);
        Assert.Equal(7, Directory.GetFiles(Folder).Length);
        Assert.All(Keys.All(), key => Assert.True(File.Exists(key.File)));
    }

    /// <summary>A person who asks to be forgotten is gone from backups too, at the next look.</summary>
    [Fact]
    public async Task Where_the_bot_makes_no_backups_those_of_the_operator_end_too()
    {
        await using var store = home.Open();
        await store.WriteAsync(s => s.Save(Samples.Pledge(1, Samples.Alice)), Token);
        var keeper = new BackupKeeper(store, home.Options, new FakeLogger<BackupKeeper>());
        await keeper.KeepAsync(home.Time.Now(), Token);
        var backup = await store.BackUpAsync(Folder, Token);

        await keeper.KeepAsync(home.Time.Now(), Token);
        Assert.Equal([backup.Id], Keys.All().Select(key => key.Id));
        await store.WriteAsync(s => s.Forget(Samples.Alice), Token);
        await keeper.KeepAsync(home.Time.Now(), Token);

        Assert.Empty(Keys.All());
        Assert.False(File.Exists(backup.File));
    }

    [Fact]
    public async Task A_process_that_died_between_a_deletion_and_the_end_of_its_backups_ends_them_at_its_next_start()
    {
        await BackUpAsync();
        await KeepOnceAsync();
        Assert.Single(Keys.All());

        await using (var dying = home.Open())
            await dying.WriteAsync(s => s.Forget(Samples.Alice), Token);
        await KeepOnceAsync();

        Assert.Empty(Keys.All());

        async Task KeepOnceAsync()
        {
            await using var store = home.Open();
            var keeper = new BackupKeeper(store, home.Options, new FakeLogger<BackupKeeper>());
            await keeper.KeepAsync(home.Time.Now(), Token);
        }
    }

    [Fact]
    public async Task Where_no_fresh_backup_can_be_taken_the_older_ones_end_all_the_same()
    {
        var backup = await BackUpAsync();
        await using var store = home.Open();
        var log = new FakeLogger<BackupKeeper>();
        var away = Options with { BackupDirectory = Path.Combine(backup.File, "not-a-folder") };
        await store.WriteAsync(s => s.Forget(Samples.Alice), Token);

        await new BackupKeeper(store, away, log).KeepAsync(home.Time.Now(), Token);

        Assert.Empty(Keys.All());
        Assert.Contains(
            log.Collector.GetSnapshot(),
            record => record.Message.StartsWith("No backup could be taken", StringComparison.Ordinal)
        );
    }

    private async Task<BackupKey> BackUpAsync()
    {
        await using var store = home.Open();
        await store.WriteAsync(s => s.Save(Samples.Pledge(1, Samples.Alice)), Token);
        return await store.BackUpAsync(Folder, Token);
    }

    /// <summary>A row of each kind in which a member's key stands.</summary>
    private static void SaveAllAbout(MemberKey member, StoreSession s)
    {
        var action = Samples.Action(1);
        s.Save(action);
        s.Save(Samples.Pledge(1, member));
        s.Save(Samples.MemberRecord(member));
        s.Save(Samples.Address(member));
        s.Save(new ReminderConsent(member, action.Id, action.Starts.Instant));
        s.Save(OfferDeadline.For(action.Id, member, Samples.Noon));
        for (var n = 0; n < 50; n++)
            s.Enqueue(
                Samples.Message($"A1.1.rule-{n}|{member}") with
                {
                    To = new Recipient.Direct(member),
                    State = n % 2 == 0 ? DeliveryState.Sent : DeliveryState.Dead,
                    Reason = "no-permission",
                }
            );
    }

    private async Task PruneAsync(Store store, BackupKeeper keeper)
    {
        var campaigns = new CampaignBook(CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-7"]).Campaigns);
        await new Pruner(store, campaigns, new FakeLogger<Pruner>()).PruneAsync(home.Time.Now(), Token);
        await keeper.KeepAsync(home.Time.Now(), Token);
    }

    private static string ContentOf(BackupKey key)
    {
        var content = new MemoryStream();
        BackupFile.Read(key.File, key, (_, stream) => stream.CopyTo(content));
        return System.Text.Encoding.Latin1.GetString(content.ToArray());
    }

    private List<string> FilesThatHold(string text) =>
        [
            .. Directory
                .GetFiles(home.Root, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
                .Where(file =>
                {
                    using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    using var copy = new MemoryStream();
                    stream.CopyTo(copy);
                    return copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
                })
                .Select(file => Path.GetFileName(file)),
        ];

    /// <summary>The machine is lost; the keys were kept.</summary>
    private void MoveDataAway() => Directory.Move(Options.DataDirectory, Path.Combine(home.Root, "lost"));

    private void AssertRefused(string because, string file)
    {
        var refused = Assert.Throws<StoreRefusedException>(() => StoreRestore.Run(Options, file));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.EnumerateFiles(Options.DataDirectory, "*.restored").Any());
    }
}
