using System.Security.Cryptography;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Seals what a row says with AES-256-GCM: <c>version (1) | nonce (12) | ciphertext | tag (16)</c>. The row's place and its
/// index fields are bound in, so that a row that was moved, or whose index field was changed, does not open either.
/// </summary>
internal sealed class RowSeal(byte[] key) : IDisposable
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    /// <summary>One cipher per thread: an instance is not safe to share.</summary>
    private readonly ThreadLocal<AesGcm> ciphers = new(() => new AesGcm(key, TagSize), trackAllValues: true);

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        var sealedRow = new byte[Overhead + plain.Length];
        sealedRow[0] = Version;
        var nonce = sealedRow.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        ciphers.Value!.Encrypt(
            nonce,
            plain,
            sealedRow.AsSpan(1 + NonceSize, plain.Length),
            sealedRow.AsSpan(sealedRow.Length - TagSize),
            place
        );
        return sealedRow;
    }

    /// <summary>Gives back what was sealed for that place.</summary>
    /// <exception cref="CryptographicException">It was damaged, moved, or sealed with another key.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedRow, ReadOnlySpan<byte> place)
    {
        if (sealedRow.Length < Overhead || sealedRow[0] != Version)
            throw new CryptographicException("Not a sealed row.");
        var plain = new byte[sealedRow.Length - Overhead];
        ciphers.Value!.Decrypt(
            sealedRow.Slice(1, NonceSize),
            sealedRow.Slice(1 + NonceSize, plain.Length),
            sealedRow[^TagSize..],
            plain,
            place
        );
        return plain;
    }

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
            cipher.Dispose();
        ciphers.Dispose();
        CryptographicOperations.ZeroMemory(key);
    }
}
