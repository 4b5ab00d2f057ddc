using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// A backup: the store's files as a tar archive, sealed with a key of its own. <c>OBB1 | id (8)</c>, then chunks of <c>last (1) |
/// length (4, little-endian) | ciphertext | tag (16)</c>, AES-256-GCM. The nonce counts the chunks, which is safe since the key
/// seals one file only; head, number and "last" are bound in, so that nothing can be cut off or put in another order.
/// </summary>
internal static class BackupFile
{
    public const string Extension = ".backup";
    private const int HeadSize = 12;
    private const int ChunkSize = 1 << 20;
    private const int TagSize = 16;

    private static ReadOnlySpan<byte> Magic => "OBB1"u8;

    /// <summary>Writes a backup for its owner's eyes only; it has its name only once it is whole and flushed.</summary>
    /// <param name="key">The key, which is durable already.</param>
    /// <param name="files">What goes into it, by its path.</param>
    /// <exception cref="IOException">The disk is full, or the folder is away.</exception>
    public static void Write(BackupKey key, IReadOnlyList<string> files)
    {
        var temporary = key.File + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
        {
            using (var sealing = new SealingStream(stream, key))
            using (var tar = new TarWriter(sealing, TarEntryFormat.Ustar, leaveOpen: true))
            {
                foreach (var file in files)
                {
                    // The database is open in this very process, at a standstill.
                    using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    tar.WriteEntry(
                        new UstarTarEntry(TarEntryType.RegularFile, Path.GetFileName(file)) { DataStream = content }
                    );
                }
            }
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, key.File, overwrite: true);
        DurableFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(key.File))!);
    }

    /// <summary>The id of the backup, by which its key is found; null: that is no backup.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? IdOf(string file)
    {
        using var stream = File.OpenRead(file);
        var head = new byte[HeadSize];
        return
            stream.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false) == HeadSize && head.AsSpan().StartsWith(Magic)
            ? Convert.ToHexStringLower(head.AsSpan(Magic.Length))
            : null;
    }

    /// <summary>Reads a backup to its end and hands each file in it over.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="key">Its key.</param>
    /// <param name="take">Gets the name and the content of each file; the content is sealed to its end only when this method returns.</param>
    /// <exception cref="CryptographicException">It was damaged, cut short, or sealed with another key.</exception>
    public static void Read(string file, BackupKey key, Action<string, Stream> take)
    {
        using var stream = File.OpenRead(file);
        using var opening = new OpeningStream(stream, key);
        using (var tar = new TarReader(opening, leaveOpen: true))
        {
            while (tar.GetNextEntry() is { } entry)
                take(entry.Name, entry.DataStream ?? Stream.Null);
        }
        // An archive has an end of its own; what counts is that of the seal.
        opening.CopyTo(Stream.Null);
    }

    private static byte[] HeadOf(BackupKey key) => [.. Magic, .. Convert.FromHexString(key.Id)];

    /// <summary>What a chunk is bound to.</summary>
    private static byte[] PlaceOf(byte[] head, long number, bool isLast) =>
        [.. head, .. BitConverter.GetBytes(number), isLast ? (byte)1 : (byte)0];

    private static byte[] NonceOf(long number) => [0, 0, 0, 0, .. BitConverter.GetBytes(number)];

    /// <summary>Seals what is written to it, chunk by chunk; the last one is written when it is disposed of.</summary>
    private sealed class SealingStream : OneWayStream
    {
        private readonly Stream target;
        private readonly AesGcm cipher;
        private readonly byte[] head;
        private readonly byte[] chunk = new byte[ChunkSize];
        private int filled;
        private long number;
        private bool isClosed;

        public SealingStream(Stream target, BackupKey key)
        {
            this.target = target;
            cipher = new AesGcm(key.Secret, TagSize);
            head = HeadOf(key);
            target.Write(head);
        }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                if (filled == ChunkSize)
                    SealChunk(isLast: false);
                var taken = Math.Min(buffer.Length, ChunkSize - filled);
                buffer[..taken].CopyTo(chunk.AsSpan(filled));
                filled += taken;
                buffer = buffer[taken..];
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !isClosed)
            {
                isClosed = true;
                SealChunk(isLast: true);
                cipher.Dispose();
            }
            base.Dispose(disposing);
        }

        private void SealChunk(bool isLast)
        {
            var sealedChunk = new byte[filled + TagSize];
            cipher.Encrypt(
                NonceOf(number),
                chunk.AsSpan(0, filled),
                sealedChunk.AsSpan(0, filled),
                sealedChunk.AsSpan(filled),
                PlaceOf(head, number, isLast)
            );
            target.WriteByte(isLast ? (byte)1 : (byte)0);
            target.Write(BitConverter.GetBytes(filled));
            target.Write(sealedChunk);
            (filled, number) = (0, number + 1);
        }
    }

    /// <summary>Opens chunk by chunk what was sealed so.</summary>
    private sealed class OpeningStream : OneWayStream
    {
        private readonly Stream source;
        private readonly AesGcm cipher;
        private readonly byte[] head;
        private ReadOnlyMemory<byte> left;
        private long number;
        private bool isAtEnd;

        public OpeningStream(Stream source, BackupKey key)
        {
            this.source = source;
            cipher = new AesGcm(key.Secret, TagSize);
            head = HeadOf(key);
            var found = new byte[HeadSize];
            source.ReadExactly(found);
            if (!found.AsSpan().SequenceEqual(head))
                throw new CryptographicException("Another backup's key.");
        }

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            while (left.Length == 0 && !isAtEnd)
                OpenChunk();
            var taken = Math.Min(buffer.Length, left.Length);
            left.Span[..taken].CopyTo(buffer);
            left = left[taken..];
            return taken;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                cipher.Dispose();
            base.Dispose(disposing);
        }

        private void OpenChunk()
        {
            var chunkHead = new byte[1 + sizeof(int)];
            if (source.ReadAtLeast(chunkHead, chunkHead.Length, throwOnEndOfStream: false) < chunkHead.Length)
                throw new CryptographicException("The backup was cut short.");
            var length = BitConverter.ToInt32(chunkHead, 1);
            if (length is < 0 or > ChunkSize)
                throw new CryptographicException("The backup is damaged.");
            var sealedChunk = new byte[length + TagSize];
            if (source.ReadAtLeast(sealedChunk, sealedChunk.Length, throwOnEndOfStream: false) < sealedChunk.Length)
                throw new CryptographicException("The backup was cut short.");
            isAtEnd = chunkHead[0] == 1;
            var plain = new byte[length];
            cipher.Decrypt(
                NonceOf(number),
                sealedChunk.AsSpan(0, length),
                sealedChunk.AsSpan(length),
                plain,
                PlaceOf(head, number, isAtEnd)
            );
            (left, number) = (plain, number + 1);
        }
    }

    /// <summary>A stream that runs in one direction and does not seek.</summary>
    private abstract class OneWayStream : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
            // A chunk is written when it is full, or the last one.
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
