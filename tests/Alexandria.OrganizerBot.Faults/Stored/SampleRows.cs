using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>Rows as the bot writes them, of every kind that a member leaves behind; nobody in them is real.</summary>
internal static class SampleRows
{
    public static readonly ActionId Action = new(1);
    private static readonly CampaignId Campaign = new("sample");
    private static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 12, 0);

    public static MemberKey Member(int number) => new($"member-{number.ToString("D6", CultureInfo.InvariantCulture)}");

    public static Pledge Pledge(int number) =>
        new(Action, Member(number), PledgeAnswer.Attend, Previous: null, 1, Networks.Discord, "en", Now);

    /// <summary>A pledge with the message that it causes: written together, or not at all.</summary>
    public static void Pledge(StoreSession session, int number)
    {
        session.Save(Pledge(number));
        session.Enqueue(Message(number));
    }

    public static string MessageId(int number) => $"A1.1.day-before|{Member(number)}";

    /// <summary>Everything that one member leaves.</summary>
    public static void Everything(StoreSession session, int number)
    {
        var member = Member(number);
        Pledge(session, number);
        session.Save(new Member(member, Campaign, Networks.Discord, null, "en", DirectReach.Open));
        session.Save(new DirectAddress(member, Networks.Discord, $"{number}", $"{number}"));
        session.Save(new ReminderConsent(member, Action: null, Now + Duration.FromDays(90)));
        session.TryBegin($"event-{number}", Now);
        session.SetSetting($"setting-{number}", "kept");
    }

    /// <summary>Everything that a store says of so many members, on every way on which it can be asked.</summary>
    public static string Said(StoreSession session, int members)
    {
        var said = new StringBuilder();
        for (var number = 0; number < members; number++)
        {
            var member = Member(number);
            Say(session.FindPledge(Action, member));
            Say(session.FindMember(member));
            Say(session.FindAddress(member, Networks.Discord));
            Say(session.FindMessage(MessageId(number)));
            Say(session.GetSetting($"setting-{number}"));
            SayAll(session.PledgesOf(member));
            SayAll(session.ConsentsOf(member));
            Say(session.MadeBy($"event-{number}"));
        }

        SayAll(session.PledgesOf(Action));
        SayAll(session.ReadyMessages(Networks.Discord, Now + Duration.FromDays(1), int.MaxValue));
        SayAll(session.MessagesAbout(Action));
        said.AppendJoin(
            ',',
            session.MembersWhoConsent(Action, Now).Select(member => member.Value).Order(StringComparer.Ordinal)
        );
        said.AppendJoin(',', session.MessageCounts().Select(count => $"{count.Key}={count.Value}"));
        return said.ToString();

        void SayAll<T>(IEnumerable<T> rows)
        {
            foreach (var row in rows)
                Say(row);
        }

        void Say<T>(T? row) =>
            said.Append(row is null ? "nothing" : Encoding.UTF8.GetString(RowJson.Write(row))).Append('\n');
    }

    private static OutboxMessage Message(int number) =>
        new()
        {
            Id = MessageId(number),
            Campaign = Campaign,
            Network = Networks.Discord,
            To = new Recipient.Direct(Member(number)),
            Content = new MessageContent.Reminder(Action, 1, "day-before"),
            NotBefore = Now,
        };
}
