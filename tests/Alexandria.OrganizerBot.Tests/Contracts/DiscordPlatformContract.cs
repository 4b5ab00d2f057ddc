using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <summary>Discord keeps what every network promises.</summary>
public sealed class DiscordPlatformContract : ChatPlatformContract
{
    private const string Messages = "POST /channels/100000000000000011/messages";

    private protected override string Network => Networks.Discord;
    private protected override StagePlan Plan { get; } = new();
    private protected override IStageNetwork Net => On.Stage.Discord;
    private protected override string Place => "#alerts";
    private protected override string ServerId => StagePlan.ServerId.ToString(CultureInfo.InvariantCulture);
    private protected override string PlaceId => Plan.Channels["alerts"].ToString(CultureInfo.InvariantCulture);
    private protected override string UnknownPlaceId => "100000000000009999";
    private protected override bool AnswersArePublic => false;

    private protected override bool SawGoodbye =>
        On.Stage.Transcript.Entries.Any(entry =>
            entry.Kind == "disconnect" && entry.Text.Contains("1000", StringComparison.Ordinal)
        );

    private protected override Task AskForHelpAsync(string person, string where) =>
        Net.CommandAsync(person, where, "/help", new Dictionary<string, string>(), Cancelled);

    private protected override string SomebodyClosed() => "Rosa";

    private protected override void LimitNextMessage() =>
        Net.Inject(new StageFault.RateLimit(Messages, 1, Limit.ToTimeSpan()));

    private protected override void BreakAfterNextMessage() =>
        Net.Inject(new StageFault.ServerError(Messages, 1, 500, Applied: true));

    private protected override async Task GoAwayAsync() => await On.Stage.Discord.DisposeAsync();

    private protected override void BreakConnection() => Net.Inject(new StageFault.Disconnect(Resumable: true));

    private protected override IReadOnlyList<string> CalledBy(StageMessage message) => On.Stage.Discord.Pings(message);

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(null)]
    [InlineData("Ana")]
    public async Task A_message_that_may_have_left_is_looked_for_where_it_would_stand(string? person)
    {
        await On.ListenAsync();
        var since = Now;
        await SendAsync("m|before", "Something else.", person is null ? null : AddressOf(person));
        var never = await LookForAsync("m|1", since, person);
        var sent = Assert.IsType<SendOutcome.Sent>(
            await SendAsync("m|1", "Hello.", person is null ? null : AddressOf(person))
        );

        var then = await LookForAsync("m|1", since, person);

        Assert.Equal(sent.ChannelId, Assert.IsType<Trace.NotThere>(never).ChannelId);
        var found = Assert.IsType<Trace.There>(then).Sent;
        Assert.Equal((sent.MessageId, sent.ChannelId), (found.MessageId, found.ChannelId));
        // What stood there before cannot be a try that began an hour later.
        Assert.IsType<Trace.NotThere>(await LookForAsync("m|1", since + Duration.FromHours(1), person));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_channel_without_any_message_may_be_one_whose_history_is_hidden_and_a_private_one_is_not()
    {
        await On.ListenAsync();

        Assert.IsType<Trace.CannotLook>(await LookForAsync("m|1", Now));
        Assert.IsType<Trace.NotThere>(await LookForAsync("m|1", Now, "Ana"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Where_Discord_does_not_answer_the_look_waits()
    {
        await On.ListenAsync();
        Net.Inject(new StageFault.RateLimit("GET /channels/", 1, Limit.ToTimeSpan()));

        var later = Assert.IsType<Trace.LookLater>(await LookForAsync("m|1", Now)).Until;

        Assert.InRange(later.After!.Value, Limit - Duration.FromSeconds(5), Limit + Duration.FromSeconds(5));
    }

    private Instant Now => On.Stage.Clock.Instant;

    private Task<Trace> LookForAsync(string id, Instant since, string? person = null) =>
        Platform.LookForAsync(
            new Outgoing(
                id,
                person is null ? PlaceId : null,
                person is null ? null : AddressOf(person),
                Card.Of("Hello."),
                Edits: null
            ),
            since,
            Cancelled
        );

    /// <summary>
    /// As Discord's client reads it: a backslash makes the next character one of the text; what it would take for markup, a
    /// link or a mention becomes a currency sign.
    /// </summary>
    private protected override string AsRead(string sent)
    {
        var read = new StringBuilder();
        foreach (var line in sent.Split('\n'))
        {
            if (read.Length > 0)
                read.Append('\n');
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] == '\\')
                    read.Append(line[++i]);
                else if (line[i] != '\u200B')
                    read.Append(IsActive(line, i) ? '¤' : line[i]);
            }
        }
        return read.ToString();
    }

    private static bool IsActive(string line, int at) =>
        line[at] switch
        {
            '*' or '_' or '~' or '`' or '|' or '<' or '[' => true,
            '#' or '>' or '-' => at == 0,
            '.' => at > 0 && line[..at].All(char.IsAsciiDigit),
            ':' => line.AsSpan(at).StartsWith("://"),
            '@' => line.AsSpan(at).StartsWith("@everyone") || line.AsSpan(at).StartsWith("@here"),
            _ => false,
        };
}
