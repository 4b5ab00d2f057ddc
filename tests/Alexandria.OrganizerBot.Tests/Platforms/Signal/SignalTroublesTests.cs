using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Signal;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Platforms.Signal;

/// <summary>What the bot finds wrong on Signal, with its real client and a daemon that says what each test wants.</summary>
public sealed class SignalTroublesTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _data = new();
    private readonly SignalRig _rig = new();

    /// <summary>The domain's clock.</summary>
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private readonly FakeTimeProvider _protocol = new();
    private readonly SignalGuard _guard;
    private readonly SignalFiles _files;
    private readonly SignalTroubles _troubles;

    public SignalTroublesTests()
    {
        _files = new SignalFiles(_data.FullPath);
        _guard = new SignalGuard(_time, pace: 60, new ProtocolTime(_protocol), new Random(1), _files);
        _troubles = new SignalTroubles(_rig.Client, _guard, _files, _time, new ProtocolTime(_protocol));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<TroubleKind> Kinds => _troubles.Standing().Select(trouble => trouble.Kind);

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Where_all_is_well_there_is_none()
    {
        await ConnectAsync();

        Assert.Empty(Kinds);
        Assert.Equal(("0.14.6", _time.Now()), _files.ReadVersion());
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_connection_that_is_gone_is_one_after_five_minutes()
    {
        var connection = await ConnectAsync();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Client.StateChanged += state =>
        {
            if (state == SignalState.Lost)
                lost.TrySetResult();
        };
        connection.Drop();
        await lost.Task.WaitAsync(Token);

        _rig.Time.Advance(NetworkTrouble.LongWithoutConnection);
        Assert.Empty(Kinds);
        _rig.Time.Advance(Second);

        Assert.Equal([TroubleKind.Disconnected], Kinds);
    }

    [Fact]
    public void A_pause_says_how_long_it_lasts_and_whether_a_captcha_ends_it()
    {
        var raised = 0;
        _troubles.Began += () => raised++;
        _guard.Hold(new SendOutcome.RateLimited(Token: null, TimeSpan.FromMinutes(90)));
        Assert.Equal(
            [new NetworkTrouble(TroubleKind.Limited, NodaTime.Duration.FromMinutes(90))],
            _troubles.Standing()
        );

        _guard.Hold(new SendOutcome.RateLimited("a-challenge", TimeSpan.FromMinutes(90)));

        Assert.Equal([TroubleKind.CaptchaWanted], Kinds);
        Assert.Equal(2, raised);
    }

    [Theory]
    [InlineData("0.13.19", true)]
    [InlineData("0.14.3", true)]
    [InlineData("0.14.4-SNAPSHOT", false)]
    [InlineData("0.14.4", false)]
    [InlineData("0.15.0+build", false)]
    [InlineData("1.0", false)]
    [InlineData("whatever", false)]
    public void Versions_are_compared_number_by_number(string version, bool isTooOld) =>
        Assert.Equal(isTooOld, SignalTroubles.IsTooOld(version));

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_version_ages_for_sixty_days_over_restarts_and_a_new_one_is_young()
    {
        _files.KeepVersion("0.14.6", _time.Now());
        await ConnectAsync();

        _time.Advance(TimeSpan.FromDays(60));
        Assert.Empty(Kinds);
        _time.Advance(Second);
        Assert.Equal([TroubleKind.VersionStale], Kinds);

        _files.KeepVersion("0.14.6", _time.Now());
        Assert.Empty(Kinds);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_PIN_is_asked_for_after_a_year_and_a_confirmation_lasts_another()
    {
        await ConnectAsync();

        _time.Advance(TimeSpan.FromDays(365) + Second);
        Assert.Contains(TroubleKind.PinNotAttested, Kinds);
        _files.KeepPinAttested(_time.Now());
        Assert.DoesNotContain(TroubleKind.PinNotAttested, Kinds);
        _time.Advance(TimeSpan.FromDays(365) + Second);

        Assert.Contains(TroubleKind.PinNotAttested, Kinds);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Silence_is_one_only_where_something_was_sent_and_for_a_day_nothing_came_back()
    {
        var connection = await ConnectAsync();
        _protocol.Advance(TimeSpan.FromDays(9));
        Assert.Empty(Kinds);

        _troubles.Learn(Sent(new SendOutcome.Success()));
        _protocol.Advance(TimeSpan.FromDays(1));
        Assert.Empty(Kinds);
        _protocol.Advance(Second);
        Assert.Equal([TroubleKind.Silent], Kinds);

        await connection.SendAsync(
            """{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{"envelope":{}}}}"""
        );
        await _rig.EnvelopeAsync();
        Assert.Empty(Kinds);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_that_gives_messages_unasked_is_one()
    {
        var connection = await ConnectAsync();

        await connection.SendAsync("""{"jsonrpc":"2.0","method":"receive","params":{"envelope":{}}}""");
        await _rig.EnvelopeAsync();

        Assert.Equal([TroubleKind.LosesWhileAway], Kinds);
    }

    [Fact]
    public void A_member_whom_nothing_reaches_is_one_for_a_day()
    {
        _troubles.Learn(Sent(new SendOutcome.IdentityFailure()));

        Assert.Equal([TroubleKind.MemberBlocked], Kinds);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(Kinds);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _guard.Dispose();
        _data.Dispose();
    }

    private static SendResult Sent(SendOutcome outcome) =>
        new(1, [new RecipientResult(Aci: null, Username: null, GroupId: null, outcome)]);

    private async Task<ScriptedConnection> ConnectAsync()
    {
        _troubles.Watch();
        // Raised to each in turn: who hears of it here knows that the troubles have.
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Client.StateChanged += state =>
        {
            if (state == SignalState.Connected)
                connected.TrySetResult();
        };
        _rig.Run();
        var connection = await _rig.Server.ConnectionAsync();
        await connection.GreetAsync("0.14.6");
        await connected.Task.WaitAsync(Token);
        return connection;
    }
}
