using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Members;

/// <summary>A member chooses the language of everything that the bot says to them.</summary>
internal sealed class ChooseLanguage(Store store, RequestReader reader)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var language = request.Voice.Catalogue.MatchLanguage(request.Option("language"));
        if (language is null)
            return request.Say("language.unknown", ("languages", string.Join(", ", request.Voice.Catalogue.Languages)));

        var campaigns = reader.Meant(request);
        await store.WriteAsync(
            session =>
            {
                // A replay must not undo a later choice.
                if (!session.TryBegin(request.EventKey, request.Now))
                    return;
                foreach (var inCampaign in campaigns)
                    session.Save(
                        session.Meet(inCampaign) with
                        {
                            ChosenLanguage = language,
                            SpokenLanguage = language,
                        }
                    );
            },
            cancellationToken
        );
        return (request with { Voice = request.Voice.In(language) }).Say("language.changed");
    }
}
