using System.Text;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>
/// Words and ids that must be found nowhere, in each form in which a program may write them down: UTF-8, UTF-16, base64,
/// hexadecimal, and for an id that is a number its eight bytes either way round, for a UUID its sixteen.
/// </summary>
internal sealed class Marks(params IReadOnlyList<string> marks)
{
    private readonly IReadOnlyList<(string Mark, string Form, byte[] Bytes)> _forms =
    [
        .. marks.SelectMany(mark => FormsOf(mark).Select(form => (mark, form.Name, form.Bytes))),
    ];

    /// <summary>Which of them stand in the bytes, and how.</summary>
    public IReadOnlyList<string> In(ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        foreach (var (mark, form, searched) in _forms)
        {
            if (bytes.IndexOf(searched) >= 0)
                found.Add($"{mark} ({form})");
        }
        return found;
    }

    /// <inheritdoc cref="In(ReadOnlySpan{byte})"/>
    public IReadOnlyList<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>Which of them stand in the folder's files, or in the files' names.</summary>
    public IReadOnlyList<string> InFolder(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .SelectMany(file =>
                    In(IsPlainFile(file) ? WrittenForms.ReadShared(file) : [])
                        .Concat(In(file))
                        .Select(found => $"{Path.GetRelativePath(folder, file)}: {found}")
                ),
        ];

    /// <summary>.NET's own socket and pipes for debuggers cannot be read.</summary>
    private static bool IsPlainFile(string file) =>
        !Path.GetFileName(file).StartsWith("dotnet-diagnostic-", StringComparison.Ordinal)
        && !Path.GetFileName(file).StartsWith("clr-debug-pipe-", StringComparison.Ordinal);

    private static IEnumerable<(string Name, byte[] Bytes)> FormsOf(string mark)
    {
        var text = Encoding.UTF8.GetBytes(mark);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(mark));
        yield return ("hexadecimal", Encoding.UTF8.GetBytes(Convert.ToHexString(text)));
        yield return ("hexadecimal", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(text)));
        // What stands before it shifts the groups of three bytes; the last characters depend on what follows.
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. text]);
            var inner = encoded[(before == 0 ? 0 : 4)..^4];
            if (inner.Length >= 8)
                yield return ($"base64 after {before}", Encoding.UTF8.GetBytes(inner));
        }
        foreach (var form in WrittenForms.Of(mark))
            yield return form;
    }
}
