using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class ReminderConsentTests
{
    private static readonly Instant Until = Instant.FromUtc(2027, 1, 1, 0, 0);

    [Theory]
    [InlineData(1, 1, -1, true)]
    [InlineData(1, 2, -1, false)] // another action
    [InlineData(1, 1, 0, false)] // from its end on it is void
    [InlineData(null, 1, -1, true)] // standing: any action
    [InlineData(null, 7, -1, true)]
    [InlineData(null, 1, 0, false)]
    [InlineData(null, 1, 1, false)]
    public void It_covers_its_action_or_all_until_its_end(int? given, int asked, int ticks, bool covers)
    {
        var consent = new ReminderConsent(
            new MemberKey("key"),
            given is { } number ? new ActionId(number) : null,
            Until
        );

        Assert.Equal(covers, consent.Covers(new ActionId(asked), Until.PlusTicks(ticks)));
    }
}
