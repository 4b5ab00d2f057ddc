using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member presses a button under an alert: the answer is noted, or changed, and confirmed in private.</summary>
internal sealed class PledgeByButton(Store store)
{
    public const string Button = "pledge";

    /// <summary>The button that gives this answer to this action.</summary>
    public static ButtonId For(ActionId action, PledgeAnswer answer) =>
        new(Button, action.Code, AnswerWords.Name(answer));

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (
            !ActionId.TryParse(request.Argument(0), out var id)
            || AnswerWords.Parse(request.Argument(1)) is not { } answer
        )
            return request.Say("error.button-too-old");

        return await store.WriteAsync(session => Decide(session, request, id, answer), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id, PledgeAnswer answer)
    {
        var action = session.Find(id);
        if (OpenActions.WhyClosed(action, request) is { } closed)
            return closed;
        if (!Offers(action!, answer))
            return request.Say("error.button-too-old");

        var before = session.FindPledge(id, request.Member);
        // A replayed press must not bring back what was changed since.
        if (session.TryBegin(request.EventKey, request.Now) && before?.Answer != answer)
        {
            before = PledgeChange.Apply(session, request, action!, Answer(request, id, answer, before));
        }
        return new Reply.Private(PledgeCard.Confirm(session, request, action!, before!));
    }

    private static Pledge Answer(Request request, ActionId id, PledgeAnswer answer, Pledge? before) =>
        before is null
            ? new Pledge(
                id,
                request.Member,
                answer,
                Previous: null,
                HeadCount: 1,
                request.Incoming.Network,
                request.Voice.Language,
                request.Now
            )
            : before with
            {
                Answer = answer,
                Previous = before.Answer,
                HeadCount = before.IsComing ? before.HeadCount : 1,
                Network = request.Incoming.Network,
                Language = request.Voice.Language,
                At = request.Now,
            };

    private static bool Offers(CollectiveAction action, PledgeAnswer answer) =>
        answer is PledgeAnswer.CantCome or PledgeAnswer.Maybe
        || action.Asks.Any(ask => PledgeAnswers.For(ask) == answer);
}
