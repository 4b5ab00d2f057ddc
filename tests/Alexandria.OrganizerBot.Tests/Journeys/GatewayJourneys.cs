using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The connection breaks in every way that it can; people notice nothing but a moment.</summary>
public sealed class GatewayJourneys : Journey
{
    public static TheoryData<string> Faults { get; } =
    [
        "resumable disconnect",
        "lost session",
        "asked to reconnect",
        "invalid but resumable session",
        "invalid session",
        "silence",
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task After_the_connection_broke_presses_count_once(string fault)
    {
        var plan = new StagePlan();
        var stage = await OpenStageAsync(
            fault == "silence"
                ? plan with
                {
                    Options = plan.Options with { HeartbeatInterval = TimeSpan.FromMilliseconds(250) },
                }
                : plan
        );
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", alert, "I will attend");

        stage.Discord.Inject(Named(fault));
        await stage.ReconnectedAsync();
        var reply = await stage.PressAsync("Ben", alert, "I will attend");
        var again = await stage.PressAsync("Ana", alert, "I will attend");

        Assert.Contains("You will attend", reply.Text, StringComparison.Ordinal);
        Assert.Contains("You will attend", again.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_press_while_the_connection_is_gone_is_replayed_and_counted_once()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();

        var before = stage.Discord.PressAsync("Ana", alert, "I will attend", Cancelled);
        stage.Discord.Inject(new StageFault.Disconnect(Resumable: true));
        var during = stage.Discord.PressAsync("Ben", alert, "I will attend", Cancelled);
        await stage.ReconnectedAsync();
        var replies = await Task.WhenAll(before, during);

        Assert.Contains("You will attend", replies[1].Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_due_while_the_gateway_is_gone_is_sent_all_the_same()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");

        stage.Discord.Inject(new StageFault.Disconnect(Resumable: true));
        await stage.AdvanceToAsync("2026-03-03T19:00");

        Assert.Equal(2, stage.DirectMessagesOf("Ana").Count);
    }

    private static StageFault Named(string fault) =>
        fault switch
        {
            "resumable disconnect" => new StageFault.Disconnect(Resumable: true),
            "lost session" => new StageFault.Disconnect(Resumable: false),
            "asked to reconnect" => new StageFault.AskToReconnect(),
            "invalid but resumable session" => new StageFault.InvalidSession(Resumable: true),
            "invalid session" => new StageFault.InvalidSession(Resumable: false),
            _ => new StageFault.Zombie(),
        };
}
