using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>What is kept and what is lost, as measured on the real daemon.</summary>
public sealed class SignalDeliveryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SignalTransport.UnixSocket, "unix:/")]
    [InlineData(SignalTransport.Tcp, "tcp:127.0.0.1:")]
    public async Task The_daemon_is_reached_where_the_bots_settings_say(SignalTransport transport, string scheme)
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { Transport = transport });

        Assert.StartsWith(scheme, stage.Signal.BotEnvironment["Signal__Endpoint"], StringComparison.Ordinal);
        Assert.Equal("+15550100001", stage.Signal.BotEnvironment["Signal__Account"]);
        using var client = await RawClient.ConnectAsync(stage.Signal.BotEnvironment["Signal__Endpoint"]);
        Assert.Equal("0.14.6", (string?)(await client.ResultAsync("version", "{}"))["version"]);
    }

    [Fact]
    public async Task Only_its_owner_may_enter_the_folder_of_the_socket_and_it_goes_with_the_stage()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("skipped: Windows has no modes of files");
            return;
        }
        var stage = await SmallSignal.OpenAsync();
        var folder = Path.GetDirectoryName(stage.Signal.Endpoint["unix:".Length..])!;

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(folder)
        );
        await stage.DisposeAsync();

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task On_start_with_nobody_connected_a_message_is_lost()
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { IsManualReceive = false });

        await stage.Signal.TypeAsync("Ana", "dm", "lost", Cancelled);
        using var client = await stage.ConnectAsync();
        await client.ResultAsync("version", "{}");
        await stage.Signal.TypeAsync("Ana", "dm", "heard", Cancelled);

        Assert.Equal(["heard"], await client.TextsAsync());
    }

    [Fact]
    public async Task Manual_what_arrives_before_anyone_subscribes_waits_in_order()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var idle = await stage.ConnectAsync();
        await idle.ResultAsync("version", "{}");
        foreach (var text in new[] { "one", "two", "three" })
            await stage.Signal.TypeAsync("Ana", "dm", text, Cancelled);
        Assert.Equal(3, stage.Signal.Waiting);

        using var client = await stage.SubscribeAsync();

        Assert.Equal(["one", "two", "three"], await client.TextsAsync());
        Assert.Equal(0, stage.Signal.Waiting);
        Assert.Empty(await idle.TextsAsync());
    }

    [Fact]
    public async Task Manual_what_arrives_after_the_client_vanished_waits_for_the_next()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using (var gone = await stage.SubscribeAsync())
        {
            await stage.Signal.TypeAsync("Ana", "dm", "first", Cancelled);
            Assert.Equal(["first"], await gone.TextsAsync());
            stage.Signal.Inject(new StageFault.Disconnect(Resumable: true));
        }

        await stage.Signal.TypeAsync("Ana", "dm", "second", Cancelled);
        using var client = await stage.SubscribeAsync();

        Assert.Equal(["second"], await client.TextsAsync());
    }

    [Fact]
    public async Task Whose_connection_has_ended_is_no_subscriber_any_more_though_nobody_has_noticed_yet()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, Cancelled);
        using var connection = new DaemonConnection(await listener.AcceptAsync(Cancelled));
        var mailbox = new Mailbox(SmallSignal.Quiet);
        mailbox.Listen(mailbox.Subscribe(connection));
        connection.Break();

        await mailbox.DeliverAsync(Envelope(1));
        await mailbox.DeliverAsync(Envelope(2));

        Assert.Equal(2, mailbox.Waiting);
        Assert.False(mailbox.Subscribed.IsCompleted);

        static JsonObject Envelope(long timestamp) =>
            new() { ["envelope"] = new JsonObject { ["timestamp"] = timestamp } };
    }

    [Fact]
    public async Task Two_consumers_each_get_every_message()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var first = await stage.SubscribeAsync();
        using var second = await stage.SubscribeAsync();

        await stage.Signal.TypeAsync("Ana", "dm", "both", Cancelled);

        Assert.Equal(["both"], await first.TextsAsync());
        Assert.Equal(["both"], await second.TextsAsync());
    }

    [Fact]
    public async Task Subscribing_on_top_of_automatic_receiving_doubles_every_message()
    {
        await using var stage = await SmallSignal.OpenAsync(SmallSignal.Quiet with { IsManualReceive = false });
        using var client = await stage.SubscribeAsync();

        await stage.Signal.TypeAsync("Ana", "dm", "twice", Cancelled);

        Assert.Equal(["twice", "twice"], await client.TextsAsync());
    }

    [Fact]
    public async Task Whoever_unsubscribed_is_told_nothing_more_and_nothing_is_lost()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.SubscribeAsync();

        await client.ResultAsync("unsubscribeReceive", """{"subscription":0}""");
        await stage.Signal.TypeAsync("Ana", "dm", "later", Cancelled);
        Assert.Empty(await client.TextsAsync());
        await client.ResultAsync("subscribeReceive", "{}");

        Assert.Equal(["later"], await client.TextsAsync());
    }

    [Fact]
    public async Task Peoples_clients_send_what_nobody_sees()
    {
        await using var stage = await SmallSignal.OpenAsync(new SignalStageOptions());
        using var client = await stage.SubscribeAsync();

        var sent = await client.ResultAsync(
            "send",
            $$"""{"recipient":"{{stage.Signal.IdOf("Ana")}}","message":"hello"}"""
        );
        var receipt = await client.EnvelopeAsync();
        var profileKey = await client.EnvelopeAsync();
        await stage.Signal.TypeAsync("Ana", "dm", "hi", Cancelled);
        var typing = await client.EnvelopeAsync();

        Assert.Equal((long)sent["timestamp"]!, (long)receipt["receiptMessage"]!["timestamps"]![0]!);
        Assert.True((bool)receipt["receiptMessage"]!["isDelivery"]!);
        Assert.Null(profileKey["dataMessage"]!["message"]);
        Assert.Equal("STARTED", (string?)typing["typingMessage"]!["action"]);
        Assert.Equal("hi", (string?)(await client.EnvelopeAsync())["dataMessage"]!["message"]);
    }

    [Fact]
    public async Task Every_message_has_a_time_of_its_own_though_the_clock_stands_still()
    {
        await using var stage = await SmallSignal.OpenAsync();
        using var client = await stage.SubscribeAsync();

        await stage.Signal.TypeAsync("Ana", "dm", "a", Cancelled);
        await stage.Signal.TypeAsync("Ana", "dm", "b", Cancelled);

        JsonNode[] envelopes = [await client.EnvelopeAsync(), await client.EnvelopeAsync()];
        Assert.True((long)envelopes[0]["timestamp"]! < (long)envelopes[1]["timestamp"]!);
        Assert.Equal(stage.Time.Now.ToUnixTimeMilliseconds(), (long)envelopes[0]["timestamp"]!);
    }
}
