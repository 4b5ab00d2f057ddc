using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Conversation;

/// <summary>
/// The bot's side of one conversation without any network: the fictional campaign of this checkout, the real store in a
/// folder of its own, the real catalogue, and a clock that stands at noon UTC of 1 March 2027.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    public const string Server = "200000000000000001";
    public const string OrganizerRole = "200000000000000021";
    public const string CoordinatorRole = "200000000000000022";
    private int _events;

    public Desk(params Campaign[] more)
    {
        BusLine = CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-7"]).Campaigns.Single();
        // A bot without Signal, which drops a campaign's places there at its start.
        BusLine = BusLine with
        {
            Servers = [.. BusLine.Servers.Where(server => server.Network != Networks.Signal)],
        };
        Campaigns = new CampaignBook([BusLine, .. more]);
        Store = Home.Open();
        Reader = new RequestReader(Store, Campaigns, Words, Home.Time);
        Catalog = new FeatureCatalog(new FeatureTools(Store, Reader, Words));
        Readers = new ConversationReaders(
            Reader,
            new SaidReader(Catalog, Store, Campaigns, Reader),
            new Inbox(Store, Home.Time),
            new Doorkeeper(new InputGuard(Catalog, Campaigns, Reader), new SpeedLimits(Store))
        );
    }

    public StoreHome Home { get; } = new();
    public Store Store { get; }
    public Catalogue Words { get; } = Catalogue.Load();
    public Campaign BusLine { get; }
    public CampaignBook Campaigns { get; }
    public RequestReader Reader { get; }
    public FeatureCatalog Catalog { get; }
    public ConversationReaders Readers { get; }
    public Instant Now => Home.Time.Now();

    /// <summary>A person types a command.</summary>
    public Incoming Types(string command, Person person, params (string Name, string Value)[] options) =>
        Does(new Act.Command(command, options.ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal)), person);

    /// <summary>A person presses a button.</summary>
    public Incoming Presses(ButtonId button, Person person) => Does(new Act.Press(button), person);

    public Incoming Does(Act act, Person person) =>
        new()
        {
            EventId = $"event-{++_events}",
            Network = Networks.Discord,
            Server = person.InPrivate ? null : Server,
            Channel = person.InPrivate ? "the person's own" : "200000000000000011",
            Sender = new Sender(person.Id, person.Roles, person.Locale),
            Act = act,
        };

    /// <summary>What the person's act is to a feature.</summary>
    public Request Understand(Incoming incoming) =>
        Assert.IsType<RequestReading.Understood>(Reader.Read(incoming, Catalog.Find(incoming.Act)!)).Request;

    /// <summary>What the bot answers.</summary>
    public async Task<Reply> AnswerAsync(Incoming incoming)
    {
        var entry = Catalog.Find(incoming.Act)!;
        return Reader.Read(incoming, entry) switch
        {
            RequestReading.Understood(var request) => await entry.Handle(
                request,
                TestContext.Current.CancellationToken
            ),
            RequestReading.Answered(var reply) => reply,
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    public MemberKey KeyOf(Person person) => Store.Keys.Of(BusLine.Id, Networks.Discord, person.Id);

    /// <summary>An action of the campaign: two days after a clock change, so that every time in it matters.</summary>
    public async Task<CollectiveAction> HearingAsync(
        ActionState state = ActionState.Released,
        Func<CollectiveAction, CollectiveAction>? but = null
    )
    {
        var action = await Store.WriteAsync(session =>
        {
            var made = new CollectiveAction
            {
                Id = session.NextActionId(),
                Campaign = BusLine.Id,
                State = state,
                Title = "Transit Board *public* hearing",
                Location = "Town Hall, room 2",
                Starts = new MeetingTime(new LocalDateTime(2027, 3, 16, 18, 30), BusLine.Zone),
                Asks = [Ask.Attend, Ask.Speak, Ask.Bring],
                Link = new Uri("https://transit.pinonflats.example/hearings/7"),
            };
            made = but?.Invoke(made) ?? made;
            session.Save(made);
            return made;
        });
        return action;
    }

    /// <summary>The words of a private answer.</summary>
    public static string TextOf(Reply reply) =>
        reply switch
        {
            Reply.Private(var card) => TextOf(card),
            Reply.Done(var card) => TextOf(card),
            Reply.Replace(var card) => TextOf(card),
            Reply.NotTaken(var card) => TextOf(card),
            _ => throw new ArgumentException($"{reply.GetType().Name} has no words.", nameof(reply)),
        };

    public static string TextOf(Card card) =>
        string.Join(
            '\n',
            card.Parts.SelectMany(part =>
                part switch
                {
                    CardPart.Heading(var text) => [text],
                    CardPart.Paragraph(var text) => [text],
                    CardPart.Small(var text) => [text],
                    CardPart.When(var text, _) => [text],
                    CardPart.Bullets(var lines) => lines,
                    _ => (IEnumerable<string>)[],
                }
            )
        );

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Home.Dispose();
    }
}

/// <summary>Somebody in the fictional town.</summary>
internal sealed record Person(string Id, string? Locale = "en-US")
{
    public IReadOnlyList<string> Roles { get; init; } = [];
    public bool InPrivate { get; init; }

    public static Person Rosa { get; } = new("700000000000000001", "es-419");
    public static Person Bo { get; } = new("700000000000000002");
    public static Person Coordinator { get; } = new("700000000000000003") { Roles = [Desk.CoordinatorRole] };
    public static Person Organizer { get; } = new("700000000000000004") { Roles = [Desk.OrganizerRole] };
}
