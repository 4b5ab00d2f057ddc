using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// What keeps an alert from being read, believed or answered. What the bot can be sure of, and nobody should read, blocks the
/// posting; what it can only guess is advice.
/// </summary>
internal static partial class AlertLint
{
    public const int LongestAlert = 900;
    public const int LongestHeadline = 80;
    public const int HighestGrade = 8;

    private const int ShownOfAClaim = 80;

    /// <summary>Each finding as one sentence that says what to do, those that block the posting first.</summary>
    public static IReadOnlyList<AlertFinding> Check(CollectiveAction action, Voice voice) =>
        [
            .. Length(action, voice)
                .Concat(ClaimsIn(action, voice))
                .Concat(Addresses(action, voice))
                .Concat(Asking(action, voice))
                .Concat(Manner(action, voice))
                .OrderByDescending(finding => finding.Blocks),
        ];

    /// <summary>The answer to who wants to post what must not stand so; null: it may be posted.</summary>
    public static Reply? WhyNot(CollectiveAction action, Request request)
    {
        var blocking = Check(action, request.Voice).Where(finding => finding.Blocks).ToList();
        return blocking.Count == 0 ? null : new Reply.Private(new Card { Parts = [.. Parts(blocking, request.Voice)] });
    }

    /// <summary>The findings as they stand in a preview; nothing where there are none.</summary>
    public static IEnumerable<CardPart> Parts(IReadOnlyList<AlertFinding> findings, Voice voice)
    {
        foreach (var group in findings.GroupBy(finding => finding.Blocks))
        {
            yield return new CardPart.Paragraph(voice.Text(group.Key ? "lint.errors" : "lint.advice"));
            yield return new CardPart.Bullets([.. group.Select(finding => finding.Sentence)]);
        }
    }

    private static IEnumerable<AlertFinding> Length(CollectiveAction action, Voice voice)
    {
        var longest = voice.Campaign.Languages.Max(language => LengthIn(action, voice.In(language)));
        if (longest > LongestAlert)
            yield return Error(voice.Text("lint.too-long", ("length", longest), ("most", LongestAlert)));
        if (action.Title.Length > LongestHeadline)
            yield return Advice(
                voice.Text("lint.headline", ("length", action.Title.Length), ("most", LongestHeadline))
            );
    }

    private static int LengthIn(CollectiveAction action, Voice voice) =>
        AlertCard
            .InLanguage(action, voice, people: 0)
            .Sum(part =>
                part switch
                {
                    CardPart.Heading(var text) => text.Length,
                    CardPart.Paragraph(var text) => text.Length,
                    CardPart.When(var text, _) => text.Length,
                    _ => 0,
                }
            );

    private static IEnumerable<AlertFinding> ClaimsIn(CollectiveAction action, Voice voice)
    {
        var text = TextOf(action);
        foreach (var claim in voice.Campaign.Claims)
        {
            var isQuoted = AlertText.Quotes(text, claim);
            var figure = AlertText.FigureOf(text, claim);
            if (!isQuoted && figure is null)
                continue;
            var said = ("claim", (object)UntrustedText.Clean(In(claim.Text, voice), ShownOfAClaim));
            if (claim.IsStaleOn(voice.Today))
                yield return Error(voice.Text("lint.stale", said, ("date", voice.Date(claim.AsOf!.Value))));
            if (AlertText.IsAttributed(text, claim))
                continue;
            var attribution = ("attribution", (object)In(claim.Attribution, voice));
            yield return isQuoted
                ? Error(voice.Text("lint.attribution", said, attribution))
                : Advice(voice.Text("lint.figure", ("figure", figure!), said, attribution));
        }
    }

    private static string In(LocalizedText text, Voice voice) =>
        text.In(voice.Language, voice.Campaign.DefaultLanguage);

    private static IEnumerable<AlertFinding> Addresses(CollectiveAction action, Voice voice)
    {
        foreach (Match match in Address().Matches(TextOf(action)))
        {
            var address = match.Value.TrimEnd('.', ',', ';', ')', '!', '?');
            var whole = address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}";
            if (Links.Read(whole, voice.Campaign) is LinkReading.Allowed)
                yield return Advice(voice.Text("lint.link-bare", ("code", action.Id.Code)));
            else
                yield return Error(
                    voice.Text("lint.link-host", ("address", UntrustedText.Clean(address, ShownOfAClaim)))
                );
        }
    }

    private static IEnumerable<AlertFinding> Asking(CollectiveAction action, Voice voice)
    {
        if (action.Note is { } note && AlertText.OtherAsk(note, action.Asks) is { } word)
            yield return Advice(voice.Text("lint.two-asks", ("word", word)));
        var code = ("code", (object)action.Id.Code);
        if (action.Asks.Contains(Ask.Speak) && action.MomentOf(MilestoneKind.FormCloses) is null)
            yield return Advice(voice.Text("lint.deadline-speak", code));
        if (
            (action.Kind == ActionKind.Comment || action.Asks.Contains(Ask.Write))
            && action.MomentOf(MilestoneKind.CommentsClose) is null
        )
            yield return Advice(voice.Text("lint.deadline-write", code));
    }

    private static IEnumerable<AlertFinding> Manner(CollectiveAction action, Voice voice)
    {
        var text = TextOf(action);
        if (Everybody().Match(text) is { Success: true } everybody)
            yield return Advice(voice.Text("lint.everyone", ("word", everybody.Value)));
        if (AlertText.Shouts(text))
            yield return Advice(voice.Text("lint.capitals"));
        if (AlertText.Exclaims(text))
            yield return Advice(voice.Text("lint.exclamation"));
        if (
            action.Note is { } note
            && ReadingGrade.Guess(note) is { } language
            && ReadingGrade.Of(note, language) is { } grade
            && grade > HighestGrade
        )
            yield return Advice(voice.Text("lint.grade", ("grade", grade), ("most", HighestGrade)));
    }

    /// <summary>What the organizers wrote, each field a sentence of its own.</summary>
    private static string TextOf(CollectiveAction action) =>
        string.Join(".\n", ((string?[])[action.Title, action.Location, action.Note]).OfType<string>());

    private static AlertFinding Error(string sentence) => new(Blocks: true, sentence);

    private static AlertFinding Advice(string sentence) => new(Blocks: false, sentence);

    [GeneratedRegex(
        @"\b(https?://|www\.)[^\s<>]+|\b[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}/[^\s<>]+",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Address();

    [GeneratedRegex("@(everyone|here|todos)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Everybody();
}

/// <summary>Something about an alert that its organizer should know.</summary>
/// <param name="Blocks">Whether it cannot be posted so; else it is advice.</param>
/// <param name="Sentence">What to do about it, in the organizer's language.</param>
internal sealed record AlertFinding(bool Blocks, string Sentence);
