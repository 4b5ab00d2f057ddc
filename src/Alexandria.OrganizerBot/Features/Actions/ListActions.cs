using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>What is coming up, for everyone; organizers see their drafts too.</summary>
internal sealed class ListActions(Store store, RequestReader reader)
{
    public const string Command = "actions";

    private const int MostShown = 25;

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var parts = new List<CardPart>();
        var room = MostShown;
        var more = 0;
        foreach (var inCampaign in reader.Meant(request))
        {
            var lines = Lines(inCampaign).ToList();
            var shown = lines.Take(room).ToList();
            room -= shown.Count;
            more += lines.Count - shown.Count;
            if (shown.Count == 0)
                continue;
            var voice = inCampaign.Voice;
            parts.Add(new CardPart.Heading(voice.Text("actions.title", ("campaign", voice.CampaignTitle))));
            parts.Add(new CardPart.Bullets(shown));
        }
        if (more > 0)
            parts.Add(new CardPart.Small(request.Voice.Text("actions.more", ("count", more))));
        return Task.FromResult(
            parts.Count == 0 ? request.Say("actions.none") : new Reply.Private(new Card { Parts = parts })
        );
    }

    /// <summary>Codes of what can be released.</summary>
    public Task<Reply> CompleteDraftsAsync(Request request, CancellationToken cancellationToken) =>
        CompleteAsync(
            request,
            action =>
                (action.State is ActionState.Draft or ActionState.Proposed || action.Proposal is not null)
                && action.Starts.Instant > request.Now
        );

    /// <summary>Codes of every action there is.</summary>
    public Task<Reply> CompleteEveryAsync(Request request, CancellationToken cancellationToken) =>
        CompleteAsync(request, _ => true);

    /// <summary>Codes of everything that can still be called off.</summary>
    public Task<Reply> CompleteOpenAsync(Request request, CancellationToken cancellationToken) =>
        CompleteAsync(request, action => action.State != ActionState.Cancelled && action.Starts.Instant > request.Now);

    /// <summary>Codes of the call-in days that are going on.</summary>
    public Task<Reply> CompleteCallInsAsync(Request request, CancellationToken cancellationToken) =>
        CompleteAsync(
            request,
            action =>
                action.State == ActionState.Released && action.Kind == ActionKind.CallIn && action.OverBy > request.Now
        );

    /// <summary>Codes of everything that is or was public.</summary>
    public Task<Reply> CompleteAllAsync(Request request, CancellationToken cancellationToken) =>
        CompleteAsync(request, action => action.State != ActionState.Draft);

    private IEnumerable<string> Lines(Request request) =>
        Of(request)
            .Where(action =>
                action.TakesAnswersUntil > request.Now
                && (
                    (action.State == ActionState.Released && (action.PostAt is null || action.PostAt <= request.Now))
                    || (action.State != ActionState.Cancelled && request.Access == Access.Organizer)
                )
            )
            .Select(action =>
                request.Voice.Text(
                    action.State is ActionState.Draft or ActionState.Proposed ? "actions.line-draft" : "actions.line",
                    ("code", action.Id.Code),
                    ("title", action.Title),
                    ("when", request.Voice.When(action.Starts))
                )
            );

    private Task<Reply> CompleteAsync(Request request, Func<CollectiveAction, bool> wanted)
    {
        var typed = request.Incoming.Act is Act.Complete complete ? complete.Typed.Trim() : "";
        return Task.FromResult<Reply>(
            new Reply.Completions([
                .. Of(request)
                    .Where(wanted)
                    .Select(action => new Completion(
                        UntrustedText.Clean($"{action.Id.Code} · {action.Title}", 100),
                        action.Id.Code
                    ))
                    .Where(choice => choice.Label.Contains(typed, StringComparison.OrdinalIgnoreCase))
                    .Take(MostShown),
            ])
        );
    }

    private IEnumerable<CollectiveAction> Of(Request request) =>
        store.Read(session => session.ActionsOf(request.Campaign.Id)).OrderBy(action => action.Starts.Instant);
}
