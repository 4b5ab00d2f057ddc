using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// One message a day to a person who pledged to so much that a reminder for each would be too many: everything that is ahead,
/// with its next deadline.
/// </summary>
internal static class Digest
{
    private const int LongestList = 10;

    /// <summary>The digest of the day, in the place of one of its reminders.</summary>
    public static OutboxMessage Of(Campaign campaign, MemberKey member, OutboxMessage reminder, Instant now) =>
        reminder with
        {
            Id = $"digest|{campaign.Id}|{member}|{now.InZone(campaign.Zone).Date:uuuu-MM-dd}",
            Content = new MessageContent.Digest(),
        };

    public static Composition Compose(Sending sending)
    {
        var (message, session, voice) = sending;
        if (message.To is not Recipient.Direct(var member))
            return new Composition.Unwanted("for-one-person");
        var ahead = session
            .PledgesOf(member)
            .Where(pledge => pledge.IsCommitted && session.MayRemind(member, pledge.Action, voice.Now))
            .Select(pledge => (Pledge: pledge, Action: session.Find(pledge.Action)))
            .Where(one => one.Action is { State: ActionState.Released } action && action.Starts.Instant > voice.Now)
            .OrderBy(one => one.Action!.Starts.Instant)
            .ThenBy(one => one.Action!.Id.Number)
            .ToList();
        if (ahead.Count == 0)
            return new Composition.Unwanted("over");
        return Silence.Of(session, member, voice.Campaign.Zone, voice.Now, ahead[0].Action!.Starts.Instant)
            ?? new Composition.Say(
                new Card
                {
                    Parts =
                    [
                        new CardPart.Heading(voice.Text("digest.title", ("count", ahead.Count))),
                        new CardPart.Bullets([
                            .. ahead.Take(LongestList).Select(one => Line(one.Action!, one.Pledge, voice)),
                        ]),
                        .. ahead.Count > LongestList
                            ? (CardPart[])
                                [
                                    new CardPart.Paragraph(
                                        voice.Text("digest.more", ("count", ahead.Count - LongestList))
                                    ),
                                ]
                            : [],
                        new CardPart.Paragraph(voice.Text("digest.mine")),
                        new CardPart.Small(voice.Text("reminder.stop")),
                    ],
                }
            );
    }

    private static string Line(CollectiveAction action, Pledge pledge, Voice voice)
    {
        var line = voice.Text(
            action.Location is null ? "digest.line" : "digest.line-where",
            ("title", action.Title),
            ("when", voice.When(action.Starts)),
            ("where", action.Location ?? "")
        );
        var deadline = pledge.Answer switch
        {
            PledgeAnswer.Speak => ("digest.form", action.MomentOf(MilestoneKind.FormCloses)),
            PledgeAnswer.Write => ("digest.comments", action.MomentOf(MilestoneKind.CommentsClose)),
            _ => ("", null),
        };
        return deadline is (var key, { } until) && until.Instant > voice.Now
            ? $"{line} {voice.Text(key, ("until", voice.When(until)))}"
            : line;
    }
}
