using System.Security.Cryptography;
using System.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The instance's secret, sealed under its key shares: <c>version (1) | shares (1) | salt (16) | nonce (12) | ciphertext (32) |
/// tag (16)</c>. The sealing key is HKDF-SHA-256 over the shares one after the other; the cipher is AES-256-GCM, with what
/// stands before the nonce bound in. It lies with the data, so a copy of the data opens with all shares only, and new shares
/// need a new wrap and no new row.
/// </summary>
internal sealed class KeyWrap
{
    private const byte Version = 1;
    private const int SaltSize = 16;
    private const int HeaderSize = 2 + SaltSize;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Size = HeaderSize + NonceSize + MasterKey.Size + TagSize;

    private readonly byte[] bytes;

    private KeyWrap(byte[] bytes) => this.bytes = bytes;

    /// <summary>As it stands in its file.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Whether it was sealed under two shares.</summary>
    public bool NeedsSecondShare => bytes[1] == 2;

    /// <summary>Reads what stood in a file; null: that is no wrap.</summary>
    public static KeyWrap? Parse(byte[] bytes) =>
        bytes is [Version, 1 or 2, ..] && bytes.Length == Size ? new KeyWrap(bytes) : null;

    public static KeyWrap Seal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> firstShare, byte[]? secondShare)
    {
        var wrap = new byte[Size];
        wrap[0] = Version;
        wrap[1] = secondShare is null ? (byte)1 : (byte)2;
        RandomNumberGenerator.Fill(wrap.AsSpan(2, SaltSize + NonceSize));
        using var cipher = CipherOf(wrap, firstShare, secondShare);
        cipher.Encrypt(
            wrap.AsSpan(HeaderSize, NonceSize),
            secret,
            wrap.AsSpan(HeaderSize + NonceSize, MasterKey.Size),
            wrap.AsSpan(Size - TagSize),
            wrap.AsSpan(0, HeaderSize)
        );
        return new KeyWrap(wrap);
    }

    /// <summary>The secret; null: these are not the shares that it was sealed under, or it was damaged.</summary>
    public MasterKey? Open(ReadOnlySpan<byte> firstShare, byte[]? secondShare)
    {
        var secret = new byte[MasterKey.Size];
        using var cipher = CipherOf(bytes, firstShare, secondShare);
        try
        {
            cipher.Decrypt(
                bytes.AsSpan(HeaderSize, NonceSize),
                bytes.AsSpan(HeaderSize + NonceSize, MasterKey.Size),
                bytes.AsSpan(Size - TagSize),
                secret,
                bytes.AsSpan(0, HeaderSize)
            );
            return new MasterKey(secret);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static AesGcm CipherOf(byte[] bytes, ReadOnlySpan<byte> firstShare, byte[]? secondShare)
    {
        // Both have a fixed length, so that nothing of one can flow into the other.
        byte[] shares = [.. firstShare, .. secondShare ?? []];
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            shares,
            MasterKey.Size,
            salt: bytes[2..HeaderSize],
            info: Encoding.UTF8.GetBytes("organizerbot/1/wrap")
        );
        CryptographicOperations.ZeroMemory(shares);
        return new AesGcm(key, TagSize);
    }
}
