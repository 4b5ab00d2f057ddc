using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// Finds out which campaign an event is about, who the person is there, what they may do and which language they read;
/// or answers why it can't.
/// </summary>
internal sealed class RequestReader(Store store, CampaignBook campaigns, Catalogue words, TimeProvider time)
{
    /// <summary>Who lost the organizer's role, as far as it was seen.</summary>
    public RoleMemory Roles { get; } = new();

    /// <summary>The domain's time.</summary>
    public Instant Now => time.Now();

    public RequestReading Read(Incoming incoming, CatalogEntry entry)
    {
        var candidates = Candidates(incoming);
        // What is kept about somebody is theirs to ask for wherever they are, also where no campaign is at home.
        if (candidates.Count == 0 && entry is { IsRight: true, AllCampaigns: true })
            candidates = campaigns.All;
        if (candidates.Count == 0)
            return new RequestReading.Answered(Plain(incoming, "error.no-campaign-here"));
        if (incoming.Server is null && !entry.InPrivate)
            return new RequestReading.Answered(Plain(incoming, "error.no-campaign-here"));
        if (candidates.Count > 1 && !entry.AllCampaigns)
            return new RequestReading.Answered(Plain(incoming, "error.which-campaign"));

        var request = RequestFor(incoming, candidates[0]);
        if (!entry.IsRight && IsBarred(request))
            return new RequestReading.Answered(request.Say("ban.refused"));
        if (request.Access < entry.Access)
        {
            var key = entry.Access == Access.Organizer ? "error.organizers-only" : "error.coordinators-only";
            return new RequestReading.Answered(request.Say(key));
        }
        return new RequestReading.Understood(request);
    }

    /// <summary>What the person may do at most, in whichever campaign the event could be about.</summary>
    public Access HighestAccess(Incoming incoming) =>
        Candidates(incoming)
            .Select(campaign => AccessOf(incoming, campaign.ServerAt(incoming.Network, incoming.Server)))
            .DefaultIfEmpty(Access.Everyone)
            .Max();

    /// <summary>Whether the person is barred from every campaign that the event could be about.</summary>
    public bool IsBarred(Incoming incoming)
    {
        var candidates = Candidates(incoming);
        return candidates.Count > 0 && candidates.All(campaign => IsBarred(RequestFor(incoming, campaign)));
    }

    private bool IsBarred(Request request) =>
        store.Read(session =>
            session.FindBan(request.Identity, request.Now) is not null
            || session.FindBan(request.Member, request.Now) is not null
        );

    /// <summary>The same person in each campaign of this instance, for answers that speak about all of them.</summary>
    public IReadOnlyList<Request> InAllCampaigns(Request request) =>
        [.. campaigns.All.Select(campaign => RequestFor(request.Incoming, campaign))];

    /// <summary>What a command in private is about: every campaign; in a campaign's place, that one.</summary>
    public IReadOnlyList<Request> Meant(Request request) =>
        request.Incoming is { Server: null, Act: Act.Command or Act.Press { Button.Name: LinkNetworks.Button } }
            ? InAllCampaigns(request)
            : [request];

    /// <summary>The person in each campaign that is at home where they wrote; in private, in every one.</summary>
    public IReadOnlyList<Request> Here(Request request) =>
        [.. Candidates(request.Incoming).Select(campaign => RequestFor(request.Incoming, campaign))];

    /// <summary>A private sentence to somebody of whom no campaign is known.</summary>
    public Reply Plain(Incoming incoming, string key)
    {
        return incoming.Act is Act.Complete
            ? new Reply.Completions([])
            : new Reply.Private(Card.Of(words.Text(UnknownReadersLanguage(incoming), key)));
    }

    /// <summary>The language of an answer to somebody of whom no campaign may be known.</summary>
    public string LanguageFor(Incoming incoming)
    {
        if (Candidates(incoming) is [var campaign, ..])
        {
            var server = campaign.ServerAt(incoming.Network, incoming.Server);
            var member = store.Keys.Of(campaign.Id, incoming.Network, incoming.Sender.UserId);
            return LanguageOf(
                incoming,
                campaign,
                server,
                store.Read(session => session.FindMember(session.HumanBehind(member)))
            );
        }
        return UnknownReadersLanguage(incoming);
    }

    /// <summary>Asks nothing of the store, which may be what is broken.</summary>
    private string UnknownReadersLanguage(Incoming incoming) =>
        words.MatchLanguage(incoming.Sender.Locale)
        ?? (campaigns.All.Count > 0 ? campaigns.All[0].DefaultLanguage : words.Languages[0]);

    /// <summary>
    /// An action's code says which campaign is meant, but only in a place of that campaign or in private; else the place does.
    /// </summary>
    private IReadOnlyList<Campaign> Candidates(Incoming incoming)
    {
        var here = incoming.Server is { } server
            ? campaigns.At(incoming.Network, server, incoming.Channel)
            : campaigns.All;
        var code = incoming.Act switch
        {
            Act.Press { Button.Arguments: [var first, ..] } => first,
            Act.Submit { Form.Arguments: [var first, ..] } => first,
            Act.Command command => command.Options.GetValueOrDefault("action"),
            _ => null,
        };
        if (here.Count > 1 && ActionId.TryParse(code, out var id))
        {
            var owner = store.Read(session => session.Find(id))?.Campaign;
            if (here.FirstOrDefault(campaign => campaign.Id == owner) is { } named)
                return [named];
        }
        return here;
    }

    private Request RequestFor(Incoming incoming, Campaign campaign)
    {
        var identity = store.Keys.Of(campaign.Id, incoming.Network, incoming.Sender.UserId);
        var (member, known) = store.Read(session =>
        {
            var human = session.HumanBehind(identity);
            return (human, session.FindMember(human));
        });
        var server = campaign.ServerAt(incoming.Network, incoming.Server);
        var now = time.Now();
        var access = AccessOf(incoming, server);
        if (server is not null && RolesShow(incoming, server))
            Roles.See(identity, incoming.Server!, access);
        return new Request
        {
            Incoming = incoming,
            Campaign = campaign,
            Member = member,
            Identity = identity,
            EventKey = store.Keys.EventKey(incoming.Network, incoming.EventId),
            MessageKey = store.Keys.EventKey(incoming.Network, incoming.EditOf ?? incoming.EventId),
            Access = access,
            Voice = new Voice(words, LanguageOf(incoming, campaign, server, known), campaign, now),
            Now = now,
        };
    }

    /// <summary>
    /// Nobody is anything by default; only roles that the campaign's file names count, and where everybody reads the answers
    /// only in the coordinators' own channel.
    /// </summary>
    private static Access AccessOf(Incoming incoming, CampaignServer? server)
    {
        var sender = incoming.Sender;
        if (server is null || !RolesShow(incoming, server))
            return Access.Everyone;
        if (sender.Roles.Intersect(server.OrganizerRoles, StringComparer.Ordinal).Any())
            return Access.Organizer;
        return sender.Roles.Intersect(server.CoordinatorRoles, StringComparer.Ordinal).Any()
            ? Access.Coordinator
            : Access.Everyone;
    }

    private static bool RolesShow(Incoming incoming, CampaignServer server) =>
        !incoming.AnswerIsPublic || incoming.Channel == server.CoordinatorChannel;

    /// <summary>
    /// The member's own choice, then the channel's language, then the client's or that of the words they typed, then the one
    /// they were last answered in, then the campaign's.
    /// </summary>
    private string LanguageOf(Incoming incoming, Campaign campaign, CampaignServer? server, Member? member)
    {
        if (member?.ChosenLanguage is { } chosen)
            return chosen;
        if (incoming.Channel is { } channel && server?.Channels.GetValueOrDefault(channel) is { } spokenThere)
            return spokenThere;
        return
            words.MatchLanguage(incoming.Sender.Locale) is { } matched
            && campaign.Languages.Contains(matched, StringComparer.Ordinal)
            ? matched
            : (incoming.Sender.Locale is null ? member?.SpokenLanguage : null) ?? campaign.DefaultLanguage;
    }
}

/// <summary>What the reader made of an event.</summary>
internal abstract record RequestReading
{
    private RequestReading() { }

    public sealed record Understood(Request Request) : RequestReading;

    public sealed record Answered(Reply Reply) : RequestReading;
}
