using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>An independent client, which we did not write, takes the stage for Discord.</summary>
public sealed class DiscordJsTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    private static string Folder =>
        Path.Combine(
            Ancestors(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "global.json"))),
            "tests",
            "discord-js"
        );

    [Fact]
    public async Task Discord_js_logs_in_registers_resumes_answers_and_updates()
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules", "discord.js")),
            "discord.js is not installed: run 'npm ci --prefix tests/discord-js' (Node.js 18 or newer)."
        );
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Enough);
        // discord.js sends no User-Agent to the gateway.
        await using var stage = await SmallStage.OpenAsync(
            new() { RequireGatewayUserAgent = false, AnswerLimit = Enough }
        );
        using var client = StartClient(stage.Discord);
        var complaints = client.StandardError.ReadToEndAsync(timeout.Token);

        var registered = await LineAsync(client, "registered", complaints, timeout.Token);
        Assert.Equal("Riders", (string?)registered["guild"]);
        Assert.Equal(
            ["actions", "hidden", "announcements"],
            registered["channels"]!.AsArray().Select(name => (string?)name)
        );
        await stage.Discord.BotConnectedAsync(timeout.Token);

        stage.Discord.Inject(new StageFault.AskToReconnect());
        await LineAsync(client, "resumed", complaints, timeout.Token);
        stage.Discord.Inject(new StageFault.Disconnect(Resumable: true));
        // Typed while the bot is away: the session keeps it, and the resume replays it.
        var reply = await stage.Discord.CommandAsync(
            "Ana",
            "#actions",
            "/greet",
            new Dictionary<string, string> { ["whom"] = "Ben" },
            timeout.Token
        );

        Assert.Equal(StageReplyKind.Ephemeral, reply.Kind);
        Assert.Equal("Hello Ben, says Ana", reply.Text);
        var file = Assert.Single(reply.Message!.Attachments);
        Assert.Equal("table.csv", file.Name);
        Assert.Equal("A small table", file.Description);
        Assert.Equal("a,b\n1,2\n", Encoding.UTF8.GetString(file.Content.Span));

        var pressed = await stage.Discord.PressAsync("Ana", reply.Message, "Done", timeout.Token);
        Assert.Equal(StageReplyKind.Updated, pressed.Kind);
        Assert.Equal("Pressed done", pressed.Text);
        Assert.Empty(pressed.Message!.Attachments);

        var opened = await stage.Discord.CommandAsync(
            "Ana",
            "#actions",
            "/story",
            new Dictionary<string, string>(),
            timeout.Token
        );
        Assert.Equal((StageReplyKind.Modal, "Your story\nWhat happened?\nHow?"), (opened.Kind, opened.Text));
        var told = await stage.Discord.SubmitFormAsync(
            "Ana",
            opened,
            new Dictionary<string, string> { ["What happened?"] = "The bus was late", ["How?"] = "Online" },
            timeout.Token
        );
        Assert.Equal("The bus was late (online)", told.Text);

        var picked = await stage.Discord.PickAsync("Ana", told.Message!, "When?", ["Tomorrow"], timeout.Token);
        Assert.Equal((StageReplyKind.Updated, "Picked 1d"), (picked.Kind, picked.Text));

        var summary = await LineAsync(client, "summary", complaints, timeout.Token);
        await client.WaitForExitAsync(timeout.Token);
        Assert.Equal(0, client.ExitCode);
        Assert.Equal(2, (int?)summary["resumes"]);
        Assert.Equal("greet", (string?)summary["answered"]);
        Assert.All(stage.Discord.Requests, request => Assert.InRange(request.Status, 200, 299));
        Assert.DoesNotContain(stage.Transcript.Entries, entry => entry.Kind == "refused");
        Assert.Equal(
            ["resumed", "resumed"],
            stage.Transcript.Entries.Where(entry => entry.Kind == "connect").Select(entry => entry.Text).Skip(1)
        );
    }

    private static Process StartClient(DiscordStage stage)
    {
        var start = new ProcessStartInfo("node", "client.mjs")
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["STAGE_API"] = stage.ApiBaseUrl.ToString();
        start.Environment["STAGE_TOKEN"] = stage.Token;
        start.Environment["STAGE_GUILD"] = SmallStage.ServerId.ToString(CultureInfo.InvariantCulture);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip(
                "Node.js is not installed: install Node.js 18 or newer, then 'npm ci --prefix tests/discord-js'."
            );
            throw;
        }
    }

    /// <summary>The client's next line of this kind.</summary>
    private static async Task<JsonNode> LineAsync(
        Process client,
        string wanted,
        Task<string> complaints,
        CancellationToken cancellationToken
    )
    {
        while (await client.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonNode.Parse(line) is { } node && (string?)node["event"] == wanted)
            {
                return node;
            }
        }
        Assert.Fail($"The client ended before '{wanted}': {await complaints}");
        throw new UnreachableException();
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
