using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Members;

/// <summary>Whether a member wants to be left alone at the moment, whatever the message is.</summary>
internal static class Silence
{
    /// <summary>
    /// Null where the member may be written to; else the reason, or until when to wait. Hours of the member's own that would
    /// end too late for the message give way: who asked to hear of a meeting does not want to hear of it afterwards.
    /// </summary>
    /// <param name="zone">Where the member's wall clock hangs: the campaign's zone.</param>
    /// <param name="latest">From then on the message would be useless.</param>
    public static Composition? Of(StoreSession session, MemberKey key, DateTimeZone zone, Instant now, Instant latest)
    {
        var member = session.FindMember(key);
        if (member is null)
            return null;
        if (member.Direct == DirectReach.Closed)
            return new Composition.Unwanted(DeliverySupport.UnreachableReason);
        if (member.PausedUntil > now)
            return new Composition.Unwanted("paused");
        return member.Quiet is { } quiet && EndOf(quiet, zone, now) is { } end && end < latest
            ? new Composition.Later(end)
            : null;
    }

    /// <summary>Null where the member hears of the action at that moment; else why not, or not yet.</summary>
    public static Composition? About(Sending sending, MemberKey member, CollectiveAction action)
    {
        var (message, session, voice) = sending;
        var useful = message.UsefulUntil ?? action.Starts.Instant;
        // Nobody wants to hear of a meeting in the midst of it.
        var latest = voice.Now < action.Starts.Instant ? Instant.Min(useful, action.Starts.Instant) : useful;
        return session.MayRemind(member, action.Id, voice.Now)
            ? Of(session, member, voice.Campaign.Zone, voice.Now, latest)
            : new Composition.Unwanted("opted-out");
    }

    /// <summary>When the quiet hours that the moment lies in end; null: it lies in none.</summary>
    internal static Instant? EndOf(QuietHours quiet, DateTimeZone zone, Instant now)
    {
        var local = now.InZone(zone).LocalDateTime;
        if (!quiet.Contains(local.TimeOfDay))
            return null;
        var day = local.TimeOfDay < quiet.Until ? local.Date : local.Date.PlusDays(1);
        return MeetingTime.Resolve(day.At(quiet.Until), zone);
    }
}
