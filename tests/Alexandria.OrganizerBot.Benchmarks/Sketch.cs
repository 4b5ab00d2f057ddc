using System.Globalization;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>One fictional campaign with one action and as many people as wanted.</summary>
internal static class Sketch
{
    /// <summary>The first snowflake of a person: of the right length, and nobody's.</summary>
    private const ulong FirstPerson = 300_000_000_000_100_000;

    public static string CampaignsDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "campaigns");

    public static Campaign Campaign { get; } = CampaignFolder.ReadAll(CampaignsDirectory).Campaigns.Single();

    public static Catalogue Words { get; } = Catalogue.Load();

    /// <summary>Eight days before the meeting.</summary>
    public static Instant Now { get; } = Instant.FromUtc(2027, 3, 1, 18, 0);

    /// <summary>A meeting whose reminders straddle a clock change.</summary>
    public static CollectiveAction Action { get; } =
        new()
        {
            Id = new ActionId(1),
            Campaign = Campaign.Id,
            State = ActionState.Released,
            Title = "Public hearing on library hours",
            Location = "City Hall, room 2",
            Starts = new MeetingTime(new LocalDateTime(2027, 3, 16, 18, 30), Campaign.Zone),
            Asks = Campaign.Asks,
        };

    public static string UserId(int person) => (FirstPerson + (ulong)person).ToString(CultureInfo.InvariantCulture);

    public static MemberKey Member(Store store, int person) =>
        store.Keys.Of(Campaign.Id, Networks.Discord, UserId(person));

    /// <summary>Most attend, some speak, a few can't; one in three speaks Spanish.</summary>
    public static Pledge Pledge(MemberKey member, int person) =>
        new(
            Action.Id,
            member,
            (person % 10) switch
            {
                0 => PledgeAnswer.CantCome,
                < 3 => PledgeAnswer.Speak,
                _ => PledgeAnswer.Attend,
            },
            Previous: null,
            HeadCount: 1,
            Networks.Discord,
            person % 3 == 0 ? "es" : "en",
            Now
        );

    /// <summary>A standing consent that outlives the action.</summary>
    public static ReminderConsent Consent(MemberKey member) => new(member, Action: null, Now + Duration.FromDays(90));

    /// <summary>What the dispatcher would hand to the feature when the person presses "I will attend".</summary>
    public static Request Press(Store store, int person, string eventId) =>
        new()
        {
            Incoming = new Incoming
            {
                EventId = eventId,
                Network = Networks.Discord,
                Server = Campaign.Servers[0].Server,
                Channel = Campaign.Servers[0].AlertChannel,
                Sender = new Sender(UserId(person), [], "en-US"),
                Act = new Act.Press(PledgeByButton.For(Action.Id, PledgeAnswer.Attend)),
            },
            Campaign = Campaign,
            Member = Member(store, person),
            Identity = Member(store, person),
            EventKey = store.Keys.EventKey(Networks.Discord, eventId),
            MessageKey = store.Keys.EventKey(Networks.Discord, eventId),
            Access = Access.Everyone,
            Voice = new Voice(Words, "en", Campaign, Now),
            Now = Now,
        };

    /// <summary>A store in its own subfolder of the folder, on the system's clock.</summary>
    public static Store OpenStore(TemporaryFolder folder, string name) =>
        Store.Open(
            new StoreOptions
            {
                DataDirectory = Path.Combine(folder[name], "data"),
                KeysDirectory = Path.Combine(folder[name], "keys"),
            },
            TimeProvider.System,
            NullLogger<Store>.Instance
        );

    /// <summary>Writes the action and so many pledges, each with a consent to reminders.</summary>
    public static async Task FillAsync(Store store, int people, CancellationToken cancellationToken)
    {
        await store.WriteAsync(session => session.Save(Action), cancellationToken);
        foreach (var some in Enumerable.Range(0, people).Chunk(1_000))
        {
            await store.WriteAsync(
                session =>
                {
                    foreach (var person in some)
                    {
                        var member = Member(store, person);
                        session.Save(Pledge(member, person));
                        session.Save(Consent(member));
                    }
                },
                cancellationToken
            );
        }
    }
}
