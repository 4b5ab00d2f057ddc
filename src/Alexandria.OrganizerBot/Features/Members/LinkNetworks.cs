using System.Security.Cryptography;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Members;

/// <summary>
/// A person who uses two networks is counted once: they get a code in private on one, write it in private on the other, and
/// agree there. Nobody else can do it for them, and it ends by itself.
/// </summary>
internal sealed class LinkNetworks(Store store, RequestReader reader, LinkTries tries)
{
    public const string Command = "link";
    public const string Button = "join";

    /// <summary>Reminders come where the code was written.</summary>
    private const string Here = "here";

    /// <summary>Reminders come where the code was asked for.</summary>
    private const string There = "there";
    private const string Not = "not";

    /// <summary>Letters and digits that nobody takes for one another.</summary>
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int CodeLength = 8;

    private static readonly Duration CodeStands = Retention.LinkOffers;

    /// <summary>A joined identity ends with what the bot holds of the person, and after half a year in any case.</summary>
    private static readonly Duration LinkStands = Retention.Links;

    /// <summary><c>/link</c> gives a code; <c>/link code:…</c> asks whether to join.</summary>
    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        request.Option("code") is { } code
            ? Task.FromResult(Confirm(request, code))
            : OfferAsync(request, cancellationToken);

    /// <summary>The answer to the question whether to join.</summary>
    public async Task<Reply> HandleButtonAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Argument(0) == Not)
            return request.Say("link.not-joined");
        var reading = Find(request, request.Argument(1));
        return reading is LinkReading.Answered(var answer)
            ? answer
            : await store.WriteAsync(
                session => Join(session, request, ((LinkReading.Found)reading).Offer),
                cancellationToken
            );
    }

    private async Task<Reply> OfferAsync(Request request, CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetString(Alphabet, CodeLength);
        var offer = new LinkOffer(
            store.Keys.CodeKey(code),
            request.Incoming.Network,
            reader
                .Meant(request)
                .ToDictionary(
                    inCampaign => inCampaign.Campaign.Id.Value,
                    inCampaign => inCampaign.Member,
                    StringComparer.Ordinal
                ),
            request.Now + CodeStands
        );
        await store.WriteAsync(session => session.Save(offer), cancellationToken);
        return new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(
                        request.Voice.Text("link.code", ("code", code), ("minutes", (int)CodeStands.TotalMinutes))
                    ),
                    new CardPart.Small(request.Voice.Text("link.code-is-yours")),
                ],
            }
        );
    }

    private Reply Confirm(Request request, string typed)
    {
        if (Find(request, typed) is LinkReading.Answered(var answer))
            return answer;
        var voice = request.Voice;
        var code = Plain(typed);
        return new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(voice.Text("link.confirm")),
                    new CardPart.Small(voice.Text("link.until", ("until", voice.Date(request.Now + LinkStands)))),
                ],
                HowToChoose = voice.Text("say.choose"),
                Buttons =
                [
                    new CardButton(voice.Text("button.join-here"), new ButtonId(Button, Here, code), ButtonWeight.Main),
                    new CardButton(voice.Text("button.join-there"), new ButtonId(Button, There, code)),
                    new CardButton(voice.Text("button.join-not"), new ButtonId(Button, Not)),
                ],
            }
        );
    }

    private Reply Join(StoreSession session, Request request, LinkOffer offer)
    {
        // A replay finds both joined already; anybody else finds the code used.
        if (!session.TryBegin(request.EventKey, request.Now))
            return request.Say("link.joined");
        if (session.FindLinkOffer(offer.CodeKey) is null)
            return request.Say("link.unknown-code");
        session.Forget(offer);
        if (IsJoined(session, request, offer))
            return request.Say("link.already");
        var until = request.Now + LinkStands;
        foreach (var inCampaign in reader.Meant(request))
        {
            if (!offer.Members.TryGetValue(inCampaign.Campaign.Id.Value, out var human))
                continue;
            var isHere = request.Argument(0) == Here;
            var here = session.FindMember(inCampaign.Identity);
            var touched = session.Join(new MemberLink(inCampaign.Identity, human, request.Incoming.Network, until));
            var there = session.FindMember(human) ?? New(inCampaign, human, offer.Network);
            session.Save(
                there with
                {
                    // What was chosen here is not forgotten where nothing was chosen there.
                    ChosenLanguage = there.ChosenLanguage ?? here?.ChosenLanguage,
                    PausedUntil = there.PausedUntil ?? here?.PausedUntil,
                    Quiet = there.Quiet ?? here?.Quiet,
                    Prefers = isHere ? request.Incoming.Network : offer.Network,
                    Direct =
                        !isHere ? there.Direct
                        : request.IsInOwnChat ? DirectReach.Open
                        : here?.Direct ?? DirectReach.Unknown,
                }
            );
            if (isHere && session.ConsentsOf(human).Count > 0)
                session.Save(
                    new DirectAddress(human, request.Incoming.Network, request.Incoming.Sender.UserId, ChannelId: null)
                );
            // Two who were one took two places.
            foreach (var action in touched.Select(session.Find).OfType<CollectiveAction>())
            {
                Places.OfferFreePlaces(session, action, request.Now);
                AlertTally.Refresh(session, action, request.Now);
            }
        }
        return request.Say("link.joined");
    }

    /// <summary><c>/unlink</c></summary>
    public Task<Reply> HandleUnlinkAsync(Request request, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session =>
            {
                session.TryBegin(request.EventKey, request.Now);
                var joined = false;
                foreach (var inCampaign in reader.Meant(request))
                {
                    joined |= session.LinksTo(inCampaign.Member).Count > 0;
                    session.Part(inCampaign.Member);
                }
                return request.Say(joined ? "link.parted" : "link.none");
            },
            cancellationToken
        );

    /// <summary>The offer behind a code; or why there is none for this person.</summary>
    private LinkReading Find(Request request, string typed)
    {
        var person = store.Keys.PersonKey(request.Incoming.Network, request.Incoming.Sender.UserId);
        if (!tries.MayTry(person, request.Now))
            return new LinkReading.Answered(request.Say("link.too-many-tries"));
        var offer = store.Read(session => session.FindLinkOffer(store.Keys.CodeKey(Plain(typed))));
        if (offer is null || offer.Until <= request.Now)
        {
            tries.Failed(person, request.Now);
            return new LinkReading.Answered(request.Say("link.unknown-code"));
        }
        if (offer.Network == request.Incoming.Network)
            return new LinkReading.Answered(request.Say("link.same-network"));
        return store.Read(session => IsJoined(session, request, offer))
            ? new LinkReading.Answered(request.Say("link.already"))
            : new LinkReading.Found(offer);
    }

    /// <summary>Whether one of the two is joined to anybody in a campaign that is meant.</summary>
    private bool IsJoined(StoreSession session, Request request, LinkOffer offer) =>
        reader
            .Meant(request)
            .Any(inCampaign =>
                offer.Members.TryGetValue(inCampaign.Campaign.Id.Value, out var human)
                && (
                    session.HumanBehind(inCampaign.Identity) != inCampaign.Identity
                    || session.LinksTo(inCampaign.Identity).Count > 0
                    || session.HumanBehind(human) != human
                    || session.LinksTo(human).Count > 0
                )
            );

    private static string Plain(string typed) =>
        string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(CodeLength + 1));

    private static Member New(Request request, MemberKey human, string network) =>
        new(human, request.Campaign.Id, network, ChosenLanguage: null, request.Voice.Language, DirectReach.Unknown);

    private abstract record LinkReading
    {
        public sealed record Found(LinkOffer Offer) : LinkReading;

        public sealed record Answered(Reply Reply) : LinkReading;
    }
}
