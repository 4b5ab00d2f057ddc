using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Ical.Net;
using Ical.Net.CalendarComponents;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>What stands in a person's calendar after they opened files, as a program shows it.</summary>
/// <param name="Times">Each time that it comes, as seconds since 1970 and the title of that time, in order.</param>
internal sealed record SeenEntry(
    string Uid,
    int Sequence,
    bool IsCancelled,
    string? Title,
    string? Place,
    string? Description,
    string? Link,
    bool HasEnd,
    IReadOnlyList<string> Times
)
{
    public IEnumerable<Instant> Moments =>
        Times.Select(time =>
            Instant.FromUnixTimeSeconds(
                long.Parse(time.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)
            )
        );
}

/// <summary>Two programs that read calendar files.</summary>
internal static class CalendarReaders
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What both programs see after the files were opened one after the other: the same, or the test fails. Where ical.js is
    /// not installed, the test is skipped.
    /// </summary>
    public static async Task<IReadOnlyList<SeenEntry>> BothSeeAsync(params IReadOnlyList<ReadOnlyMemory<byte>> files)
    {
        var texts = files.Select(file => Encoding.UTF8.GetString(file.Span)).ToList();
        var byIcalNet = ByIcalNet(texts);
        var byIcalJs = await ByIcalJsAsync(texts);
        Assert.Equal(JsonSerializer.Serialize(byIcalNet, Json), JsonSerializer.Serialize(byIcalJs, Json));
        return byIcalNet;
    }

    /// <summary>What a calendar made of Ical.Net has: of each UID the entry with the highest SEQUENCE, the later file where equal.</summary>
    public static IReadOnlyList<SeenEntry> ByIcalNet(IReadOnlyList<string> files)
    {
        var entries = new Dictionary<string, SeenEntry>(StringComparer.Ordinal);
        foreach (var text in files)
        {
            var file = Ical.Net.Calendar.Load(text)!;
            foreach (var whole in file.Events.Where(each => each.RecurrenceIdentifier is null))
            {
                if (entries.TryGetValue(whole.Uid!, out var known) && known.Sequence > whole.Sequence)
                    continue;
                entries[whole.Uid!] = new SeenEntry(
                    whole.Uid!,
                    whole.Sequence,
                    file.Method == CalendarMethods.Cancel && whole.Status == EventStatus.Cancelled,
                    whole.Summary,
                    whole.Location,
                    whole.Description,
                    whole.Url?.OriginalString,
                    whole.DtEnd is not null,
                    [
                        .. file.GetOccurrences<CalendarEvent>()
                            .Where(occurrence => ((CalendarEvent)occurrence.Source).Uid == whole.Uid)
                            .Select(occurrence =>
                                $"{Instant.FromDateTimeUtc(occurrence.Period.StartTime.AsUtc).ToUnixTimeSeconds()} {((CalendarEvent)occurrence.Source).Summary}"
                            )
                            .Order(StringComparer.Ordinal),
                    ]
                );
            }
        }
        return [.. entries.Values];
    }

    private static async Task<IReadOnlyList<SeenEntry>> ByIcalJsAsync(IReadOnlyList<string> files)
    {
        var folder = Checkout.At("tests", "ical-js");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(folder, "node_modules", "ical.js")),
            "ical.js is not installed: run 'npm ci --prefix tests/ical-js' (Node.js 18 or newer)."
        );
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Enough);
        using var reader = Start(folder);
        var complaints = reader.StandardError.ReadToEndAsync(timeout.Token);
        var answer = reader.StandardOutput.ReadToEndAsync(timeout.Token);
        await reader.StandardInput.WriteAsync(JsonSerializer.Serialize(files, Json).AsMemory(), timeout.Token);
        reader.StandardInput.Close();
        await reader.WaitForExitAsync(timeout.Token);
        Assert.True(reader.ExitCode == 0, await complaints);
        return JsonSerializer.Deserialize<List<SeenEntry>>(await answer, Json)!;
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo("node", "read.mjs")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node.js is not installed: install Node.js 18 or newer, then 'npm ci --prefix tests/ical-js'.");
            throw;
        }
    }
}
