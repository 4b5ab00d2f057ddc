using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Calls;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// The action alert as it stands in a channel: what, when, where, why, a file for people's calendars, and a button for each
/// thing asked. In at most two languages, since a wall of text is read by nobody.
/// </summary>
internal static class AlertCard
{
    private const int MostLanguages = 2;

    /// <summary>The alert in the campaign's languages, with its pledge buttons while the action is open.</summary>
    /// <param name="people">How many people come, as <see cref="AlertTally.Shown"/> lets it be seen.</param>
    /// <param name="countsCalls">Whether it is the number of calls instead.</param>
    public static Card For(CollectiveAction action, Voice voice, int people, bool countsCalls = false)
    {
        var languages = voice.Campaign.Languages.Take(MostLanguages).ToList();
        var parts = new List<CardPart>();
        foreach (var language in languages)
        {
            if (parts.Count > 0)
                parts.Add(new CardPart.Rule(BetweenLanguages: true));
            parts.AddRange(InLanguage(action, voice.In(language), people, countsCalls));
        }
        if (action.Link is { } link)
        {
            parts.Add(new CardPart.Rule());
            parts.Add(new CardPart.Link(InEach(voice, languages, "alert.link"), link));
        }
        foreach (var language in languages)
        {
            parts.Add(new CardPart.Rule());
            parts.AddRange(SmallPrint(action, voice.In(language)));
        }

        return new Card
        {
            Parts = parts,
            Files = [AlertFile.For(action, voice)],
            HowToChoose = action.State == ActionState.Cancelled ? null : HowToChoose(action, voice, languages),
            Buttons = action.State == ActionState.Cancelled ? [] : PledgeButtons(action, voice, languages),
        };
    }

    /// <summary>The alert in one language, without buttons: first what, when and where, then why and what is asked.</summary>
    public static IEnumerable<CardPart> InLanguage(
        CollectiveAction action,
        Voice voice,
        int people,
        bool countsCalls = false
    )
    {
        var cancelled = action.State == ActionState.Cancelled;
        yield return new CardPart.Heading(
            cancelled ? voice.Text("alert.cancelled", ("title", action.Title)) : action.Title
        );
        yield return new CardPart.When(
            voice.Text("alert.when", ("when", voice.When(action.Starts))),
            action.Starts.Instant
        );
        if (action.Kind == ActionKind.CallIn && action.MomentOf(MilestoneKind.End) is { } end)
            yield return new CardPart.Paragraph(voice.Text("alert.until", ("when", voice.When(end))));
        if (action.Kind != ActionKind.CallIn || action.Location is not null)
            yield return new CardPart.Paragraph(
                action.Location is { } location
                    ? voice.Text("alert.where", ("where", location))
                    : voice.Text("alert.where-unknown")
            );
        if (cancelled)
            yield break;
        yield return new CardPart.Rule();
        yield return new CardPart.Paragraph(voice.Purpose);
        if (action.Note is { } note)
            yield return new CardPart.Paragraph(note);
        yield return new CardPart.Paragraph(voice.Text(AnswerWords.AlertKey(action.Asks[0])));
        if (action.Capacity is { } capacity)
            yield return new CardPart.Paragraph(voice.Text("alert.capacity", ("count", capacity)));
        if (countsCalls)
            yield return new CardPart.Paragraph(
                people == 0 ? voice.Text("call.first-calls") : CallNumbers.Counter(people, action.CallGoal, voice)
            );
        else
            yield return new CardPart.Paragraph(
                people == 0 ? voice.Text("alert.people-few") : voice.Text("alert.people", ("count", people))
            );
    }

    /// <summary>What stands at the end: who sees an answer, whom to ask for help, the code.</summary>
    public static IEnumerable<CardPart> SmallPrint(CollectiveAction action, Voice voice)
    {
        if (action.State == ActionState.Cancelled)
            yield break;
        if (action.Kind == ActionKind.Meeting)
            yield return new CardPart.Small(voice.Text("alert.public"));
        yield return new CardPart.Small(voice.Text("alert.accessibility"));
        yield return new CardPart.Small(voice.Text("alert.privacy"));
        if (action.IsSentByOne)
            yield return new CardPart.Small(voice.Text("alert.sent-by-one"));
        yield return new CardPart.Small(voice.Text("alert.code", ("code", action.Id.Code)));
        if (action.AlertCode is { } check)
            yield return new CardPart.Small(voice.Text("alert.verify", ("code", check)));
    }

    /// <summary>
    /// How to answer where there are no buttons and the whole group would see it: there only in campaigns in which that does
    /// no harm.
    /// </summary>
    private static string HowToChoose(CollectiveAction action, Voice voice, IReadOnlyList<string> languages) =>
        string.Join(
            '\n',
            languages
                .Select(voice.In)
                .Select(spoken =>
                    action.Kind == ActionKind.CallIn ? spoken.Text("call.how-in-private", ("code", action.Id.Code))
                    : voice.Campaign.Risk == RiskLevel.Normal
                        ? spoken.Text(
                            "alert.answer-here",
                            ("first", spoken.Text(AnswerWords.ButtonKey(AnswerChoices.Of(action)[0]))),
                            ("code", action.Id.Code)
                        )
                    : spoken.Text("alert.answer-in-private", ("code", action.Id.Code))
                )
        );

    private static List<CardButton> PledgeButtons(
        CollectiveAction action,
        Voice voice,
        IReadOnlyList<string> languages
    ) =>
        [
            .. action.Kind == ActionKind.CallIn
                ?
                [
                    new CardButton(
                        InEach(voice, languages, "button.call-now"),
                        CallNow.For(action.Id),
                        ButtonWeight.Main
                    ),
                ]
                : (CardButton[])[],
            .. action.Asks.Select(
                (ask, index) =>
                    Button(
                        action,
                        voice,
                        languages,
                        PledgeAnswers.For(ask),
                        index == 0 ? ButtonWeight.Main : ButtonWeight.Normal
                    )
            ),
            Button(action, voice, languages, PledgeAnswer.Maybe, ButtonWeight.Normal),
            Button(action, voice, languages, PledgeAnswer.CantCome, ButtonWeight.Normal),
        ];

    private static CardButton Button(
        CollectiveAction action,
        Voice voice,
        IReadOnlyList<string> languages,
        PledgeAnswer answer,
        ButtonWeight weight
    ) => new(InEach(voice, languages, AnswerWords.ButtonKey(answer)), PledgeByButton.For(action.Id, answer), weight);

    private static string InEach(Voice voice, IReadOnlyList<string> languages, string key) =>
        string.Join(" / ", languages.Select(language => voice.In(language).Text(key)));
}
