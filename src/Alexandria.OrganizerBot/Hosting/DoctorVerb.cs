using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>doctor</c>: says, before anybody depends on it, what would keep the bot from working. It changes nothing.</summary>
internal static class DoctorVerb
{
    /// <param name="clock">This machine's clock, which is compared with Discord's.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> settings,
        IAnsiConsole console,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var verdicts = new List<Verdict>();
        var configuration = RunVerb.Configuration(settings);
        await foreach (var finding in DoctorExamination.RunAsync(configuration, clock, cancellationToken))
        {
            verdicts.Add(finding.Verdict);
            var (word, style) = finding.Verdict switch
            {
                Verdict.Fail => ("FAIL", "red"),
                Verdict.Warn => ("WARN", "yellow"),
                _ => ("OK  ", "green"),
            };
            console.Write(new UnwrappedLine($"  {finding.Subject}: {finding.Text}", word, Style.Parse(style)));
        }

        var failures = verdicts.Count(verdict => verdict == Verdict.Fail);
        var warnings = verdicts.Count(verdict => verdict == Verdict.Warn);
        console.Write(new UnwrappedLine(""));
        console.Write(
            new UnwrappedLine(
                $"{verdicts.Count} checks: {failures} failed, {warnings} with a warning. "
                    + (failures == 0 ? "The bot can run." : "Repair what failed first.")
            )
        );
        return failures == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}

/// <summary>How a check ended.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The bot works, but probably not as was meant.</summary>
    Warn,

    /// <summary>Something would not work.</summary>
    Fail,
}

/// <summary>The outcome of one check.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Text">What was seen and, unless all is well, what to do. Holds no secret and no id of a person.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text)
{
    public static Finding Ok(string subject, string text) => new(Verdict.Ok, subject, text);

    public static Finding Warn(string subject, string text) => new(Verdict.Warn, subject, text);

    public static Finding Fail(string subject, string text) => new(Verdict.Fail, subject, text);
}
