using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>What a calendar changed about an action's meeting, before and after, and what an organizer can do about it.</summary>
internal static class CalendarChangeCard
{
    /// <summary>The message to the coordinators' channel, in the language that is spoken there.</summary>
    public static Composition Compose(Sending sending, MessageContent.CalendarChanged changed, CollectiveAction action)
    {
        if (sending.Session.FindCalendarChange(action.Id) is not { } change || change.At != changed.At)
            return new Composition.Unwanted("changed");
        return For(sending.Session, action, change, InChannel(sending)) is { } card
            ? new Composition.Say(card)
            : new Composition.Unwanted("changed");
    }

    /// <summary>The card; null where there is nothing to answer any more.</summary>
    public static Card? For(StoreSession session, CollectiveAction action, CalendarChange change, Voice voice)
    {
        if (MeetingOf(session, action) is not { } meeting)
            return null;
        var followUp = FollowUpOf(session, action, change, meeting);
        if (followUp is FollowUp.Nothing)
            return null;
        return new Card
        {
            Parts =
            [
                new CardPart.Heading(
                    voice.Text("calendar-change.title", ("title", action.Title), ("code", action.Id.Code))
                ),
                .. Parts(followUp, action, meeting, voice),
                .. meeting.Confidence == MeetingConfidence.NeedsReview
                    ? (CardPart[])[new CardPart.Small(voice.Text("calendar-change.check"))]
                    : [],
                .. meeting.Link is { } link ? (CardPart[])[new CardPart.Link(voice.Text("alert.link"), link)] : [],
                new CardPart.Small(voice.Text(WhatHappensKey(followUp, action), ("code", action.Id.Code))),
            ],
            HowToChoose = voice.Text("calendar-change.how", ("code", action.Id.Code)),
            Buttons = [.. Buttons(followUp, action, change, voice)],
        };
    }

    /// <summary>What the change would make of the action as both stand now.</summary>
    public static FollowUp FollowUpOf(
        StoreSession session,
        CollectiveAction action,
        CalendarChange change,
        Meeting meeting
    ) =>
        FollowUp.Of(
            action,
            change.Changes,
            meeting,
            HasSuccessor(action, session.ActionsOf(action.Campaign).Where(other => other.Source == action.Source))
        );

    /// <summary>The entry that the action was made from, as its calendar states it now.</summary>
    public static Meeting? MeetingOf(StoreSession session, CollectiveAction action) =>
        action.Source is { } source ? session.FindMeeting(action.Campaign, source.Feed, source.Id) : null;

    /// <summary>Whether another one stands for the meeting since: one that was not called off, or that was made later.</summary>
    /// <param name="action">The action.</param>
    /// <param name="ofSameMeeting">All that were made from its meeting.</param>
    public static bool HasSuccessor(CollectiveAction action, IEnumerable<CollectiveAction> ofSameMeeting) =>
        ofSameMeeting.Any(other =>
            other.Id != action.Id && (other.State != ActionState.Cancelled || other.Id.Number > action.Id.Number)
        );

    private static Voice InChannel(Sending sending) =>
        sending.Message.To is Recipient.Channel(var server, var channel)
        && sending.Voice.Campaign.ServerAt(sending.Message.Network, server)?.Channels.GetValueOrDefault(channel)
            is { } language
            ? sending.Voice.In(language)
            : sending.Voice;

    private static IEnumerable<CardPart> Parts(
        FollowUp followUp,
        CollectiveAction action,
        Meeting meeting,
        Voice voice
    ) =>
        followUp switch
        {
            FollowUp.Edit edit => Differences(edit, action, meeting, voice),
            FollowUp.CallOff =>
            [
                new CardPart.When(
                    voice.Text("calendar-change.cancelled", ("when", voice.When(action.Starts))),
                    action.Starts.Instant
                ),
            ],
            FollowUp.DraftAnew => [new CardPart.Paragraph(Restored(action, meeting, voice))],
            _ => [],
        };

    private static IEnumerable<CardPart> Differences(
        FollowUp.Edit edit,
        CollectiveAction action,
        Meeting meeting,
        Voice voice
    )
    {
        var edited = edit.Edited;
        if (edited.Title != action.Title)
            yield return new CardPart.Paragraph(
                voice.Text("moved.name", ("name", edited.Title), ("was", action.Title))
            );
        if (edited.Starts != action.Starts)
            yield return new CardPart.When(
                voice.Text(
                    "moved.when",
                    ("when", voice.When(edited.Starts)),
                    ("was", voice.WallTime(action.Starts.Local))
                ),
                edited.Starts.Instant
            );
        if (edit.LacksTime)
            yield return new CardPart.Paragraph(
                voice.Text(
                    "calendar-change.no-time",
                    ("date", voice.Date(meeting.Date)),
                    ("was", voice.WallTime(action.Starts.Local)),
                    ("code", action.Id.Code)
                )
            );
        if (edited.Location != action.Location)
            yield return new CardPart.Paragraph(
                voice.Text(
                    "moved.where",
                    ("where", edited.Location ?? voice.Text("moved.nowhere")),
                    ("was", action.Location ?? voice.Text("moved.nowhere"))
                )
            );
    }

    private static string Restored(CollectiveAction action, Meeting meeting, Voice voice) =>
        voice.Text(
            "calendar-change.restored",
            ("code", action.Id.Code),
            (
                "when",
                meeting.Time is { } time
                    ? voice.When(new MeetingTime(meeting.Date.At(time), voice.Campaign.Zone))
                    : voice.Date(meeting.Date)
            )
        );

    private static string WhatHappensKey(FollowUp followUp, CollectiveAction action) =>
        (followUp, action.State) switch
        {
            (FollowUp.DraftAnew, _) => "calendar-change.then-draft",
            (_, ActionState.Released) => "calendar-change.then-told",
            _ => "calendar-change.then-quiet",
        };

    private static IEnumerable<CardButton> Buttons(
        FollowUp followUp,
        CollectiveAction action,
        CalendarChange change,
        Voice voice
    )
    {
        if (followUp is not FollowUp.Edit edit || edit.Edited != action)
            yield return new CardButton(
                voice.Text(followUp is FollowUp.DraftAnew ? "button.calendar-draft" : "button.calendar-apply"),
                AnswerCalendarChange.For(change, AnswerCalendarChange.Apply),
                followUp is FollowUp.CallOff ? ButtonWeight.Careful : ButtonWeight.Main
            );
        yield return new CardButton(
            voice.Text("button.calendar-ignore"),
            AnswerCalendarChange.For(change, AnswerCalendarChange.Ignore)
        );
    }
}
