using System.Text;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Features.Calendar;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The file that comes with an alert, as people on both networks open it.</summary>
public sealed class CalendarFileJourneys : Journey
{
    private const string Group = "#neighbors";

    [Fact]
    public async Task On_Discord_the_file_beside_the_alert_changes_with_it_and_comes_with_the_notices()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        var posted = FileOf(alert);
        await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 when:2026-03-11 8pm");
        var moved = FileOf(stage.Channel("#alerts")[0]);
        var notice = FileOf(stage.Channel("#alerts")[1]);
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        var off = FileOf(stage.Channel("#alerts")[0]);

        Assert.Equal(Instant.FromUtc(2026, 3, 10, 23, 0), Seen(posted).Moments.Single());
        Assert.Equal(Instant.FromUtc(2026, 3, 12, 0, 0), Seen(posted, moved).Moments.Single());
        Assert.Equal((1, false), (Seen(posted, notice).Sequence, Seen(posted, notice).IsCancelled));
        Assert.Equal((2, true), (Seen(posted, moved, off).Sequence, Seen(posted, moved, off).IsCancelled));
        Assert.True(Seen(posted, FileOf(stage.Channel("#alerts")[^1])).IsCancelled);
    }

    [Fact]
    public async Task On_Signal_the_file_comes_with_the_alert_each_edit_and_each_notice_in_the_group()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        var posted = FileOf(stage.Signal.Messages(Group)[0]);
        await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 when:2026-03-11 8pm");
        await stage.AdvanceByAsync(Duration.FromMinutes(1));
        var moved = FileOf(stage.Signal.Messages(Group)[^1]);
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        await stage.AdvanceByAsync(Duration.FromMinutes(1));
        var off = FileOf(stage.Signal.Messages(Group)[^1]);

        Assert.Equal(Instant.FromUtc(2026, 3, 10, 23, 0), Seen(posted).Moments.Single());
        Assert.Equal(Instant.FromUtc(2026, 3, 12, 0, 0), Seen(posted, moved).Moments.Single());
        Assert.True(Seen(posted, moved, off).IsCancelled);
    }

    private static string FileOf(StageMessage message)
    {
        var file = Assert.Single(message.Attachments);
        Assert.Equal("A1.ics", file.Name);
        return Encoding.UTF8.GetString(file.Content.Span);
    }

    /// <summary>What somebody's calendar has of the action after they opened the files.</summary>
    private static SeenEntry Seen(params IReadOnlyList<string> files) =>
        Assert.Single(CalendarReaders.ByIcalNet(files));
}
