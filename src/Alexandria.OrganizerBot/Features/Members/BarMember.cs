using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Privacy;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Members;

/// <summary>
/// An organizer bars somebody from the campaign, or lets them in again. Only the person's key and an end are kept; what the
/// campaign held of them goes. On Signal people write in private, where nobody can point at them: there the group's own
/// administrators remove who does not belong, and whom they joined to Discord is barred on both.
/// </summary>
internal sealed class BarMember(Store store)
{
    /// <summary>The option that names the person; Discord offers the members of the server for it.</summary>
    public const string Person = "member";

    private static readonly Duration Lasts = Retention.Bans;

    /// <summary><c>/ban member:@…</c></summary>
    public Task<Reply> BanAsync(Request request, CancellationToken cancellationToken) =>
        Who(request) is not { } identity
            ? Task.FromResult(request.Say("ban.whom"))
            : store.WriteAsync(session => Ban(session, request, identity), cancellationToken);

    /// <summary><c>/unban member:@…</c></summary>
    public Task<Reply> UnbanAsync(Request request, CancellationToken cancellationToken) =>
        Who(request) is not { } identity
            ? Task.FromResult(request.Say("ban.whom"))
            : store.WriteAsync(session => Unban(session, request, identity), cancellationToken);

    private static Reply Ban(StoreSession session, Request request, MemberKey identity)
    {
        var until = request.Now + Lasts;
        var human = session.HumanBehind(identity);
        if (human == request.Member)
            return request.Say("ban.yourself");
        // A replay must not bar again who was let in since.
        if (session.TryBegin(request.EventKey, request.Now))
        {
            var keys = session.KeysOf(human);
            ForgetMe.Forget(session, new PersonIn(request.Campaign.Id, request.Campaign, human), request.Now);
            foreach (var key in keys.Append(identity).Distinct())
                session.Save(new Ban(key, human, until));
            session.Audit(request, AuditDeed.Banned);
        }
        return request.Say("ban.done", ("until", request.Voice.Date(until)));
    }

    private static Reply Unban(StoreSession session, Request request, MemberKey identity)
    {
        var isNew = session.TryBegin(request.EventKey, request.Now);
        if (!session.Lift(identity))
            return request.Say("ban.none");
        if (isNew)
            session.Audit(request, AuditDeed.Unbanned);
        return request.Say("ban.lifted");
    }

    /// <summary>The person that the option names; null: it names nobody.</summary>
    private MemberKey? Who(Request request) =>
        request.Incoming.Network == Networks.Discord && request.Option(Person) is { } id && id.All(char.IsAsciiDigit)
            ? store.Keys.Of(request.Campaign.Id, Networks.Discord, id)
            : null;
}
