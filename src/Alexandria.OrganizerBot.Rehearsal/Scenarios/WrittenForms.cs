using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>How an id may have been written into a file, for a search that finds it.</summary>
internal static class WrittenForms
{
    /// <summary>Its text, and the bytes of the number or the UUID that it is, either way round.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(string id)
    {
        yield return ("UTF-8", Encoding.UTF8.GetBytes(id));
        if (ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var bytes = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
            yield return ("little-endian", bytes);
            yield return ("big-endian", [.. bytes.Reverse()]);
        }
        else if (Guid.TryParse(id, out var uuid))
        {
            yield return ("UUID", uuid.ToByteArray(bigEndian: true));
            yield return ("GUID", uuid.ToByteArray(bigEndian: false));
        }
    }

    /// <summary>A file's bytes, also while a bot has it open.</summary>
    public static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
