using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The verbs of the program.</summary>
internal static partial class CommandLine
{
    /// <summary>
    /// After SIGTERM or Ctrl+C a verb may take so long before the process ends without it. The library's own two seconds
    /// would cut off what the bot is sending.
    /// </summary>
    private static readonly TimeSpan StopPatience = RunVerb.ShutdownTimeout + TimeSpan.FromSeconds(10);

    /// <param name="output">Where help and faults of the command line go; null: the console.</param>
    public static Task<int> InvokeAsync(string[] arguments, TextWriter? output = null)
    {
        var root = new RootCommand(
            "Runs civic campaigns in chat. Without a verb: a rehearsal on a stage of its own, with no account and no token."
        )
        {
            Run(),
            Rehearse(),
            Check(),
            Calendar(),
            Init(),
            Invite(),
            Doctor(),
            Signal(),
            Health(),
            Backup(),
            Restore(),
            RotateKeys(),
            Wipe(),
        };
        root.SetAction(
            (_, cancellationToken) =>
            {
                Console.WriteLine(
                    "DEMO: everything below happens on a stage on this machine. No account is used and nothing is sent."
                );
                Console.WriteLine();
                return RehearseVerb.RunAsync(
                    new RehearseArguments(null, null, null, null),
                    AnsiConsole.Console,
                    cancellationToken
                );
            }
        );
        foreach (var option in root.Options.OfType<HelpOption>())
            option.Action = new Help((HelpAction)option.Action!);
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = StopPatience };
        if (output is not null)
            invocation.Output = output;
        return root.Parse(arguments).InvokeAsync(invocation);
    }

    /// <summary>
    /// The library's list of verbs shows each one's arguments as if they had to be given. Each verb's own help tells which of
    /// them may be left out, so the list names the verbs alone.
    /// </summary>
    private sealed class Help(HelpAction libraries) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is RootCommand root)
            {
                foreach (var argument in root.Subcommands.SelectMany(verb => verb.Arguments))
                    argument.Hidden = true;
            }
            return libraries.Invoke(parseResult);
        }
    }

    /// <summary>The configuration beside appsettings.json.</summary>
    private static Argument<string[]> Settings() =>
        new("settings")
        {
            Description =
                "Settings as --Section:Name=value; the same can stand in environment variables as Section__Name",
            Arity = ArgumentArity.ZeroOrMore,
        };

    private static Command Run()
    {
        var settings = Settings();
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
        var live = new Option<bool>("--live")
        {
            Description = "As `run` does: refuses claims about people or law that nobody has reviewed",
        };
        var texts = new Option<bool>("--texts")
        {
            Description = "Lists the claims that await review, as lines to copy into the campaigns' files",
        };
        var command = new Command("check", "Checks the campaigns' files") { directory, live, texts };
        command.SetAction(parsed =>
            CheckVerb.Run(
                new CheckArguments(parsed.GetValue(directory)!, parsed.GetValue(live), parsed.GetValue(texts)),
                AnsiConsole.Console
            )
        );
        return command;
    }

    private static Command Init()
    {
        var directory = new Option<string>("--dir")
        {
            Description = "The folder to write into; it is made where it is missing",
            DefaultValueFactory = _ => ".",
        };
        var name = Text("--name", "The campaign's name, as members read it; at most 80 characters");
        var purpose = Text("--purpose", "What the campaign asks for, in one sentence; without it, its name");
        var zone = Text("--zone", "The time zone of its meetings, for example America/New_York");
        var languages = Text("--languages", "Codes of its languages, the most used first, for example en,es");
        var server = Text("--server", "The id of the Discord server");
        var alert = Text("--alert-channel", "The id of the channel in which alerts are posted");
        var coordinator = Text(
            "--coordinator-channel",
            "The id of the channel that hears what went wrong; without it, nobody is told"
        );
        var organizerRole = Text("--organizer-role", "The id of the role that may create and post actions");
        var coordinatorRole = Text(
            "--coordinator-role",
            "The id of the role that may see tallies; without it, organizers only"
        );
        var tokenFile = Text(
            "--token-file",
            "A file that holds the bot's token and stays where it is; without it, keys/discord-token is used"
        );
        var command = new Command(
            "init",
            "Asks a few questions, and writes the configuration and a campaign's folder; overwrites nothing"
        )
        {
            directory,
            name,
            purpose,
            zone,
            languages,
            server,
            alert,
            coordinator,
            organizerRole,
            coordinatorRole,
            tokenFile,
        };
        command.SetAction(parsed =>
            InitVerb.Run(
                new InitArguments
                {
                    Directory = parsed.GetValue(directory)!,
                    Name = parsed.GetValue(name),
                    Purpose = parsed.GetValue(purpose),
                    Zone = parsed.GetValue(zone),
                    Languages = parsed.GetValue(languages),
                    Server = parsed.GetValue(server),
                    AlertChannel = parsed.GetValue(alert),
                    CoordinatorChannel = parsed.GetValue(coordinator),
                    OrganizerRole = parsed.GetValue(organizerRole),
                    CoordinatorRole = parsed.GetValue(coordinatorRole),
                    TokenFile = parsed.GetValue(tokenFile),
                },
                AnsiConsole.Console,
                interactive: !Console.IsInputRedirected && !Console.IsOutputRedirected
            )
        );
        return command;

        static Option<string?> Text(string name, string description) => new(name) { Description = description };
    }

    private static Command Invite()
    {
        var application = new Option<string?>("--application")
        {
            Description = "The application's id; without it, Discord is asked with the configured token",
        };
        var server = new Option<string?>("--server") { Description = "The id of the server to choose beforehand" };
        var settings = Settings();
        var command = new Command(
            "invite",
            "Prints the address at which an administrator of a server lets the bot in, and what it asks for"
        )
        {
            application,
            server,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                InviteVerb.RunAsync(
                    new InviteArguments(
                        parsed.GetValue(application),
                        parsed.GetValue(server),
                        [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens]
                    ),
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Doctor()
    {
        var settings = Settings();
        var command = new Command(
            "doctor",
            "Checks what `run` needs: configuration, token, servers, channels, permissions, Signal, clock, disk, keys; changes nothing"
        )
        {
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                DoctorVerb.RunAsync(
                    [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                    AnsiConsole.Console,
                    TimeProvider.System,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Health()
    {
        var command = new Command("health", "Asks the running bot whether it is well; for container health checks");
        command.SetAction((_, cancellationToken) => HealthVerb.RunAsync(Console.Out, cancellationToken));
        return command;
    }
}
