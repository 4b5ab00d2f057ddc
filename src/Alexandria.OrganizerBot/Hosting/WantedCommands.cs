using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The commands that <c>run</c> would register.</summary>
internal static class WantedCommands
{
    /// <summary>
    /// Makes them with the program's own catalogue. Its features want a store, and the real one may be in use: they get an
    /// empty one in a temporary folder.
    /// </summary>
    /// <exception cref="IOException">The temporary folder cannot be written.</exception>
    public static async Task<IReadOnlyList<ApplicationCommand>> MakeAsync(DiscordClientOptions discord)
    {
        var folder = Directory.CreateTempSubdirectory("organizerbot-doctor-");
        try
        {
            var services = new ServiceCollection().AddLogging();
            services.AddOrganizerBot(
                new BotSetup
                {
                    Store = new StoreOptions
                    {
                        DataDirectory = Path.Combine(folder.FullName, InitFolder.DataName),
                        KeysDirectory = Path.Combine(folder.FullName, InitFolder.KeysName),
                    },
                    Discord = discord,
                    Campaigns = [],
                    HealthPort = 0,
                    Time = TimeProvider.System,
                }
            );
            await using var provider = services.BuildServiceProvider();
            var catalog = provider.GetRequiredService<FeatureCatalog>();
            return DiscordCommands.From(catalog.Commands, catalog.Words);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
