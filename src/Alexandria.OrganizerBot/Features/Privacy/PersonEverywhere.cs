using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Privacy;

/// <summary>
/// One person in every campaign that the store knows, and on both networks where they joined them: what belongs to rights that
/// no campaign can narrow.
/// </summary>
internal sealed class PersonEverywhere(Store store, RequestReader reader)
{
    /// <summary>The person in each campaign, those whose files are gone last.</summary>
    public IReadOnlyList<PersonIn> Campaigns(StoreSession session, Request request)
    {
        var here = reader.InAllCampaigns(request);
        var gone = session.CampaignsWithActions().Where(id => !here.Any(known => known.Campaign.Id == id));
        return
        [
            .. here.Select(known => new PersonIn(
                known.Campaign.Id,
                known.Campaign,
                session.HumanBehind(known.Identity)
            )),
            .. gone.Select(id => new PersonIn(id, Campaign: null, session.HumanBehind(KeyIn(id, request)))),
        ];
    }

    /// <summary>The keys of the person whatever the campaign, on each network where it is known that it is them.</summary>
    public IReadOnlySet<string> Persons(StoreSession session, Request request, IReadOnlyList<PersonIn> campaigns)
    {
        var persons = new HashSet<string>(StringComparer.Ordinal)
        {
            store.Keys.PersonKey(request.Incoming.Network, request.Incoming.Sender.UserId),
        };
        foreach (var there in campaigns)
        {
            foreach (var link in session.LinksTo(there.Human))
                persons.UnionWith(new[] { link.Person, link.OtherPerson }.OfType<string>());
            foreach (var address in session.AddressesOf(there.Human))
                persons.Add(store.Keys.PersonKey(address.Network, address.UserId));
        }
        return persons;
    }

    private MemberKey KeyIn(CampaignId campaign, Request request) =>
        store.Keys.Of(campaign, request.Incoming.Network, request.Incoming.Sender.UserId);
}

/// <summary>A person in one campaign.</summary>
/// <param name="Id">The campaign's id.</param>
/// <param name="Campaign">Null: its file is gone, though not everything in the store.</param>
/// <param name="Human">The key under which everything of theirs is kept there.</param>
internal sealed record PersonIn(CampaignId Id, Campaign? Campaign, MemberKey Human)
{
    public override string ToString() => "PersonIn";
}
