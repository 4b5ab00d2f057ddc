using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>backup</c>, <c>restore</c> and <c>rotate-keys</c>: what an operator does with a bot that is stopped. Each opens the
/// store, and so examines it and keeps the bot from starting meanwhile.
/// </summary>
internal static class BackupVerbs
{
    /// <param name="folder">Where the backup is laid.</param>
    public static Task<int> BackUpAsync(
        string folder,
        IReadOnlyList<string> settings,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    ) =>
        RefusingAsync(
            async () =>
            {
                var options = BotSetup.ReadStore(RunVerb.Configuration(settings)) with { BackupDirectory = folder };
                await using var store = Open(options);
                var key = await store.BackUpAsync(folder, cancellationToken);
                await output.WriteLineAsync($"Written: {key.File}");
                await output.WriteLineAsync(
                    $"Its key is {key.Id}.key in {BackupKeys.FolderIn(options.KeysDirectory)}. It opens until the bot next deletes anything, which is within an hour while it runs: set Backup:Directory, and the bot makes fresh ones by itself."
                );
            },
            errors
        );

    /// <param name="file">A backup.</param>
    public static Task<int> RestoreAsync(
        string file,
        IReadOnlyList<string> settings,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    ) =>
        RefusingAsync(
            async () =>
            {
                var options = BotSetup.ReadStore(RunVerb.Configuration(settings));
                StoreRestore.Run(options, file);
                // Every row is read: who restores wants to know now, and not at the first reminder.
                await using (Open(options))
                    await output.WriteLineAsync(
                        $"Restored into {options.DataDirectory}, and every row opens.".AsMemory(),
                        cancellationToken
                    );
                await output.WriteLineAsync(
                    "Members' answers are those of the backup. What was sent since may be sent again where it is still useful."
                );
            },
            errors
        );

    public static Task<int> RotateAsync(
        RotateArguments arguments,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        return RefusingAsync(
            async () =>
            {
                if (arguments is { NewSecondShare: not null, IsWithoutSecond: true })
                    throw new ConfigurationFaultException(
                        "--second-share-file and --no-second-share contradict one another: name one of them."
                    );
                var options = BotSetup.ReadStore(RunVerb.Configuration(arguments.Settings));
                var after = options with { SecondShares = [.. SharesAfter(arguments, options)] };
                StoreFiles.DemandApart(after);
                await using (var store = Open(options))
                {
                    store.RotateKeys(after.SecondShares is [var second, ..] ? second : null);
                    await store.WriteAsync(
                        session =>
                            session.AuditEverywhere(
                                AuditRole.Operator,
                                AuditDeed.KeysRotated,
                                AuditResult.Done,
                                TimeProvider.System.Now()
                            ),
                        cancellationToken
                    );
                }
                await Say(
                    $"{Path.Combine(options.KeysDirectory, KeyVault.ShareName)} is new; the one of before is gone."
                );
                if (arguments.NewSecondShare is { } file)
                    await Say($"The second share is the one in {file}: configure it before the next start.");
                if (arguments.IsWithoutSecond)
                    await Say("There is no second share any more: take it out of the configuration.");
                await Say("A copy of the data folder of before opens with the shares of before: destroy those too.");
            },
            errors
        );

        Task Say(string line) => output.WriteLineAsync(line.AsMemory(), cancellationToken);
    }

    private static IReadOnlyList<SecondShare> SharesAfter(RotateArguments arguments, StoreOptions options) =>
        arguments switch
        {
            { IsWithoutSecond: true } => [],
            { NewSecondShare: { } file } => [new SecondShare.InFile("--second-share-file", file)],
            _ => options.SecondShares,
        };

    /// <summary>Opens what is there: a mistyped folder must not become a new instance.</summary>
    private static Store Open(StoreOptions options) =>
        File.Exists(Path.Combine(options.DataDirectory, StoreFiles.DatabaseName))
            ? Store.Open(options, TimeProvider.System, NullLogger<Store>.Instance)
            : throw new StoreRefusedException(
                $"There is no database in {options.DataDirectory}: name its folder with --Storage:DataDirectory=…."
            );

    private static async Task<int> RefusingAsync(Func<Task> act, TextWriter errors)
    {
        try
        {
            await act();
            return ExitCodes.Ok;
        }
        catch (Exception exception)
            when (exception
                    is ConfigurationFaultException
                        or StoreRefusedException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCodes.Refused;
        }
    }
}

/// <summary>What <c>rotate-keys</c> was told.</summary>
/// <param name="NewSecondShare">A file with the second share from now on; null: it stays as it is configured.</param>
/// <param name="IsWithoutSecond">Whether there shall be none from now on.</param>
internal sealed record RotateArguments(string? NewSecondShare, bool IsWithoutSecond, IReadOnlyList<string> Settings);
