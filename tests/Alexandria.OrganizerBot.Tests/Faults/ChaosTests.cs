using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Faults;

/// <summary>
/// What can go wrong around the bot while a reminder is on its way to many. (A daemon of Signal that goes and comes back is
/// in SignalFaultJourneys.)
/// </summary>
public sealed class ChaosTests : Journey
{
    private const int People = 12;
    private const string DirectRoute = "/messages";
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    public static TheoryData<string> Faults => [.. Played.Keys];

    private static Dictionary<string, StageFault[]> Played { get; } =
        new(StringComparer.Ordinal)
        {
            ["the gateway drops"] = [new StageFault.Disconnect(Resumable: true)],
            ["the gateway forgets the session"] = [new StageFault.InvalidSession(Resumable: false)],
            ["the gateway asks for a reconnect"] = [new StageFault.AskToReconnect()],
            ["429 of the route"] = [new StageFault.RateLimit(DirectRoute, 4, Moment)],
            ["429 of a shared resource"] = [new StageFault.RateLimit(DirectRoute, 4, Moment, "shared")],
            ["429 of everything"] = [new StageFault.RateLimit(DirectRoute, 2, Moment, "global")],
            ["500 before it was done"] = [new StageFault.ServerError(DirectRoute, 4, 500)],
            ["500 after it was done"] = [new StageFault.ServerError(DirectRoute, 4, 500, Applied: true)],
            ["503 before it was done"] = [new StageFault.ServerError(DirectRoute, 4)],
            ["slow answers"] = [new StageFault.Slow(DirectRoute, 6, TimeSpan.FromMilliseconds(300))],
            ["all of it at once"] =
            [
                new StageFault.Disconnect(Resumable: true),
                new StageFault.RateLimit(DirectRoute, 2, Moment),
                new StageFault.ServerError(DirectRoute, 2, 500, Applied: true),
                new StageFault.Slow(DirectRoute, 4, TimeSpan.FromMilliseconds(300), Applied: true),
            ],
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Everybody_is_reminded_once_whatever_Discord_does(string fault)
    {
        var stage = await OpenWithRemindersAsync();
        foreach (var one in Played[fault])
            stage.Discord.Inject(one);

        await stage.AdvanceToAsync("2026-03-09T21:00");

        Assert.All(Names, name => Assert.Equal(1, RemindersOf(stage, name)));
    }

    [Fact]
    public async Task A_clock_that_jumps_by_days_leaves_one_reminder_of_many()
    {
        var stage = await OpenWithRemindersAsync();
        var before = Names.ToDictionary(name => name, name => About(stage, name));

        await stage.StopBotAsync();
        await stage.AdvanceToAsync("2026-03-10T17:30");
        await stage.StartBotAsync();
        await stage.SettleAsync();

        Assert.All(Names, name => Assert.Equal(before[name] + 1, About(stage, name)));
    }

    [Fact]
    public async Task A_damaged_file_is_refused_in_one_sentence()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();
        await stage.StopBotAsync();
        var path = Path.Combine(stage.DataFolder, "organizerbot.db");
        var bytes = await File.ReadAllBytesAsync(path, Cancelled);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancelled);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(stage.BuildBotAsync);

        Assert.EndsWith("restore a backup.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static IEnumerable<string> Names => Enumerable.Range(1, People).Select(number => $"N{number}");

    private async Task<BotOnStage> OpenWithRemindersAsync()
    {
        var plan = new StagePlan();
        var stage = await OpenStageAsync(
            plan with
            {
                People = [.. plan.People, .. Names.Select(name => new StagePerson(name, []))],
            }
        );
        var alert = await stage.PostAHearingAsync();
        foreach (var name in Names)
        {
            await stage.PressAsync(name, alert, "I will attend");
            await stage.TypeAsync(name, "#alerts", "/reminders on");
        }

        return stage;
    }

    private static int RemindersOf(BotOnStage stage, string name) =>
        stage
            .DirectMessagesOf(name)
            .Count(message =>
                message.Author == "bot"
                && message.Text.Contains("Public hearing", StringComparison.Ordinal)
                && message.At.Day == 9
            );

    private static int About(BotOnStage stage, string name) =>
        stage
            .DirectMessagesOf(name)
            .Count(message => message.Text.Contains("Public hearing", StringComparison.Ordinal));
}
