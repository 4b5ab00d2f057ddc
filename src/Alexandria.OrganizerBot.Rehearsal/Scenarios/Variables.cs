using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>A text of a scenario, with the line it stands on. It may hold variables such as <c>{meeting.title}</c>.</summary>
internal sealed record ScenarioText(string Raw, int Line)
{
    public override string ToString() => Raw;
}

/// <summary>What the variables of a scenario stand for while it is played.</summary>
internal sealed partial class Variables(string file)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private LocalDateTime? _start;

    /// <summary>Names that exist before any step: <c>meeting.*</c>; captures and crowds add theirs.</summary>
    public static IReadOnlyList<string> OfMeeting { get; } =
    ["meeting.id", "meeting.title", "meeting.place", "meeting.date", "meeting.time"];

    /// <summary>The names of all variables that <paramref name="text"/> mentions, formats left out.</summary>
    public static IEnumerable<string> MentionedIn(string text) =>
        Mention().Matches(text).Select(match => match.Groups["name"].Value);

    /// <summary>Sets a variable, anew if need be.</summary>
    public void Set(string name, string value) => _texts[name] = value;

    /// <summary>Sets the variables of the chosen meeting.</summary>
    public void SetMeeting(StageMeeting meeting)
    {
        _start = meeting.StartsLocal;
        Set("meeting.id", meeting.Id);
        Set("meeting.title", meeting.Title);
        Set("meeting.place", meeting.Place);
        Set("meeting.date", LocalDatePattern.Iso.Format(meeting.Date));
        if (meeting.Time is { } time)
        {
            Set("meeting.time", LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(time));
        }
    }

    /// <summary>The text with every variable replaced.</summary>
    /// <exception cref="ScenarioMistakeException">A variable has no value yet, or its format is wrong.</exception>
    public string Fill(ScenarioText text) => Replace(text, value => value);

    /// <summary>The pattern with every variable replaced by what matches its value literally.</summary>
    public string FillPattern(ScenarioText pattern) => Replace(pattern, Regex.Escape);

    private string Replace(ScenarioText text, Func<string, string> encode) =>
        Mention().Replace(text.Raw, match => encode(ValueOf(match, text.Line)));

    private string ValueOf(Match match, int line)
    {
        var name = match.Groups["name"].Value;
        if (match.Groups["format"] is { Success: true, Value: var format })
        {
            return Formatted(name, format, line);
        }

        return _texts.TryGetValue(name, out var value)
            ? value
            : throw new ScenarioMistakeException(file, line, $"{{{name}}} has no value at this point of the scenario.");
    }

    private string Formatted(string name, string format, int line)
    {
        if (name is not ("meeting.date" or "meeting.time") || _start is not { } start)
        {
            throw new ScenarioMistakeException(
                file,
                line,
                $"{{{name}:{format}}}: only {{meeting.date}} and {{meeting.time}} of a chosen meeting take a format."
            );
        }

        try
        {
            return LocalDateTimePattern
                .Create(format, System.Globalization.CultureInfo.GetCultureInfo("en-US"))
                .Format(start);
        }
        catch (InvalidPatternException error)
        {
            throw new ScenarioMistakeException(file, line, $"{{{name}:{format}}} has a wrong format: {error.Message}");
        }
    }

    // \{[a-z] leaves regular expressions such as \d{2} alone.
    [GeneratedRegex(
        @"\{(?<name>[a-zA-Z][\w -]*(?:\.[\w -]+)*)(?::(?<format>[^{}]+))?\}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Mention();
}
