using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer changes an action. A draft changes at once; a proposed one becomes a draft again, since it is no longer what
/// was read; a public one changes in every posted copy, after a second organizer's release where the campaign wants two.
/// </summary>
internal sealed class EditAction(Store store)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action") ?? request.Argument(0), out var id))
            return request.UnknownAction();
        var current = store.Read(session => session.Find(id));
        if (WhyNot(current, request) is { } refusal)
            return refusal;
        if (!ChangesAnything(request))
            return new Reply.Ask(ActionForm.ForEdit(current!, request.Voice));

        var edited = Read(request, current!, out var fault);
        return fault
            ?? await store.WriteAsync(session => Decide(session, request, edited, AuditDeed.Edited), cancellationToken);
    }

    private static bool ChangesAnything(Request request) =>
        request.Incoming.Act is Act.Submit || ActionFields.HasAny(request);

    /// <summary>Why the action cannot be changed any more; null where it can.</summary>
    internal static Reply? WhyNot(CollectiveAction? action, Request request)
    {
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (action.State == ActionState.Cancelled)
            return request.Say("error.already-cancelled", ("code", action.Id.Code));
        return action.Starts.Instant <= request.Now
            ? request.Say("error.already-over", ("code", action.Id.Code))
            : null;
    }

    private static CollectiveAction Read(Request request, CollectiveAction action, out Reply? fault)
    {
        fault = null;
        var starts = action.Starts;
        // A form carries the time as it stands; typed again unchanged it is no change, even where it is unusual.
        if (ActionFields.HasTime(request) && request.Option("when") != Voice.Typed(action.Starts))
        {
            var reading = ActionFields.ReadTime(request);
            fault = TypedTimeReplies.WhyNot(reading, request);
            if (reading is TypedTimeReading.Understood(var local))
                starts = new MeetingTime(local, request.Campaign.Zone);
        }
        var link = Links.Read(request.Option("link"), request.Campaign);
        fault ??= Links.WhyRefused(link, request);
        if (ActionFields.HasWrongCapacity(request))
            fault ??= request.Say("error.capacity", ("count", ActionFields.LargestCapacity));
        var isForm = request.Incoming.Act is Act.Submit;
        return action with
        {
            Title = Text(request, "title", ActionFields.LongestTitle) ?? action.Title,
            Starts = starts,
            // An emptied field of a form takes the text away; an option that was not given leaves it.
            Location = Text(request, "place", ActionFields.LongestPlace) ?? (isForm ? null : action.Location),
            Note = Text(request, "note", ActionFields.LongestNote) ?? (isForm ? null : action.Note),
            Capacity = ActionFields.ReadCapacity(request) ?? action.Capacity,
            Link = (link as LinkReading.Allowed)?.Url ?? action.Link,
            Proposal = null,
        };
    }

    private static string? Text(Request request, string option, int maxLength) =>
        UntrustedText.Clean(request.Option(option), maxLength) is { Length: > 0 } text ? text : null;

    /// <summary>Changes the action to what an organizer wants of it, unless something stands in the way.</summary>
    /// <param name="deed">What it is called in the trail.</param>
    internal static Reply Decide(StoreSession session, Request request, CollectiveAction edited, AuditDeed deed)
    {
        var current = session.Find(edited.Id);
        if (WhyNot(current, request) is { } refusal)
            return refusal;
        // Since the form was opened, a time to post it may have been set.
        edited = edited with
        {
            PostAt = current!.PostAt,
        };
        if (edited.PostAt is { } postAt && postAt >= edited.Starts.Instant)
            return request.Say(
                "error.starts-before-post",
                ("code", edited.Id.Code),
                ("when", request.Voice.When(postAt))
            );
        // What was set since the form was opened stands, too.
        edited = UsualMilestones.MoveAlong(
            current,
            edited with
            {
                Milestones = current.Milestones,
                Cadence = current.Cadence,
            },
            request.Campaign
        );
        if (OutOfOrder(edited, request) is { } disorder)
            return disorder;
        return session.TryBegin(request.EventKey, request.Now)
            ? Apply(session, request, current, edited, deed, action => Done(request, action, current.Starts))
            : Done(request, current, current.Starts);
    }

    /// <summary>The sentence for milestones that cannot come in that order; null where they can.</summary>
    internal static Reply? OutOfOrder(CollectiveAction action, Request request)
    {
        if (MilestoneOrder.Broken(action) is not var (first, then))
            return null;
        var voice = request.Voice;
        return request.Say(
            "error.milestone-order",
            ("first", MilestoneWords.In(voice, first)),
            ("when", voice.When(action.MomentOf(first)!)),
            ("then", MilestoneWords.In(voice, then)),
            ("limit", voice.When(action.MomentOf(then)!))
        );
    }

    /// <summary>
    /// A draft changes at once; a public action too, or once a second organizer agrees, where the campaign wants two.
    /// </summary>
    /// <param name="deed">What it is called in the trail.</param>
    /// <param name="done">The answer, from the action as it stands then.</param>
    internal static Reply Apply(
        StoreSession session,
        Request request,
        CollectiveAction current,
        CollectiveAction edited,
        AuditDeed deed,
        Func<CollectiveAction, Reply> done
    )
    {
        var waits = current.State is not (ActionState.Draft or ActionState.Proposed) && request.Campaign.Approvals > 0;
        session.Audit(request, deed, current.Id.Code, waits ? AuditResult.Waiting : AuditResult.Done);
        if (current.State is ActionState.Draft or ActionState.Proposed)
        {
            var draft = edited with { State = ActionState.Draft, Proposal = null };
            session.Save(draft);
            return done(draft);
        }
        if (waits)
        {
            edited = edited with { Proposal = null };
            var proposal = Approval.Propose(session, request, edited, isEdit: true);
            session.Save(current with { Proposal = proposal });
            return Approval.Ask(session, request, current, proposal);
        }
        Release.Change(session, current, edited, request.Campaign, request.Now);
        return done(session.Find(current.Id)!);
    }

    /// <summary>What was done, from what stands now: a replay is answered like the first time.</summary>
    private static Reply Done(Request request, CollectiveAction action, MeetingTime startedAt) =>
        action switch
        {
            { State: ActionState.Draft } => new Reply.Private(DraftCard.For(action, request)),
            { Proposal: not null } => Approval.Waits(request, action),
            _ => new Reply.Private(
                new Card
                {
                    Parts =
                    [
                        new CardPart.Paragraph(request.Voice.Text("edit.done", ("code", action.Id.Code))),
                        .. startedAt == action.Starts ? [] : ToBeChecked(request, action),
                    ],
                }
            ),
        };

    /// <summary>Milestones that did not move along with the start.</summary>
    private static IEnumerable<CardPart> ToBeChecked(Request request, CollectiveAction action)
    {
        var typed = UsualMilestones.Typed(action, request.Campaign).ToList();
        if (typed.Count == 0)
            yield break;
        yield return new CardPart.Paragraph(request.Voice.Text("milestones.check"));
        yield return new CardPart.Bullets([
            .. typed.Select(milestone =>
                MilestoneWords.Line(request.Voice, milestone.Kind, action.MomentOf(milestone.Kind)!)
            ),
        ]);
    }
}
