using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Wipe;

/// <summary>Destroys the keys of this instance at once, then everything else, and stops the bot. There is no way back.</summary>
internal delegate void DestroyEverything();

/// <summary>
/// Two organizers of a campaign destroy everything that this bot holds: one asks, another human agrees within ten minutes,
/// and each has read before what goes and what a lawyer should be asked.
/// </summary>
internal sealed class WipeEverything(Store store, RequestReader reader, WipeAsks asks, DestroyEverything destroy)
{
    public const string Button = "wipe";
    public const string Rehearse = "rehearse";

    /// <summary>Typed in the place of the button, where there are none: in a group on Signal.</summary>
    public const string Confirm = "confirm";

    /// <summary>What <c>rehearse</c> and <c>confirm</c> can be.</summary>
    public static IReadOnlyList<string> Choices { get; } = ["yes"];

    /// <summary><c>/wipe</c> destroys nothing: it says what would go, and offers to ask or to agree.</summary>
    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        request.Option(Rehearse) is null
        && Choices.Contains(request.Option(Confirm) ?? "", StringComparer.OrdinalIgnoreCase)
            ? HandleButtonAsync(request, cancellationToken)
            : Task.FromResult<Reply>(new Reply.Private(CardOf(request)));

    /// <summary>The button under it, or the word for it: the first one asks, a second human agrees.</summary>
    public async Task<Reply> HandleButtonAsync(Request request, CancellationToken cancellationToken)
    {
        var campaign = request.Campaign.Id;
        var mine = store.Read(session => session.IdentitiesOf(request.Identity));
        if (StandingAsk(request) is { } standing)
            return store.Read(session => standing.Identities.SelectMany(session.IdentitiesOf).Intersect(mine).Any())
                ? request.Say("wipe.asked", ("until", request.Voice.When(standing.Until)))
                : await AgreeAsync(request, cancellationToken);

        var ask = new WipeAsk(mine, request.Incoming.Server!, request.Now + WipeAsks.Stands);
        // Two who press at the same moment: the other one was first, and this one has only just read that.
        if (!asks.TryAsk(campaign, ask, request.Now))
            return new Reply.Private(CardOf(request));
        await store.WriteAsync(
            session =>
            {
                session.AuditOnce(request, AuditDeed.WipeAsked);
                Tell(session, request, "notice.wipe-asked", ask.Until);
            },
            cancellationToken
        );
        return request.Say("wipe.asked", ("until", request.Voice.When(ask.Until)));
    }

    private async Task<Reply> AgreeAsync(Request request, CancellationToken cancellationToken)
    {
        asks.Forget(request.Campaign.Id);
        try
        {
            await store.WriteAsync(
                session =>
                {
                    session.AuditOnce(request, AuditDeed.WipeAgreed);
                    Tell(session, request, "notice.wipe-agreed", until: null);
                },
                cancellationToken
            );
        }
        finally
        {
            // Two have agreed: a disk that takes no more notices does not save anything.
            destroy();
        }
        return request.Say("wipe.done");
    }

    /// <summary>What was asked in this campaign by somebody who is not known to have lost the role since.</summary>
    private WipeAsk? StandingAsk(Request request)
    {
        if (asks.Standing(request.Campaign.Id, request.Now) is not { } ask)
            return null;
        if (!reader.Roles.WasLost(ask.Identities, ask.Server))
            return ask;
        asks.Forget(request.Campaign.Id);
        return null;
    }

    private static void Tell(StoreSession session, Request request, string key, Instant? until) =>
        session.TellCoordinators(
            request.Campaign,
            $"{key}|{request.EventKey}",
            new MessageContent.Notice(key, new Dictionary<string, string>(StringComparer.Ordinal)) { Until = until },
            request.Now
        );

    private Card CardOf(Request request)
    {
        var voice = request.Voice;
        var isRehearsal = request.Option(Rehearse) is not null;
        // Where everybody reads the answer there are no buttons, and a number would answer nothing.
        var isTyped = request.Incoming.AnswerIsPublic;
        var standing = StandingAsk(request);
        return new Card
        {
            Parts =
            [
                new CardPart.Heading(voice.Text(isRehearsal ? "wipe.rehearsal" : "wipe.title")),
                new CardPart.Bullets([
                    voice.Text("wipe.keys"),
                    voice.Text("wipe.data", ("count", reader.InAllCampaigns(request).Count)),
                    voice.Text("wipe.trail"),
                    voice.Text("wipe.leaves"),
                ]),
                new CardPart.Paragraph(voice.Text("wipe.stays")),
                new CardPart.Paragraph(voice.Text("wipe.lawyer")),
                new CardPart.Paragraph(
                    voice.Text("wipe.by-itself", ("count", (int)request.Campaign.Retention.TotalHours))
                ),
                new CardPart.Rule(),
                new CardPart.Paragraph(
                    isRehearsal ? voice.Text("wipe.nothing-happened")
                    : standing is { } ask ? voice.Text("wipe.waits", ("until", voice.When(ask.Until)))
                    : voice.Text("wipe.first", ("minutes", (int)WipeAsks.Stands.TotalMinutes))
                ),
                .. isTyped && !isRehearsal ? (CardPart[])[new CardPart.Paragraph(voice.Text("wipe.how"))] : [],
            ],
            Buttons =
                isRehearsal || isTyped
                    ? []
                    :
                    [
                        new CardButton(
                            voice.Text(standing is null ? "button.wipe-ask" : "button.wipe-agree"),
                            new ButtonId(Button),
                            ButtonWeight.Careful
                        ),
                    ],
        };
    }
}
