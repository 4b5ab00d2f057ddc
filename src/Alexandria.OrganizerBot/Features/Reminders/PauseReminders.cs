using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>A member wants no private messages for some days, or never at some hours. Pledges and permissions stay.</summary>
internal sealed class PauseReminders(Store store, RequestReader reader)
{
    public const string PauseCommand = "reminders pause";

    public static IReadOnlyList<string> DayChoices { get; } = ["1", "3", "7", "30"];

    /// <summary><c>/reminders pause days:7</c></summary>
    public async Task<Reply> HandlePauseAsync(Request request, CancellationToken cancellationToken)
    {
        if (
            !int.TryParse(request.Option("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days is < 1 or > 90
        )
            return request.Say("error.days");
        var until = request.Now + Duration.FromDays(days);
        await store.WriteAsync(
            session =>
            {
                // A replay must not pause again what was turned on since.
                if (!session.TryBegin(request.EventKey, request.Now))
                    return;
                foreach (var inCampaign in reader.Meant(request))
                    session.Save(session.Meet(inCampaign) with { PausedUntil = until });
            },
            cancellationToken
        );
        return request.Say("reminders.paused", ("until", request.Voice.Date(until)));
    }

    /// <summary><c>/reminders quiet from:9pm until:8am</c>; without hours the campaign's apply again.</summary>
    public async Task<Reply> HandleQuietAsync(Request request, CancellationToken cancellationToken)
    {
        QuietHours? quiet = null;
        if (request.Option("from") is not null || request.Option("until") is not null)
        {
            if (
                MeetingTimeText.Parse(request.Option("from")) is not { } from
                || MeetingTimeText.Parse(request.Option("until")) is not { } until
            )
                return request.Say("error.time-unreadable");
            quiet = new QuietHours(from, until);
        }
        await store.WriteAsync(
            session =>
            {
                // A replay must not undo a later choice.
                if (!session.TryBegin(request.EventKey, request.Now))
                    return;
                foreach (var inCampaign in reader.Meant(request))
                    session.Save(session.Meet(inCampaign) with { Quiet = quiet });
            },
            cancellationToken
        );
        var hours = quiet ?? request.Campaign.QuietHours;
        return request.Say(
            quiet is null ? "reminders.quiet-default" : "reminders.quiet",
            ("from", request.Voice.Time(hours.From)),
            ("until", request.Voice.Time(hours.Until))
        );
    }
}
