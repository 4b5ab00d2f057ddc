using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calls;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Tally;

/// <summary>A coordinator pulls the numbers of an action: as text, as a picture and as a table. Numbers only.</summary>
internal sealed class ShowTally(Store store)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        var (action, tally, calls) = await store.WriteAsync(
            session =>
            {
                var found = session.Find(id);
                if (found is null || found.Campaign != request.Campaign.Id)
                    return ((CollectiveAction?)null, (Domain.Pledges.Tally?)null, (CallTally?)null);
                session.AuditOnce(request, AuditDeed.TallyPulled, id.Code);
                return (
                    found,
                    Domain.Pledges.Tally.Of(session.PledgesOf(id), found),
                    found.Kind == ActionKind.CallIn ? CallTally.Of(session.CallsOf(id), request.Campaign.Zone) : null
                );
            },
            cancellationToken
        );
        return action is null ? request.UnknownAction() : new Reply.Private(CardOf(request, action, tally!, calls));
    }

    private static Card CardOf(Request request, CollectiveAction action, Domain.Pledges.Tally tally, CallTally? calls)
    {
        var voice = request.Voice;
        var altText = TallyChart.AltText(tally, voice.Language, voice.Catalogue, action.Title);
        var chart = new CardFile(
            $"tally-{action.Id.Code}.png",
            "image/png",
            TallyChart.Png(tally, voice.Language, voice.Catalogue, action.Title),
            altText
        );
        var table = new CardFile(
            $"tally-{action.Id.Code}.csv",
            "text/csv",
            TallyCsv.Write(action, tally, calls),
            voice.Text("tally.files")
        );
        return new Card
        {
            Parts =
            [
                new CardPart.Heading(voice.Text("tally.title", ("code", action.Id.Code), ("title", action.Title))),
                new CardPart.Paragraph(voice.Text("tally.people", ("count", tally.People))),
                new CardPart.Bullets([
                    .. tally.ByAnswer.Select(entry => Line(AnswerWords.TallyKey(entry.Key), entry.Value)),
                    Line(AnswerWords.TallyKey(Domain.Pledges.PledgeAnswer.Maybe), tally.Maybe),
                    .. action.Capacity is null ? [] : new[] { Line("tally.answer.waiting", tally.Waiting) },
                    .. tally.Held == 0 ? [] : new[] { Line("tally.held", tally.Held) },
                    Line(AnswerWords.TallyKey(Domain.Pledges.PledgeAnswer.CantCome), tally.CantCome),
                    Line(AnswerWords.TallyKey(Domain.Pledges.PledgeAnswer.Withdrawn), tally.Withdrawn),
                ]),
                new CardPart.Bullets([
                    Line("tally.confirmed", tally.Confirmed),
                    .. action.TimeVersion == 1 ? [] : new[] { Line("tally.earlier-time", tally.ForEarlierTime) },
                    .. action.Starts.Instant > request.Now
                        ? []
                        : new[] { Line("tally.came", tally.Came), Line("tally.missed", tally.Missed) },
                ]),
                .. calls is null ? [] : CallNumbers.Parts(calls, action.CallGoal, request.Campaign, voice),
                new CardPart.Picture(chart.Name, altText),
                new CardPart.Small(voice.Text("tally.files")),
            ],
            Files = [chart, table],
        };

        string Line(string key, int count) => voice.Text("tally.line", ("label", voice.Text(key)), ("value", count));
    }
}
