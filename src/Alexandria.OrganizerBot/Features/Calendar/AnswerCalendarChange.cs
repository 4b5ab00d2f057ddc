using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// An organizer answers what a calendar changed: applied, it is an organizer's own edit or cancellation, with everything that
/// follows from one; ignored, it changes nothing and nobody hears of it.
/// </summary>
internal sealed class AnswerCalendarChange(Store store)
{
    public const string Command = "calendar changes";
    public const string Button = "calendar";
    public const string Apply = "apply";
    public const string Ignore = "ignore";

    /// <summary>What <c>answer</c> may be.</summary>
    public static IReadOnlyList<string> Answers { get; } = [Apply, Ignore];

    public static ButtonId For(CalendarChange change, string answer) =>
        new(Button, change.Action.Code, answer, change.Edition);

    /// <summary>
    /// <c>/calendar changes</c> lists what waits; with an action it shows that change with its buttons, with an answer, too, it
    /// takes it.
    /// </summary>
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Option("action") is not { } code)
            return store.Read(session => List(session, request));
        if (!ActionId.TryParse(code, out var id))
            return request.UnknownAction();
        return request.Option("answer") is { } answer
            ? await store.WriteAsync(session => Decide(session, request, id, answer, edition: null), cancellationToken)
            : store.Read(session => Show(session, request, id));
    }

    /// <summary>The buttons under the message about it.</summary>
    public async Task<Reply> HandleButtonAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Argument(0), out var id))
            return request.UnknownAction();
        return await store.WriteAsync(
            session => Decide(session, request, id, request.Argument(1), request.Argument(2)),
            cancellationToken
        );
    }

    /// <summary>Offers the codes of everything that waits.</summary>
    public Task<Reply> CompleteAsync(Request request, CancellationToken cancellationToken) =>
        Task.FromResult<Reply>(
            new Reply.Completions([
                .. store
                    .Read(session => Waiting(session, request))
                    .Select(waiting => new Completion(
                        Domain.Text.UntrustedText.Clean($"{waiting.Action.Id.Code} {waiting.Action.Title}", 100),
                        waiting.Action.Id.Code
                    ))
                    .Take(25),
            ])
        );

    private static Reply List(StoreSession session, Request request)
    {
        var waiting = Waiting(session, request).ToList();
        if (waiting.Count == 0)
            return request.Say("calendar-change.none-waits");
        if (waiting is [var (only, change)])
            return new Reply.Private(CalendarChangeCard.For(session, only, change, request.Voice)!);
        return new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(request.Voice.Text("calendar-change.waiting")),
                    new CardPart.Bullets([
                        .. waiting.Select(one =>
                            request.Voice.Text(
                                "calendar-change.waiting-line",
                                ("code", one.Action.Id.Code),
                                ("title", one.Action.Title)
                            )
                        ),
                    ]),
                ],
            }
        );
    }

    private static Reply Show(StoreSession session, Request request, ActionId id)
    {
        if (session.Find(id) is not { } action || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        return
            session.FindCalendarChange(id) is { } change
            && CalendarChangeCard.For(session, action, change, request.Voice) is { } card
            ? new Reply.Private(card)
            : request.Say("calendar-change.none", ("code", id.Code));
    }

    private static List<(CollectiveAction Action, CalendarChange Change)> Waiting(
        StoreSession session,
        Request request
    ) =>
        [
            .. session
                .CalendarChangesOf(request.Campaign.Id)
                .Select(change => (Action: session.Find(change.Action), Change: change))
                .Where(one =>
                    one.Action is not null
                    && CalendarChangeCard.For(session, one.Action, one.Change, request.Voice) is not null
                )
                .Select(one => (one.Action!, one.Change)),
        ];

    /// <param name="edition">What the answer is to; null: to what stands now.</param>
    private static Reply Decide(StoreSession session, Request request, ActionId id, string answer, string? edition)
    {
        if (session.Find(id) is not { } action || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (
            session.FindCalendarChange(id) is not { } change
            || CalendarChangeCard.MeetingOf(session, action) is not { } meeting
            || CalendarChangeCard.For(session, action, change, request.Voice) is not { } card
        )
        {
            session.DropCalendarChange(id);
            return request.Say("calendar-change.none", ("code", id.Code));
        }
        if (edition is not null && edition != change.Edition)
            return new Reply.Private(WithNews(card, request));
        return answer switch
        {
            Apply => Applied(session, request, action, meeting, change),
            Ignore => Ignored(session, request, action),
            _ => new Reply.Private(card),
        };
    }

    /// <summary>The answer to a button under something that the calendar does not say any more.</summary>
    private static Card WithNews(Card card, Request request) =>
        card with
        {
            Parts = [new CardPart.Paragraph(request.Voice.Text("calendar-change.newer")), .. card.Parts],
        };

    private static Reply Ignored(StoreSession session, Request request, CollectiveAction action)
    {
        session.AuditOnce(request, AuditDeed.CalendarIgnored, action.Id.Code);
        session.DropCalendarChange(action.Id);
        return request.Say("calendar-change.ignored", ("code", action.Id.Code));
    }

    private static Reply Applied(
        StoreSession session,
        Request request,
        CollectiveAction action,
        Meeting meeting,
        CalendarChange change
    )
    {
        switch (CalendarChangeCard.FollowUpOf(session, action, change, meeting))
        {
            case FollowUp.Edit { LacksTime: true } edit when edit.Edited == action:
                return request.Say("calendar-change.needs-time", ("code", action.Id.Code));
            case FollowUp.Edit(var edited, _):
                if (WhyNotAt(edited, action, request) is { } refusal)
                    return refusal;
                var reply = EditAction.Decide(session, request, edited, AuditDeed.CalendarApplied);
                // What waits for a second organizer, or for a time, is not done yet.
                if (CalendarChangeCard.For(session, session.Find(action.Id)!, change, request.Voice) is null)
                    session.DropCalendarChange(action.Id);
                return reply;
            case FollowUp.CallOff:
                session.DropCalendarChange(action.Id);
                return CancelAction.Decide(session, request, action.Id, AuditDeed.CalendarApplied);
            case FollowUp.DraftAnew when meeting.Time is null:
                return request.Say("error.meeting-no-time");
            case FollowUp.DraftAnew:
                return DraftedAnew(session, request, action, meeting);
            default:
                return request.Say("calendar-change.none", ("code", action.Id.Code));
        }
    }

    /// <summary>The sentence for a start that cannot be; null where it can, or where it is not another.</summary>
    private static Reply? WhyNotAt(CollectiveAction edited, CollectiveAction action, Request request) =>
        edited.Starts == action.Starts
            ? null
            : TypedTimeReplies.WhyNot(TypedTime.Place(edited.Starts.Local, edited.Starts.Zone, request.Now), request);

    private static Reply DraftedAnew(StoreSession session, Request request, CollectiveAction calledOff, Meeting meeting)
    {
        var starts = new MeetingTime(meeting.Date.At(meeting.Time!.Value), request.Campaign.Zone);
        if (TypedTimeReplies.WhyNot(TypedTime.Place(starts.Local, starts.Zone, request.Now), request) is { } refusal)
            return refusal;
        if (!session.TryBegin(request.EventKey, request.Now))
            return DraftCard.Again(session, request);
        var draft = CopyAction.DraftLike(calledOff, session.NextActionId(), starts, request.Campaign) with
        {
            Title = meeting.Title,
            Location = meeting.Location,
            Link = meeting.Link,
            Source = calledOff.Source,
        };
        session.Save(draft);
        session.NoteMade(request.EventKey, draft.Id);
        session.DropCalendarChange(calledOff.Id);
        session.Audit(request, AuditDeed.CalendarApplied, draft.Id.Code);
        return new Reply.Private(DraftCard.For(draft, request));
    }
}
