using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>One human on several networks.</content>
internal sealed partial class StoreSession
{
    /// <summary>Who an identity stands for: another one that it was joined to, or itself.</summary>
    public MemberKey HumanBehind(MemberKey identity) => Links.Find(identity.Value)?.Human ?? identity;

    /// <summary>The identities that were joined to this one.</summary>
    public IReadOnlyList<MemberLink> LinksTo(MemberKey human) => Links.WithField("human", human.Value);

    public void Save(LinkOffer offer) => LinkOffers.Save(offer);

    public LinkOffer? FindLinkOffer(string codeKey) => LinkOffers.Find(codeKey);

    public void Forget(LinkOffer offer) => LinkOffers.Delete(offer.CodeKey);

    /// <summary>
    /// Joins an identity to a human: its pledges, consents and address become theirs. Where both answered to one action the
    /// later answer stands.
    /// </summary>
    public void Join(MemberLink link)
    {
        scope.DemandWritable();
        Links.Save(link);
        foreach (var pledge in PledgesOf(link.Identity))
        {
            Readdress(pledge.Action, link);
            if (FindPledge(pledge.Action, link.Human) is not { } other || other.At <= pledge.At)
                Save(pledge with { Member = link.Human });
            Pledges.Delete(StoreSchema.PledgeId(pledge.Action, link.Identity));
        }
        foreach (var consent in ConsentsOf(link.Identity))
        {
            var theirs = ConsentsOf(link.Human).FirstOrDefault(other => other.Action == consent.Action);
            if (theirs is null || theirs.Until < consent.Until)
                Save(consent with { Member = link.Human });
            ForgetConsent(link.Identity, consent.Action);
        }
        foreach (var deadline in Deadlines.WithField("member", link.Identity.Value))
        {
            Deadlines.Delete(deadline.Id);
            Save(OfferDeadline.For(deadline.Action, link.Human, deadline.DueAt));
        }
        if (FindAddress(link.Identity, link.Network) is { } address)
            Save(address with { Member = link.Human });
        ForgetAddress(link.Identity, link.Network);
        Members.Delete(link.Identity.Value);
    }

    /// <summary>The network on which the member is written to: the one they prefer, else the given one, else any with an address.</summary>
    public string NetworkFor(MemberKey member, string otherwise)
    {
        string?[] wanted = [FindMember(member)?.Prefers, otherwise, Networks.Discord, Networks.Signal];
        return wanted.FirstOrDefault(network => network is not null && FindAddress(member, network) is not null)
            ?? otherwise;
    }

    /// <summary>What waits for the identity waits for the human from now on, unless they get the same already.</summary>
    private void Readdress(ActionId action, MemberLink link)
    {
        foreach (var message in MessagesAbout(action))
        {
            if (
                message.State is not (DeliveryState.Pending or DeliveryState.Retry)
                || message.To is not Recipient.Direct(var reader)
                || reader != link.Identity
            )
                continue;
            Enqueue(
                message with
                {
                    Id = message.Id.Replace(link.Identity.Value, link.Human.Value, StringComparison.Ordinal),
                    To = new Recipient.Direct(link.Human),
                }
            );
            Save(message with { State = DeliveryState.Cancelled, Reason = "joined" });
        }
    }

    /// <summary>Parts every identity that was joined to the human; pledges and consents stay with the human.</summary>
    public void Part(MemberKey human)
    {
        foreach (var link in LinksTo(human))
        {
            Links.Delete(link.Identity.Value);
            ForgetAddress(human, link.Network);
        }
        if (FindMember(human) is { Prefers: not null } member)
            Save(member with { Prefers = null, Direct = DirectReach.Unknown });
    }
}

/// <summary>
/// Two identities of one human, joined with consent given on both sides: they count once, and hear each thing once.
/// </summary>
/// <param name="Identity">The identity that was joined.</param>
/// <param name="Human">The identity that it was joined to, under which everything is kept.</param>
/// <param name="Network">The network of <paramref name="Identity"/>.</param>
/// <param name="Until">When it ends by itself.</param>
internal sealed record MemberLink(MemberKey Identity, MemberKey Human, string Network, Instant Until);

/// <summary>A code that one person asked for, to be typed by the same person on another network.</summary>
/// <param name="CodeKey">A keyed hash of the code.</param>
/// <param name="Network">Where it was asked for; it is of no use there.</param>
/// <param name="Members">The person in each campaign, by the campaign's id.</param>
/// <param name="Until">When it ends.</param>
internal sealed record LinkOffer(
    string CodeKey,
    string Network,
    IReadOnlyDictionary<string, MemberKey> Members,
    Instant Until
);
