using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>An organizer who gives no options fills in a form instead.</summary>
public sealed class FormJourneys : Journey
{
    private const string What = "What is it?";
    private const string When = "When does it start?";
    private const string Where = "Where is it?";

    [Fact]
    public async Task A_form_becomes_a_draft()
    {
        var stage = await OpenStageAsync();

        var form = await stage.TypeAsync("Olga", "#organizers", "/action create");
        Assert.Equal(StageReplyKind.Modal, form.Kind);
        var draft = await SubmitAsync(
            stage,
            form,
            (What, "Public hearing"),
            (When, "march 10 7pm"),
            (Where, "City Hall")
        );

        AssertEphemeral(draft);
        Assert.Contains("Draft A1: Public hearing", draft.Text, StringComparison.Ordinal);
        Assert.Contains("Tue, March 10, 7:00 PM", draft.Text, StringComparison.Ordinal);
        Assert.Contains("Where: City Hall", draft.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task The_form_of_a_change_holds_what_is_there_and_changes_the_posted_copy()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();

        var form = await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1");
        Assert.Equal(StageReplyKind.Modal, form.Kind);
        var changed = await SubmitAsync(stage, form, (Where, "Library"));

        AssertEphemeral(changed);
        // What was left as it came is as it was: the form held it.
        var now = stage.Channel("#alerts").Single(message => message.Id == alert.Id);
        Assert.Contains("Public hearing", now.Text, StringComparison.Ordinal);
        Assert.Contains("Tue, March 10, 7:00 PM", now.Text, StringComparison.Ordinal);
        Assert.Contains("Where: Library", now.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("City Hall", now.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_time_in_a_form_is_said_and_changes_nothing()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();

        var empty = await stage.TypeAsync("Olga", "#organizers", "/action create");
        var created = await SubmitAsync(stage, empty, (What, "Another"), (When, "soonish"));
        var filled = await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1");
        var edited = await SubmitAsync(stage, filled, (When, "tuesday 7"), (Where, "Library"));

        AssertEphemeral(created);
        AssertEphemeral(edited);
        Assert.Contains("Day and time were not understood", created.Text, StringComparison.Ordinal);
        Assert.Contains("morning or in the evening", edited.Text, StringComparison.Ordinal);
        Assert.Equal(alert.Text, stage.Channel("#alerts").Single(message => message.Id == alert.Id).Text);
        var actions = await stage.TypeAsync("Olga", "#organizers", "/actions");
        Assert.DoesNotContain("Another", actions.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_gets_no_form()
    {
        var stage = await OpenStageAsync();

        var reply = await stage.TypeAsync("Ana", "#cafe", "/action create");

        AssertEphemeral(reply);
    }

    private static async Task<StageReply> SubmitAsync(
        BotOnStage stage,
        StageReply form,
        params (string Label, string Value)[] typed
    )
    {
        var reply = await stage.Discord.SubmitFormAsync(
            "Olga",
            form,
            typed.ToDictionary(field => field.Label, field => field.Value, StringComparer.Ordinal),
            Cancelled
        );
        await stage.SettleAsync();
        return reply;
    }
}
