using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Verify;

/// <summary>
/// Anybody checks whether an alert that they have seen, in whatever place or picture, is the bot's: what it says as things
/// stand, or that no such code was given out. In a campaign's place only that campaign's codes are known, in private all.
/// </summary>
internal sealed class VerifyAlert(Store store, RequestReader reader, LinkTries tries)
{
    /// <summary>A code, with room for spaces and hyphens.</summary>
    public const int LongestTyped = 20;

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(request));

    private Reply Answer(Request request)
    {
        var person = store.Keys.PersonKey(request.Incoming.Network, request.Incoming.Sender.UserId);
        if (!tries.MayTry(person, request.Now))
            return request.Say("verify.too-many-tries");
        var code = string.Concat((request.Option("code") ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        var (issued, action) = store.Read(session =>
            session.FindIssuedAlert(code) is { } found ? (found, session.Find(found.Action)) : (null, null)
        );
        if (
            action is not null
            && reader.Here(request).FirstOrDefault(here => here.Campaign.Id == action.Campaign) is { } here
        )
            return new Reply.Private(CardOf(here, action, issued!));
        tries.Failed(person, request.Now);
        return request.Say("verify.unknown");
    }

    private static Card CardOf(Request request, CollectiveAction action, IssuedAlert issued)
    {
        var voice = request.Voice;
        var postedAt = action.PostAt is { } at ? Instant.Max(at, issued.At) : issued.At;
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("verify.real", ("code", action.Id.Code), ("title", action.Title))),
            new CardPart.Paragraph(
                voice.Text(
                    postedAt > request.Now ? "verify.to-be-posted" : "verify.posted",
                    ("when", voice.When(postedAt))
                )
            ),
        };
        if (WhatBecameOfIt(request, action, issued) is { } key)
            parts.Add(new CardPart.Paragraph(voice.Text(key)));
        parts.Add(
            new CardPart.When(voice.Text("alert.when", ("when", voice.When(action.Starts))), action.Starts.Instant)
        );
        parts.Add(
            new CardPart.Paragraph(
                action.Location is { } location
                    ? voice.Text("alert.where", ("where", location))
                    : voice.Text("alert.where-unknown")
            )
        );
        if (action.Note is { } note)
            parts.Add(new CardPart.Paragraph(note));
        if (action.Link is { } link)
            parts.Add(new CardPart.Link(voice.Text("alert.link"), link));
        if (action.IsSentByOne)
            parts.Add(new CardPart.Small(voice.Text("alert.sent-by-one")));
        parts.Add(new CardPart.Small(voice.Text("verify.compare")));
        return new Card { Parts = parts };
    }

    private static string? WhatBecameOfIt(Request request, CollectiveAction action, IssuedAlert issued) =>
        action.State == ActionState.Cancelled ? "verify.cancelled"
        : action.OverBy <= request.Now ? "verify.over"
        : action.Version != issued.Version ? "verify.changed"
        : null;
}
