using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Privacy;

/// <summary>
/// A member asks what the bot knows about them and reads all of it, in every campaign and for both networks, with how long
/// each thing is kept.
/// </summary>
internal sealed class WhatIsKnown(Store store, PersonEverywhere person)
{
    public const string Command = "privacy";

    /// <summary>Answers listed one by one for a campaign; a message holds no more, and nobody reads more.</summary>
    private const int PledgesShown = 10;

    /// <summary>The store forgets what it asked by number after this.</summary>
    private static readonly Duration PromptsKept = Retention.Prompts;

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        Task.FromResult<Reply>(
            new Reply.Private(store.Read(session => new Card { Parts = [.. Parts(session, request)] }))
        );

    private IEnumerable<CardPart> Parts(StoreSession session, Request request)
    {
        var voice = request.Voice;
        var campaigns = person.Campaigns(session, request);
        var known = campaigns.SelectMany(there => OfCampaign(session, request, there)).ToList();
        var personal = Personal(session, request, campaigns).ToList();
        if (known.Count + personal.Count == 0)
        {
            yield return new CardPart.Paragraph(voice.Text("privacy.nothing"));
        }
        else
        {
            yield return new CardPart.Paragraph(voice.Text("privacy.intro"));
            foreach (var part in known)
                yield return part;
            if (personal.Count > 0)
            {
                yield return new CardPart.Heading(voice.Text("privacy.everywhere"));
                yield return new CardPart.Bullets(personal);
            }
            yield return new CardPart.Paragraph(voice.Text("privacy.forget"));
        }
        yield return new CardPart.Small(voice.Text("privacy.marks"));
        yield return PageOf(request);
    }

    /// <summary>Where all of it is explained.</summary>
    internal static CardPart PageOf(Request request) =>
        request.Campaign.PrivacyPage is { } page
            ? new CardPart.Link(request.Voice.Text("privacy.page"), page)
            : new CardPart.Small(request.Voice.Text("privacy.no-page"));

    private static IEnumerable<CardPart> OfCampaign(StoreSession session, Request request, PersonIn there)
    {
        var held = session.HeldOf(there.Id, there.Human);
        var barred = session.FindBan(there.Human, request.Now);
        if (held.IsEmpty && barred is null)
            yield break;
        var voice = request.Voice with { Campaign = there.Campaign ?? request.Campaign };
        var name = there.Campaign is null ? there.Id.Value : voice.CampaignTitle;
        yield return new CardPart.Heading(voice.Text("privacy.campaign", ("campaign", name)));
        yield return new CardPart.Bullets([
            .. OfMember(held.Member, voice),
            .. held.Pledges.Take(PledgesShown).SelectMany(pledge => OfPledge(session, voice, pledge)),
            .. held.Pledges.Count > PledgesShown
                ? [voice.Text("privacy.more-answers", ("count", held.Pledges.Count - PledgesShown))]
                : (string[])[],
            .. held.Calls.Count > 0 ? [voice.Text("privacy.calls", ("count", held.Calls.Count))] : (string[])[],
            .. held.Consents.Select(consent =>
                consent.Action is { } action
                    ? voice.Text(
                        "privacy.consent-for-action",
                        ("code", action.Code),
                        ("until", voice.Date(consent.Until))
                    )
                    : voice.Text("privacy.consent", ("until", voice.Date(consent.Until)))
            ),
            .. held.Addresses.Select(address => voice.Text("privacy.address", ("network", NameOf(address.Network)))),
            .. held.Links.Select(link => voice.Text("privacy.joined", ("until", voice.Date(link.Until)))),
            .. held.MessagesWaiting > 0
                ? [voice.Text("privacy.messages-waiting", ("count", held.MessagesWaiting))]
                : (string[])[],
            .. held.MessagesEnded > 0
                ? [voice.Text("privacy.messages-ended", ("count", held.MessagesEnded))]
                : (string[])[],
            .. held.Proposals.Select(action => voice.Text("privacy.proposal", ("code", action.Id.Code))),
            .. barred is null ? (string[])[] : [voice.Text("privacy.barred", ("until", voice.Date(barred.Until)))],
        ]);
    }

    private static IEnumerable<string> OfMember(Member? member, Voice voice)
    {
        if (member is null)
            yield break;
        yield return voice.Text(
            "privacy.member",
            ("language", voice.Catalogue.Text(member.ChosenLanguage ?? member.SpokenLanguage, "language.name")),
            ("network", NameOf(member.Network))
        );
        if (member.Direct != DirectReach.Unknown)
            yield return voice.Text(
                member.Direct == DirectReach.Open ? "privacy.messages-arrive" : "privacy.messages-closed"
            );
        if (member.PausedUntil is { } paused)
            yield return voice.Text("privacy.paused", ("until", voice.Date(paused)));
        if (member.Quiet is { } quiet)
            yield return voice.Text(
                "privacy.quiet",
                ("from", voice.Time(quiet.From)),
                ("until", voice.Time(quiet.Until))
            );
        if (member.Prefers is { } network)
            yield return voice.Text("privacy.prefers", ("network", NameOf(network)));
    }

    private static IEnumerable<string> OfPledge(StoreSession session, Voice voice, Pledge pledge)
    {
        var action = session.Find(pledge.Action);
        var code = ("code", (object)pledge.Action.Code);
        var answer = ("answer", (object)voice.Text(AnswerWords.AnswerKey(pledge.Answer)));
        var at = ("at", (object)voice.When(pledge.At));
        yield return action is null
            ? voice.Text("privacy.answer", code, answer, at)
            : voice.Text(
                "privacy.answer-until",
                code,
                answer,
                at,
                ("title", action.Title),
                ("until", voice.When(action.OverBy + voice.Campaign.Retention))
            );
        if (pledge.Previous is { } before)
            yield return voice.Text(
                "privacy.answer-before",
                code,
                ("answer", voice.Text(AnswerWords.AnswerKey(before)))
            );
        if (pledge.HeadCount > 1)
            yield return voice.Text("privacy.others", code, ("count", pledge.HeadCount - 1));
        if (PlaceKey(pledge.Place) is { } place)
            yield return voice.Text(place, code);
        if (pledge.ConfirmedAt is { } confirmed)
            yield return voice.Text("privacy.confirmed", code, ("at", voice.When(confirmed)));
        if (pledge.Came is { } came)
            yield return voice.Text(came ? "privacy.came" : "privacy.missed", code);
    }

    private static string? PlaceKey(PledgePlace place) =>
        place switch
        {
            PledgePlace.Waiting => "privacy.place-waiting",
            PledgePlace.Offered => "privacy.place-offered",
            PledgePlace.Held => "privacy.place-held",
            _ => null,
        };

    private IEnumerable<string> Personal(StoreSession session, Request request, IReadOnlyList<PersonIn> campaigns)
    {
        var voice = request.Voice;
        var asked = person.Persons(session, request, campaigns).Sum(who => session.PromptsOf(who).Count);
        if (asked > 0)
            yield return voice.Text("privacy.questions", ("count", asked), ("days", (int)PromptsKept.TotalDays));
        foreach (
            var offer in campaigns
                .SelectMany(there => session.LinkOffersOf(session.KeysOf(there.Human)))
                .DistinctBy(offer => offer.CodeKey, StringComparer.Ordinal)
        )
            yield return voice.Text("privacy.link-code", ("until", voice.When(offer.Until)));
    }

    private static string NameOf(string network) => network == Networks.Signal ? "Signal" : "Discord";
}
