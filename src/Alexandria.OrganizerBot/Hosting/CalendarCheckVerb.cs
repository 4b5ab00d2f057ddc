using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Storage;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>calendar check</c>: reads one calendar with the bot's own readers and prints what came of it. It asks an address at most
/// once a page, keeps nothing and tells nobody.
/// </summary>
internal static class CalendarCheckVerb
{
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd HH:mm"
    );
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="arguments">What to read, and how.</param>
    /// <param name="time">Says which days are of interest, and when a server has had its time.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="errors">Where the sentence goes that says why there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<int> RunAsync(
        CalendarCheckArguments arguments,
        TimeProvider time,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var setup = BotSetup.ReadCalendar(RunVerb.Configuration([]));
            var sources = new CalendarSources(setup.Tokens);
            var source = arguments.Format == "auto" ? new AnyCalendar(sources) : sources.Find(arguments.Format);
            if (source is null)
            {
                var kinds = string.Join(", ", sources.All.Select(known => known.Kind));
                return Refuse(errors, $"'{arguments.Format}' is no kind of calendar; there are auto, {kinds}.");
            }
            if (arguments.Zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(arguments.Zone) is null)
                return Refuse(
                    errors,
                    $"'{arguments.Zone}' is no time zone; write a place of the tz database, for example America/New_York."
                );
            var zone = arguments.Zone is null ? null : DateTimeZoneProviders.Tzdb[arguments.Zone];
            var (reading, shown) = AddressOf(arguments.Source) is { } address
                ? await AskAsync(address, source, sources, setup.Contact, zone, time, cancellationToken)
                : await ReadFileAsync(arguments.Source, source, sources, zone, time, cancellationToken);
            switch (reading)
            {
                case CalendarReading.Understood understood when arguments.Json:
                    WriteJson(understood, shown, output);
                    return ExitCodes.Ok;
                case CalendarReading.Understood understood:
                    WriteText(understood, shown, output);
                    return ExitCodes.Ok;
                case CalendarReading.Unreadable unreadable:
                    errors.WriteLine($"The calendar cannot be read. {unreadable.Reason}");
                    return ExitCodes.Failed;
                default:
                    throw new InvalidOperationException("Unknown reading.");
            }
        }
        catch (ConfigurationFaultException fault)
        {
            return Refuse(errors, fault.Message);
        }
    }

    private static int Refuse(TextWriter errors, string sentence)
    {
        errors.WriteLine(sentence);
        return ExitCodes.Refused;
    }

    /// <summary>The address; null: it is meant as a file.</summary>
    private static Uri? AddressOf(string source)
    {
        if (!source.Contains("://", StringComparison.Ordinal))
            return null;
        return
            Uri.TryCreate(source, UriKind.Absolute, out var url)
            && url.UserInfo.Length == 0
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw new ConfigurationFaultException(
                "The address must be a whole one that begins with https:// and has no password in it."
            );
    }

    private static async Task<(CalendarReading Reading, DateTimeZone? Zone)> AskAsync(
        Uri address,
        ICalendarSource source,
        CalendarSources sources,
        string? contact,
        DateTimeZone? zone,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient(CalendarFetcher.Handler());
        var reader = new CalendarReader(new CalendarFetcher(http, time, contact), sources);
        var chosen = source is AnyCalendar ? sources.Recognize(address) ?? source : source;
        var listening = new Listening(chosen, sources, zone);
        var visit = await reader.AskAsync(
            listening,
            Rules(address, zone ?? DateTimeZone.Utc, time),
            known: null,
            cancellationToken
        );
        // Without a stamp nothing can be unchanged.
        return (visit!.Reading, listening.Shown);
    }

    private static async Task<(CalendarReading Reading, DateTimeZone? Zone)> ReadFileAsync(
        string file,
        ICalendarSource source,
        CalendarSources sources,
        DateTimeZone? zone,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(file))
            throw new ConfigurationFaultException($"There is no file {file}.");
        byte[] bytes;
        try
        {
            if (new FileInfo(file).Length > CalendarFetcher.MaxBytes)
                throw new ConfigurationFaultException($"The file is larger than {CalendarFetcher.MaxBytes} bytes.");
            bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException($"The file {file} cannot be read.");
        }
        var listening = new Listening(source, sources, zone);
        var nowhere = new Uri("https://calendar.invalid/");
        return (listening.Read([bytes], Rules(nowhere, zone ?? DateTimeZone.Utc, time)), listening.Shown);
    }

    private static FeedRules Rules(Uri address, DateTimeZone zone, TimeProvider time) =>
        new(new CampaignId("check"), new CalendarFeed("check", "auto", address, []), zone, time.Now())
        {
            LinkHosts = null,
            WholeCalendar = true,
        };

    private static void WriteText(CalendarReading.Understood reading, DateTimeZone? zone, TextWriter output)
    {
        output.WriteLine(
            zone is null
                ? "The calendar states no zone; all times are as it writes them."
                : $"All times are in the zone {zone.Id}."
        );
        foreach (var meeting in reading.Meetings)
        {
            var notes = new[]
            {
                meeting.Status == MeetingStatus.Cancelled ? "CANCELLED" : null,
                meeting.Confidence == MeetingConfidence.NeedsReview ? "to be looked at" : null,
                meeting.Location,
                meeting.Link?.AbsoluteUri,
            };
            output.WriteLine(
                $"{(meeting.Time is { } start ? Minute.Format(meeting.Date.At(start)) : $"{LocalDatePattern.Iso.Format(meeting.Date)}  ?   ")}  {string.Join(" · ", new[] { meeting.Title }.Concat(notes.OfType<string>()))}"
            );
        }
        foreach (var entry in reading.Dropped)
            output.WriteLine($"dropped: entry {entry.Index + 1} ({entry.Id ?? "no id"}): {Sentence(entry.Reason)}");
        var counts = Counts.Of(reading);
        output.WriteLine(
            $"{reading.Read} entries read, {reading.Meetings.Count} meetings kept ({counts.Cancelled} cancelled, {counts.TimeUnknown} without a clear time, {counts.NeedsReview} to be looked at), {reading.Dropped.Count} dropped."
        );
    }

    private static void WriteJson(CalendarReading.Understood reading, DateTimeZone? zone, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            var counts = Counts.Of(reading);
            json.WriteStartObject();
            json.WriteNumber("read", reading.Read);
            json.WriteNumber("kept", reading.Meetings.Count);
            json.WriteNumber("cancelled", counts.Cancelled);
            json.WriteNumber("timeUnknown", counts.TimeUnknown);
            json.WriteNumber("needsReview", counts.NeedsReview);
            json.WriteStartArray("dropped");
            foreach (var entry in reading.Dropped)
            {
                json.WriteStartObject();
                json.WriteString("id", entry.Id);
                json.WriteString("reason", Word(entry.Reason));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("meetings");
            foreach (var meeting in reading.Meetings)
                WriteJson(meeting, zone, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void WriteJson(Meeting meeting, DateTimeZone? zone, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", meeting.Id);
        json.WriteString("title", meeting.Title);
        json.WriteString(
            "startsLocal",
            meeting.Time is { } time
                ? LocalDateTimePattern.GeneralIso.Format(meeting.Date.At(time))
                : LocalDatePattern.Iso.Format(meeting.Date)
        );
        json.WriteString("zone", zone?.Id);
        json.WriteString("status", meeting.Status == MeetingStatus.Cancelled ? "cancelled" : "scheduled");
        json.WriteString("confidence", Word(meeting.Confidence));
        json.WriteString("location", meeting.Location);
        json.WriteString("link", meeting.Link?.AbsoluteUri);
        json.WriteEndObject();
    }

    private static string Word(MeetingConfidence confidence) =>
        confidence switch
        {
            MeetingConfidence.Ok => "ok",
            MeetingConfidence.TimeUnknown => "time-unknown",
            MeetingConfidence.NeedsReview => "needs-review",
            _ => throw new ArgumentOutOfRangeException(nameof(confidence)),
        };

    private static string Word(DropReason reason) =>
        reason switch
        {
            DropReason.Malformed => "malformed",
            DropReason.OtherBody => "other-body",
            DropReason.Duplicate => "duplicate",
            DropReason.OutsideWindow => "outside-window",
            DropReason.SeriesUnreadable => "series-unreadable",
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };

    private static string Sentence(DropReason reason) =>
        reason switch
        {
            DropReason.Malformed => "it has no id, no title or no date that can be read",
            DropReason.OtherBody => "the campaign does not follow this body",
            DropReason.Duplicate => "the same meeting stands there already",
            DropReason.OutsideWindow => "it lies outside the days of interest",
            DropReason.SeriesUnreadable => "it repeats by a rule that cannot be followed",
            _ => throw new ArgumentOutOfRangeException(nameof(reason)),
        };

    /// <summary>How many meetings are of which sort; one can be of two.</summary>
    private sealed record Counts(int Cancelled, int TimeUnknown, int NeedsReview)
    {
        public static Counts Of(CalendarReading.Understood reading) =>
            new(
                reading.Meetings.Count(meeting => meeting.Status == MeetingStatus.Cancelled),
                reading.Meetings.Count(meeting => meeting.Confidence == MeetingConfidence.TimeUnknown),
                reading.Meetings.Count(meeting => meeting.Confidence == MeetingConfidence.NeedsReview)
            );
    }

    /// <summary>Reads as another source does, in the zone that the calendar states where nobody named one.</summary>
    private sealed class Listening(ICalendarSource source, CalendarSources sources, DateTimeZone? named)
        : ICalendarSource
    {
        /// <summary>The zone that the times are shown in; null: the calendar states none.</summary>
        public DateTimeZone? Shown { get; private set; } = named;

        public string Kind => source.Kind;

        public string MediaType => source.MediaType;

        public Uri FirstPage(Uri feed, DateInterval window) => source.FirstPage(feed, window);

        public Uri? PageAfter(Uri page, ReadOnlyMemory<byte> answer) => source.PageAfter(page, answer);

        public CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules)
        {
            var kind = source is AnyCalendar ? sources.Recognize(pages[0])?.Kind : source.Kind;
            Shown ??= kind switch
            {
                "ics" => IcsReader.StatedZone(pages[0]),
                "elms" => DateTimeZone.Utc,
                _ => null,
            };
            return source.Read(pages, rules with { Zone = Shown ?? rules.Zone });
        }
    }
}

/// <summary>What <c>calendar check</c> was told.</summary>
/// <param name="Source">A file or an address.</param>
/// <param name="Format">A kind of calendar, or <c>auto</c>.</param>
/// <param name="Zone">The campaign's zone; null: whatever the calendar states.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record CalendarCheckArguments(
    string Source,
    string Format = "auto",
    string? Zone = null,
    bool Json = false
);
