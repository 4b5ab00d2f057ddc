using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Tests.Contracts;

namespace Alexandria.OrganizerBot.Tests.Storage;

public sealed class StoreSecrecyTests : IDisposable
{
    private const string UserId = "811111111111111111";
    private const string DirectChannel = "922222222222222222";
    private const string Phone = "+12025550123";
    private const string Language = "canary-language";
    private const string GroupId = "Y2FuYXJ5LWdyb3Vw";
    private const string Text = "canary words";

    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task No_file_holds_a_persons_id_or_any_words_in_the_open()
    {
        await using (var store = home.Open())
        {
            var member = store.Keys.Of(Samples.Campaign, Networks.Discord, UserId);
            var onSignal = store.Keys.Of(Samples.Campaign, Networks.Signal, Phone);
            await store.WriteAsync(s =>
            {
                s.Save(Samples.Action(1) with { Title = Text });
                s.Save(Samples.Pledge(1, member) with { Language = Language });
                s.Save(Samples.MemberRecord(member) with { ChosenLanguage = Language });
                s.Save(new DirectAddress(member, Networks.Discord, UserId, DirectChannel));
                s.Save(new DirectAddress(onSignal, Networks.Signal, Phone, ChannelId: null));
                s.TryBegin(store.Keys.EventKey(Networks.Signal, $"{Phone}/1772366400000"), Samples.Noon);
                s.Save(new PostedAlert(new ActionId(1), Networks.Signal, GroupId, GroupId, "1772366400000"));
                s.Enqueue(Samples.Message("m") with { Reason = Text, To = new Recipient.Direct(member) });
                s.Save(Samples.Meeting("m", new(2027, 3, 1)) with { Title = Text });
                s.SetSetting("a", Text);
            });
            AssertNothingInTheOpen();
        }

        AssertNothingInTheOpen();
    }

    [Fact]
    public async Task Of_a_message_that_was_buried_no_file_tells_for_whom_it_was()
    {
        var member = new MemberKey("canary-member-key");
        await using (var store = home.Open())
        {
            await store.WriteAsync(s =>
            {
                s.Save(Samples.Action(1));
                for (var n = 0; n < 300; n++)
                    s.Enqueue(
                        Samples.Message($"A1.1.rule-{n}|{member}") with
                        {
                            To = new Recipient.Direct(member),
                            State = DeliveryState.Sent,
                        }
                    );
            });
            Assert.NotEmpty(FilesThatHold(member.Value));
            home.Time.Advance(TimeSpan.FromDays(2));
            var now = Samples.Noon + NodaTime.Duration.FromDays(365);
            Assert.Equal(300, await store.WriteAsync(s => s.BuryEnded(now, now, most: 1_000)));
            Assert.Empty(FilesThatHold(member.Value));
        }

        Assert.Empty(FilesThatHold(member.Value));
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
                    return copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
                })
                .Select(file => Path.GetFileName(file)),
        ];

    [Fact]
    public void An_exception_or_log_line_that_prints_an_address_does_not_show_it() =>
        Assert.DoesNotContain("8111", Samples.Address(Samples.Alice).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task The_log_names_nobody()
    {
        await using (var store = home.Open())
        {
            var member = store.Keys.Of(Samples.Campaign, Networks.Discord, UserId);
            await store.WriteAsync(s => s.Save(Samples.Pledge(1, member)));
        }

        var logged = string.Join('\n', home.Logger.Collector.GetSnapshot().Select(record => record.Message));
        Assert.Contains("Store open", logged, StringComparison.Ordinal);
        Assert.DoesNotContain(UserId, logged, StringComparison.Ordinal);
    }

    private void AssertNothingInTheOpen()
    {
        // The lock lets nobody open it, and is empty.
        var files = Directory
            .GetFiles(home.Root, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(home.DatabasePath, files);
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            foreach (var secret in (string[])[UserId, DirectChannel, Phone, Language, GroupId, Text])
            foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
                Assert.True(
                    copy.ToArray().AsSpan().IndexOf(encoding.GetBytes(secret)) < 0,
                    $"{Path.GetFileName(file)} holds {secret}"
                );
        }
    }
}
