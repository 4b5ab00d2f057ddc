using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>A folder with a store of its own, its files known by name, so that they can be put back and damaged.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string DatabasePath => Path.Combine(Options.DataDirectory, StoreFiles.DatabaseName);

    public string LogPath =>
        Path.Combine(Options.DataDirectory, $"{Path.GetFileNameWithoutExtension(StoreFiles.DatabaseName)}-log.db");

    public string MarkPath => Path.Combine(Options.DataDirectory, "organizerbot.mark");

    public StoreOptions Options => new() { DataDirectory = _folder["data"], KeysDirectory = _folder["keys"] };

    public Store Open() => Open(Options);

    public static Store Open(StoreOptions options) =>
        Store.Open(options, TimeProvider.System, NullLogger<Store>.Instance);

    public void Dispose() => _folder.Dispose();
}
