using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>What is kept of one person, and that it can be forgotten at once.</content>
internal sealed partial class StoreSession
{
    /// <summary>Everything that is kept of a person in one campaign, under the identities that were joined to theirs too.</summary>
    public HeldRows HeldOf(CampaignId campaign, MemberKey human)
    {
        var identities = KeysOf(human);
        var messages = identities
            .SelectMany(key => Outbox.WithField("to", key.Value))
            .Select(row => row.Message)
            .ToList();
        return new HeldRows
        {
            Member = FindMember(human),
            Pledges = [.. PledgesOf(human).OrderBy(pledge => pledge.Action.Number)],
            Consents = ConsentsOf(human),
            Addresses = AddressesOf(human),
            Links = LinksTo(human),
            Deadlines = Deadlines.WithField("member", human.Value),
            Calls = [.. CallsBy(human).OrderBy(call => call.At)],
            MessagesWaiting = messages.Count(message => !DeliveryLifecycle.HasEnded(message.State)),
            MessagesEnded = messages.Count(message => DeliveryLifecycle.HasEnded(message.State)),
            Proposals = [.. ProposalsOf(campaign, identities)],
        };
    }

    /// <summary>
    /// Removes everything about a person in one campaign, what waits to be sent to them included. What may have been sent to
    /// them leaves a mark that it must not be sent again; it does not say whose it was. Says how many entries went.
    /// </summary>
    public int ForgetHuman(CampaignId campaign, MemberKey human)
    {
        scope.DemandWritable();
        var identities = KeysOf(human);
        var removed = identities.Count - 1;
        foreach (var action in ProposalsOf(campaign, identities).ToList())
        {
            Save(
                action with
                {
                    Proposal = null,
                    State = action.State == ActionState.Proposed ? ActionState.Draft : action.State,
                }
            );
            removed++;
        }
        // Counted before a parted link takes one of them along.
        removed += Addresses.DeleteStartingWith($"{human.Value}|");
        foreach (var offer in LinkOffersOf(identities))
        {
            Forget(offer);
            removed++;
        }
        foreach (var key in identities)
        {
            foreach (var row in Outbox.WithField("to", key.Value))
                LeaveMark(row.Message);
            removed += Forget(key).Total;
        }
        return removed;
    }

    /// <summary>Forgets what a person was last asked by number; says how many questions.</summary>
    /// <param name="person">From <see cref="MemberKeys.PersonKey"/>.</param>
    public int ForgetPrompts(string person)
    {
        var asked = PromptsOf(person).Count;
        Prompts.Delete(person);
        return asked;
    }

    /// <summary>Codes that wait to join one of the identities to another.</summary>
    public IReadOnlyList<LinkOffer> LinkOffersOf(IReadOnlyList<MemberKey> identities) =>
        [.. LinkOffers.StartingWith("").Where(offer => offer.Members.Values.Any(identities.Contains))];

    /// <summary>The key under which everything of a person is kept, and those of the identities joined to it.</summary>
    public IReadOnlyList<MemberKey> KeysOf(MemberKey human) => [human, .. LinksTo(human).Select(link => link.Identity)];

    /// <summary>Where the person can be written to, on each network.</summary>
    public IReadOnlyList<DirectAddress> AddressesOf(MemberKey human) =>
        [.. Addresses.StartingWith($"{human.Value}|").Select(row => row.Address)];

    /// <summary>Whether a message that is in flight was forgotten together with its reader meanwhile: nothing is to be kept of it.</summary>
    public bool IsForgotten(OutboxMessage message) => message.To is Recipient.Direct && !Outbox.Exists(message.Id);

    private void LeaveMark(OutboxMessage message)
    {
        if (message.State is not (DeliveryState.Sent or DeliveryState.Sending or DeliveryState.Unknown))
            return;
        var about = message.Content.About is { } id && Actions.Exists(id.Code) ? id : (ActionId?)null;
        Tombstones.Save(
            new Tombstone(
                keys.MessageKey(message.Id),
                about,
                about is null ? scope.Now + Retention.Events : null,
                WasSent: true
            )
        );
    }

    private IEnumerable<CollectiveAction> ProposalsOf(CampaignId campaign, IReadOnlyList<MemberKey> members) =>
        ActionsOf(campaign).Where(action => action.Proposal is { } proposal && members.Contains(proposal.By));
}

/// <summary>What is kept of one person in one campaign.</summary>
internal sealed record HeldRows
{
    public Member? Member { get; init; }
    public required IReadOnlyList<Pledge> Pledges { get; init; }
    public required IReadOnlyList<ReminderConsent> Consents { get; init; }
    public required IReadOnlyList<DirectAddress> Addresses { get; init; }
    public required IReadOnlyList<MemberLink> Links { get; init; }
    public required IReadOnlyList<OfferDeadline> Deadlines { get; init; }

    /// <summary>Calls that they logged, the earliest first.</summary>
    public required IReadOnlyList<LoggedCall> Calls { get; init; }

    /// <summary>Messages to them that are not over.</summary>
    public int MessagesWaiting { get; init; }

    /// <summary>Messages to them that are, and are kept a while.</summary>
    public int MessagesEnded { get; init; }

    /// <summary>Actions that they proposed to another organizer.</summary>
    public required IReadOnlyList<CollectiveAction> Proposals { get; init; }

    public bool IsEmpty =>
        Member is null
        && Pledges.Count == 0
        && Consents.Count == 0
        && Addresses.Count == 0
        && Links.Count == 0
        && Deadlines.Count == 0
        && Calls.Count == 0
        && MessagesWaiting + MessagesEnded == 0
        && Proposals.Count == 0;

    /// <summary>Names nobody, though everything in it is about one person.</summary>
    public override string ToString() => "HeldRows";
}
