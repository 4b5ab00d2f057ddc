using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Features.Calls;
using CsvHelper;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Tally;

/// <summary>
/// The tally as a table for spreadsheets: one number a line, with columns that stay (docs/tally.md). Keys are the same in
/// every language, so that a sheet made for one campaign works for the next.
/// </summary>
internal static class TallyCsv
{
    /// <summary>
    /// UTF-8 with a byte order mark (Excel takes other files for Windows-1252), lines ended by CR LF (RFC 4180). A cell that
    /// a spreadsheet would run as a formula begins with an apostrophe instead.
    /// </summary>
    /// <param name="action">The action; its title is the only text in the table that somebody wrote.</param>
    /// <param name="tally">The numbers.</param>
    /// <param name="calls">The numbers of its calls; null: it is no call-in.</param>
    public static byte[] Write(CollectiveAction action, Domain.Pledges.Tally tally, CallTally? calls = null)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Format, leaveOpen: true))
        {
            foreach (var column in Columns)
                csv.WriteField(column);
            csv.EndRecord();
            var starts = LocalDateTimePattern
                .CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
                .Format(action.Starts.Local);
            foreach (var (measure, key, count) in Numbers(tally).Concat(calls is null ? [] : CallNumbers.Rows(calls)))
            {
                csv.WriteField(action.Id.Code);
                csv.WriteField(action.Title);
                csv.WriteField(starts);
                csv.WriteField(action.Starts.Zone.Id);
                csv.WriteField(measure);
                csv.WriteField(key);
                csv.WriteField(count);
                csv.EndRecord();
            }
        }
        return bytes.ToArray();
    }

    private static readonly CsvWriterOptions Format = new()
    {
        NewLine = "\r\n",
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
        InjectionEscape = '\'',
    };

    private static readonly string[] Columns = ["action", "title", "starts", "zone", "measure", "key", "count"];

    private static IEnumerable<(string Measure, string Key, int Count)> Numbers(Domain.Pledges.Tally tally) =>
        [
            ("people", "pledged", tally.People),
            ("people", "head-count", tally.HeadCount),
            ("people", "maybe", tally.Maybe),
            ("people", "waiting", tally.Waiting),
            ("people", "cant-come", tally.CantCome),
            ("people", "withdrawn", tally.Withdrawn),
            ("people", "confirmed", tally.Confirmed),
            ("people", "earlier-time", tally.ForEarlierTime),
            ("people", "came", tally.Came),
            ("people", "missed", tally.Missed),
            .. tally.Held == 0 ? [] : new[] { ("people", "held", tally.Held) },
            .. tally
                .ByAnswer.OrderBy(answer => answer.Key)
                .Select(answer => ("answer", KeyOf(answer.Key), answer.Value)),
            .. tally
                .ByNetwork.OrderBy(network => network.Key, StringComparer.Ordinal)
                .Select(network => ("network", network.Key, network.Value)),
            .. tally
                .ByLanguage.OrderBy(language => language.Key, StringComparer.Ordinal)
                .Select(language => ("language", language.Key, language.Value)),
        ];

    private static string KeyOf(Domain.Pledges.PledgeAnswer answer) =>
        answer switch
        {
            Domain.Pledges.PledgeAnswer.Maybe => "maybe",
            Domain.Pledges.PledgeAnswer.CantCome => "cant-come",
            _ => answer.ToString().ToLowerInvariant(),
        };
}
