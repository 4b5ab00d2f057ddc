using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer releases a draft, now or for a set time. Where the campaign wants two, the first one proposes and another
/// one releases: exactly the text, the places and the timeline that were proposed.
/// </summary>
internal sealed class PostAction(Store store)
{
    public const string Button = "post";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    /// <summary>The button under a preview: it releases what was read there, and nothing that was changed since.</summary>
    public static ButtonId ForRead(CollectiveAction read, Campaign campaign) =>
        new(Button, read.Id.Code, Release.Fingerprint(read, campaign));

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action") ?? request.Argument(0), out var id))
            return request.UnknownAction();
        var postAt = ReadPostAt(request, out var fault);
        return fault ?? await store.WriteAsync(session => Decide(session, request, id, postAt), cancellationToken);
    }

    private static Instant? ReadPostAt(Request request, out Reply? fault)
    {
        fault = null;
        if (request.Option("at") is not { } at)
            return null;
        var reading = TypedTime.ReadWhen(at, request.Campaign.Zone, request.Now);
        fault = TypedTimeReplies.WhyNot(reading, request);
        return reading is TypedTimeReading.Understood(var local)
            ? MeetingTime.Resolve(local, request.Campaign.Zone)
            : null;
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id, Instant? postAt)
    {
        var action = session.Find(id);
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (WhyNot(action, request) is { } refusal)
            return refusal;
        if (WasChangedSinceRead(action, request))
            return request.Say("post.changed-since-preview", ("code", id.Code));
        if (postAt >= action.Starts.Instant)
            return request.Say("error.post-after-start", ("code", id.Code));

        if (action.Proposal is { } proposal)
            return Second(session, request, action, proposal, postAt);
        var draft = postAt is null ? action : action with { PostAt = postAt };
        return request.Campaign.Approvals == 0 ? Released(session, request, draft) : Proposed(session, request, draft);
    }

    private static Reply? WhyNot(CollectiveAction action, Request request)
    {
        var code = ("code", (object)action.Id.Code);
        if (action.State == ActionState.Cancelled)
            return request.Say("error.already-cancelled", code);
        if (action.Starts.Instant <= request.Now)
            return request.Say("error.already-over", code);
        return action.State is ActionState.Released or ActionState.Done && action.Proposal is null
            ? request.Say("error.already-posted", code)
            : null;
    }

    private static bool WasChangedSinceRead(CollectiveAction action, Request request) =>
        request.Argument(1) is { Length: > 0 } read
        && read != Release.Fingerprint(action.Proposal?.Edited ?? action, request.Campaign);

    private static Reply Second(
        StoreSession session,
        Request request,
        CollectiveAction action,
        Proposal proposal,
        Instant? postAt
    )
    {
        if (proposal.By == request.Member)
            return request.Say("post.needs-another", ("code", action.Id.Code));
        var proposed = proposal.Edited ?? action;
        if (postAt is not null && postAt != proposed.PostAt)
            return OtherTime(request, proposed);
        if (proposed.Starts.Instant <= request.Now)
            return request.Say("error.already-over", ("code", action.Id.Code));
        if (Release.Fingerprint(proposed, request.Campaign) != proposal.Fingerprint)
        {
            // The campaign's file changed in between: what would be sent is no longer what was read.
            session.Save(action with { Proposal = null, State = Unproposed(action) });
            return request.Say("post.proposal-void", ("code", action.Id.Code));
        }
        if (proposal.Edited is not { } edited)
            return Released(session, request, action);
        Release.Change(session, action, edited, request.Campaign, request.Now);
        return request.Say("edit.done", ("code", action.Id.Code));
    }

    /// <summary>The time belongs to what was proposed and read; a release does not change it.</summary>
    private static Reply OtherTime(Request request, CollectiveAction proposed) =>
        proposed.PostAt is { } at
            ? request.Say("post.other-time", ("code", proposed.Id.Code), ("when", request.Voice.When(at)))
            : request.Say("post.no-time", ("code", proposed.Id.Code));

    private static Reply Proposed(StoreSession session, Request request, CollectiveAction draft)
    {
        var proposal = new Proposal(request.Member, Release.Fingerprint(draft, request.Campaign), Edited: null);
        session.Save(draft with { State = ActionState.Proposed, Proposal = proposal });
        return Ask(session, request, draft, proposal);
    }

    /// <summary>Tells the coordinators' channels that something waits for a second organizer.</summary>
    internal static Reply Ask(StoreSession session, Request request, CollectiveAction action, Proposal proposal)
    {
        session.TellCoordinators(
            request.Campaign,
            $"proposed|{action.Id.Code}|{proposal.Fingerprint}",
            new MessageContent.Notice(
                "notice.proposed",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["code"] = action.Id.Code,
                    ["title"] = (proposal.Edited ?? action).Title,
                }
            ),
            request.Now
        );
        return request.Say("post.proposed", ("code", action.Id.Code));
    }

    private static ActionState Unproposed(CollectiveAction action) =>
        action.State == ActionState.Proposed ? ActionState.Draft : action.State;

    private static Reply Released(StoreSession session, Request request, CollectiveAction draft)
    {
        var steps = Release.Post(session, draft, request.Campaign, request.Now);
        var posted =
            draft.PostAt is { } at && at > request.Now
                ? request.Voice.Text("post.scheduled", ("code", draft.Id.Code), ("when", request.Voice.When(at)))
                : request.Voice.Text("post.done", ("code", draft.Id.Code));
        return new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(posted),
                    new CardPart.Paragraph(request.Voice.Text("post.reminders", ("count", steps.Count))),
                ],
            }
        );
    }
}
