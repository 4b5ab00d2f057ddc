using System.Text;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Transcripts;

/// <summary>
/// Plays a conversation with the real bot and writes down what each person typed and read, as an organizer would tell it:
/// the words, without the network's markup.
/// </summary>
/// <param name="stage">The bot on its stage.</param>
/// <param name="language"><c>en</c> or <c>es</c>: what everybody on the stage reads, and what it is told in.</param>
internal sealed partial class ToldConversation(BotOnStage stage, string language)
{
    private readonly StringBuilder _told = new();

    public BotOnStage Stage => stage;

    /// <summary>What was told so far.</summary>
    public string Text => _told.ToString().TrimEnd() + "\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The one of two texts that the people of this conversation would write or read.</summary>
    public string In(string english, string spanish) => language == "es" ? spanish : english;

    /// <summary>Someone types a line; what the bot answers is told too.</summary>
    public async Task<StageReply> TypesAsync(string who, string where, string line)
    {
        Line($"{who}: {line}");
        return Answered(who, await stage.TypeAsync(who, where, line));
    }

    /// <summary>Someone chooses the first meeting that is offered for what they typed.</summary>
    public async Task<StageReply> ChoosesMeetingAsync(string who, string where, string typed)
    {
        var command = In("/action create", "/accion crear");
        var option = In("meeting", "reunion");
        var offered = await stage.Discord.AutocompleteAsync(who, where, command, option, typed, Cancelled);
        Line($"{who}: {command} {option}:{typed}");
        Line(In("bot offers:", "bot ofrece:"));
        foreach (var choice in offered)
            Line($"  {Words(choice.Name)}");
        Line(In($"{who} chooses the first one", $"{who} elige la primera"));
        return Answered(who, await stage.TypeAsync(who, where, $"{command} {option}:\"{offered[0].Value}\""));
    }

    /// <summary>Someone presses a button under what they read last, or under an alert.</summary>
    public async Task<StageReply> PressesAsync(string who, StageMessage message, string button)
    {
        Line(In($"{who} presses “{button}”", $"{who} pulsa “{button}”"));
        return Answered(who, await stage.PressAsync(who, message, button));
    }

    /// <summary>What stands in a channel, or has arrived in private; at most <paramref name="lines"/> lines of it.</summary>
    public void Shows(StageMessage message, int lines = int.MaxValue)
    {
        Line(
            message.Where.StartsWith("dm:", StringComparison.Ordinal)
                ? In($"bot to {message.Where[3..]}, in private:", $"bot a {message.Where[3..]}, en privado:")
                : In($"bot in {message.Where}:", $"bot en {message.Where}:")
        );
        Body(message, lines);
    }

    /// <summary>Time passes; a line for whoever reads.</summary>
    public void Meanwhile(string english, string spanish) => Line($"({In(english, spanish)})");

    private StageReply Answered(string who, StageReply reply)
    {
        Line(In($"bot, only to {who}:", $"bot, solo para {who}:"));
        Body(reply.Message!, int.MaxValue);
        return reply;
    }

    private void Body(StageMessage message, int most)
    {
        var lines = message.Text.Split('\n').Select(Words).ToList();
        foreach (var line in lines.Take(most))
            Line($"  {line}");
        if (lines.Count > most)
            Line("  …");
        if (message.Attachments.Count > 0)
            Line(
                $"  {In("files", "archivos")}: {string.Join(", ", message.Attachments.Select(file => file.Name).Order(StringComparer.Ordinal))}"
            );
        if (message.Buttons.Count > 0)
            Line($"  {string.Join(' ', message.Buttons.Select(button => $"[{button.Label}]"))}");
    }

    /// <summary>An alert's code comes from the instance's own key: here it is the same one each time.</summary>
    private void Line(string line) => _told.Append(AlertCode().Replace(line.TrimEnd(), "K7Q2")).Append('\n');

    /// <summary>A line as it is read: no markup, no time marks, and every kind of space a plain one.</summary>
    private static string Words(string line)
    {
        line = LinePrefix().Replace(line, "");
        line = TimeMark().Replace(line, "");
        line = Link().Replace(line, "${label}: ${url}");
        line = line.Replace("**", "", StringComparison.Ordinal).Replace("\u200B", "", StringComparison.Ordinal);
        line = Escaped().Replace(line, "${letter}");
        return Spaces().Replace(line, " ");
    }

    [GeneratedRegex("(?<=/(verify|verificar) ((code|código):)?)[B-Z2-9]{4}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AlertCode();

    [GeneratedRegex(@"^(#{1,3}|-#) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinePrefix();

    [GeneratedRegex(@" ?\(?<t:\d+(:\w)?>\)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeMark();

    [GeneratedRegex(@"(?<!\\)\[(?<label>[^\]]*)\]\(<(?<url>[^>]*)>\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\\(?<letter>.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\p{Zs}", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
