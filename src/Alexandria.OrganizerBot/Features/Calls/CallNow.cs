using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>A member wants to call now, and is told which office, its number and what to say.</summary>
internal sealed class CallNow(Store store)
{
    public const string Command = "call";
    public const string Button = "call";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        AnswerAsync(request, request.Option("action"), cancellationToken);

    public Task<Reply> PressAsync(Request request, CancellationToken cancellationToken) =>
        AnswerAsync(request, request.Argument(0), cancellationToken);

    private async Task<Reply> AnswerAsync(Request request, string? code, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(code, out var id))
            return request.UnknownAction();
        return await store.WriteAsync(session => Decide(session, request, id), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id)
    {
        var action = session.Find(id);
        return CallWindow.WhyClosed(action, request) ?? new Reply.Private(NextCard(session, request, action!));
    }

    /// <summary>Hands the next office to the caller and says whom to call, or why nobody can be called.</summary>
    public static Card NextCard(StoreSession session, Request request, CollectiveAction action)
    {
        var voice = request.Voice;
        switch (
            CallSteering.Next(
                request.Campaign,
                session.CallsOf(action.Id),
                session.TurnsOf(action.Id),
                request.Member,
                request.Now
            )
        )
        {
            case CallAdvice.Call(var target, var isStaffed):
                session.Save(new CallTurn(action.Id, request.Member, target.Id, request.Now));
                return CallCard.For(action, target, isStaffed, voice);
            case CallAdvice.Later(var from):
                return Card.Of(voice.Text("call.later", ("when", voice.When(from))));
            case CallAdvice.AllCalled:
                return Card.Of(voice.Text("call.all-called"));
            case CallAdvice.NobodyToCall:
                return Card.Of(voice.Text("call.nobody"));
            default:
                throw new InvalidOperationException("Unknown advice.");
        }
    }
}
