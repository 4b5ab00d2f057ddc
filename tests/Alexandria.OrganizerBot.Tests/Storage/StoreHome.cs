using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>Two fresh directories for a store of its own, gone at the end, and a clock that stands still.</summary>
internal sealed class StoreHome : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("organizerbot-store-");

    public StoreHome()
    {
        Options = new StoreOptions
        {
            DataDirectory = Path.Combine(root.FullName, "data"),
            KeysDirectory = Path.Combine(root.FullName, "keys"),
        };
    }

    public StoreOptions Options { get; }
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
    public FakeLogger<Store> Logger { get; } = new();
    public string Root => root.FullName;
    public string DatabasePath => Path.Combine(Options.DataDirectory, "organizerbot.db");
    public string IdentityPath => Path.Combine(Options.DataDirectory, "organizerbot.id");
    public string KeyPath => Path.Combine(Options.KeysDirectory, "organizerbot.key");

    public string MarkPath => Path.Combine(Options.DataDirectory, "organizerbot.mark");

    /// <summary>The same store with a second key share in its settings.</summary>
    public StoreOptions WithSecondShare(string base64) =>
        Options with
        {
            SecondShares = [new SecondShare.InSetting("Keys:SecondShare", base64)],
        };

    public Store Open() => Store.Open(Options, Time, Logger);

    /// <summary>Opens it without the examination, for what must be met where it is read.</summary>
    public Store OpenUnexamined() => Store.Open(Options with { IsExaminedAtOpen = false }, Time, Logger);

    public void Dispose() => root.Delete(recursive: true);
}
