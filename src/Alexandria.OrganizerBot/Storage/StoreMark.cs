using System.Globalization;
using System.Security.Cryptography;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The side file that a clean stop leaves: a keyed hash over the whole database file. Where it fits, every byte is as it was
/// left, and nothing has to be examined; it is removed before the file is written to again.
/// </summary>
/// <param name="path">The mark's path.</param>
/// <param name="databasePath">The file that it vouches for.</param>
/// <param name="key">Without it nobody makes a mark that fits.</param>
internal sealed class StoreMark(string path, string databasePath, byte[] key)
{
    /// <summary>Writes the mark over the closed file.</summary>
    /// <param name="boots">The start of the store that wrote the file.</param>
    public void Leave(int boots) =>
        DurableFile.Replace(
            path,
            System.Text.Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{boots} {Convert.ToHexStringLower(HashOf(boots))}")
            )
        );

    /// <summary>Compares the file, before it is opened, with the mark.</summary>
    /// <returns>The start that left the mark and whether the file fits it; null: there is no mark.</returns>
    public (int Boots, bool Fits)? Compare()
    {
        if (!File.Exists(path))
            return null;
        var parts = File.ReadAllText(path).Split(' ');
        if (
            parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var boots)
        )
            return null;
        var fits = string.Equals(parts[1], Convert.ToHexStringLower(HashOf(boots)), StringComparison.Ordinal);
        return (boots, fits);
    }

    public void Remove() => File.Delete(path);

    private byte[] HashOf(int boots)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(BitConverter.GetBytes(boots));
        using var file = new FileStream(databasePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[1 << 20];
        while (file.Read(buffer) is > 0 and var read)
            hash.AppendData(buffer, 0, read);
        return hash.GetHashAndReset();
    }
}
