using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// The coordinators read what is new on a docket, and what they can do: post the draft, or tell those who will speak that
/// the form is open. Nothing of it happens by itself.
/// </summary>
internal static class DocketNotice
{
    public static Composition Compose(Sending sending, MessageContent.DocketNews news)
    {
        var (session, campaign, now) = (sending.Session, sending.Voice.Campaign, sending.Voice.Now);
        if (
            session.FindDocket(campaign.Id, news.Feed, news.Meeting) is not { } sighting
            || DocketWatch.Edition(sighting.Stamp) != news.Edition
        )
            return new Composition.Unwanted("superseded");
        if (
            session.FindMeeting(campaign.Id, news.Feed, news.Meeting) is not { Status: MeetingStatus.Scheduled } meeting
            || meeting.HasBegun(campaign.Zone, now)
        )
            return new Composition.Unwanted("over");
        var action = session
            .ActionsOf(campaign.Id)
            .LastOrDefault(action =>
                action.Source == new MeetingSource(news.Feed, news.Meeting)
                && action.State is not (ActionState.Cancelled or ActionState.Done)
                && action.Starts.Instant > now
            );
        var voice = ChannelVoice(sending);
        return new Composition.Say(
            new Card
            {
                Parts = [.. About(sighting, meeting, voice), .. Next(action, meeting, voice)],
                Buttons = action is null ? [] : Buttons(action, voice),
            }
        );
    }

    /// <summary>The language that is spoken in the channel, where the campaign names one.</summary>
    private static Voice ChannelVoice(Sending sending) =>
        sending.Message.To is Recipient.Channel(var server, var channel)
        && sending.Voice.Campaign.ServerAt(sending.Message.Network, server)?.Channels.GetValueOrDefault(channel)
            is { } language
            ? sending.Voice.In(language)
            : sending.Voice;

    private static IEnumerable<CardPart> About(DocketSighting sighting, Meeting meeting, Voice voice)
    {
        var title = ("title", (object)meeting.Title);
        yield return new CardPart.Heading(
            voice.Text(sighting.IsLaterEdition ? "docket.changed" : "docket.published", title)
        );
        if (meeting.Time is { } time)
        {
            var starts = new MeetingTime(meeting.Date.At(time), voice.Campaign.Zone);
            yield return new CardPart.When(voice.Text("draft.when", ("when", voice.When(starts))), starts.Instant);
        }
        else
        {
            yield return new CardPart.Paragraph(voice.Text("docket.no-time", ("date", voice.Date(meeting.Date))));
        }
        if (meeting.Location is { } location)
            yield return new CardPart.Paragraph(voice.Text("draft.where", ("where", location)));
        if (sighting.Items.Count > 0)
        {
            yield return new CardPart.Paragraph(
                voice.Text("docket.items", ("count", sighting.Items.Count + sighting.MoreItems))
            );
            yield return new CardPart.Bullets([.. sighting.Items.Select(item => Line(item, voice))]);
            if (sighting.MoreItems > 0)
                yield return new CardPart.Paragraph(voice.Text("docket.more", ("count", sighting.MoreItems)));
        }
        else if (voice.Campaign.Keywords.Count > 0)
        {
            yield return new CardPart.Paragraph(
                voice.Text(sighting.IsLaterEdition ? "docket.none-any-more" : "docket.none")
            );
        }
        if (meeting.Docket?.Document is { } document)
            yield return new CardPart.Link(voice.Text("docket.document"), document);
        if (meeting.Link is { } link)
            yield return new CardPart.Link(voice.Text("alert.link"), link);
    }

    private static string Line(DocketItem item, Voice voice)
    {
        var title = item.Number is { } number
            ? voice.Text("docket.item", ("number", number), ("title", item.Title))
            : item.Title;
        return voice.Text(
            item.IsNew ? "docket.fits-new" : "docket.fits",
            ("item", title),
            ("keywords", string.Join(", ", item.Keywords))
        );
    }

    private static IEnumerable<CardPart> Next(CollectiveAction? action, Meeting meeting, Voice voice)
    {
        yield return new CardPart.Rule();
        if (action is null)
        {
            yield return new CardPart.Paragraph(
                voice.Text(
                    meeting is { Time: not null, Confidence: MeetingConfidence.Ok }
                        ? "docket.next-create"
                        : "docket.next-by-hand"
                )
            );
            yield break;
        }
        var code = ("code", (object)action.Id.Code);
        var isPosted = action.State == ActionState.Released;
        yield return new CardPart.Paragraph(voice.Text(isPosted ? "docket.next-posted" : "docket.next-draft", code));
        if (action.Asks.Contains(Domain.Pledges.Ask.Speak) && !OpenForm.IsOpen(action, voice.Now))
            yield return new CardPart.Paragraph(
                voice.Text(isPosted ? "docket.next-form" : "docket.next-form-draft", code)
            );
    }

    private static IReadOnlyList<CardButton> Buttons(CollectiveAction action, Voice voice)
    {
        var buttons = new List<CardButton>
        {
            new(voice.Text("button.preview"), PreviewAction.For(action.Id), ButtonWeight.Main),
        };
        if (action.Asks.Contains(Domain.Pledges.Ask.Speak) && !OpenForm.IsOpen(action, voice.Now))
            buttons.Add(new CardButton(voice.Text("button.form-open"), OpenForm.For(action.Id)));
        return buttons;
    }
}
