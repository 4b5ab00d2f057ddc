namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>A folder of its own, gone at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("organizerbot-benchmark-");

    public string Path => _root.FullName;

    /// <summary>A place in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Copies one of its folders, with everything in it, to another name.</summary>
    public void Copy(string name, string copy)
    {
        foreach (var file in Directory.EnumerateFiles(this[name], "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(this[copy], System.IO.Path.GetRelativePath(this[name], file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);
}
