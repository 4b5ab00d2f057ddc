using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Time, place or name of an action changed: what it was and what it is now.</summary>
internal static class MovedNotice
{
    /// <summary>What the ids of the notices of one move begin with; each reader's or channel's name follows.</summary>
    public static string IdOf(ActionId action, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"moved|{action.Code}|{version}");

    public static Composition Compose(Sending sending, MessageContent.Moved moved, CollectiveAction action)
    {
        // A later move tells more; an edit that moved nothing does not make this one untrue.
        if (action.State != ActionState.Released || LatestMove(action) > moved.Version)
            return new Composition.Unwanted("changed");
        moved = WithWhatWasNotTold(sending, moved, action);
        if (
            moved.WasAt == action.Starts.Local
            && moved.WasIn == action.Location
            && (moved.WasCalled ?? action.Title) == action.Title
        )
            return new Composition.Unwanted("changed");
        if (sending.Message.To is Recipient.Direct(var member))
            return Silence.About(sending, member, action)
                ?? new Composition.Say(
                    ForMember(moved, action, sending.Session.FindPledge(action.Id, member), sending.Voice)
                );
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    .. sending.Voice.ForChannel.SelectMany(
                        (voice, index) =>
                            index == 0
                                ? InChannel(moved, action, voice)
                                : InChannel(moved, action, voice).Prepend(new CardPart.Rule(BetweenLanguages: true))
                    ),
                ],
                Files = [AlertFile.For(action, sending.Voice)],
            }
        );
    }

    private static int LatestMove(CollectiveAction action) =>
        Math.Max(Math.Max(action.TimeVersion, action.PlaceVersion), action.TitleVersion);

    /// <summary>
    /// A reader whom an earlier notice did not reach before it was overtaken hears what that one would have said, too: from
    /// what they know to what is true now.
    /// </summary>
    private static MessageContent.Moved WithWhatWasNotTold(
        Sending sending,
        MessageContent.Moved moved,
        CollectiveAction action
    )
    {
        var id = IdOf(action.Id, moved.Version);
        if (!sending.Message.Id.StartsWith(id, StringComparison.Ordinal))
            return moved;
        var reader = sending.Message.Id[id.Length..];
        var known = moved;
        for (var version = moved.Version - 1; version > 0; version--)
        {
            var earlier = sending.Session.FindMessage(IdOf(action.Id, version) + reader);
            if (earlier is { State: DeliveryState.Sent })
                break;
            if (earlier?.Content is MessageContent.Moved untold)
                known = known with
                {
                    WasAt = untold.WasAt,
                    WasIn = untold.WasIn,
                    WasCalled = untold.WasCalled ?? known.WasCalled,
                };
        }
        return known;
    }

    /// <summary>Whose yes was to another time is asked for a new one; the others can say that they no longer come.</summary>
    private static Card ForMember(MessageContent.Moved moved, CollectiveAction action, Pledge? pledge, Voice voice)
    {
        var asksAgain = pledge?.IsForTimeOf(action) == false;
        return new Card
        {
            Parts =
            [
                .. Parts(moved, action, voice),
                new CardPart.Paragraph(voice.Text(asksAgain ? "moved.ask-again" : "moved.ask")),
                .. moved.WasAt == action.Starts.Local
                    ? []
                    : (CardPart[])
                        [
                            new CardPart.Small(
                                voice.Text(
                                    "moved.reminders",
                                    ("until", voice.Date(action.OverBy + voice.Campaign.Retention))
                                )
                            ),
                        ],
            ],
            HowToChoose = voice.Text("say.choose"),
            Buttons = asksAgain ? ComeAtNewTime.Buttons(action, voice) : [ComeAtNewTime.CantCome(action, voice)],
        };
    }

    /// <summary>Nothing about people: whoever pledged knows it themselves.</summary>
    private static IEnumerable<CardPart> InChannel(MessageContent.Moved moved, CollectiveAction action, Voice voice) =>
        Parts(moved, action, voice)
            .Append(
                new CardPart.Paragraph(
                    voice.Text(moved.WasAt == action.Starts.Local ? "moved.ask" : "moved.ask-again-here")
                )
            );

    /// <summary>What it was and what it is now, as far as it changed.</summary>
    private static IEnumerable<CardPart> Parts(MessageContent.Moved moved, CollectiveAction action, Voice voice)
    {
        yield return new CardPart.Heading(voice.Text("moved.title", ("title", action.Title)));
        if (moved.WasCalled is { } was && was != action.Title)
            yield return new CardPart.Paragraph(voice.Text("moved.name", ("name", action.Title), ("was", was)));
        if (moved.WasAt != action.Starts.Local)
            yield return new CardPart.When(
                voice.Text("moved.when", ("was", voice.WallTime(moved.WasAt)), ("when", voice.When(action.Starts))),
                action.Starts.Instant
            );
        if (moved.WasIn != action.Location)
            yield return new CardPart.Paragraph(
                voice.Text(
                    "moved.where",
                    ("was", moved.WasIn ?? voice.Text("moved.nowhere")),
                    ("where", action.Location ?? voice.Text("moved.nowhere"))
                )
            );
        if (action.IsSentByOne)
            yield return new CardPart.Small(voice.Text("alert.sent-by-one"));
    }
}
