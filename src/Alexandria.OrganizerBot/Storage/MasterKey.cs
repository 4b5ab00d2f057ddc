using System.Security.Cryptography;
using System.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>The one secret of an instance: 32 random bytes in a file. Every key in use is derived from it for one purpose.</summary>
internal sealed class MasterKey
{
    public const int Size = 32;
    public const string FileName = "organizerbot.key";

    private readonly byte[] secret;

    private MasterKey(byte[] secret) => this.secret = secret;

    /// <summary>A key for one purpose (HKDF-SHA-256): knowing it tells nothing about the others.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            secret,
            Size,
            salt: [],
            info: Encoding.UTF8.GetBytes($"organizerbot/1/{purpose}")
        );

    /// <summary>Reads the key; creates it where there is nothing yet that it would have to open.</summary>
    /// <exception cref="StoreRefusedException">The key is missing, short, or readable by others.</exception>
    public static MasterKey Load(string keysDirectory, bool mayCreate)
    {
        var path = Path.Combine(keysDirectory, FileName);
        if (!File.Exists(path))
        {
            if (!mayCreate)
                throw new StoreRefusedException(
                    $"The key {path} is missing but the database exists: put the key back, or, to begin anew, move the data directory away."
                );
            DurableFile.Create(path, RandomNumberGenerator.GetBytes(Size));
        }

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if ((File.GetUnixFileMode(path) & ~ownerOnly) != UnixFileMode.None)
                throw new StoreRefusedException($"The key {path} can be read by others: run chmod 600 on it.");
        }

        var bytes = File.ReadAllBytes(path);
        if (bytes.Length != Size)
            throw new StoreRefusedException(
                $"The key {path} has {bytes.Length} bytes instead of {Size}: put the right key back."
            );
        return new MasterKey(bytes);
    }
}
