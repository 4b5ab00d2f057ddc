using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// What a reminder says: what comes and how far away it is by the reader's calendar, when and where, and how to answer.
/// </summary>
internal static class ReminderCard
{
    /// <summary>To one member, about their own pledge.</summary>
    public static Card ForMember(CollectiveAction action, Pledge pledge, ReminderRule rule, Voice voice)
    {
        if (rule.Asks == ReminderQuestion.Came)
            return new Card
            {
                Parts = [.. About(action, rule, voice), new CardPart.Paragraph(voice.Text("came.question"))],
                HowToChoose = voice.Text("say.choose"),
                Buttons = SayWhetherCame.Buttons(action.Id, voice),
            };
        if (IsFollowUp(rule))
            return new Card { Parts = [.. About(action, rule, voice)] };

        var asksAgain = !pledge.IsForTimeOf(action);
        var asksToConfirm = rule.Asks == ReminderQuestion.Confirm && pledge.ConfirmedAt is null;
        return new Card
        {
            Parts =
            [
                .. About(action, rule, voice),
                new CardPart.Rule(),
                new CardPart.Paragraph(
                    voice.Text("reminder.your-answer", ("answer", voice.Text(AnswerWords.AnswerKey(pledge.Answer))))
                ),
                new CardPart.Paragraph(
                    voice.Text(
                        asksAgain ? "again.reminder"
                        : asksToConfirm ? "confirm.question"
                        : "reminder.change"
                    )
                ),
                new CardPart.Small(voice.Text("reminder.stop")),
            ],
            HowToChoose = voice.Text("say.choose"),
            Buttons =
                asksAgain ? ComeAtNewTime.Buttons(action, voice)
                : asksToConfirm
                    ?
                    [
                        new CardButton(voice.Text("button.confirm"), ConfirmPledge.For(action), ButtonWeight.Main),
                        ComeAtNewTime.CantCome(action, voice),
                    ]
                : [ComeAtNewTime.CantCome(action, voice)],
        };
    }

    /// <summary>To a channel, naming nobody, in each of the campaign's languages.</summary>
    public static Card ForChannel(CollectiveAction action, ReminderRule rule, Voice voice) =>
        new()
        {
            // Whoever can't be written to in private finds their own pledges here, and nobody else sees them.
            Buttons =
            [
                new CardButton(
                    string.Join(" / ", voice.ForChannel.Select(spoken => spoken.Text("button.mine"))),
                    MyPledges.For(action.Id)
                ),
            ],
            Parts =
            [
                .. voice.ForChannel.SelectMany(
                    (spoken, index) =>
                        index == 0
                            ? About(action, rule, spoken)
                            : About(action, rule, spoken).Prepend(new CardPart.Rule(BetweenLanguages: true))
                ),
            ],
        };

    /// <summary>Whether it comes when all is over.</summary>
    private static bool IsFollowUp(ReminderRule rule) =>
        rule.Offset.IsAfter && rule.Of is MilestoneKind.Start or MilestoneKind.End;

    private static IEnumerable<CardPart> About(CollectiveAction action, ReminderRule rule, Voice voice)
    {
        if (IsFollowUp(rule))
            return AboutWhatIsOver(action, rule, voice);
        return rule.Of == MilestoneKind.Start || action.MomentOf(rule.Of) is not { } moment
            ? AboutStart(action, voice)
            : AboutMilestone(action, rule, moment, voice);
    }

    private static IEnumerable<CardPart> AboutStart(CollectiveAction action, Voice voice)
    {
        yield return new CardPart.Heading(
            DaysUntil(action.Starts, voice) switch
            {
                <= 0 => voice.Text("reminder.today", ("title", action.Title)),
                var days => voice.Text("reminder.days", ("count", days), ("title", action.Title)),
            }
        );
        yield return Start(action, voice);
        if (action.Location is { } location)
            yield return new CardPart.Paragraph(voice.Text("reminder.where", ("where", location)));
    }

    private static IEnumerable<CardPart> AboutMilestone(
        CollectiveAction action,
        ReminderRule rule,
        MeetingTime moment,
        Voice voice
    )
    {
        var milestone = MilestoneWords.Name(rule.Of);
        yield return new CardPart.Heading(
            (rule.Offset.IsAfter, DaysUntil(moment, voice)) switch
            {
                (true, _) => voice.Text($"reminder.{milestone}.since", ("title", action.Title)),
                (_, <= 0) => voice.Text($"reminder.{milestone}.today", ("title", action.Title)),
                (_, var days) => voice.Text($"reminder.{milestone}.days", ("count", days), ("title", action.Title)),
            }
        );
        if (!rule.Offset.IsAfter)
            yield return new CardPart.When(MilestoneWords.Line(voice, rule.Of, moment), moment.Instant);
        // What opens is of use until it closes.
        if (
            rule.Of is MilestoneKind.Docket or MilestoneKind.FormOpens
            && action.MomentOf(MilestoneKind.FormCloses) is { } closes
        )
            yield return new CardPart.When(
                MilestoneWords.Line(voice, MilestoneKind.FormCloses, closes),
                closes.Instant
            );
        yield return Start(action, voice);
        if (rule.Of == MilestoneKind.Doors)
        {
            if (action.Location is { } location)
                yield return new CardPart.Paragraph(voice.Text("reminder.where", ("where", location)));
        }
        else if (action.Link is { } link)
        {
            yield return new CardPart.Link(voice.Text("alert.link"), link);
        }
    }

    /// <summary>The bot does not know what came of it, and does not pretend to.</summary>
    private static IEnumerable<CardPart> AboutWhatIsOver(CollectiveAction action, ReminderRule rule, Voice voice)
    {
        var isDaysLater =
            rule.Offset is ReminderOffset.DaysAfter { Days: > 0 } or ReminderOffset.HoursAfter { Hours: >= 24 };
        yield return new CardPart.Paragraph(
            voice.Text(isDaysLater ? "reminder.outcome" : "reminder.follow-up", ("title", action.Title))
        );
        if (isDaysLater && action.Link is { } link)
            yield return new CardPart.Link(voice.Text("alert.link"), link);
    }

    private static CardPart.When Start(CollectiveAction action, Voice voice) =>
        new(voice.Text("reminder.when", ("when", voice.When(action.Starts))), action.Starts.Instant);

    /// <summary>By the calendar on the wall, at the moment of sending: 0 is today, 1 tomorrow.</summary>
    private static int DaysUntil(MeetingTime moment, Voice voice) =>
        Period.DaysBetween(voice.Now.InZone(moment.Zone).Date, moment.Local.Date);
}
