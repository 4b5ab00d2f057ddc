using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The member's own choice, then the channel's language, then the client's, then the campaign's.</summary>
public sealed class LanguageJourneys : Journey
{
    [Fact]
    public async Task Each_reads_the_language_of_their_client_until_the_channel_or_they_themselves_say_otherwise()
    {
        var stage = await OpenStageAsync();

        var byLocale = await stage.TypeAsync("Diego", "#alerts", "/actions");
        var byChannel = await stage.TypeAsync("Diego", "#organizers", "/actions");
        var changed = await stage.TypeAsync("Ana", "#organizers", "/language language:es");
        var byChoice = await stage.TypeAsync("Ana", "#organizers", "/actions");

        Assert.DoesNotContain("Nothing is planned", byLocale.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing is planned", byChannel.Text, StringComparison.Ordinal);
        Assert.Contains("Desde ahora este bot le responde en español.", changed.Text, StringComparison.Ordinal);
        Assert.Equal(byLocale.Text, byChoice.Text);
    }

    [Fact]
    public async Task A_language_that_the_campaign_does_not_have_falls_back_to_the_campaigns()
    {
        var plan = new StagePlan();
        var stage = await OpenStageAsync(plan with { People = [.. plan.People, new("Klara", [], "de")] });

        Assert.Contains(
            "Nothing is planned",
            (await stage.TypeAsync("Klara", "#alerts", "/actions")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Reminders_come_in_the_chosen_language_whatever_button_was_pressed()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.TypeAsync("Ana", "dm", "/language language:Español");
        var thanks = await stage.PressAsync("Ana", alert, "I will attend");
        await stage.PressAsync("Ana", thanks, "Recuérdenme");

        await stage.AdvanceToAsync("2026-03-03T19:00");

        Assert.Contains("Usted va a asistir", thanks.Text, StringComparison.Ordinal);
        Assert.StartsWith(
            "### En 7 días: Public hearing",
            stage.DirectMessagesOf("Ana")[^1].Text,
            StringComparison.Ordinal
        );
    }
}
