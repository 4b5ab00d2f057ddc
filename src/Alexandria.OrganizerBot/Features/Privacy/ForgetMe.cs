using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Privacy;

/// <summary>
/// A member has everything about them forgotten: asked once, then done at once, in all campaigns and on both networks. Nobody
/// has to agree, and doing it again does nothing.
/// </summary>
internal sealed class ForgetMe(Store store, PersonEverywhere person)
{
    public const string Command = "forget";
    public const string Button = "forget";
    private const string Yes = "yes";

    /// <summary><c>/forget</c> asks whether it is meant.</summary>
    public static Task<Reply> AskAsync(Request request, CancellationToken cancellationToken)
    {
        var voice = request.Voice;
        return Task.FromResult<Reply>(
            new Reply.Private(
                new Card
                {
                    Parts =
                    [
                        new CardPart.Paragraph(voice.Text("forget.question")),
                        new CardPart.Small(voice.Text("forget.means")),
                    ],
                    HowToChoose = voice.Text("say.choose"),
                    Buttons =
                    [
                        new CardButton(
                            voice.Text("button.forget"),
                            new ButtonId(Button, Yes, voice.Language),
                            ButtonWeight.Careful
                        ),
                    ],
                }
            )
        );
    }

    /// <summary>The person means it.</summary>
    public async Task<Reply> HandleButtonAsync(Request request, CancellationToken cancellationToken)
    {
        var removed = await store.WriteAsync(session => Forget(session, request), cancellationToken);
        // In the language of the question: the one that was chosen is forgotten by now.
        var voice = request.Voice.Catalogue.MatchLanguage(request.Argument(1)) is { } language
            ? request.Voice.In(language)
            : request.Voice;
        return new Reply.Replace(
            Card.Of(removed == 0 ? voice.Text("forget.nothing") : voice.Text("forget.done", ("count", removed)))
        );
    }

    private int Forget(StoreSession session, Request request)
    {
        session.TryBegin(request.EventKey, request.Now);
        var campaigns = person.Campaigns(session, request);
        // Before the links are parted, by which the other network is known.
        var persons = person.Persons(session, request, campaigns);
        var removed = campaigns.Sum(there => Forget(session, there, request.Now));
        return removed + persons.Sum(session.ForgetPrompts);
    }

    /// <summary>Forgets the person in one campaign; where they held a place it is offered to whoever waits.</summary>
    internal static int Forget(StoreSession session, PersonIn there, Instant now)
    {
        var answered = session.PledgesOf(there.Human).Select(pledge => pledge.Action).ToList();
        var removed = session.ForgetHuman(there.Id, there.Human);
        foreach (var action in answered.Select(session.Find).OfType<CollectiveAction>())
        {
            if (action.State != ActionState.Released || action.Starts.Instant <= now)
                continue;
            Places.OfferFreePlaces(session, action, now);
            AlertTally.Refresh(session, action, now);
        }
        return removed;
    }
}
