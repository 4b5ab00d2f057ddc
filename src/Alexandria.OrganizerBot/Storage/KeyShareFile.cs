using System.Security.Cryptography;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>A file that holds a key and nothing else: its owner's alone, whole or absent, and gone for good when it is destroyed.</summary>
internal static class KeyShareFile
{
    public const int Size = MasterKey.Size;

    /// <summary>Reads a key of <see cref="Size"/> bytes.</summary>
    /// <exception cref="StoreRefusedException">It cannot be read, is open to others, or has another length.</exception>
    public static byte[] Read(string path)
    {
        DemandPrivate(path);
        var bytes = Refusing(path, () => File.ReadAllBytes(path));
        return bytes.Length == Size
            ? bytes
            : throw new StoreRefusedException(
                $"The key {path} has {bytes.Length} bytes instead of {Size}: put the right key back."
            );
    }

    /// <exception cref="StoreRefusedException">The group or anybody else has a right to the file.</exception>
    public static void DemandPrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if ((new FileInfo(path).UnixFileMode & ~ownerOnly) != UnixFileMode.None)
            throw new StoreRefusedException($"The key {path} can be read by others: run chmod 600 on it.");
    }

    /// <summary>
    /// Overwrites the file with chance, flushes, deletes it, and flushes its directory. The best that can be done from here: an
    /// SSD, a journal or a snapshot may still hold what was overwritten.
    /// </summary>
    /// <returns>Whether there was such a file.</returns>
    /// <exception cref="IOException">It is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is still there, and belongs to somebody else.</exception>
    public static bool Destroy(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            // Shared: who reads it at this moment must not keep it alive.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var left = file.Length;
            while (left > 0)
            {
                var chance = RandomNumberGenerator.GetBytes((int)Math.Min(left, 1 << 16));
                file.Write(chance);
                left -= chance.Length;
            }
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk takes no bytes, but may still let go of a name.
        }

        File.Delete(path);
        DurableFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return true;
    }

    private static T Refusing<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException($"The key {path} cannot be read: give it to the bot's own user.", e);
        }
    }
}
