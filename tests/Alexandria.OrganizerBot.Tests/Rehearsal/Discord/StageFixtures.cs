using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>A stage clock that a test moves by hand.</summary>
internal sealed class HandMovedStageTime : IStageTime
{
    public DateTimeOffset Now { get; set; } = new(2026, 10, 30, 18, 0, 0, TimeSpan.FromHours(-4));
}

/// <summary>Keeps a transcript in memory.</summary>
internal sealed class KeptTranscript : ITranscript
{
    private readonly ConcurrentQueue<TranscriptEntry> _entries = new();

    public IReadOnlyList<TranscriptEntry> Entries => [.. _entries];

    public void Add(TranscriptEntry entry) => _entries.Enqueue(entry);
}

/// <summary>A small server with two channels, a role and four people, and a stage on it.</summary>
internal sealed class SmallStage : IAsyncDisposable
{
    public const ulong ServerId = 1_100_000_000_000_000_001;
    public const ulong ActionsId = 1_100_000_000_000_000_011;

    public static StageCast Cast { get; } =
        new()
        {
            Server = "Riders",
            ServerId = ServerId,
            Roles = new Dictionary<string, ulong> { ["coordinator"] = 1_100_000_000_000_000_021 },
            Channels = new Dictionary<string, ulong>
            {
                ["actions"] = ActionsId,
                ["hidden"] = 1_100_000_000_000_000_012,
                ["announcements"] = 1_100_000_000_000_000_013,
            },
            People =
            [
                new StagePerson("Ana", ["coordinator"], "es-ES"),
                new StagePerson("Ben", []),
                new StagePerson("Closed", [], DirectMessagesOpen: false),
            ],
        };

    private SmallStage(DiscordStage stage, HandMovedStageTime time, KeptTranscript transcript)
    {
        Discord = stage;
        Time = time;
        Transcript = transcript;
        Http = new HttpClient { BaseAddress = stage.ApiBaseUrl };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.org, 1.0)");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", stage.Token);
    }

    public DiscordStage Discord { get; }
    public HandMovedStageTime Time { get; }
    public KeptTranscript Transcript { get; }

    /// <summary>A client with the bot's token and a User-Agent.</summary>
    public HttpClient Http { get; }

    public static async Task<SmallStage> OpenAsync(DiscordStageOptions? options = null, StageCast? cast = null)
    {
        var time = new HandMovedStageTime();
        var transcript = new KeptTranscript();
        var stage = await DiscordStage.StartAsync(
            cast ?? Cast,
            options ?? new DiscordStageOptions(),
            time,
            transcript,
            TestContext.Current.CancellationToken
        );
        return new SmallStage(stage, time, transcript);
    }

    /// <summary>Limits so wide that only the matter of a test can refuse it.</summary>
    public static DiscordStageOptions Patient { get; } =
        new()
        {
            AnswerLimit = TimeSpan.FromSeconds(60),
            GlobalPerSecond = 10_000,
            Buckets = new Dictionary<string, BucketLimit>
            {
                [DiscordBuckets.Other] = new(10_000, TimeSpan.FromSeconds(1)),
            },
        };

    /// <summary>Answers an interaction; gives the status, and the error code of a refusal.</summary>
    public async Task<(int Status, int? Code)> CallbackAsync(JsonNode interaction, string body)
    {
        var (status, answer, _) = await SendAsync(
            HttpMethod.Post,
            $"interactions/{interaction["id"]}/{interaction["token"]}/callback",
            body
        );
        return (status, (int?)answer?["code"]);
    }

    /// <summary>Registers commands everywhere.</summary>
    public async Task RegisterAsync(string commands)
    {
        var (status, body, _) = await SendAsync(
            HttpMethod.Put,
            $"applications/{Discord.ApplicationId}/commands",
            commands
        );
        Assert.True(status == 200, body?.ToJsonString());
    }

    /// <summary>Sends a request and gives the status, and the error code of a refusal.</summary>
    public async Task<(int Status, int? Code)> CodeAsync(HttpMethod method, string path, string? json = null)
    {
        var (status, body, _) = await SendAsync(method, path, json);
        return (status, body is JsonObject ? (int?)body["code"] : null);
    }

    /// <summary>Sends a request that must succeed, and gives its answer.</summary>
    public async Task<JsonNode> DoneAsync(HttpMethod method, string path, string? json = null)
    {
        var (status, body, _) = await SendAsync(method, path, json);
        Assert.True(status is >= 200 and < 300, $"{status} {body?.ToJsonString()}");
        return body ?? new JsonObject();
    }

    /// <summary>Sends a request and reads the status and the JSON answer.</summary>
    public async Task<(int Status, JsonNode? Body, HttpResponseHeaders Headers)> SendAsync(
        HttpMethod method,
        string path,
        string? json = null
    )
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content);
    }

    /// <inheritdoc cref="SendAsync(HttpMethod, string, string?)"/>
    public async Task<(int Status, JsonNode? Body, HttpResponseHeaders Headers)> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = content;
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Discord.DisposeAsync();
    }
}
