using System.Security.Cryptography;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Keeps the instance's secret: one key share in a file of the keys directory that the bot can destroy, perhaps a second one
/// from elsewhere, and the <see cref="KeyWrap"/> in the data directory, which all shares together open.
/// </summary>
/// <remarks>
/// Shares change in three steps, each of them durable before the next: the new first share is laid beside the old one, the wrap
/// is replaced, the new share takes the old one's place. Whatever step a crash comes after, one of the two shares opens the wrap,
/// and the next opening finishes or undoes the change.
/// </remarks>
internal sealed class KeyVault
{
    public const string ShareName = "organizerbot.key";
    public const string NextShareName = "organizerbot.key.next";
    public const string WrapName = "organizerbot.wrap";

    private readonly string sharePath;
    private readonly string nextPath;
    private readonly string wrapPath;
    private readonly IReadOnlyList<SecondShare> seconds;

    /// <summary>A secret that still lies in the share's own file, as it did before there was a wrap; null: none does.</summary>
    private MasterKey? unwrapped;

    public KeyVault(StoreOptions options)
    {
        sharePath = Path.Combine(options.KeysDirectory, ShareName);
        nextPath = Path.Combine(options.KeysDirectory, NextShareName);
        wrapPath = Path.Combine(options.DataDirectory, WrapName);
        seconds = options.SecondShares;
    }

    /// <summary>Opens the secret; makes share and wrap where there is nothing yet that they would have to open.</summary>
    /// <param name="mayCreate">Whether there is no database yet.</param>
    /// <exception cref="StoreRefusedException">A share is missing, wrong, short, or open to others; or the wrap is damaged.</exception>
    public MasterKey Open(bool mayCreate)
    {
        var second = ReadSecondShare();
        if (File.Exists(wrapPath))
            return Open(ReadWrap(), second);

        if (File.Exists(sharePath))
        {
            var share = KeyShareFile.Read(sharePath);
            // Without a wrap nothing was sealed under it, so it was laid down by a change that went no further.
            KeyShareFile.Destroy(nextPath);
            return mayCreate ? Make(share, second) : unwrapped = new MasterKey(share);
        }

        if (!mayCreate)
            throw new StoreRefusedException(
                $"The key {sharePath} is missing but the database exists: put the key back, or, to begin anew, move the data directory away."
            );
        var made = RandomNumberGenerator.GetBytes(KeyShareFile.Size);
        DurableFile.Create(sharePath, made);
        return Make(made, second);
    }

    /// <summary>
    /// Wraps a secret that still lies in the share's own file. To be called once the database has proved that it is the right one:
    /// a wrong one must not be wrapped in the place of the right one.
    /// </summary>
    public void WrapWhatIsBare()
    {
        if (unwrapped is not { } master)
            return;
        Change(master, ReadSecondShare());
        unwrapped = null;
    }

    /// <summary>Gives the secret a new first share, and the second one that is named. The shares of before open nothing any more.</summary>
    /// <param name="master">The secret, as it was opened.</param>
    /// <param name="second">The second share from now on; null: there is none.</param>
    public void Rotate(MasterKey master, SecondShare? second) => Change(master, second?.Read());

    /// <summary>Whether the store would open with the shares that there are. Changes nothing.</summary>
    /// <returns>How many shares open it, 1 or 2; null: there is no wrap yet.</returns>
    /// <exception cref="StoreRefusedException">It would not; the message says why and what to do.</exception>
    public int? Examine()
    {
        var second = ReadSecondShare();
        if (!File.Exists(wrapPath))
            return null;
        Find(ReadWrap(), second);
        return second is null ? 1 : 2;
    }

    private MasterKey Open(KeyWrap wrap, byte[]? second)
    {
        var (master, isNext) = Find(wrap, second);
        // A change was interrupted, either after the wrap was replaced or before.
        if (isNext)
            Promote();
        else
            KeyShareFile.Destroy(nextPath);
        return master;
    }

    /// <summary>Opens the wrap with the share that fits it: the one in its place, or the one that was to come there.</summary>
    private (MasterKey Master, bool IsNext) Find(KeyWrap wrap, byte[]? second)
    {
        if (wrap.NeedsSecondShare && second is null)
            throw new StoreRefusedException(
                "The second key share is missing, and the instance was made with one: put it back where it came from (a systemd credential, Keys:SecondShareFile or Keys:SecondShare)."
            );
        if (!wrap.NeedsSecondShare && second is not null)
            throw new StoreRefusedException(
                $"A second key share is configured ({seconds[0]}), but the instance was made without one: take it out, run `rotate-keys --second-share-file`, then configure it."
            );
        if (!File.Exists(sharePath) && !File.Exists(nextPath))
            throw new StoreRefusedException(
                $"The key {sharePath} is missing but the database exists: put the key back, or, to begin anew, move the data directory away."
            );

        if (File.Exists(sharePath) && wrap.Open(KeyShareFile.Read(sharePath), second) is { } master)
            return (master, IsNext: false);
        if (File.Exists(nextPath) && wrap.Open(KeyShareFile.Read(nextPath), second) is { } changed)
            return (changed, IsNext: true);
        throw new StoreRefusedException(
            second is null
                ? $"The key {sharePath} does not open this database: put the one that it was made with, or was last rotated to, into the keys directory."
                : $"The key {sharePath} with the second share ({seconds[0]}) does not open this database: put those back that it was made with, or was last rotated to."
        );
    }

    private MasterKey Make(byte[] share, byte[]? second)
    {
        var master = MasterKey.Make();
        DurableFile.Create(wrapPath, master.Wrap(share, second).Bytes);
        return master;
    }

    private void Change(MasterKey master, byte[]? second)
    {
        var next = RandomNumberGenerator.GetBytes(KeyShareFile.Size);
        DurableFile.Replace(nextPath, next);
        DurableFile.Replace(wrapPath, master.Wrap(next, second).Bytes);
        Promote();
    }

    private void Promote()
    {
        KeyShareFile.Destroy(sharePath);
        File.Move(nextPath, sharePath);
        DurableFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(sharePath))!);
    }

    private KeyWrap ReadWrap() =>
        KeyWrap.Parse(File.ReadAllBytes(wrapPath))
        ?? throw new StoreRefusedException($"The key wrap {wrapPath} is damaged: restore it from a backup.");

    private byte[]? ReadSecondShare() =>
        seconds switch
        {
            [] => null,
            [var one] => one.Read(),
            _ => throw new StoreRefusedException(
                $"The second key share comes from two places ({string.Join(", ", seconds)}): leave one of them."
            ),
        };
}
