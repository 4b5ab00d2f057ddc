using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Audit;

/// <summary>
/// An organizer reads what organizers and coordinators did in the last 30 days, the newest first: when, what, to what, and by
/// whom as a code that says only which acts were one person's.
/// </summary>
internal sealed class ShowAudit(Store store)
{
    private const int OnOnePage = 20;

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var voice = request.Voice;
        var (entries, broken) = store.Read(session => session.AuditOf(request.Campaign.Id));
        var pages = Math.Max(1, (entries.Count + OnOnePage - 1) / OnOnePage);
        if (ReadPage(request) is not { } page || page > pages)
            return Task.FromResult(request.Say("audit.no-page", ("count", pages)));
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("audit.title", ("campaign", voice.CampaignTitle))),
        };
        if (broken is { } number)
            parts.Add(new CardPart.Paragraph(voice.Text("audit.broken", ("number", number))));
        if (entries.Count == 0)
            parts.Add(new CardPart.Paragraph(voice.Text("audit.none")));
        else
            parts.Add(
                new CardPart.Bullets([
                    .. entries
                        .Reverse()
                        .Skip((page - 1) * OnOnePage)
                        .Take(OnOnePage)
                        .Select(entry => Line(entry, voice)),
                ])
            );
        if (pages > 1)
            parts.Add(new CardPart.Small(voice.Text("audit.page", ("page", page), ("count", pages))));
        parts.Add(new CardPart.Small(voice.Text("audit.who")));
        return Task.FromResult<Reply>(new Reply.Private(new Card { Parts = parts }));
    }

    /// <summary>The page that is wanted, from 1; null: it is no number.</summary>
    private static int? ReadPage(Request request) =>
        request.Option("page") is not { } typed ? 1
        : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page
        : null;

    private static string Line(AuditEntry entry, Voice voice) =>
        voice.Text(
            "audit.line",
            ("number", entry.Number),
            ("when", voice.WallTime(entry.At.InZone(voice.Campaign.Zone).LocalDateTime)),
            ("who", Who(entry, voice)),
            ("what", What(entry, voice)),
            ("result", voice.Text($"audit.result.{Name(entry.Result)}"))
        );

    private static string Who(AuditEntry entry, Voice voice)
    {
        var role = voice.Text($"audit.role.{Name(entry.Role)}");
        return entry.Who is { } code ? voice.Text("audit.person", ("role", role), ("code", code)) : role;
    }

    private static string What(AuditEntry entry, Voice voice)
    {
        var deed = voice.Text($"audit.deed.{Name(entry.Deed)}");
        return entry.About is { } code ? voice.Text("audit.about", ("deed", deed), ("code", code)) : deed;
    }

    /// <summary>As the catalogues call it: <c>tally-pulled</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum =>
        string.Concat(
            value
                .ToString()
                .Select(
                    (letter, at) =>
                        char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"
                )
        );
}
