using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Contracts.DiscordOpenApi;

/// <summary>
/// Every journey checks its requests against Discord's description at its end. These tests prove that the check is made and
/// that it can fail.
/// </summary>
public sealed class DiscordDescriptionTests : Journey
{
    private const string Absent =
        "../shared/data/discord-openapi.json is absent, so requests are checked by the stage alone.";

    [Fact]
    public async Task Every_kind_of_request_of_the_main_job_is_as_Discord_describes_it()
    {
        var description = Described();
        var stage = await OpenStageAsync();
        await MainJobAsync(stage);

        var requests = stage.Discord.Requests;

        Assert.Empty(requests.SelectMany(description.Faults));
        Assert.Superset(
            new HashSet<string>
            {
                "GET gateway",
                "PUT applications",
                "POST interactions",
                "PATCH webhooks",
                "POST channels",
                "PATCH channels",
                "POST users",
            },
            requests.Select(request => $"{request.Method} {request.Path.Split('/')[1]}").ToHashSet()
        );
    }

    [Fact]
    public async Task A_real_request_with_anything_wrong_in_it_is_refused()
    {
        var description = Described();
        var stage = await OpenStageAsync();
        await MainJobAsync(stage);
        var message = Find(stage, "POST", "/channels/", "/messages");
        var callback = Find(stage, "POST", "/interactions/", "/callback");
        var commands = Find(stage, "PUT", "/applications/", "/commands");

        AssertRefused(description, message, body => body["allowed_mentions"] = null, "allowed_mentions");
        AssertRefused(description, message, body => body["components"]![0]!["type"] = 99, "$.components[0]");
        AssertRefused(
            description,
            message,
            body => body["components"]![0]!["components"]![0]!["content"] = new string('x', 4001),
            "longer than 4000"
        );
        AssertRefused(description, message, body => body["nonce"] = new string('x', 26), "$.nonce");
        AssertRefused(description, message, body => body["flags"] = "32768", "$.flags");
        AssertRefused(description, message, body => body["componets"] = new JsonArray(), "no property componets");
        AssertRefused(description, callback, body => body["type"] = 99, "$.type");
        AssertRefused(description, callback, body => body.AsObject().Remove("type"), "type is missing");
        AssertRefused(description, commands, body => body[0]!["name"] = new string('x', 33), "$[0].name");
        AssertRefused(description, commands, body => body[0]!["contexts"] = new JsonArray(7), "contexts");
        AssertRefused(
            description,
            commands,
            body => body[0]!["default_member_permissions"] = 8,
            "default_member_permissions"
        );
        Assert.NotEmpty(description.Faults(message with { UserAgent = "curl/8" }));
        Assert.NotEmpty(description.Faults(message with { AuthorizationScheme = null }));
        Assert.NotEmpty(description.Faults(callback with { AuthorizationScheme = "Bot" }));
        Assert.NotEmpty(description.Faults(message with { Body = null }));
        Assert.NotEmpty(description.Faults(message with { ContentType = "text/plain" }));
        Assert.Contains(
            "no such method",
            description.Faults(message with { Method = "TRACE" })[0],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no such path",
            description.Faults(message with { Path = "/chanels/1" })[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Permissions_of_a_command_are_a_string_of_digits_as_the_documentation_says()
    {
        var description = Described();
        var request = new RecordedRequest(
            "PUT",
            "/applications/1/commands",
            "application/json",
            "DiscordBot (https://example.org, 1)",
            "Bot",
            JsonNode.Parse("""[{"name":"a","description":"b","default_member_permissions":"32"}]"""),
            [],
            200,
            null
        );

        Assert.Empty(description.Faults(request));
    }

    private static DiscordDescription Described()
    {
        Assert.SkipWhen(DiscordDescription.Here is null, Absent);
        return DiscordDescription.Here!;
    }

    private static RecordedRequest Find(BotOnStage stage, string method, string begin, string end) =>
        stage.Discord.Requests.First(request =>
            request.Method == method
            && request.Path.StartsWith(begin, StringComparison.Ordinal)
            && request.Path.EndsWith(end, StringComparison.Ordinal)
        );

    private static void AssertRefused(
        DiscordDescription description,
        RecordedRequest request,
        Action<JsonNode> spoil,
        string expected
    )
    {
        var body = request.Body!.DeepClone();
        spoil(body);
        var faults = description.Faults(request with { Body = body });
        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    /// <summary>Create, post, pledge, remind, cancel and tally: each request that the bot can make, at least once.</summary>
    private static async Task MainJobAsync(BotOnStage stage)
    {
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");
        await stage.TallyAsync();
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
    }
}
