using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Calls;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer drafts an action: from a meeting of the calendar, or by hand. The draft comes back as it was understood,
/// with every reminder's time, before anything is posted.
/// </summary>
internal sealed class CreateAction(Store store)
{
    private const int CompletionsShown = 25;
    private const int LongestCompletion = 100;

    /// <summary>How far ahead the calendar is offered.</summary>
    private static readonly Period Ahead = Period.FromDays(120);

    /// <summary>What <c>asks</c> may be: one ask, or the first two that people know from meetings.</summary>
    public static IReadOnlyList<string> AskChoices { get; } = ["attend", "speak", "attend-speak"];

    /// <summary>What <c>kind</c> may be; a meeting unless it is said.</summary>
    public static IReadOnlyList<string> KindChoices { get; } = ["meeting", CallInDay.Kind];

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var meetingValue = request.Option("meeting");
        if (meetingValue is null && !ActionFields.HasAny(request))
            return new Reply.Ask(ActionForm.ForNew(request.Voice));
        var draft = meetingValue is null ? ByHand(request) : FromMeeting(request, meetingValue);
        return draft switch
        {
            DraftReading.Faulty(var reply) => reply,
            DraftReading.Understood(var action) => await store.WriteAsync(
                session => Save(session, request, action),
                cancellationToken
            ),
            var other => throw new InvalidOperationException($"Unknown draft {other.GetType().Name}."),
        };
    }

    /// <summary>Offers the meetings ahead whose title or date has what was typed.</summary>
    public Task<Reply> CompleteMeetingAsync(Request request, CancellationToken cancellationToken)
    {
        var typed = request.Incoming.Act is Act.Complete complete ? complete.Typed.Trim() : "";
        var today = request.Now.InZone(request.Campaign.Zone).Date;
        var choices = store
            .Read(session => session.Meetings(request.Campaign.Id, today, today + Ahead))
            .Where(meeting =>
                meeting.Status == MeetingStatus.Scheduled && !meeting.HasBegun(request.Campaign.Zone, request.Now)
            )
            .Select(meeting => new Completion(
                UntrustedText.Clean(Label(meeting, request.Voice), LongestCompletion),
                ValueOf(meeting)
            ))
            .Where(choice =>
                choice.Value.Length <= LongestCompletion
                && (
                    choice.Label.Contains(typed, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(choice.Value, typed, StringComparison.Ordinal)
                )
            )
            .Take(CompletionsShown)
            .ToList();
        return Task.FromResult<Reply>(new Reply.Completions(choices));
    }

    /// <summary>
    /// The draft that a meeting's entry gives, without a number yet and with the campaign's own asks; null: the calendar is
    /// not sure of its time.
    /// </summary>
    public static CollectiveAction? DraftFrom(Meeting meeting, Campaign campaign) =>
        meeting is { Time: { } time, Confidence: MeetingConfidence.Ok, Status: MeetingStatus.Scheduled }
            ? Draft(
                campaign,
                meeting.Title,
                new MeetingTime(meeting.Date.At(time), campaign.Zone),
                meeting.Location,
                meeting.Link
            ) with
            {
                Source = new MeetingSource(meeting.Feed, meeting.Id),
            }
            : null;

    private static string ValueOf(Meeting meeting) => $"{meeting.Feed}|{meeting.Id}";

    private static string Label(Meeting meeting, Voice voice)
    {
        if (meeting.Time is not { } time)
            return voice.Text("calendar.choice-no-time", ("title", meeting.Title), ("date", voice.Date(meeting.Date)));
        return voice.Text(
            meeting.Confidence == MeetingConfidence.NeedsReview ? "calendar.choice-check" : "calendar.choice",
            ("title", meeting.Title),
            ("when", voice.WallTime(meeting.Date.At(time)))
        );
    }

    private DraftReading FromMeeting(Request request, string value)
    {
        var parts = value.Split('|', 2);
        var meeting =
            parts.Length == 2
                ? store.Read(session => session.FindMeeting(request.Campaign.Id, parts[0], parts[1]))
                : null;
        if (meeting is null)
            return new DraftReading.Faulty(request.Say("error.meeting-unknown"));
        if (meeting.Status == MeetingStatus.Cancelled)
            return new DraftReading.Faulty(request.Say("error.meeting-cancelled"));
        if (meeting.Time is not { } time)
            return new DraftReading.Faulty(request.Say("error.meeting-no-time"));
        if (meeting.Confidence != MeetingConfidence.Ok)
            return new DraftReading.Faulty(request.Say("error.meeting-check", ("time", request.Voice.Time(time))));

        var starts = new MeetingTime(meeting.Date.At(time), request.Campaign.Zone);
        return Draft(request, meeting.Title, starts, meeting.Location, meeting.Link) switch
        {
            DraftReading.Understood(var action) => new DraftReading.Understood(
                action with
                {
                    Source = new MeetingSource(meeting.Feed, meeting.Id),
                }
            ),
            var faulty => faulty,
        };
    }

    private static DraftReading ByHand(Request request)
    {
        if (request.Option("title") is not { } title)
            return new DraftReading.Faulty(request.Say("error.title-missing"));

        if (ActionFields.HasWrongCapacity(request))
            return new DraftReading.Faulty(request.Say("error.capacity", ("count", ActionFields.LargestCapacity)));

        switch (ActionFields.ReadTime(request))
        {
            case TypedTimeReading.Understood(var local):
                var link = Links.Read(request.Option("link"), request.Campaign);
                if (Links.WhyRefused(link, request) is { } refusal)
                    return new DraftReading.Faulty(refusal);
                return Draft(
                    request,
                    UntrustedText.Clean(title, ActionFields.LongestTitle),
                    new MeetingTime(local, request.Campaign.Zone),
                    request.Option("place") is { } place ? UntrustedText.Clean(place, ActionFields.LongestPlace) : null,
                    (link as LinkReading.Allowed)?.Url
                );
            case var reading:
                return new DraftReading.Faulty(TypedTimeReplies.WhyNot(reading, request)!);
        }
    }

    private static DraftReading Draft(Request request, string title, MeetingTime starts, string? location, Uri? link)
    {
        if (title.Length == 0)
            return new DraftReading.Faulty(request.Say("error.title-missing"));
        if (starts.Instant <= request.Now)
            return new DraftReading.Faulty(
                request.Say("error.time-past", ("when", request.Voice.WallTime(starts.Local)))
            );
        var draft = Draft(request.Campaign, title, starts, location, link) with
        {
            Asks = AsksOf(request),
            Note = request.Option("note") is { } note ? UntrustedText.Clean(note, ActionFields.LongestNote) : null,
            Capacity = ActionFields.ReadCapacity(request),
        };
        return request.Option("kind") == CallInDay.Kind
            ? CallInDay.Make(draft, request)
            : new DraftReading.Understood(draft);
    }

    private static CollectiveAction Draft(
        Campaign campaign,
        string title,
        MeetingTime starts,
        string? location,
        Uri? link
    ) =>
        new()
        {
            // The number is drawn in the transaction that saves it.
            Id = default,
            Campaign = campaign.Id,
            State = ActionState.Draft,
            Title = title,
            Location = string.IsNullOrEmpty(location) ? null : location,
            Starts = starts,
            Milestones = campaign.MilestonesFor(starts),
            Asks = campaign.Asks,
            Link = link,
        };

    private static IReadOnlyList<Ask> AsksOf(Request request) =>
        request.Option("asks") switch
        {
            "attend" => [Ask.Attend],
            "speak" => [Ask.Speak],
            "attend-speak" => [Ask.Attend, Ask.Speak],
            _ => request.Campaign.Asks,
        };

    private static Reply Save(StoreSession session, Request request, CollectiveAction draft)
    {
        if (!session.TryBegin(request.EventKey, request.Now))
            return DraftCard.Again(session, request);
        var action = draft with { Id = session.NextActionId() };
        session.Save(action);
        session.NoteMade(request.EventKey, action.Id);
        session.Audit(request, AuditDeed.Created, action.Id.Code);
        return new Reply.Private(DraftCard.For(action, request));
    }
}

/// <summary>What was made of the options of <c>/action create</c>.</summary>
internal abstract record DraftReading
{
    private DraftReading() { }

    public sealed record Understood(CollectiveAction Action) : DraftReading;

    public sealed record Faulty(Reply Reply) : DraftReading;
}
