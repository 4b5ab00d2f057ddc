using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>The verb <c>invite</c>.</summary>
public sealed class InviteTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task The_address_asks_for_exactly_the_permissions_that_are_explained()
    {
        Assert.Equal(ExitCodes.Ok, await InviteAsync("888000000000000001", "300000000000000001"));

        // View Channels 1024, Send Messages 2048, Attach Files 32768, Read Message History 65536.
        Assert.Equal(
            "https://discord.com/oauth2/authorize?client_id=888000000000000001&scope=bot%20applications.commands&permissions=101376&guild_id=300000000000000001",
            Lines[^1]
        );
        Assert.Equal(
            NeededPermissions.Always.Select(permission => $"  {permission.Name}: {permission.Why}"),
            Lines[1..5]
        );
    }

    [Theory]
    [InlineData("200000000000000001", 17_901_423_689_728 + 101_376)] // Create Events 2^44, threads 2^35 and 2^38
    [InlineData("100000000000000001", 101_376)]
    public async Task What_threads_and_events_need_is_asked_for_only_where_a_campaign_of_that_server_uses_them(
        string server,
        long permissions
    )
    {
        var code = await InviteAsync("888000000000000001", server, $"--Campaigns:Directory={Checkout.At("campaigns")}");

        Assert.Equal((ExitCodes.Ok, ""), (code, _errors.ToString()));
        Assert.Contains($"&permissions={permissions}&", Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Campaigns_with_mistakes_are_said_and_the_address_is_the_smallest()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a-campaign/campaign.yaml", "title: [");

        var code = await InviteAsync("888000000000000001", null, $"--Campaigns:Directory={folder.FullPath}");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.EndsWith("&permissions=101376", Lines[^1], StringComparison.Ordinal);
        Assert.Contains("leaves out what threads and events need", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_application_discord_is_asked_which_one_the_token_belongs_to()
    {
        await using var stage = await SmallStage.OpenAsync();

        var code = await InviteAsync(
            application: null,
            server: null,
            $"--Discord:Token={stage.Discord.Token}",
            $"--Discord:ApiBaseUrl={stage.Discord.ApiBaseUrl}"
        );

        Assert.Equal(ExitCodes.Ok, code);
        Assert.EndsWith(
            $"?client_id={stage.Discord.ApplicationId}&scope=bot%20applications.commands&permissions=101376",
            Lines[^1],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(stage.Discord.Token, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_said_in_a_sentence_and_prints_no_address()
    {
        await using var stage = await SmallStage.OpenAsync();

        var code = await InviteAsync(
            application: null,
            server: null,
            "--Discord:Token=wrong",
            $"--Discord:ApiBaseUrl={stage.Discord.ApiBaseUrl}"
        );

        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("Discord refused the token.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("12", null, "--application: ")]
    [InlineData("888000000000000001", "my server", "--server: ")]
    public async Task An_id_that_is_none_is_refused(string application, string? server, string option)
    {
        Assert.Equal(ExitCodes.Refused, await InviteAsync(application, server));
        Assert.StartsWith(
            $"{option}An id on Discord has 17 to 20 digits",
            _errors.ToString(),
            StringComparison.Ordinal
        );
        Assert.Empty(_output.ToString());
    }

    private string[] Lines => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private Task<int> InviteAsync(string? application, string? server, params string[] settings) =>
        InviteVerb.RunAsync(
            new InviteArguments(application, server, settings),
            _output,
            _errors,
            TestContext.Current.CancellationToken
        );
}
