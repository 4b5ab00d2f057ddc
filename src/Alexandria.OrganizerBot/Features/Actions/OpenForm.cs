using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer has seen that one can register to speak now. The docket counts as published, the registration as open from
/// the next minute on, and those who pledged to speak hear it by the cadence's own step. Only people find out whether a
/// clerk's form really is open; no calendar does this.
/// </summary>
internal sealed class OpenForm(Store store)
{
    public const string Button = "form-open";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    /// <summary>Whether one can register to speak already, as far as is known.</summary>
    public static bool IsOpen(CollectiveAction action, Instant now) =>
        action.MomentOf(MilestoneKind.FormOpens)?.Instant <= NextMinute(now);

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action") ?? request.Argument(0), out var id))
            return request.UnknownAction();
        return await store.WriteAsync(session => Decide(session, request, id), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id)
    {
        var current = session.Find(id);
        if (EditAction.WhyNot(current, request) is { } refusal)
            return refusal;
        if (IsOpen(current!, request.Now))
            return AlreadyOpen(request, current!);
        var edited = Opened(current!, request.Now);
        if (EditAction.OutOfOrder(edited, request) is { } disorder)
            return disorder;
        return session.TryBegin(request.EventKey, request.Now)
            ? EditAction.Apply(
                session,
                request,
                current!,
                edited,
                AuditDeed.MilestoneSet,
                action => Done(session, request, action)
            )
            : Done(session, request, current!);
    }

    private static CollectiveAction Opened(CollectiveAction action, Instant now)
    {
        var opens = NextMinute(now).InZone(action.Starts.Zone).LocalDateTime;
        return action with
        {
            Milestones =
            [
                .. action.Milestones.Where(milestone => milestone.Kind != MilestoneKind.FormOpens),
                .. action.MomentOf(MilestoneKind.Docket) is null
                    ? new[] { new Milestone(MilestoneKind.Docket, opens) }
                    : [],
                new Milestone(MilestoneKind.FormOpens, opens),
            ],
        };
    }

    /// <summary>Reminders are planned for what is still to come, so it opens in the minute that begins next.</summary>
    private static Instant NextMinute(Instant now) =>
        Instant.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 60 * 60) + 60);

    private static Reply AlreadyOpen(Request request, CollectiveAction action) =>
        request.Say(
            "form.already-open",
            ("code", action.Id.Code),
            ("when", request.Voice.When(action.MomentOf(MilestoneKind.FormOpens)!))
        );

    private static Reply Done(StoreSession session, Request request, CollectiveAction action) =>
        action.Proposal is not null
            ? Approval.Waits(request, action)
            : ShowReminders.Card(session, request, action, request.Voice.Text("form.opened"));
}
