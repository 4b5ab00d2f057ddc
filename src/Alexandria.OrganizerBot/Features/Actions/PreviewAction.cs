using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer sees an action as it will be, or is, read: the alert in every language of the campaign, and the whole
/// timeline of what will be sent, when, and to how many as things stand.
/// </summary>
internal sealed class PreviewAction(Store store)
{
    public const string Button = "preview";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action") ?? request.Argument(0), out var id))
            return Task.FromResult(request.UnknownAction());
        return Task.FromResult(store.Read(session => Preview(session, request, id)));
    }

    private static Reply Preview(StoreSession session, Request request, ActionId id)
    {
        var stored = session.Find(id);
        if (stored is null || stored.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        var action = stored.Proposal?.Edited ?? stored;
        var voice = request.Voice;
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("preview.title", ("code", id.Code))),
            new CardPart.Paragraph(voice.Text(StateKey(stored, request))),
        };
        foreach (var language in request.Campaign.Languages)
        {
            parts.Add(new CardPart.Rule(BetweenLanguages: true));
            parts.AddRange(AlertCard.InLanguage(action, voice.In(language), people: 0));
            parts.AddRange(AlertCard.SmallPrint(action, voice.In(language)));
        }
        parts.Add(new CardPart.Rule(BetweenLanguages: true));
        if (action.Milestones.Count > 0)
            parts.Add(new CardPart.Bullets([.. DraftCard.MilestoneLines(action, voice)]));
        parts.Add(new CardPart.Bullets([.. Timeline(session, request, action)]));
        var findings = AlertLint.Check(action, voice);
        parts.AddRange(AlertLint.Parts(findings, voice));
        return new Reply.Private(
            new Card
            {
                Parts = parts,
                Buttons = findings.Any(finding => finding.Blocks) ? [] : Buttons(stored, request),
            }
        );
    }

    private static IEnumerable<string> Timeline(StoreSession session, Request request, CollectiveAction action)
    {
        var voice = request.Voice;
        var places = request.Campaign.Servers.Count;
        if (action.State is ActionState.Draft or ActionState.Proposed)
        {
            yield return action.PostAt is { } at
                ? voice.Text("preview.alert-at", ("when", voice.When(at)), ("count", places))
                : voice.Text("preview.alert-now", ("count", places));
            if (request.Campaign.Servers.Count(server => server.Threads) is > 0 and var threads)
                yield return voice.Text("preview.thread", ("count", threads));
            if (request.Campaign.Servers.Count(server => server.Events) is > 0 and var events)
                yield return voice.Text("preview.event", ("count", events));
            if (request.Campaign.Servers.Count(server => server.Polls) is > 0 and var polls)
                yield return voice.Text("preview.poll", ("count", polls));
        }
        var plan = Release.Plan(action, request.Campaign, request.Now);
        var readers = ReminderTimeline.Readers(session, action, plan, request.Now);
        foreach (var step in plan)
        {
            var when = ("when", (object)ReminderTimeline.When(voice, step));
            var members = step.Audience & ReminderAudience.Members;
            if (members != ReminderAudience.None)
                yield return voice.Text(
                    "preview.direct",
                    when,
                    ("audience", ReminderTimeline.Audience(voice, members)),
                    ("count", readers.GetValueOrDefault(step.Id))
                );
            if (step.Audience.HasFlag(ReminderAudience.Channel))
                yield return voice.Text("preview.channel", when, ("count", places));
        }
    }

    private static string StateKey(CollectiveAction action, Request request) =>
        action switch
        {
            { Proposal: { } proposal } when proposal.HasLapsed(request.Now) => "preview.lapsed",
            { Proposal: not null } => "preview.proposed",
            { State: ActionState.Draft or ActionState.Proposed } => "preview.draft",
            { State: ActionState.Cancelled } => "preview.cancelled",
            _ => "preview.posted",
        };

    private static IReadOnlyList<CardButton> Buttons(CollectiveAction action, Request request)
    {
        var waits = action.State is ActionState.Draft or ActionState.Proposed || action.Proposal is not null;
        return waits && action.Starts.Instant > request.Now
            ?
            [
                new CardButton(
                    request.Voice.Text("button.post"),
                    PostAction.ForRead(action.Proposal?.Edited ?? action, request.Campaign),
                    ButtonWeight.Main
                ),
            ]
            : [];
    }
}
