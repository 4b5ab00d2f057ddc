using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// A private message has just reached a member whom none had reached before, or whose messages were closed. Runs inside the
/// transaction that records it: no effect but rows.
/// </summary>
internal delegate void MemberReachable(StoreSession session, MemberKey member, Instant now);
