using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class MilestoneOrderTests
{
    private static readonly LocalDateTime Start = new(2027, 3, 16, 18, 30);

    [Theory]
    [InlineData(MilestoneKind.FormOpens, -30, MilestoneKind.FormCloses, -20, null)]
    [InlineData(MilestoneKind.FormOpens, -20, MilestoneKind.FormCloses, -20, MilestoneKind.FormOpens)]
    [InlineData(MilestoneKind.FormOpens, -20, MilestoneKind.FormCloses, -30, MilestoneKind.FormOpens)]
    [InlineData(MilestoneKind.FormCloses, 0, MilestoneKind.Doors, -1, MilestoneKind.FormCloses)]
    [InlineData(MilestoneKind.FormOpens, 1, MilestoneKind.Doors, -1, MilestoneKind.FormOpens)]
    [InlineData(MilestoneKind.Docket, 1, MilestoneKind.Doors, -1, MilestoneKind.Docket)]
    [InlineData(MilestoneKind.Docket, -1, MilestoneKind.Doors, 0, MilestoneKind.Doors)]
    [InlineData(MilestoneKind.Docket, -1, MilestoneKind.End, 0, MilestoneKind.Start)]
    [InlineData(MilestoneKind.Docket, -1, MilestoneKind.End, 2, null)]
    [InlineData(MilestoneKind.CommentsClose, 48, MilestoneKind.End, 2, null)]
    public void What_cannot_come_in_that_order_is_found(
        MilestoneKind one,
        int hours,
        MilestoneKind other,
        int otherHours,
        MilestoneKind? first
    )
    {
        var action = new CollectiveAction
        {
            Id = new ActionId(1),
            Campaign = new CampaignId("bus-line-7"),
            State = ActionState.Draft,
            Title = "Hearing",
            Starts = new MeetingTime(Start, DateTimeZoneProviders.Tzdb["America/Denver"]),
            Asks = [Ask.Attend],
            Milestones = [new(one, Start.PlusHours(hours)), new(other, Start.PlusHours(otherHours))],
        };

        Assert.Equal(first, MilestoneOrder.Broken(action)?.First);
    }
}
