using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>A deadline that people were told of has changed: those who heard the old one hear the new one at once.</summary>
internal static class MilestoneNotice
{
    /// <summary>Writes to everybody who was told of a milestone that is another now. To be called before the new plan is saved.</summary>
    public static void Tell(StoreSession session, CollectiveAction before, CollectiveAction now, Instant at)
    {
        foreach (var was in before.Milestones.Where(was => now.MomentOf(was.Kind)?.Local != was.Local))
        {
            var steps = session.StepsOf(before.Id);
            var told = steps
                .Where(step =>
                    step.Version == before.Version
                    && step.Of == was.Kind
                    && step.State == ReminderStepState.Expanded
                    && step.DueAt <= at
                )
                .ToList();
            if (told.Count == 0)
                continue;
            var content = new MessageContent.MilestoneMoved(now.Id, was.Kind, was.Local);
            var id = $"milestone|{now.Id.Code}|{MilestoneWords.Name(was.Kind)}|{at.ToUnixTimeMilliseconds()}";
            foreach (
                var pledge in Audience
                    .Members(session, before, at)
                    .Where(pledge => ReminderLadder.For(pledge, steps).Intersect(told).Any())
            )
                Release.Tell(
                    session,
                    now,
                    new Recipient.Direct(pledge.Member),
                    session.NetworkFor(pledge.Member, pledge.Network),
                    content,
                    $"{id}|{pledge.Member}",
                    at
                );
            if (!told.Exists(step => step.Audience.HasFlag(ReminderAudience.Channel)))
                continue;
            foreach (var alert in session.PostedAlertsOf(now.Id))
                Release.Tell(
                    session,
                    now,
                    new Recipient.Channel(alert.Server, alert.ChannelId),
                    alert.Network,
                    content,
                    $"{id}|{alert.Network}|{alert.ChannelId}",
                    at
                );
        }
    }

    public static Composition Compose(Sending sending, MessageContent.MilestoneMoved moved, CollectiveAction action)
    {
        if (action.State != ActionState.Released || action.MomentOf(moved.Kind)?.Local == moved.WasAt)
            return new Composition.Unwanted("changed");
        if (sending.Message.To is Recipient.Direct(var member))
            return Silence.About(sending, member, action)
                ?? new Composition.Say(new Card { Parts = [.. Parts(moved, action, sending.Voice)] });
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    .. sending.Voice.ForChannel.SelectMany(
                        (voice, index) =>
                            index == 0
                                ? Parts(moved, action, voice)
                                : Parts(moved, action, voice).Prepend(new CardPart.Rule(BetweenLanguages: true))
                    ),
                ],
            }
        );
    }

    private static IEnumerable<CardPart> Parts(
        MessageContent.MilestoneMoved moved,
        CollectiveAction action,
        Voice voice
    )
    {
        var milestone = ("milestone", (object)MilestoneWords.In(voice, moved.Kind));
        var was = ("was", (object)voice.WallTime(moved.WasAt));
        yield return new CardPart.Heading(voice.Text("moved.title", ("title", action.Title)));
        if (action.MomentOf(moved.Kind) is { } moment)
            yield return new CardPart.When(
                voice.Text("milestones.moved", milestone, ("when", voice.When(moment)), was),
                moment.Instant
            );
        else
            yield return new CardPart.Paragraph(voice.Text("milestones.gone", milestone, was));
        if (action.Link is { } link)
            yield return new CardPart.Link(voice.Text("alert.link"), link);
        if (action.IsSentByOne)
            yield return new CardPart.Small(voice.Text("alert.sent-by-one"));
    }
}
