using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>Anybody checks an alert, on either network; two organizers end everything, from two networks.</summary>
public sealed partial class ControlJourneys : Journey
{
    [Fact]
    public async Task The_code_in_the_alert_is_known_on_both_networks_in_both_languages_and_a_made_up_one_is_not()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        var alert = await stage.PostAHearingAsync();
        var code = CheckCode().Match(alert.Text).Groups["code"].Value;
        var onSignal = stage.Signal.Messages("#neighbors").Single(message => message.Author == "bot");
        Assert.Contains($"/verify {code}", onSignal.Text, StringComparison.Ordinal);

        var ana = await stage.TypeAsync("Ana", "#alerts", $"/verify code:{code}");
        var sam = await stage.Signal.TypeAsync("Sam", "dm", $"verify {code}", Cancelled);
        var tea = await stage.Signal.TypeAsync("Tea", "dm", $"Verificar {code.ToLowerInvariant()}", Cancelled);
        var group = await stage.Signal.TypeAsync("Sam", "#neighbors", $"!verify {code}", Cancelled);
        var forged = await stage.Signal.TypeAsync("Uri", "dm", "verify K7Q2", Cancelled);

        AssertEphemeral(ana);
        Assert.All(
            [ana, sam, group],
            reply => Assert.Contains("This code is real. A1: Public hearing", reply.Text, StringComparison.Ordinal)
        );
        Assert.Contains("Este código es real. A1: Public hearing", tea.Text, StringComparison.Ordinal);
        Assert.Contains("This code is not from this bot", forged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_organizer_asks_on_Discord_another_agrees_on_Signal_and_nothing_is_left_that_opens()
    {
        ErrorsAreExpected = true; // that everything is destroyed is logged as what it is
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        var first = await stage.TypeAsync("Olga", "#organizers", "/wipe");
        var asked = await stage.PressAsync("Olga", first, "Ask to destroy everything");
        var wipe = stage.Services.GetRequiredService<WipeSwitch>();
        var stopped = stage.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        Assert.Contains("nothing is destroyed yet", asked.Text, StringComparison.Ordinal);
        Assert.False(wipe.IsPulled);

        var second = await stage.Signal.TypeAsync("Sol", "#organizers-group", "!wipe", Cancelled);
        Assert.Contains("Another organizer has asked for this", second.Text, StringComparison.Ordinal);
        var agreed = stage.Signal.TypeAsync("Sol", "#organizers-group", "!wipe confirm:yes", Cancelled);
        await wipe.Pulled.WaitAsync(Cancelled);
        await Task.WhenAny(agreed, WhenAsync(stopped));

        Assert.Contains(
            stage.Channel("#coordinators"),
            message => message.Text.Contains("An organizer has asked to destroy everything", StringComparison.Ordinal)
        );
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(stage.DataFolder, "..", "keys")));
    }

    private static Task WhenAsync(CancellationToken token)
    {
        var when = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(when.SetResult);
        return when.Task;
    }

    [GeneratedRegex("/verify (?<code>[A-Z0-9]{4})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CheckCode();
}
