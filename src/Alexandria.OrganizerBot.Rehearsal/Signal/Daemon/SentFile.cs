using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>A file that a call names: a path on the daemon's machine, or <c>data:TYPE;filename=NAME;base64,…</c>.</summary>
internal static partial class SentFile
{
    /// <exception cref="RpcRefusal">There is no such file, or it is not what it says.</exception>
    public static StageAttachment Read(string named)
    {
        if (DataUri().Match(named) is { Success: true } uri)
        {
            var encoded = named[uri.Length..];
            var content = new byte[(encoded.Length * 3 / 4) + 3];
            return Convert.TryFromBase64String(encoded, content, out var length)
                ? new StageAttachment(
                    uri.Groups["name"].Success ? uri.Groups["name"].Value : "attachment",
                    uri.Groups["type"].Value,
                    content.AsMemory(0, length)
                )
                : throw Invalid(named[..uri.Length], "Illegal base64 character");
        }
        return File.Exists(named)
            ? new StageAttachment(Path.GetFileName(named), Description: null, File.ReadAllBytes(named))
            : throw Invalid(named, $"{named} (No such file or directory)");
    }

    private static RpcRefusal Invalid(string named, string why) =>
        new(
            RpcRefusal.Unexpected,
            $"Failed to send message: {named}: {why} (AttachmentInvalidException) (UnexpectedErrorException)"
        );

    [GeneratedRegex(
        @"^data:(?<type>[\w.+-]+/[\w.+-]+)?(?:;filename=(?<name>[^;,]+))?;base64,",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex DataUri();
}
