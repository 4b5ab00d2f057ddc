using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The keys of backups, one file each in the keys directory: <c>key (32) | when the backup was taken, Unix milliseconds (8) |
/// how many rows the store had ever removed then (8) | where it lies (UTF-8)</c>. A backup ends with its key, wherever it was copied to.
/// </summary>
/// <param name="keysDirectory">The keys directory.</param>
internal sealed class BackupKeys(string keysDirectory)
{
    private const int IdBytes = 8;
    private const int HeadSize = KeyShareFile.Size + (2 * sizeof(long));
    private const string Extension = ".key";

    private readonly string folder = FolderIn(keysDirectory);

    public static string FolderIn(string keysDirectory) => Path.Combine(keysDirectory, "backups");

    /// <summary>Every key that there is, the latest backup's first. What is no key is left out.</summary>
    public IReadOnlyList<BackupKey> All() =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, $"*{Extension}")
                    .Select(Read)
                    .OfType<BackupKey>()
                    .OrderByDescending(key => key.Taken)
                    .ThenBy(key => key.Id, StringComparer.Ordinal),
            ]
            : [];

    public BackupKey? Find(string id) => Read(PathOf(id));

    /// <summary>Makes a key for a backup that is about to be taken.</summary>
    /// <param name="taken">Now.</param>
    /// <param name="removed">How many rows the store has ever removed.</param>
    /// <param name="fileOf">Where the backup will lie, from its id.</param>
    public BackupKey Make(Instant taken, long removed, Func<string, string> fileOf)
    {
        StoreFiles.CreatePrivate(folder);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var key = new BackupKey(id, RandomNumberGenerator.GetBytes(KeyShareFile.Size), taken, removed, fileOf(id));
        byte[] content =
        [
            .. key.Secret,
            .. BitConverter.GetBytes(taken.ToUnixTimeMilliseconds()),
            .. BitConverter.GetBytes(removed),
            .. Encoding.UTF8.GetBytes(key.File),
        ];
        DurableFile.Create(PathOf(id), content);
        return key;
    }

    /// <summary>Destroys the key, and then the backup where it lies as it did when it was taken.</summary>
    public void End(BackupKey key)
    {
        KeyShareFile.Destroy(PathOf(key.Id));
        try
        {
            File.Delete(key.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its disk is away, or another's: without the key it is noise.
        }
    }

    private string PathOf(string id) => Path.Combine(folder, id + Extension);

    private static BackupKey? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var content = File.ReadAllBytes(path);
        return content.Length < HeadSize
            ? null
            : new BackupKey(
                Path.GetFileNameWithoutExtension(path),
                content[..KeyShareFile.Size],
                Instant.FromUnixTimeMilliseconds(BitConverter.ToInt64(content, KeyShareFile.Size)),
                BitConverter.ToInt64(content, KeyShareFile.Size + sizeof(long)),
                Encoding.UTF8.GetString(content.AsSpan(HeadSize))
            );
    }
}

/// <summary>The key of one backup.</summary>
/// <param name="Id">The backup's id, which stands in it too.</param>
/// <param name="Secret">32 bytes that seal nothing else.</param>
/// <param name="Taken">When the backup was taken.</param>
/// <param name="Removed">How many rows the store had ever removed: a higher number now means that the backup holds some of them.</param>
/// <param name="File">Where it was laid.</param>
internal sealed record BackupKey(string Id, byte[] Secret, Instant Taken, long Removed, string File)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => $"{nameof(BackupKey)} {Id}";
}
