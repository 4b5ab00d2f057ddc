using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Members;

internal static class MemberRows
{
    /// <summary>
    /// The member's row, made or brought up to date with the language of this answer. Who could not be reached and now writes
    /// in a chat of their own is worth a new try: a new phone was accepted by then, for instance.
    /// </summary>
    public static Member Meet(this StoreSession session, Request request)
    {
        var known = session.FindMember(request.Member);
        var member = known is null
            ? new Member(
                request.Member,
                request.Campaign.Id,
                request.Incoming.Network,
                ChosenLanguage: null,
                request.Voice.Language,
                DirectReach.Unknown
            )
            : known with
            {
                SpokenLanguage = request.Voice.Language,
                Direct = known.Direct == DirectReach.Closed && request.IsInOwnChat ? DirectReach.Unknown : known.Direct,
            };
        if (member != known)
            session.Save(member);
        return member;
    }

    /// <summary>Whether the member allows private messages about the action at that moment.</summary>
    public static bool MayRemind(this StoreSession session, MemberKey member, ActionId action, Instant now) =>
        session.ConsentsOf(member).Any(consent => consent.Covers(action, now));
}
