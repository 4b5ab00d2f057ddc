using System.Text;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Tally;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Platforms;

/// <summary>
/// What somebody wrote to do harm, all the way: typed by an organizer or read from a calendar, and then in the alert on both
/// networks and in the table.
/// </summary>
public sealed class HostileTextTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    public static TheoryData<string> Texts { get; } =
    [
        "@everyone come <@123456789012345678> and <@&123456789012345678>",
        "[Register here](https://evil.example) and <https://evil.example>",
        "**free** __food__ ||spoiler|| `code` # title",
        "\u202Eevil\u202C and \u2066more\u2069 of \u200Bit\uFEFF",
        "=HYPERLINK(\"https://evil.example\",\"x\")",
        "@SUM(A1) </action post:123456789012345678> <t:1805155200:R>",
        "line one\r\n## line two\u2028line three",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Typed_it_can_only_be_read(string hostile)
    {
        var reply = await _desk.CommandAsync(
            Person.Organizer,
            "action create",
            ("title", hostile),
            ("place", hostile),
            ("note", hostile),
            ("when", "2027-03-16 18:30")
        );
        var action = Assert.Single(_desk.Store.Read(session => session.ActionsOf(_desk.BusLine.Id)));

        AssertHarmless(reply.CardShown!);
        AssertHarmlessAlert(action);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Read_from_a_calendar_it_can_only_be_read(string hostile)
    {
        var text = FeedText.Clean(hostile, 120, _desk.BusLine.LinkHosts);

        AssertHarmlessAlert(
            await _desk.HearingAsync(but: hearing =>
                hearing with
                {
                    Title = text ?? "",
                    Location = text,
                    Link = FeedText.Link(hostile, _desk.BusLine.LinkHosts),
                }
            )
        );
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private void AssertHarmlessAlert(CollectiveAction action)
    {
        var request = _desk.Understand(_desk.Types("actions", Person.Organizer));
        AssertHarmless(AlertCard.For(action, request.Voice, people: 7));

        var table = Encoding.UTF8.GetString(
            TallyCsv.Write(action, Alexandria.OrganizerBot.Domain.Pledges.Tally.Of([], action))
        );
        Assert.All(
            table.Split("\r\n").Skip(1).Where(line => line.Length > 0),
            line =>
            {
                Assert.StartsWith($"{action.Id.Code},", line, StringComparison.Ordinal);
                var title = line[(action.Id.Code.Length + 1)..].TrimStart('"');
                Assert.DoesNotContain(title[0], "=+-@\t\r");
            }
        );
    }

    private static void AssertHarmless(Card card)
    {
        // A backslash disarms the character behind it.
        var onDiscord = Shown
            .Text(card)
            .Replace("\\<", "‹", StringComparison.Ordinal)
            .Replace("\\", "", StringComparison.Ordinal);
        Assert.All(Armed, armed => Assert.DoesNotContain(armed, onDiscord, StringComparison.Ordinal));
        Assert.DoesNotContain(onDiscord, UntrustedText.TurnsDirection);

        var onSignal = SignalText.Render(card, isPrivate: false);
        Assert.DoesNotContain(onSignal.Text, UntrustedText.TurnsDirection);
        Assert.DoesNotContain("\n## line", onSignal.Text, StringComparison.Ordinal);
        Assert.Empty(onSignal.Mentions);
    }

    /// <summary>What Discord would act on.</summary>
    private static readonly string[] Armed =
    [
        "@everyone",
        "<@1",
        "<@&",
        "</action",
        "](https://evil",
        "<https://evil",
        "\n## line",
        "\nline three",
    ];
}
