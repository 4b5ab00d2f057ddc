using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

/// <summary>What the tests about the life of an action have in common.</summary>
internal static class TwoOrganizers
{
    public const string AlertChannel = "200000000000000011";

    /// <summary>The organizer beside <see cref="Person.Organizer"/>.</summary>
    public static Person Second { get; } = new("700000000000000005") { Roles = [Desk.OrganizerRole] };

    public static Person Somebody(int number) =>
        new((710_000_000_000_000_000 + number).ToString(CultureInfo.InvariantCulture));

    public static CollectiveAction Stored(this Desk desk, ActionId id) => desk.Store.Read(session => session.Find(id))!;

    public static IReadOnlyList<OutboxMessage> Outbox(this Desk desk, ActionId id) =>
        desk.Store.Read(session => session.MessagesAbout(id));

    public static IReadOnlyList<ReminderStep> Steps(this Desk desk, ActionId id) =>
        desk.Store.Read(session => session.StepsOf(id));

    public static Task<Reply> CommandAsync(
        this Desk desk,
        Person person,
        string command,
        params (string Name, string Value)[] options
    ) => desk.AnswerAsync(desk.Types(command, person, options));

    public static Task<Reply> PressAsync(this Desk desk, Person person, ButtonId button) =>
        desk.AnswerAsync(desk.Presses(button, person));

    /// <summary>The member gave the permission, and the first private message arrived.</summary>
    public static Task HearsAsync(this Desk desk, Person person, ActionId action) =>
        desk.Store.WriteAsync(session =>
        {
            var key = desk.KeyOf(person);
            var member =
                session.FindMember(key)
                ?? new Member(key, desk.BusLine.Id, Networks.Discord, null, "en", DirectReach.Unknown);
            session.Save(member with { Direct = DirectReach.Open });
            session.Save(new ReminderConsent(key, action, session.Find(action)!.Starts.Instant));
        });

    /// <summary>The alert stands in the channel since now.</summary>
    public static Task StandsInAsync(this Desk desk, ActionId action, params string[] channels) =>
        desk.Store.WriteAsync(session =>
        {
            foreach (var channel in channels)
                session.Save(
                    new PostedAlert(action, Networks.Discord, Desk.Server, channel, $"message in {channel}")
                    {
                        PostedAt = desk.Now,
                    }
                );
        });

    /// <summary>Everything that is stored about an action, as text to compare.</summary>
    public static string Everything(this Desk desk, ActionId id) =>
        desk.Store.Read(session =>
            string.Join(
                '\n',
                (string[])
                    [
                        session.Find(id)!.ToString(),
                        .. session.PledgesOf(id).Select(pledge => pledge.ToString()),
                        .. session.StepsOf(id).Select(step => step.ToString()).Order(StringComparer.Ordinal),
                        .. session.MessagesAbout(id).Select(row => row.ToString()).Order(StringComparer.Ordinal),
                        .. session.ActionsOf(session.Find(id)!.Campaign).Select(action => action.Id.Code),
                    ]
            )
        );
}
