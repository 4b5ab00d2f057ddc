using System.Text.RegularExpressions;
using NodaTime;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>Reads the steps of a scenario.</summary>
internal sealed class StepReader(CastReader cast, bool hasMeeting)
{
    private static readonly string[] EventStates = ["scheduled", "active", "completed", "canceled"];

    private static readonly string[] Deeds =
    [
        "command",
        "autocomplete",
        "press",
        "pick",
        "submit",
        "type",
        "quote",
        "react",
        "vote",
        "advance",
        "kill",
        "stop",
        "restart",
        "fault",
        "calendar",
    ];

    private readonly List<(string Name, int Line)> _mentioned = [];
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);

    /// <summary>Every variable that a text mentions, with its line.</summary>
    public IReadOnlyList<(string Name, int Line)> Mentioned => _mentioned;

    /// <summary>Every variable that a step sets.</summary>
    public IReadOnlySet<string> Defined => _defined;

    public ScenarioStep Read(YamlValue step)
    {
        var fields = step.Fields([.. Deeds, "say", "expect", "capture", "choose"]);
        var deeds = Deeds.Where(fields.Has).ToList();
        var say = fields["say"] is { } text ? Text(text) : null;
        return deeds switch
        {
            [] when fields.Has("expect") => new ScenarioStep.Expecting(step.Line, say, Expectations(fields)),
            [] when say is not null => new ScenarioStep.JustSay(step.Line, say),
            ["command"] => Command(fields, say),
            ["autocomplete"] => Autocomplete(fields, say),
            ["press"] => Press(fields, say),
            ["pick"] => Pick(fields, say),
            ["submit"] => Submit(fields, say),
            ["type"] => Type(fields, say),
            ["quote"] => Quote(fields, say),
            ["react"] => React(fields, say),
            ["vote"] => Vote(fields, say),
            [var other] => Other(other, fields, say),
            _ => throw step.Mistake($"a step does one thing: say, expect, {string.Join(", ", Deeds)}."),
        };
    }

    public Moment Moment(YamlValue value)
    {
        if (!value.IsMap)
        {
            return new Moment.At(value.Line, value.LocalDateTime());
        }

        var fields = value.Fields("beforeMeeting", "daysBefore", "hoursBefore", "time");
        var span =
            fields["beforeMeeting"]?.Span()
            ?? (fields["daysBefore"] is { } days ? new Span(days.Number(), Duration.Zero) : null)
            ?? new Span(0, Duration.FromHours(fields.Require("hoursBefore").Number()));
        return hasMeeting
            ? new Moment.BeforeMeeting(value.Line, span, fields["time"]?.Time())
            : throw value.Mistake("the scenario chooses no 'meeting' that this could be counted from.");
    }

    private ScenarioStep Other(string deed, YamlFields fields, ScenarioText? say)
    {
        foreach (var key in new[] { "expect", "capture", "choose" })
        {
            if (fields[key] is { } stray)
            {
                throw stray.Mistake($"'{key}' does not go with '{deed}'; give it a step of its own.");
            }
        }

        var value = fields.Require(deed);
        var line = fields.Owner.Line;
        return deed switch
        {
            "advance" => Advance(value, line, say),
            "fault" => Fault(value, line, say),
            "calendar" => CityHall(value, line, say),
            _ when value.Text() != "bot" => throw value.Mistake($"only the bot can be the object of '{deed}'."),
            "kill" => new ScenarioStep.Bot(line, say, BotDeed.Kill),
            "stop" => new ScenarioStep.Bot(line, say, BotDeed.Stop),
            _ => new ScenarioStep.Bot(line, say, BotDeed.Restart),
        };
    }

    private ScenarioStep.Command Command(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("command").Fields("who", "where", "line", "options", "network", "together");
        var options = fields["options"]
            ?.Fields()
            .All.ToDictionary(pair => pair.Key, pair => Text(pair.Value), StringComparer.Ordinal);
        return new ScenarioStep.Command(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: true),
            Text(fields.Require("line")),
            options,
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.Autocomplete Autocomplete(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("autocomplete").Fields("who", "where", "command", "option", "typed", "network");
        ChoiceExpectation? expect = null;
        if (step["expect"] is { } value)
        {
            var expected = value.Fields("contains", "any", "matches", "not", "count");
            expect = new ChoiceExpectation(value.Line, Match(expected), CountOf(expected["count"]) ?? Count.Some);
        }

        Choose? choose = null;
        if (step["choose"] is { } wanted)
        {
            var chosen = wanted.Fields("contains", "any", "matches", "not", "value", "as");
            choose = new Choose(
                wanted.Line,
                Match(chosen),
                chosen["value"] is { } exact ? Text(exact) : null,
                Define(chosen.Require("as").Text())
            );
        }

        return new ScenarioStep.Autocomplete(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: true),
            fields.Require("command").Text(),
            fields.Require("option").Text(),
            fields["typed"] is { } typed ? Text(typed) : new ScenarioText("", fields.Owner.Line),
            expect,
            choose
        );
    }

    private ScenarioStep.Press Press(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("press").Fields("who", "button", "on", "network", "together");
        return new ScenarioStep.Press(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: false),
            Texts(fields.Require("button")),
            On(fields.Require("on")),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.Pick Pick(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("pick").Fields("who", "select", "values", "on", "network", "together");
        return new ScenarioStep.Pick(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: false),
            Texts(fields["select"]),
            Texts(fields.Require("values")),
            On(fields.Require("on")),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.Submit Submit(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("submit").Fields("who", "fields", "network", "together");
        return new ScenarioStep.Submit(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: false),
            (fields["fields"]?.Fields().All ?? new Dictionary<string, YamlValue>()).ToDictionary(
                pair => pair.Key,
                pair => Text(pair.Value),
                StringComparer.Ordinal
            ),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.Type Type(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("type").Fields("who", "where", "text", "network", "together");
        return new ScenarioStep.Type(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: true),
            Text(fields.Require("text")),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.Quote Quote(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("quote").Fields("who", "text", "on", "network", "together");
        return new ScenarioStep.Quote(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: false),
            Text(fields.Require("text")),
            On(fields.Require("on")),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.React React(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("react").Fields("who", "emoji", "remove", "on", "network", "together");
        return new ScenarioStep.React(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: false),
            fields.Require("emoji").Text(),
            fields["remove"]?.Flag() ?? false,
            On(fields.Require("on")),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private ScenarioStep.Vote Vote(YamlFields step, ScenarioText? say)
    {
        var fields = step.Require("vote").Fields("who", "options", "on", "network", "together");
        var options = fields.Require("options");
        return new ScenarioStep.Vote(
            step.Owner.Line,
            say,
            Actors(fields, whereIsNeeded: false),
            options.IsList && options.Items().Count == 0 ? [] : Texts(options),
            On(fields.Require("on")),
            Reply(step["expect"]),
            Captures(step["capture"])
        );
    }

    private MessageFinder On(YamlValue on) =>
        !on.IsMap && on.Text() == "reply"
            ? new MessageFinder(on.Line, null, TextMatch.Anything)
            : Finder(on.Fields("where", "contains", "any", "matches", "not"));

    private MessageFinder Finder(YamlFields fields) =>
        new(fields.Owner.Line, cast.Place(fields.Require("where")), Match(fields));

    private ScenarioStep.Advance Advance(YamlValue value, int line, ScenarioText? say)
    {
        if (value.IsMap)
        {
            var to = value.Fields("to", "beforeMeeting", "time");
            return new ScenarioStep.Advance(line, say, null, to["to"] is { } local ? Moment(local) : Moment(value));
        }

        return value.Text() is "to next" or "next"
            ? new ScenarioStep.Advance(line, say, null, null)
            : new ScenarioStep.Advance(line, say, value.Span(), null);
    }

    private ScenarioStep.Fault Fault(YamlValue value, int line, ScenarioText? say)
    {
        if (!value.IsMap)
        {
            var alone = SignalFaultReader.Read(value, value.Text(), null, cast);
            return new ScenarioStep.Fault(
                line,
                say,
                alone ?? FaultOf(value, value.Text(), null),
                alone is null ? null : SignalCastReader.Signal
            );
        }

        var fields = value.Fields();
        var network = fields["network"]?.Text();
        var kinds = fields.All.Keys.Where(key => key != "network").ToList();
        if (kinds is not [var kind])
        {
            throw value.Mistake("one fault at a time.");
        }

        var details = fields.Require(kind);
        return SignalFaultReader.Read(value, kind, details, cast) is { } ofSignal
            ? new ScenarioStep.Fault(line, say, ofSignal, network ?? SignalCastReader.Signal)
            : new ScenarioStep.Fault(line, say, FaultOf(value, kind, details), network);
    }

    private static StageFault FaultOf(YamlValue at, string kind, YamlValue? details)
    {
        switch (kind)
        {
            case "disconnect":
                return new StageFault.Disconnect(Details("resumable")?["resumable"]?.Flag() ?? true);
            case "askToReconnect":
                return new StageFault.AskToReconnect();
            case "invalidSession":
                return new StageFault.InvalidSession(Details("resumable")?["resumable"]?.Flag() ?? false);
            case "zombie":
                return new StageFault.Zombie();
            case "forgetNonces":
                return new StageFault.ForgetNonces();
            case "rateLimit":
                var limit = Details("route", "count", "retryAfter", "scope");
                return new StageFault.RateLimit(
                    limit?["route"]?.Text() ?? "",
                    limit?["count"]?.Number() ?? 1,
                    limit?["retryAfter"]?.Span().ToTimeSpan() ?? TimeSpan.FromSeconds(1),
                    limit?["scope"] is { } scope ? Scope(scope) : "user"
                );
            case "serverError":
                var error = Details("route", "count", "status", "applied");
                return new StageFault.ServerError(
                    error?["route"]?.Text() ?? "",
                    error?["count"]?.Number() ?? 1,
                    error?["status"]?.Number() ?? 503,
                    error?["applied"]?.Flag() ?? false
                );
            case "slow":
                var slow = Details("route", "count", "delay", "applied");
                return new StageFault.Slow(
                    slow?["route"]?.Text() ?? "",
                    slow?["count"]?.Number() ?? 1,
                    slow?["delay"]?.Span().ToTimeSpan() ?? TimeSpan.FromSeconds(5),
                    slow?["applied"]?.Flag() ?? false
                );
            case "expireInteractions":
                return new StageFault.ExpireInteractions(Details("count")?["count"]?.Number() ?? 1);
            case "sessionStartsExhausted":
                return new StageFault.SessionStartsExhausted(
                    Details("resetAfter")?["resetAfter"]?.Span().ToTimeSpan() ?? TimeSpan.FromMinutes(1)
                );
            default:
                throw at.Mistake(
                    $"'{kind}' is no fault; there are: disconnect, askToReconnect, invalidSession, zombie, rateLimit, serverError, slow, forgetNonces, expireInteractions, sessionStartsExhausted; on Signal {string.Join(", ", SignalFaultReader.Kinds)}."
                );
        }

        YamlFields? Details(params string[] keys) => details is null || details.IsNothing ? null : details.Fields(keys);
    }

    private static string Scope(YamlValue value) =>
        value.Text() is "user" or "global" or "shared"
            ? value.Text()
            : throw value.Mistake($"'{value.Text()}' is no scope; there are: user, global, shared.");

    private Actors Actors(YamlFields fields, bool whereIsNeeded)
    {
        var who = fields.Require("who");
        var people = cast.People(who);
        if (people.Count == 0)
        {
            throw who.Mistake("somebody must do it.");
        }

        var where = whereIsNeeded ? cast.Place(fields.Require("where")) : "";
        // A press and the like say where by the message that they look for.
        var looked =
            fields["on"] is { IsMap: true } on && on.Fields()["where"] is { } place ? cast.Place(place) : where;
        return new Actors(
            people,
            where,
            cast.NetworkOf(fields["network"], looked, people),
            fields["together"]?.Flag() ?? false
        );
    }

    private static ScenarioStep.Calendar CityHall(YamlValue value, int line, ScenarioText? say)
    {
        var fields = value.Fields("serve", "status");
        return fields["status"] is { } status
            ? new ScenarioStep.Calendar(line, say, File: null, status.Number())
            : new ScenarioStep.Calendar(line, say, ScenarioReader.FileBeside(fields.Require("serve")), Status: null);
    }

    private Dictionary<string, ScenarioText> Captures(YamlValue? value)
    {
        var captures = new Dictionary<string, ScenarioText>(StringComparer.Ordinal);
        foreach (var (name, pattern) in value?.Fields().All ?? new Dictionary<string, YamlValue>())
        {
            captures[Define(name)] = Pattern(pattern);
        }

        return captures;
    }

    private string Define(string name)
    {
        _defined.Add(name);
        return name;
    }

    private ReplyExpectation? Reply(YamlValue? value)
    {
        if (value is null)
        {
            return null;
        }

        var fields = value.Fields("kind", "contains", "any", "matches", "not", "buttons", "attachments");
        return new ReplyExpectation(
            value.Line,
            fields["kind"]?.Items().Select(Kind).ToList() ?? [],
            Match(fields),
            Texts(fields["buttons"]),
            Texts(fields["attachments"])
        );
    }

    private static StageReplyKind Kind(YamlValue value) =>
        value.Text() switch
        {
            "none" => StageReplyKind.None,
            "ephemeral" => StageReplyKind.Ephemeral,
            "public" => StageReplyKind.Public,
            "updated" => StageReplyKind.Updated,
            "modal" => StageReplyKind.Modal,
            "reacted" => StageReplyKind.Reacted,
            var other => throw value.Mistake(
                $"'{other}' is no kind of reply; there are: ephemeral, public, updated, modal, reacted, none."
            ),
        };

    private IReadOnlyList<Expectation> Expectations(YamlFields step) =>
        [.. step.Require("expect").Items().Select(Expected)];

    private Expectation Expected(YamlValue value)
    {
        if (!value.IsMap)
        {
            throw value.Mistake("an expectation is a map, such as {channel: '#alerts', contains: …}.");
        }

        var keys = value.Fields().All.Keys.ToHashSet(StringComparer.Ordinal);
        return true switch
        {
            _ when keys.Contains("channel") => Channel(value),
            _ when keys.Contains("event") => InCalendar(value),
            _ when keys.Contains("person") || keys.Contains("people") => Received(value),
            _ when keys.Contains("reminders") => Reminders(value.Fields("reminders").Require("reminders")),
            _ when keys.Contains("directMessages") => OnlyTo(value.Fields("directMessages").Require("directMessages")),
            _ when keys.Contains("transcript") => InTranscript(value.Fields("transcript").Require("transcript")),
            _ when keys.Contains("file") => ReplyFile(value),
            _ when keys.Contains("dataFolder") => DataFolder(value.Fields("dataFolder").Require("dataFolder")),
            _ => throw value.Mistake(
                "nothing to expect here; there are: channel, event, person, people, reminders, directMessages, transcript, file, dataFolder."
            ),
        };
    }

    private Expectation.InChannel Channel(YamlValue value)
    {
        var fields = value.Fields(
            "channel",
            "network",
            "contains",
            "any",
            "matches",
            "not",
            "buttons",
            "count",
            "last"
        );
        var text = Match(fields);
        var onlyForbids = text is { Contains: [], Any: [], Matches: [], Not: not [] };
        var channel = cast.Place(fields.Require("channel"));
        return new Expectation.InChannel(
            value.Line,
            channel,
            cast.NetworkOf(fields["network"], channel, []),
            onlyForbids ? text with { Any = text.Not, Not = [] } : text,
            Texts(fields["buttons"]),
            CountOf(fields["count"]) ?? (onlyForbids ? Count.None : Count.Some),
            fields["last"]?.Flag() ?? false
        );
    }

    private Expectation.InCalendar InCalendar(YamlValue value)
    {
        var fields = value.Fields("event", "network", "status", "starts", "contains", "any", "matches", "not", "count");
        var status = fields["status"];
        if (status is not null && !EventStates.Contains(status.Text(), StringComparer.Ordinal))
        {
            throw status.Mistake(
                $"'{status.Text()}' is no state of an event; there are: {string.Join(", ", EventStates)}."
            );
        }

        return new Expectation.InCalendar(
            value.Line,
            Text(fields.Require("event")),
            fields["network"]?.Text(),
            Match(fields),
            status?.Text(),
            fields["starts"] is { } starts ? Moment(starts) : null,
            CountOf(fields["count"]) ?? Count.Some
        );
    }

    private Expectation.Received Received(YamlValue value)
    {
        var fields = value.Fields("person", "people", "receives", "not", "count");
        var people = cast.People(fields["people"] ?? fields.Require("person"));
        var count = CountOf(fields["count"]);
        IReadOnlyList<TextMatch> texts =
        [
            .. (fields["receives"]?.Items() ?? []).Select(item =>
                item.IsMap
                    ? Match(item.Fields("contains", "any", "matches", "not"))
                    : TextMatch.Anything with
                    {
                        Contains = [Text(item)],
                    }
            ),
        ];
        if (fields["not"] is { } not)
        {
            return texts.Count == 0 && count is null
                ? new Expectation.Received(
                    value.Line,
                    people,
                    [TextMatch.Anything with { Any = Texts(not) }],
                    Count.None
                )
                : throw not.Mistake("'not' stands alone here; use a second expectation.");
        }

        return new Expectation.Received(value.Line, people, texts, count);
    }

    private Expectation.Reminders Reminders(YamlValue value)
    {
        var fields = value.Fields("people", "at", "within", "contains", "any", "matches", "not", "eachExactlyOnce");
        if (fields["eachExactlyOnce"] is { } once && !once.Flag())
        {
            throw once.Mistake("reminders come exactly once each; anything else is not worth expecting.");
        }

        return new Expectation.Reminders(
            value.Line,
            cast.People(fields.Require("people")),
            [.. fields.Require("at").Items().Select(Moment)],
            fields["within"]?.Span().ToTimeSpan() ?? TimeSpan.FromMinutes(1),
            Match(fields)
        );
    }

    private Expectation.OnlyTo OnlyTo(YamlValue value)
    {
        var fields = value.Fields("onlyTo", "contains", "any", "matches", "not");
        return new Expectation.OnlyTo(value.Line, cast.People(fields.Require("onlyTo")), Match(fields));
    }

    private Expectation.InTranscript InTranscript(YamlValue value)
    {
        var fields = value.Fields("kind", "direction", "who", "where", "contains", "any", "matches", "not", "count");
        return new Expectation.InTranscript(
            value.Line,
            fields["kind"]?.Text(),
            fields["direction"]?.Text(),
            fields["who"] is { } who ? cast.People(who) : null,
            fields["where"]?.Text(),
            Match(fields),
            CountOf(fields["count"]) ?? Count.Some
        );
    }

    private Expectation.ReplyFile ReplyFile(YamlValue value)
    {
        var fields = value.Fields("file", "contains", "any", "matches", "not", "equals", "pngAtLeast");
        (int, int)? png = null;
        if (fields["pngAtLeast"] is { } size)
        {
            var match = Regex.Match(
                size.Text(),
                @"^(?<width>\d{1,5})x(?<height>\d{1,5})$",
                RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
            png = match.Success
                ? (Number(match.Groups["width"].Value), Number(match.Groups["height"].Value))
                : throw size.Mistake($"'{size.Text()}' is not a size in pixels such as 400x200.");
        }

        return new Expectation.ReplyFile(
            value.Line,
            Text(fields.Require("file")),
            Match(fields),
            fields["equals"] is { } whole ? Text(whole) : null,
            png
        );

        static int Number(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Expectation.NoPersonIds DataFolder(YamlValue value) =>
        value.Fields("hasNoPersonIds").Require("hasNoPersonIds").Flag()
            ? new Expectation.NoPersonIds(value.Line)
            : throw value.Mistake("a data folder with ids of people is nothing to expect.");

    private TextMatch Match(YamlFields fields) =>
        new(
            Texts(fields["contains"]),
            Texts(fields["any"]),
            [.. (fields["matches"]?.Items() ?? []).Select(Pattern)],
            Texts(fields["not"])
        );

    private IReadOnlyList<ScenarioText> Texts(YamlValue? value) => [.. (value?.Items() ?? []).Select(Text)];

    private ScenarioText Text(YamlValue value)
    {
        var text = value.ScenarioText();
        _mentioned.AddRange(Variables.MentionedIn(text.Raw).Select(name => (name, text.Line)));
        return text;
    }

    private ScenarioText Pattern(YamlValue value)
    {
        var pattern = Text(value);
        try
        {
            _ = new Regex(pattern.Raw, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return pattern;
        }
        catch (ArgumentException error)
        {
            throw value.Mistake($"'{pattern.Raw}' is no regular expression: {error.Message}");
        }
    }

    private static Count? CountOf(YamlValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (!value.IsMap)
        {
            return new Count(value.Number(), value.Number());
        }

        var fields = value.Fields("atLeast", "atMost");
        return new Count(fields["atLeast"]?.Number() ?? 0, fields["atMost"]?.Number() ?? int.MaxValue);
    }
}
