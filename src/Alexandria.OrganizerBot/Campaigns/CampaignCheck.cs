using Alexandria.OrganizerBot.Words;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Prints what is to be said about campaign files, one finding a line, as editors and CI read it.</summary>
internal static class CampaignCheck
{
    /// <summary>Prints <c>file:line: error: …</c> and a last line that sums up; gives the exit code: 1 with errors, else 0.</summary>
    /// <param name="live">Whether the campaigns are for real people, who must not read a claim that nobody has reviewed.</param>
    public static int Print(CampaignsReading reading, IAnsiConsole console, bool live = false)
    {
        IReadOnlyList<CampaignFinding> findings =
        [
            .. reading.Findings,
            .. live
                ? reading.Unreviewed.Values.SelectMany(unreviewed => unreviewed)
                : reading.Unreviewed.Values.Select(InOneSentence),
        ];
        foreach (var finding in findings)
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
        var errors = findings.Count(finding => finding.Severity == Severity.Error);
        var ids = reading
            .Campaigns.Select(campaign => campaign.Id)
            .Where(id => !live || !reading.Unreviewed.ContainsKey(id))
            .ToList();
        var campaigns = ids.Count == 1 ? "1 campaign" : $"{ids.Count} campaigns";
        var named = ids.Count > 0 ? $": {string.Join(", ", ids)}" : "";
        var sum =
            errors == 0
                ? $"{campaigns} can be used{named}."
                : $"{errors} {(errors == 1 ? "error" : "errors")}; {campaigns} can be used{named}.";
        console.Write(new Line(sum, ("", Style.Plain), ""));
        return errors == 0 ? 0 : 1;
    }

    /// <summary>Prints what awaits review, as lines that can be copied into the campaigns' files.</summary>
    public static void PrintTexts(CampaignsReading reading, Catalogue words, IAnsiConsole console)
    {
        foreach (var campaign in reading.Campaigns)
        {
            var texts = Claims.Unreviewed(campaign, words);
            if (texts.Count == 0)
            {
                Write($"# {campaign.Id}: every claim about people or law is reviewed.");
                continue;
            }
            Write(
                $"# {campaign.Id}: have each text read by somebody who knows its language and its matter. Then copy its line into"
            );
            Write(
                "# the campaign's file, with the day and the reader's role: organizer, speaker, translator or lawyer."
            );
            Write("reviews:");
            foreach (var claim in texts)
            {
                Write($"  # {claim.Text}");
                Write(
                    $"  - {{ text: {claim.Key}, language: {claim.Language}, fingerprint: \"{claim.Fingerprint}\", date: , by: }}"
                );
            }
        }

        void Write(string text) => console.Write(new Line(text, ("", Style.Plain), ""));
    }

    private static CampaignFinding InOneSentence(IReadOnlyList<CampaignFinding> unreviewed)
    {
        var texts =
            unreviewed.Count == 1
                ? "1 claim about people or law is"
                : $"{unreviewed.Count} claims about people or law are";
        return new CampaignFinding(
            unreviewed[0].File,
            1,
            Severity.Warning,
            $"{texts} not reviewed: a rehearsal marks them, and `run` does not start with them. `check --texts` lists them."
        );
    }

    /// <summary>A line that is not wrapped to the console's width: the place of a finding stays on the finding's own line.</summary>
    private sealed class Line(string before, (string Text, Style Style) marked, string after) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [new Segment(before), new Segment(marked.Text, marked.Style), new Segment(after), Segment.LineBreak];
    }
}
