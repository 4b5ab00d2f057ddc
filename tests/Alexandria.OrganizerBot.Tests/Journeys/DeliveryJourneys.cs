using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>What leaves slowly, what does not arrive, and what coordinators see of both.</summary>
public sealed class DeliveryJourneys : Journey
{
    [Fact]
    public async Task New_private_conversations_are_opened_drop_by_drop_and_open_ones_never_wait()
    {
        var stage = await OpenStageAsync(
            new StagePlan
            {
                Settings = [("Discord:NewConversationsAtOnce", "2"), ("Discord:SecondsBetweenNewConversations", "30")],
            }
        );
        await stage.PostAHearingAsync();
        string[] asking = ["Ana", "Ben", "Cleo", "Diego"];
        foreach (var person in asking[..2])
            await stage.TypeAsync(person, "#alerts", "/reminders on");

        Assert.Equal([1, 1, 0, 0], Counts());

        var waiting = asking[2..].Select(person => stage.TypeAsync(person, "#alerts", "/reminders on")).ToList();
        await stage.SettleAsync();
        // A conversation that is open takes the next message at once.
        await stage.TypeAsync("Ana", "#alerts", "/reminders off");
        await stage.TypeAsync("Ana", "#alerts", "/reminders on");
        await stage.AdvanceByAsync(Duration.FromSeconds(30));
        Assert.Equal(1, Counts()[2..].Sum());
        await stage.AdvanceByAsync(Duration.FromSeconds(30));
        Assert.Equal(2, Counts()[2..].Sum());
        await Task.WhenAll(waiting);

        int[] Counts() => [.. asking.Select(person => stage.DirectMessagesOf(person).Count)];
    }

    [Fact]
    public async Task A_message_that_was_refused_is_listed_sent_again_and_then_is_not_listed_any_more()
    {
        var stage = await OpenStageAsync();
        stage.Discord.Inject(
            new StageFault.ServerError("POST /channels/100000000000000011/messages", 1, Status: 418, Applied: false)
        );
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Hearing date:March 10 time:7pm");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        Assert.Empty(stage.Channel("#alerts"));

        var list = await stage.TypeAsync("Carmen", "#coordinators", "/deliveries list");
        var code = list.Text.Split(": Aviso de A1")[0].Split(['\n', ' '])[^1];
        Assert.Matches("^[A-Z2-9]{5}$", code);
        var retried = await stage.TypeAsync("Olga", "#organizers", $"/deliveries retry item:{code}");

        Assert.Contains("1 message is sent again", retried.Text, StringComparison.Ordinal);
        await stage.SettleAsync();
        Assert.Single(stage.Channel("#alerts"));
        Assert.Contains(
            "No queda nada",
            (await stage.TypeAsync("Carmen", "#coordinators", "/deliveries list")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Status_is_for_coordinators_and_says_how_it_stands()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        Assert.Contains(
            "Discord: connected.",
            (await stage.TypeAsync("Olga", "#organizers", "/status")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "for coordinators",
            (await stage.TypeAsync("Ana", "#alerts", "/status")).Text,
            StringComparison.Ordinal
        );
    }
}
