using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>Who is barred from a campaign: only their key there and until when.</content>
internal sealed partial class StoreSession
{
    public void Save(Ban ban) => Bans.Save(ban);

    /// <summary>The member's ban, where it is in force; null: they are not barred.</summary>
    public Ban? FindBan(MemberKey member, Instant now) =>
        Bans.Find(member.Value) is { } ban && ban.Until > now ? ban : null;

    /// <summary>Ends a ban for everybody whom it was about; false: there was none.</summary>
    public bool Lift(MemberKey member)
    {
        scope.DemandWritable();
        return Bans.Find(member.Value) is { } ban && Bans.DeleteBetween("human", ban.Human.Value, ban.Human.Value) > 0;
    }

    /// <summary>Deletes bans that are over; says how many.</summary>
    public int DropEndedBans(Instant now) => Bans.DeleteBetween("until", long.MinValue, now.ToUnixTimeMilliseconds());
}

/// <summary>Somebody may not take part in a campaign for a while.</summary>
/// <param name="Member">Who, as a keyed hash.</param>
/// <param name="Human">The same, or the key that it was joined to: all of one human's bans end together.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record Ban(MemberKey Member, MemberKey Human, Instant Until);
