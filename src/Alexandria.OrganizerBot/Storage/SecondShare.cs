namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Where the second key share comes from, as it was configured; it is read when the store is opened. Wherever it lies, it is
/// the base64 of 32 random bytes.
/// </summary>
/// <param name="Setting">The name of what was configured, for sentences.</param>
internal abstract record SecondShare(string Setting)
{
    private const string HowToMake = "make one with `openssl rand -base64 32`";

    /// <summary>Names no secret.</summary>
    public sealed override string ToString() => Setting;

    /// <summary>The share.</summary>
    /// <exception cref="StoreRefusedException">It cannot be read, is open to others, or is no share.</exception>
    public abstract byte[] Read();

    private byte[] Decode(string text)
    {
        var bytes = new byte[KeyShareFile.Size + 3];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == KeyShareFile.Size
            ? bytes[..length]
            : throw new StoreRefusedException(
                $"The second key share ({Setting}) is not the base64 of {KeyShareFile.Size} bytes: {HowToMake}, or put the right one back."
            );
    }

    /// <summary>In a file.</summary>
    /// <param name="Setting">The name of what was configured.</param>
    /// <param name="Path">The file's path.</param>
    /// <param name="IsCredential">
    /// Whether systemd has laid it down for this service alone. Its mode then tells nothing: systemd may let the service in by
    /// an access list, whose mask shows as the group's right.
    /// </param>
    public sealed record InFile(string Setting, string Path, bool IsCredential = false) : SecondShare(Setting)
    {
        /// <inheritdoc/>
        public override byte[] Read()
        {
            if (!File.Exists(Path))
                throw new StoreRefusedException(
                    $"{Setting} names the file {Path}, which does not exist: put the second key share there."
                );
            if (!IsCredential)
                KeyShareFile.DemandPrivate(Path);
            try
            {
                return Decode(File.ReadAllText(Path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StoreRefusedException(
                    $"The second key share {Path} cannot be read: give the bot's user the right to read it.",
                    e
                );
            }
        }
    }

    /// <summary>In a setting itself, such as an environment variable.</summary>
    /// <param name="Setting">The name of what was configured.</param>
    /// <param name="Text">The base64.</param>
    public sealed record InSetting(string Setting, string Text) : SecondShare(Setting)
    {
        /// <inheritdoc/>
        public override byte[] Read() => Decode(Text);
    }
}
