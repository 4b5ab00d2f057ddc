using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>An organizer drafts an action like an earlier one, at another time. Nobody's pledge is copied.</summary>
internal sealed class CopyAction(Store store)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        var reading = ActionFields.ReadTime(request);
        if (TypedTimeReplies.WhyNot(reading, request) is { } fault)
            return fault;
        var starts = new MeetingTime(((TypedTimeReading.Understood)reading).Local, request.Campaign.Zone);
        return await store.WriteAsync(session => Copy(session, request, id, starts), cancellationToken);
    }

    private static Reply Copy(StoreSession session, Request request, ActionId id, MeetingTime starts)
    {
        var original = session.Find(id);
        if (original is null || original.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (!session.TryBegin(request.EventKey, request.Now))
            return DraftCard.Again(session, request);
        var copy = DraftLike(original, session.NextActionId(), starts, request.Campaign);
        session.Save(copy);
        session.NoteMade(request.EventKey, copy.Id);
        session.Audit(request, AuditDeed.Copied, copy.Id.Code);
        return new Reply.Private(DraftCard.For(copy, request));
    }

    /// <summary>A draft that says the same at another time. Nothing that hangs on the other's time or calendar entry is copied.</summary>
    internal static CollectiveAction DraftLike(
        CollectiveAction original,
        ActionId id,
        MeetingTime starts,
        Campaign campaign
    ) =>
        original with
        {
            Id = id,
            State = ActionState.Draft,
            Version = 1,
            TimeVersion = 1,
            PlaceVersion = 1,
            TitleVersion = 1,
            Starts = starts,
            Milestones = campaign.MilestonesFor(starts),
            PostAt = null,
            Proposal = null,
            AlertCode = null,
            IsSentByOne = false,
            Source = null,
            Series = null,
        };
}
