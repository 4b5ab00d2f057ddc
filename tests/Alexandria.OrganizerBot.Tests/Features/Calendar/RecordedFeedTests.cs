using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Hosting;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>
/// Calendars that were recorded of real servers, against a small script that shares nothing with the bot and counts from the
/// raw files.
/// </summary>
public sealed class RecordedFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("america_new_york.ics")]
    [InlineData("america_new_york_forward_reference.ics")]
    [InlineData("bom_calendar.ics")]
    [InlineData("broken_dtstart.ics")]
    [InlineData("elms-chicago-council.json")]
    [InlineData("event_with_recurrence_exdates_on_different_lines.ics")]
    [InlineData("issue_112_missing_tzinfo_on_exdate.ics")]
    [InlineData("issue_218_bad_tzid.ics")]
    [InlineData("issue_722_missing_timezones.ics")]
    [InlineData("issue_722_timezone_transition_ambiguity.ics")]
    [InlineData("legistar-api-nyc.json")]
    [InlineData("legistar-web-cook-county.json")]
    [InlineData("legistar-web-great-lakes-water.json")]
    public async Task A_recorded_calendar_is_counted_as_an_independent_script_counts_it(string name)
    {
        var file = Checkout.Shared("data", "calendars", name);
        Assert.SkipWhen(file is null, "skipped: the recorded calendars do not lie beside this checkout");
        var counted = await CountAsync(file!);

        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await CalendarCheckVerb.RunAsync(
            new CalendarCheckArguments(file!, Json: true),
            TimeProvider.System,
            output,
            errors,
            Token
        );

        if (exit == ExitCodes.Failed)
        {
            // What holds nothing that can be read is said in a sentence, and the script agrees that nothing is in it.
            Assert.Equal(0, (int?)counted["kept"]);
            Assert.Matches(@"^The calendar cannot be read\. .+\.\s*$", errors.ToString());
            return;
        }
        Assert.Equal(ExitCodes.Ok, exit);
        var understood = JsonNode.Parse(output.ToString())!;
        foreach (var count in new[] { "read", "kept", "cancelled", "timeUnknown" })
            Assert.Equal((count, (int?)counted[count]), (count, (int?)understood[count]));
        Assert.Equal((int?)understood["kept"], understood["meetings"]!.AsArray().Count);
    }

    private static async Task<JsonNode> CountAsync(string file)
    {
        var start = new ProcessStartInfo("python3")
        {
            ArgumentList = { Checkout.At("tests", "calendar-count", "count.py"), file },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process script;
        try
        {
            script = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("skipped: python3 is not installed");
            throw;
        }
        using (script)
        {
            var complaints = script.StandardError.ReadToEndAsync(Token);
            var output = await script.StandardOutput.ReadToEndAsync(Token);
            await script.WaitForExitAsync(Token);
            Assert.SkipWhen(
                (await complaints).Contains("ZoneInfoNotFoundError", StringComparison.Ordinal),
                "skipped: python3 has no time zones on this machine"
            );
            Assert.True(script.ExitCode == 0, await complaints);
            return JsonNode.Parse(output)!;
        }
    }
}
