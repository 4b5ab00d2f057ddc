using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer releases a draft, now or for a set time. Where the campaign wants two, the first one proposes and another
/// one releases: exactly the text, the places and the timeline that were proposed.
/// </summary>
internal sealed class PostAction(Store store, RoleMemory roles)
{
    public const string Button = "post";
    public const string Emergency = "emergency";

    /// <summary>What <c>emergency</c> can be: nobody says it by accident.</summary>
    public static IReadOnlyList<string> EmergencyChoices { get; } = ["yes"];

    private static readonly Duration BetweenEmergencies = Duration.FromHours(24);

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

    private Reply Decide(StoreSession session, Request request, ActionId id, Instant? postAt)
    {
        var action = session.Find(id);
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (WhyNot(action, request) is { } refusal)
            return refusal;
        if (CalendarHasChanged(session, action, request))
            return request.Say("post.calendar-changed", ("code", id.Code));
        if (WasChangedSinceRead(action, request))
            return request.Say("post.changed-since-preview", ("code", id.Code));
        if (postAt >= action.Starts.Instant)
            return request.Say("error.post-after-start", ("code", id.Code));

        var draft = postAt is null ? action : action with { PostAt = postAt };
        if (!IsEmergency(request) && AlertLint.WhyNot(draft.Proposal?.Edited ?? draft, request) is { } lint)
            return lint;
        if (request.Campaign.Approvals == 0)
            return Released(session, request, draft, byOne: false);
        if (IsEmergency(request))
            return Alone(session, request, action, draft);
        return action.Proposal is { } proposal
            ? Second(session, request, action, proposal, postAt)
            : Approval.Proposed(session, request, draft);
    }

    /// <summary>In an emergency the text goes out as it is, and says that one organizer alone sent it.</summary>
    private static bool IsEmergency(Request request) =>
        EmergencyChoices.Contains(request.Option(Emergency) ?? "", StringComparer.OrdinalIgnoreCase);

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

    /// <summary>
    /// Whether a draft's calendar says something else than the draft, and no organizer has looked at it: nobody is to be
    /// called to a wrong time. An edit of what is public already may be the very answer to it.
    /// </summary>
    private static bool CalendarHasChanged(StoreSession session, CollectiveAction action, Request request) =>
        action.State is ActionState.Draft or ActionState.Proposed
        && session.FindCalendarChange(action.Id) is { } change
        && CalendarChangeCard.For(session, action, change, request.Voice) is not null;

    private static bool WasChangedSinceRead(CollectiveAction action, Request request) =>
        request.Argument(1) is { Length: > 0 } read
        && read != Release.Fingerprint(action.Proposal?.Edited ?? action, request.Campaign);

    private Reply Second(
        StoreSession session,
        Request request,
        CollectiveAction action,
        Proposal proposal,
        Instant? postAt
    )
    {
        var proposed = proposal.Edited ?? action;
        if (postAt is not null && postAt != proposed.PostAt)
            return OtherTime(request, proposed);
        if (proposed.Starts.Instant <= request.Now)
            return request.Say("error.already-over", ("code", action.Id.Code));
        if (proposal.HasLapsed(request.Now))
            return Approval.ProposedAnew(session, request, action, proposal);
        if (Approval.IsBySameHuman(session, request, proposal))
        {
            session.AuditOnce(request, AuditDeed.Released, action.Id.Code, AuditResult.Refused);
            return request.Say("post.needs-another", ("code", action.Id.Code));
        }
        if (!Approval.IsStillByAnOrganizer(request, proposal, roles))
            return Void(session, request, action, "post.proposer-gone");
        // The campaign's file changed in between: what would be sent is no longer what was read.
        return Release.Fingerprint(proposed, request.Campaign) == proposal.Fingerprint
            ? Carried(session, request, action, byOne: false)
            : Void(session, request, action, "post.proposal-void");
    }

    private static Reply Void(StoreSession session, Request request, CollectiveAction action, string why)
    {
        session.AuditOnce(request, AuditDeed.Released, action.Id.Code, AuditResult.Refused);
        session.Save(action.WithoutProposal());
        return request.Say(why, ("code", action.Id.Code));
    }

    /// <summary>
    /// An emergency: one organizer releases without a second one, at most once in 24 hours in a campaign. The alert says so,
    /// the coordinators hear it, and it stands in the trail.
    /// </summary>
    private static Reply Alone(StoreSession session, Request request, CollectiveAction action, CollectiveAction draft)
    {
        var code = ("code", (object)action.Id.Code);
        var proposed = action.Proposal?.Edited ?? draft;
        if (proposed.Starts.Instant <= request.Now)
            return request.Say("error.already-over", code);
        if (session.LastEmergency(request.Campaign.Id) is { } last && request.Now < last + BetweenEmergencies)
        {
            session.AuditOnce(request, AuditDeed.ReleasedAlone, action.Id.Code, AuditResult.Refused);
            return request.Say("post.emergency-used", code, ("when", request.Voice.When(last + BetweenEmergencies)));
        }
        session.NoteEmergency(request.Campaign.Id, request.Now);
        session.TellCoordinators(
            request.Campaign,
            $"emergency|{action.Id.Code}|{request.Now.ToUnixTimeMilliseconds()}",
            new MessageContent.Notice(
                "notice.emergency",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["code"] = action.Id.Code,
                    ["title"] = proposed.Title,
                }
            ),
            request.Now
        );
        return Carried(session, request, action.Proposal is null ? draft : action, byOne: true);
    }

    /// <summary>A draft becomes public, or an edit takes the place of what is.</summary>
    private static Reply Carried(StoreSession session, Request request, CollectiveAction action, bool byOne)
    {
        if (action.Proposal?.Edited is not { } edited)
            return Released(session, request, action, byOne);
        session.AuditOnce(request, byOne ? AuditDeed.ReleasedAlone : AuditDeed.Released, action.Id.Code);
        Release.Change(session, action, edited, request.Campaign, request.Now, byOne);
        return request.Say("edit.done", ("code", action.Id.Code));
    }

    /// <summary>The time belongs to what was proposed and read; a release does not change it.</summary>
    private static Reply OtherTime(Request request, CollectiveAction proposed) =>
        proposed.PostAt is { } at
            ? request.Say("post.other-time", ("code", proposed.Id.Code), ("when", request.Voice.When(at)))
            : request.Say("post.no-time", ("code", proposed.Id.Code));

    private static Reply Released(StoreSession session, Request request, CollectiveAction draft, bool byOne)
    {
        session.AuditOnce(request, byOne ? AuditDeed.ReleasedAlone : AuditDeed.Released, draft.Id.Code);
        var steps = Release.Post(session, draft, request.Campaign, request.Now, byOne);
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
