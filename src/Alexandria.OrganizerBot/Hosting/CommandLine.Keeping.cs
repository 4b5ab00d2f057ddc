using System.CommandLine;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <content>The verbs for what the bot keeps: backups, keys, and the end of everything.</content>
internal static partial class CommandLine
{
    private static Command Backup()
    {
        var folder = new Option<string>("--to")
        {
            Description = "The folder that the backup is laid into; it is made where it is missing",
            Required = true,
        };
        var settings = Settings();
        var command = new Command("backup", "Writes a sealed backup of a bot that is stopped, with a key of its own")
        {
            folder,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                BackupVerbs.BackUpAsync(
                    parsed.GetValue(folder)!,
                    [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Restore()
    {
        var file = new Option<string>("--from") { Description = "The backup", Required = true };
        var settings = Settings();
        var command = new Command("restore", "Puts a backup into an empty data folder, and checks every row")
        {
            file,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                BackupVerbs.RestoreAsync(
                    parsed.GetValue(file)!,
                    [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens],
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command RotateKeys()
    {
        var second = new Option<string?>("--second-share-file")
        {
            Description = "A file with the second share from now on: the base64 of 32 random bytes",
        };
        var without = new Option<bool>("--no-second-share") { Description = "No second share from now on" };
        var settings = Settings();
        var command = new Command(
            "rotate-keys",
            "Gives a bot that is stopped a new key share, and perhaps another second one; no row changes"
        )
        {
            second,
            without,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                BackupVerbs.RotateAsync(
                    new RotateArguments(
                        parsed.GetValue(second),
                        parsed.GetValue(without),
                        [.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens]
                    ),
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Wipe()
    {
        var rehearse = new Option<bool>("--rehearse")
        {
            Description = "Lists what would be destroyed, and changes nothing",
        };
        var signalData = new Option<string?>("--signal-data")
        {
            Description = "signal-cli's data folder, to destroy it too; without it, it is left alone",
        };
        var phrase = new Option<string?>("--phrase") { Description = "What would be typed, where nobody can type" };
        var settings = Settings();
        var command = new Command(
            "wipe",
            "Destroys the keys first, then everything that the bot keeps; needs no network and nothing that works"
        )
        {
            rehearse,
            signalData,
            phrase,
            settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                new WipeVerb(
                    new WipeArguments([.. parsed.GetValue(settings) ?? [], .. parsed.UnmatchedTokens])
                    {
                        IsRehearsal = parsed.GetValue(rehearse),
                        SignalData = parsed.GetValue(signalData),
                        Phrase = parsed.GetValue(phrase),
                    },
                    AnsiConsole.Console,
                    interactive: !Console.IsInputRedirected && !Console.IsOutputRedirected,
                    TimeProvider.System
                ).RunAsync(cancellationToken)
        );
        return command;
    }
}
