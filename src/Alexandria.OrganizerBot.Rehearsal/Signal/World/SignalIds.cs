using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>Ids in Signal's shapes, the same in every run.</summary>
internal static class SignalIds
{
    public const int AreaCode = 201;

    /// <summary>An account identifier: a random (version 4) UUID to the eye.</summary>
    public static string Aci(string of)
    {
        const int version = 6;
        const int variant = 8;
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("aci:" + of))[..16];
        bytes[version] = (byte)((bytes[version] & 0x0F) | 0x40);
        bytes[variant] = (byte)((bytes[variant] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>The id of a group of the second version: 32 bytes.</summary>
    public static string Group(string of) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("group:" + of)));

    /// <summary>A file's id in the daemon's folder.</summary>
    public static string File(string of, string extension) =>
        Convert
            .ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("file:" + of)))[..12]
            .Replace('+', '-')
            .Replace('/', '_') + extension;

    /// <summary>A token that a captcha is solved for.</summary>
    public static string Challenge(int number) => Aci("challenge:" + number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A user name with its two digits; null where the name has no letter that one could stand on.</summary>
    public static string? Username(string name, int index)
    {
        var letters = string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
        return letters.Length == 0 ? null : $"{letters}{index}.01";
    }

    /// <summary>33 bytes of a public key in hexadecimal, as <c>listIdentities</c> shows it.</summary>
    public static string Fingerprint(string of) =>
        string.Join(
            ' ',
            SHA256.HashData(Encoding.UTF8.GetBytes("key:" + of)).Prepend((byte)5).Select(part => $"{part:x2}")
        );

    /// <summary>Twelve groups of five digits, the same for both sides.</summary>
    public static string SafetyNumber(string first, string second)
    {
        string[] sides = [Half(first), Half(second)];
        return string.Join(' ', sides.Order(StringComparer.Ordinal));

        static string Half(string of)
        {
            var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("safety:" + of));
            return string.Join(
                ' ',
                Enumerable.Range(0, 6).Select(part => $"{BitConverter.ToUInt32(bytes, part * 4) % 100_000:00000}")
            );
        }
    }
}
