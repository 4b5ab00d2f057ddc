using System.CommandLine;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The verbs of the program.</summary>
internal static class CommandLine
{
    /// <summary>
    /// After SIGTERM or Ctrl+C a verb may take so long before the process ends without it. The library's own two seconds
    /// would cut off what the bot is sending.
    /// </summary>
    private static readonly TimeSpan StopPatience = RunVerb.ShutdownTimeout + TimeSpan.FromSeconds(10);

    public static Task<int> InvokeAsync(string[] arguments)
    {
        var root = new RootCommand(
            "Runs civic campaigns in chat. Without a verb: a rehearsal on a stage of its own, with no account and no token."
        )
        {
            Run(),
            Rehearse(),
            Check(),
            Health(),
        };
        root.SetAction(
            (_, cancellationToken) =>
            {
                AnsiConsole.WriteLine(
                    "DEMO: everything below happens on a stage on this machine. No account is used and nothing is sent."
                );
                AnsiConsole.WriteLine();
                return RehearseVerb.RunAsync(
                    new RehearseArguments(null, null, null, null),
                    AnsiConsole.Console,
                    cancellationToken
                );
            }
        );
        return root.Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = StopPatience });
    }

    private static Command Run()
    {
        var settings = new Argument<string[]>("settings")
        {
            Description =
                "Settings as --Section:Name=value; the same can stand in environment variables as Section__Name",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("run", "Runs the bot, as configured, until it is stopped") { settings };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                RunVerb.RunAsync(
                    [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Rehearse()
    {
        var scenario = new Argument<string?>("scenario")
        {
            Description = "The scenario to play; without one, a council meeting from alert to tally",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var calendar = new Option<string?>("--calendar") { Description = "A calendar file to take the meetings from" };
        var transcript = new Option<string?>("--transcript")
        {
            Description = "Where to write everything that crossed the wire, one JSON object a line",
        };
        var data = new Option<string?>("--data")
        {
            Description = "An empty folder for the bot's data; without it, a new temporary one",
        };
        var command = new Command("rehearse", "Plays a scenario on the stage and checks what people see")
        {
            scenario,
            calendar,
            transcript,
            data,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RehearseVerb.RunAsync(
                    new RehearseArguments(
                        parsed.GetValue(scenario),
                        parsed.GetValue(calendar),
                        parsed.GetValue(transcript),
                        parsed.GetValue(data)
                    ),
                    AnsiConsole.Console,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Check()
    {
        var directory = new Argument<string>("campaigns")
        {
            Description = "The folder that holds the campaigns",
            DefaultValueFactory = _ => "campaigns",
        };
        var command = new Command("check", "Checks the campaigns' files") { directory };
        command.SetAction(parsed => CheckVerb.Run(parsed.GetValue(directory)!, AnsiConsole.Console));
        return command;
    }

    private static Command Health()
    {
        var command = new Command("health", "Asks the running bot whether it is well; for container health checks");
        command.SetAction((_, cancellationToken) => HealthVerb.RunAsync(Console.Out, cancellationToken));
        return command;
    }
}
