using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Platforms.Signal;

/// <summary>The pause that Signal asks for: exactly as long, through a restart, and in a file of the operator's alone.</summary>
public sealed class SignalGuardTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly List<SignalGuard> _guards = [];

    public void Dispose()
    {
        _guards.ForEach(guard => guard.Dispose());
        _data.Dispose();
    }

    private SignalFiles Files => new(_data.FullPath);

    private string PauseFile => Path.Combine(_data.FullPath, "signal-pause.json");

    private Instant Now => _time.Now();

    [Fact]
    public void It_lasts_exactly_as_long_as_Signal_says()
    {
        var guard = Guard();
        guard.Hold(new SendOutcome.RateLimited(Token: null, TimeSpan.FromSeconds(4711)));

        _time.Advance(TimeSpan.FromSeconds(4711) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(Now + Duration.FromMilliseconds(1), guard.Pause?.Until);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(guard.Pause);
        Assert.False(File.Exists(PauseFile));
    }

    [Fact]
    public void Where_Signal_says_nothing_it_lasts_an_hour()
    {
        Assert.Equal(Now + Duration.FromHours(1), Guard().Hold(new SendOutcome.RateLimited(null, null)).Until);
    }

    [Fact]
    public void A_restart_finds_it_where_it_was()
    {
        Guard().Hold(new SendOutcome.RateLimited("a-challenge", TimeSpan.FromDays(1)));
        _time.Advance(TimeSpan.FromHours(5));

        var pause = Guard().Pause;

        Assert.Equal((Now + Duration.FromHours(19), "a-challenge"), (pause!.Until, pause.Token));
    }

    [Fact]
    public void The_challenge_is_the_owners_alone_and_is_never_written_out()
    {
        var pause = Guard().Hold(new SendOutcome.RateLimited("a-challenge", TimeSpan.FromDays(1)));

        Assert.Contains("a-challenge", File.ReadAllText(PauseFile), StringComparison.Ordinal);
        Assert.DoesNotContain("a-challenge", pause.ToString(), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PauseFile));
    }

    [Fact]
    public void It_ends_when_its_file_does()
    {
        var guard = Guard();
        guard.Hold(new SendOutcome.RateLimited("a-challenge", TimeSpan.FromDays(1)));

        Files.ForgetPause();

        Assert.Null(guard.Pause);
    }

    [Fact]
    public void A_plain_limit_forgets_neither_the_captcha_nor_the_later_end()
    {
        var guard = Guard();
        var held = 0;
        guard.Held += () => held++;
        guard.Hold(new SendOutcome.RateLimited("a-challenge", TimeSpan.FromDays(1)));
        guard.Hold(new SendOutcome.RateLimited(Token: null, TimeSpan.FromMinutes(1)));

        var pause = guard.Pause;

        Assert.Equal((Now + Duration.FromDays(1), "a-challenge", 2), (pause!.Until, pause.Token, held));
    }

    [Fact]
    public void A_pause_that_cannot_be_written_stands_all_the_same()
    {
        var guard = Guard(Path.Combine(_data.FullPath, "no-such-folder"));
        guard.Hold(new SendOutcome.RateLimited(Token: null, TimeSpan.FromMinutes(1)));

        Assert.NotNull(guard.Pause);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(guard.Pause);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"until\":\"tomorrow\",\"challenge\":\"x\"}")]
    [InlineData("{\"until\":null}")]
    public void A_file_that_somebody_garbled_is_no_pause(string text)
    {
        File.WriteAllText(PauseFile, text);

        Assert.Null(Guard().Pause);
    }

    private SignalGuard Guard(string? folder = null)
    {
        var guard = new SignalGuard(
            _time,
            pace: 60,
            new ProtocolTime(new FakeTimeProvider()),
            new Random(1),
            folder is null ? Files : new SignalFiles(folder)
        );
        _guards.Add(guard);
        return guard;
    }
}
