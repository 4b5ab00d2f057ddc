using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Prints what is to be said about campaign files, one finding a line, as editors and CI read it.</summary>
internal static class CampaignCheck
{
    /// <summary>Prints <c>file:line: error: …</c> and a last line that sums up; gives the exit code: 1 with errors, else 0.</summary>
    public static int Print(CampaignsReading reading, IAnsiConsole console)
    {
        foreach (var finding in reading.Findings)
        {
            var (word, style) = finding.Severity switch
            {
                Severity.Error => ("error", "red"),
                Severity.Warning => ("warning", "yellow"),
                _ => ("note", "blue"),
            };
            console.Write(
                new Line($"{finding.File}:{finding.Line}: ", (word + ":", Style.Parse(style)), " " + finding.Message)
            );
        }
        var errors = reading.Findings.Count(finding => finding.Severity == Severity.Error);
        var campaigns = reading.Campaigns.Count == 1 ? "1 campaign" : $"{reading.Campaigns.Count} campaigns";
        var ids = string.Join(", ", reading.Campaigns.Select(campaign => campaign.Id.Value));
        var sum =
            errors == 0
                ? $"{campaigns} can be used: {ids}."
                : $"{errors} {(errors == 1 ? "error" : "errors")}; {campaigns} can be used{(ids.Length > 0 ? $": {ids}" : "")}.";
        console.Write(new Line(sum, ("", Style.Plain), ""));
        return errors == 0 ? 0 : 1;
    }

    /// <summary>A line that is not wrapped to the console's width: the place of a finding stays on the finding's own line.</summary>
    private sealed class Line(string before, (string Text, Style Style) marked, string after) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [new Segment(before), new Segment(marked.Text, marked.Style), new Segment(after), Segment.LineBreak];
    }
}
