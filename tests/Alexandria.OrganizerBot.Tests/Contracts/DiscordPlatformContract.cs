using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

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
