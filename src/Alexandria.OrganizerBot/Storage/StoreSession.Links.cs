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
    /// <summary>Why a message is not sent: its reader was joined to another identity, to which it goes instead.</summary>
    private const string Joined = "joined";

    /// <summary>Who an identity stands for: another one that it was joined to, or itself.</summary>
    public MemberKey HumanBehind(MemberKey identity) => Links.Find(identity.Value)?.Human ?? identity;

    /// <summary>The identities that were joined to this one.</summary>
    public IReadOnlyList<MemberLink> LinksTo(MemberKey human) => Links.WithField("human", human.Value);

    /// <summary>Every identity of the human behind this one: itself, who it was joined to, and who else was.</summary>
    public IReadOnlyList<MemberKey> IdentitiesOf(MemberKey identity)
    {
        var human = HumanBehind(identity);
        return [.. LinksTo(human).Select(link => link.Identity).Append(human).Append(identity).Distinct()];
    }

    public void Save(LinkOffer offer) => LinkOffers.Save(offer);

    public LinkOffer? FindLinkOffer(string codeKey) => LinkOffers.Find(codeKey);

    public void Forget(LinkOffer offer) => LinkOffers.Delete(offer.CodeKey);

    /// <summary>
    /// Joins an identity to a human: its pledges, consents and address become theirs. Where both answered to one action the
    /// later answer stands, on the better of the two places.
    /// </summary>
    /// <returns>The actions to which the identity had answered: a place may have become free there.</returns>
    public IReadOnlyList<ActionId> Join(MemberLink link)
    {
        scope.DemandWritable();
        Links.Save(link);
        var pledges = PledgesOf(link.Identity);
        foreach (var pledge in pledges)
        {
            ReaddressAll(pledge.Action, link);
            Save(
                (FindPledge(pledge.Action, link.Human) is { } other ? Merged(pledge, other) : pledge) with
                {
                    Member = link.Human,
                }
            );
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
        foreach (var call in CallsBy(link.Identity))
        {
            Forget(call);
            Save(call with { Member = link.Human });
        }
        if (FindAddress(link.Identity, link.Network) is { } address)
            Save(address with { Member = link.Human });
        ForgetAddress(link.Identity, link.Network);
        Members.Delete(link.Identity.Value);
        return [.. pledges.Select(pledge => pledge.Action)];
    }

    private static Pledge Merged(Pledge one, Pledge other)
    {
        var (stands, falls) = other.At <= one.At ? (one, other) : (other, one);
        if (!stands.IsComing || !falls.IsComing || stands.HeadCount > falls.HeadCount)
            return stands;
        // They waited or held a place already: answering again on the other network must not cost them it.
        return (stands.Place, falls.Place) switch
        {
            (PledgePlace.Firm, _) => stands,
            (_, PledgePlace.Firm) or (PledgePlace.Waiting, PledgePlace.Offered) => Seated(),
            _ => stands with
            {
                WaitingSince = stands.WaitingSince < falls.WaitingSince ? stands.WaitingSince : falls.WaitingSince,
            },
        };

        Pledge Seated() =>
            stands with
            {
                Place = falls.Place,
                WaitingSince = falls.WaitingSince,
                OfferEnds = falls.OfferEnds,
            };
    }

    /// <summary>The network on which the member is written to: the one they prefer, else the given one, else any with an address.</summary>
    public string NetworkFor(MemberKey member, string otherwise)
    {
        string?[] wanted = [FindMember(member)?.Prefers, otherwise, Networks.Discord, Networks.Signal];
        return wanted.FirstOrDefault(network => network is not null && FindAddress(member, network) is not null)
            ?? otherwise;
    }

    /// <summary>
    /// What waits for the identity waits for the human from now on, unless they get the same already; and what the identity
    /// has got the human does not get again.
    /// </summary>
    private void ReaddressAll(ActionId action, MemberLink link)
    {
        foreach (var message in MessagesAbout(action))
        {
            if (message.State is not (DeliveryState.Pending or DeliveryState.Retry))
                continue;
            if (message.To is not Recipient.Direct(var reader))
                continue;
            if (reader == link.Identity)
                Readdress(message, link.Human);
            else if (reader == link.Human && MayHaveGone(IdFor(message, link.Human, link.Identity)))
                Save(message with { State = DeliveryState.Cancelled, Reason = Joined });
        }
    }

    /// <summary>Has a message that waits for an identity wait for its human, unless they get the same already.</summary>
    public void Readdress(OutboxMessage message, MemberKey human)
    {
        if (message.To is not Recipient.Direct(var identity))
            throw new ArgumentException("Only what is for one person can go to another.", nameof(message));
        if (message.UncertainSince is not null && FindMessage(IdFor(message, identity, human)) is null)
        {
            // A first try may have arrived: under another id the network would not know the second one for the same.
            Save(message with { To = new Recipient.Direct(human), State = DeliveryState.Retry, ClaimedAt = null });
            return;
        }
        Enqueue(
            message with
            {
                Id = IdFor(message, identity, human),
                To = new Recipient.Direct(human),
                State = DeliveryState.Pending,
                ClaimedAt = null,
                Reason = null,
            }
        );
        Save(message with { State = DeliveryState.Cancelled, ClaimedAt = null, Reason = Joined });
    }

    private bool MayHaveGone(string id) =>
        FindMessage(id)?.State is DeliveryState.Sent or DeliveryState.Sending or DeliveryState.Unknown
        || Tombstones.Find(keys.MessageKey(id)) is { WasSent: true };

    private static string IdFor(OutboxMessage message, MemberKey reader, MemberKey other) =>
        message.Id.Replace(reader.Value, other.Value, StringComparison.Ordinal);

    /// <summary>Parts every identity that was joined to the human; pledges and consents stay with the human.</summary>
    public void Part(MemberKey human)
    {
        foreach (var link in LinksTo(human))
        {
            Links.Delete(link.Identity.Value);
            ForgetAddress(human, link.Network);
            // What waits for them there reaches them on the network that stays theirs.
            foreach (
                var row in Outbox
                    .WithField("to", human.Value)
                    .Where(row => row.Message.State is DeliveryState.Pending or DeliveryState.Retry)
                    .Where(row => row.Message.Network == link.Network)
            )
                Save(row.Message with { Network = NetworkFor(human, otherwise: link.Network) });
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
internal sealed record MemberLink(MemberKey Identity, MemberKey Human, string Network, Instant Until)
{
    /// <summary>
    /// The person on the network of <see cref="Identity"/>, from <see cref="MemberKeys.PersonKey"/>: who forgets themselves on
    /// one network is forgotten on the other, with the questions that were asked there.
    /// </summary>
    public string? Person { get; init; }

    /// <summary>The person on the other network.</summary>
    public string? OtherPerson { get; init; }
}

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
)
{
    /// <summary>The person on that network, from <see cref="MemberKeys.PersonKey"/>.</summary>
    public string? Person { get; init; }
}
