using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer says when something on the way to an action comes, such as the end of a registration to speak, or that it
/// does not. Reminders that hang on it follow; nobody's pledge is touched, since the start stays where it is.
/// </summary>
internal sealed class SetMilestone(Store store)
{
    private static readonly string[] None = ["none", "ninguno", "ninguna"];

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        if (EditAction.WhyNot(store.Read(session => session.Find(id)), request) is { } refusal)
            return refusal;
        if (MilestoneWords.Parse(request.Option("milestone")) is not { } kind)
            return request.Say("error.milestone-unknown", ("milestones", string.Join(", ", MilestoneWords.Settable)));
        if (Removes(request))
            return await WriteAsync(request, id, kind, at: null, cancellationToken);
        var reading = TypedTime.ReadWhen(request.Option("when"), request.Campaign.Zone, request.Now);
        return TypedTimeReplies.WhyNot(reading, request)
            ?? await WriteAsync(
                request,
                id,
                kind,
                new Milestone(kind, ((TypedTimeReading.Understood)reading).Local),
                cancellationToken
            );
    }

    private static bool Removes(Request request) =>
        None.Contains(PlainText.Fold(request.Option("when") ?? ""), StringComparer.Ordinal);

    private Task<Reply> WriteAsync(
        Request request,
        ActionId id,
        MilestoneKind kind,
        Milestone? at,
        CancellationToken cancellationToken
    ) => store.WriteAsync(session => Decide(session, request, id, kind, at), cancellationToken);

    private static Reply Decide(StoreSession session, Request request, ActionId id, MilestoneKind kind, Milestone? at)
    {
        var current = session.Find(id);
        if (EditAction.WhyNot(current, request) is { } refusal)
            return refusal;
        var edited = current! with
        {
            Milestones =
            [
                .. current.Milestones.Where(milestone => milestone.Kind != kind),
                .. at is null ? [] : new[] { at },
            ],
        };
        if (EditAction.OutOfOrder(edited, request) is { } disorder)
            return disorder;
        return session.TryBegin(request.EventKey, request.Now)
            ? EditAction.Apply(
                session,
                request,
                current,
                edited,
                AuditDeed.MilestoneSet,
                action => Done(session, request, action, kind)
            )
            : Done(session, request, current, kind);
    }

    private static Reply Done(StoreSession session, Request request, CollectiveAction action, MilestoneKind kind)
    {
        if (action.Proposal is not null)
            return Approval.Waits(request, action);
        var voice = request.Voice;
        return ShowReminders.Card(
            session,
            request,
            action,
            action.MomentOf(kind) is { } moment
                ? MilestoneWords.Line(voice, kind, moment)
                : voice.Text("milestones.none", ("milestone", MilestoneWords.In(voice, kind))),
            action.MomentOf(kind)?.IsUnambiguous == false ? voice.Text("draft.ambiguous-time") : null
        );
    }
}
