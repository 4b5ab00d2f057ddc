using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class TranscriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_entry_is_one_line_of_JSON_readable_while_the_play_goes_on()
    {
        var file = Path.Combine(_folder.FullPath, "new", "out.jsonl");
        await using var transcript = new Transcript(file);

        transcript.Add(
            new TranscriptEntry(
                new DateTimeOffset(2026, 3, 3, 15, 0, 0, TimeSpan.FromHours(-5)),
                "discord",
                "out",
                "dm",
                "Iván",
                "42",
                "dm:Iván",
                "dos\nlíneas",
                [new TranscriptAttachment("tally.csv", 12)],
                "7"
            )
        );

        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal(
            """{"at":"2026-03-03T15:00:00-05:00","network":"discord","direction":"out","kind":"dm","who":"Iván","whoId":"42","where":"dm:Iván","text":"dos\nlíneas","attachments":[{"name":"tally.csv","bytes":12}],"id":"7"}""",
            await reader.ReadLineAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal("Iván", Assert.Single(transcript.Since(0)).Who);
        Assert.Empty(transcript.Since(transcript.Count));
    }
}
