using System.Security.Cryptography;
using System.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The one secret of an instance: 32 random bytes that lie nowhere in the clear but in memory. Every key in use is derived
/// from it for one purpose. <see cref="KeyVault"/> keeps it.
/// </summary>
internal sealed class MasterKey
{
    public const int Size = 32;

    private readonly byte[] secret;

    /// <param name="secret">As many bytes as <see cref="Size"/> says.</param>
    public MasterKey(byte[] secret)
    {
        if (secret.Length != Size)
            throw new ArgumentException($"A secret has {Size} bytes.", nameof(secret));
        this.secret = secret;
    }

    /// <summary>A key for one purpose (HKDF-SHA-256): knowing it tells nothing about the others.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            secret,
            Size,
            salt: [],
            info: Encoding.UTF8.GetBytes($"organizerbot/1/{purpose}")
        );

    /// <summary>A new one.</summary>
    public static MasterKey Make() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Sealed under the shares.</summary>
    public KeyWrap Wrap(ReadOnlySpan<byte> firstShare, byte[]? secondShare) =>
        KeyWrap.Seal(secret, firstShare, secondShare);
}
