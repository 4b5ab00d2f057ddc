using System.Text.Json;
using System.Text.Json.Serialization;
using Alexandria.OrganizerBot.Storage;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Small files in the data folder through which the running bot and its operator's commands tell one another how things stand
/// on Signal: the database belongs to the bot alone while it runs. Each is its owner's alone (0600) and holds nothing about a
/// member.
/// </summary>
/// <param name="folder">The bot's data folder.</param>
internal sealed class SignalFiles(string folder)
{
    private static readonly InstantPattern Moment = InstantPattern.ExtendedIso;

    /// <summary>
    /// Stands as long as nothing is sent. It holds the challenge of a captcha, which is a secret: whoever has it could answer
    /// in the bot's name.
    /// </summary>
    private string PauseFile => At("signal-pause.json");

    private string VersionFile => At("signal-version");

    private string FirstStartFile => At("signal-first-start");

    private string PinFile => At("signal-pin-attested");

    private string InviteFile => At("signal-invite");

    /// <summary>The pause that stands; null: none does, or its file cannot be read, and the next message tells.</summary>
    public SignalPause? ReadPause()
    {
        if (ReadText(PauseFile) is not { } text)
            return null;
        try
        {
            return
                JsonSerializer.Deserialize(text, SignalFilesJson.Default.KeptPause) is { } kept
                && Moment.Parse(kept.Until).TryGetValue(default, out var until)
                ? new SignalPause(until, kept.Challenge)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The disk is full or broken.</exception>
    public void KeepPause(SignalPause pause) =>
        DurableFile.Replace(
            PauseFile,
            JsonSerializer.SerializeToUtf8Bytes(
                new KeptPause(Moment.Format(pause.Until), pause.Token),
                SignalFilesJson.Default.KeptPause
            )
        );

    /// <summary>Ends the pause: the running bot sends again as soon as the file is gone.</summary>
    public void ForgetPause() => File.Delete(PauseFile);

    /// <summary>signal-cli's version, and since when the bot has seen that one.</summary>
    public (string Version, Instant Since)? ReadVersion() =>
        ReadText(VersionFile)?.Split(' ') is [var version, var since]
        && Moment.Parse(since.Trim()).TryGetValue(default, out var at)
            ? (version, at)
            : null;

    public void KeepVersion(string version, Instant since) =>
        WriteText(VersionFile, $"{version} {Moment.Format(since)}");

    /// <summary>When the bot first ran on Signal with this data folder.</summary>
    public Instant? ReadFirstStart() => ReadMoment(FirstStartFile);

    public void KeepFirstStart(Instant at) => WriteText(FirstStartFile, Moment.Format(at));

    /// <summary>When the operator last confirmed that the account's PIN is set and known; null: never.</summary>
    public Instant? ReadPinAttested() => ReadMoment(PinFile);

    public void KeepPinAttested(Instant at) => WriteText(PinFile, Moment.Format(at));

    /// <summary>The address under which people find the bot without its number.</summary>
    public string? ReadInvite() => ReadText(InviteFile)?.Trim();

    public void KeepInvite(string link) => WriteText(InviteFile, link);

    private string At(string name) => Path.Combine(folder, name);

    private static Instant? ReadMoment(string file) =>
        ReadText(file) is { } text && Moment.Parse(text.Trim()).TryGetValue(default, out var at) ? at : null;

    private static string? ReadText(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Taken away, or being replaced, in this very moment.
            return null;
        }
    }

    private static void WriteText(string file, string text) =>
        DurableFile.Replace(file, System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>A pause as it stands in its file.</summary>
internal sealed record KeptPause(string Until, string? Challenge)
{
    public override string ToString() => nameof(KeptPause);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptPause))]
internal sealed partial class SignalFilesJson : JsonSerializerContext;
