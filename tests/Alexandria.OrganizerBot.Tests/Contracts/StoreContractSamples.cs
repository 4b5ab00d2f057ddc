using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <summary>One of each kind of record, with every field set.</summary>
internal static class Samples
{
    public static readonly CampaignId Campaign = new("bus-line-7");
    public static readonly CampaignId OtherCampaign = new("bus-line-8");
    public static readonly MemberKey Alice = new("alice_KEY-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    public static readonly MemberKey Bob = new("bob_KEY-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    public static readonly Instant Noon = Instant.FromUtc(2027, 3, 1, 12, 0);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];

    public static MemberKey Member(int n) => new($"member-{n:D6}");

    public static CollectiveAction Action(int number, CampaignId? campaign = null, LocalDateTime? starts = null) =>
        new()
        {
            Id = new ActionId(number),
            Campaign = campaign ?? Campaign,
            Kind = ActionKind.CallIn,
            State = ActionState.Released,
            Version = 3,
            Title = "Süßer Rat — «¡Sí!» ጉባኤ",
            Location = "Room 2",
            Starts = new MeetingTime(starts ?? new LocalDateTime(2027, 3, 14, 2, 30), Zone),
            Asks = [Ask.Speak, Ask.Attend],
            Milestones = [new Milestone(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 13, 17, 0))],
            Cadence =
            [
                new ReminderRule("a", new ReminderOffset.DaysBefore(1), ReminderAudience.Pledged)
                {
                    Asks = ReminderQuestion.Confirm,
                },
                new ReminderRule("b", new ReminderOffset.OfficeDaysBefore(2), ReminderAudience.Channel),
                new ReminderRule("c", new ReminderOffset.HoursBefore(3), ReminderAudience.Speakers)
                {
                    Of = MilestoneKind.FormCloses,
                },
                new ReminderRule("d", new ReminderOffset.HoursAfter(0), ReminderAudience.Writers)
                {
                    PledgedDaysBefore = 5,
                },
                new ReminderRule("e", new ReminderOffset.DaysAfter(4), ReminderAudience.Members),
            ],
            Link = new Uri("https://example.org/meeting?id=7"),
            Source = new MeetingSource("legistar", "9341"),
        };

    public static Pledge Pledge(int action, MemberKey member) =>
        new(
            new ActionId(action),
            member,
            PledgeAnswer.Speak,
            PledgeAnswer.CantCome,
            HeadCount: 3,
            Networks.Discord,
            "es",
            Noon.PlusNanoseconds(123_456_789)
        );

    public static Member MemberRecord(MemberKey key, CampaignId? campaign = null) =>
        new(key, campaign ?? Campaign, Networks.Signal, "es", "en", DirectReach.Closed);

    public static DirectAddress Address(MemberKey key) =>
        new(key, Networks.Discord, "811111111111111111", "922222222222222222");

    public static ReminderStep Step(int action, string rule, Instant due) =>
        new(
            $"A{action}.1.{rule}",
            new ActionId(action),
            Version: 1,
            rule,
            ReminderAudience.Pledged | ReminderAudience.Channel,
            due,
            due + Duration.FromHours(2),
            ReminderStepState.Planned
        );

    public static OutboxMessage Message(
        string id,
        string network = Networks.Discord,
        Instant? notBefore = null,
        DeliveryPriority priority = DeliveryPriority.Normal,
        int action = 1
    ) =>
        new()
        {
            Id = id,
            Campaign = Campaign,
            Network = network,
            To = new Recipient.Direct(Alice),
            Content = new MessageContent.Reminder(new ActionId(action), 1, "day-before"),
            NotBefore = notBefore ?? Noon,
            UsefulUntil = Noon + Duration.FromHours(5),
            Priority = priority,
        };

    public static Meeting Meeting(string id, LocalDate date, CampaignId? campaign = null) =>
        new()
        {
            Campaign = campaign ?? Campaign,
            Feed = "legistar",
            Id = id,
            Title = "City Council",
            Date = date,
            Time = new LocalTime(18, 30),
            Location = "Chambers",
            Link = new Uri("https://example.org/m"),
            Status = MeetingStatus.Cancelled,
            Confidence = MeetingConfidence.NeedsReview,
            ContentHash = "abc",
            FetchedAt = Noon,
        };

    /// <summary>Records compare lists by reference: compares them by what they hold.</summary>
    public static void AssertSame(CollectiveAction expected, CollectiveAction? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Asks, actual.Asks);
        Assert.Equal(expected.Milestones, actual.Milestones);
        Assert.Equal(expected.Cadence, actual.Cadence);
        Assert.Equal(
            expected,
            actual with
            {
                Asks = expected.Asks,
                Milestones = expected.Milestones,
                Cadence = expected.Cadence,
            }
        );
    }
}
