using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// Who has just come to a server can look around but not pledge yet, where the campaign says so: accounts made by the dozen
/// cannot blow up a number. Discord says since when somebody has been there; Signal does not, and takes everybody.
/// </summary>
internal static class NewHere
{
    /// <summary>The sentence for somebody who can't pledge yet, with the moment from which they can; null: they can.</summary>
    public static Reply? WhyNotYet(PledgePress press)
    {
        var request = press.Request;
        var wanted = request.Campaign.JoinedFor;
        if (wanted <= Duration.Zero || request.Incoming.Network != Networks.Discord)
            return null;
        if (request.Incoming.Sender.JoinedAt is { } joined)
            return joined + wanted > request.Now
                ? request.Say("pledge.too-new", ("when", request.Voice.When(joined + wanted)))
                : null;
        // In private Discord does not say. Who has answered before was there long enough.
        return press.Session.PledgesOf(request.Member).Count == 0 ? request.Say("pledge.answer-on-server") : null;
    }
}
