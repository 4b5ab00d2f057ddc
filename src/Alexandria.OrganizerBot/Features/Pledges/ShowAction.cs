using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>Somebody writes an action's code: what it is, in their language, and what can be answered.</summary>
internal sealed class ShowAction(Store store)
{
    public const string Button = "show";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Argument(0), out var id))
            return Task.FromResult(request.Say("error.button-too-old"));
        return Task.FromResult(
            store.Read(session =>
            {
                var action = session.Find(id);
                if (OpenActions.WhyClosed(action, request) is { } closed)
                    return closed;
                var people = AlertTally.Shown(Domain.Pledges.Tally.Of(session.PledgesOf(id), action!.Asks).People);
                return new Reply.Private(
                    new Card
                    {
                        Parts = [.. AlertCard.InLanguage(action, request.Voice, people)],
                        // In a group the numbers of this copy would answer nothing.
                        HowToChoose = request.Incoming.AnswerIsPublic
                            ? request.Voice.Text("alert.answer-in-private", ("code", id.Code))
                            : request.Voice.Text("say.choose"),
                        Buttons = request.Incoming.AnswerIsPublic
                            ? []
                            :
                            [
                                .. AnswerChoices
                                    .Of(action)
                                    .Select(answer => new CardButton(
                                        request.Voice.Text(AnswerWords.ButtonKey(answer)),
                                        PledgeByButton.For(id, answer)
                                    )),
                            ],
                    }
                );
            })
        );
    }
}
