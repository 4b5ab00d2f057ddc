using System.Reflection;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using Alexandria.OrganizerBot.Tests.Features.Reminders;
using Alexandria.OrganizerBot.Tests.World;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Conversation;

/// <summary>
/// Every card that the bot can say, read by people who see little, see no colours, or hear a screen reader: nothing is said by
/// a picture, an emoji or a colour alone, and everything fits what Discord shows.
/// </summary>
public sealed class EveryCardTests : IAsyncDisposable
{
    private static readonly string[] Locales = ["en-US", "es-419"];

    private readonly Desk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Every_answer_to_a_command_and_to_every_button_that_it_leads_to_can_be_read()
    {
        var action = await LongestAsync(ActionState.Released);
        await CityChangesAsync(action);
        var callIn = await _desk.HearingAsync(but: made =>
            made with
            {
                Kind = ActionKind.CallIn,
                Asks = [Ask.Call],
                Starts = new MeetingTime(
                    _desk.Now.InZone(made.Starts.Zone).LocalDateTime.PlusHours(-1),
                    made.Starts.Zone
                ),
                Milestones =
                [
                    new Milestone(MilestoneKind.End, _desk.Now.InZone(made.Starts.Zone).LocalDateTime.PlusHours(5)),
                ],
            }
        );
        Card[] first =
        [
            Said(callIn, new MessageContent.Alert(callIn.Id)),
            Said(action, new MessageContent.DocketNews("board", action.Id.Code, DocketWatch.Edition(DocketStamp))),
            Said(action, new MessageContent.Alert(action.Id)),
            Said(action, new MessageContent.CalendarChanged(action.Id, _desk.Now)),
            Said(action, new MessageContent.Reminder(action.Id, action.Version, _desk.BusLine.Cadence[0].Id)),
            OfferCard.For(action, new Voice(_desk.Words, "en", _desk.BusLine, _desk.Now), _desk.Now),
            // One of each question: the rest of the reminders lead nowhere else.
            .. Reminders(action)
                .Concat(Reminders(action with { TimeVersion = action.Version + 1 }))
                .DistinctBy(Buttons),
        ];
        // What ends an action comes last: until then there is most to be said about it.
        var examples = _desk
            .Catalog.Commands.SelectMany(command => command.Examples)
            .Append("/action preview action:A2") // a draft, which the examples before have made
            .OrderBy(example => example.StartsWith("/action cancel", StringComparison.Ordinal))
            .ToList();
        Person[] people = [Person.Bo, Person.Coordinator, Person.Organizer, TwoOrganizers.Second];
        var seen = new List<Card>();
        foreach (var who in Locales.SelectMany(locale => people.Select(person => person with { Locale = locale })))
        foreach (var card in first)
            seen.AddRange(await CrawlAsync(who, card));
        foreach (var example in examples)
        foreach (var who in Locales.SelectMany(locale => people.Select(person => person with { Locale = locale })))
        {
            var typed = TypedCommand.Parse(example);
            var act = new Act.Command(typed.Command.TrimStart('/'), typed.Options);
            foreach (var card in CardsOf(await _desk.AnswerAsync(_desk.Does(act, who))))
                seen.AddRange(await CrawlAsync(who, card));
        }

        var pressed = seen.SelectMany(card => card.Buttons).Select(button => button.Id.Name).ToHashSet();
        // These are typed, never pressed: a code, a taken-back reaction, the answer to a code from the other network.
        string[] typedOnly = [ShowAction.Button, WithdrawPledge.Button, LinkNetworks.Button];
        Assert.Superset(_desk.Catalog.Buttons.Select(button => button.Name).Except(typedOnly).ToHashSet(), pressed);
        Assert.All(seen, AssertReadable);
    }

    [Fact]
    public async Task Every_message_of_its_own_accord_can_be_read()
    {
        var composed = new Dictionary<Type, int>();
        foreach (var state in (ActionState[])[ActionState.Released, ActionState.Cancelled])
        {
            var action = await LongestAsync(state);
            await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
            await _desk.Store.WriteAsync(session =>
            {
                foreach (var alert in session.PostedAlertsOf(action.Id))
                    session.Save(alert with { PollId = "1770000000000" });
            });
            await _desk.HearsAsync(Person.Rosa, action.Id);
            await _desk.HearsAsync(Person.Bo, action.Id);
            await OfferAsync(action.Id, Person.Rosa);
            await OfferAsync(action.Id, Person.Bo);
            // Who waits for a place has nothing ahead yet: a digest needs a pledge that stands.
            var other = await LongestAsync(ActionState.Released);
            await _desk.HearsAsync(Person.Bo, other.Id);
            await _desk.Store.WriteAsync(session =>
                session.Save(
                    new Pledge(
                        other.Id,
                        _desk.KeyOf(Person.Bo),
                        PledgeAnswer.Speak,
                        Previous: null,
                        HeadCount: 1,
                        Networks.Discord,
                        "en",
                        _desk.Now
                    )
                )
            );
            await SendsAsync(action);
            await CityChangesAsync(action);
            foreach (var content in Contents(action))
            foreach (
                var to in content is MessageContent.Progress
                    ? [new Recipient.Channel(Desk.Server, TwoOrganizers.AlertChannel)]
                    : (Recipient[])
                        [
                            new Recipient.Channel(Desk.Server, TwoOrganizers.AlertChannel),
                            new Recipient.Direct(_desk.KeyOf(Person.Rosa)),
                            new Recipient.Direct(_desk.KeyOf(Person.Bo)),
                        ]
            )
            {
                switch (Compose(action, content, to))
                {
                    case Composition.Say(var card, _, _):
                        AssertReadable(card);
                        Count(content);
                        break;
                    case Composition.Arrange(var what):
                        AssertReadable(what);
                        Count(content);
                        break;
                    default:
                        break;
                }
            }
        }

        // A new kind of message has to be added to this walk.
        Assert.Equal(
            typeof(MessageContent).GetNestedTypes(BindingFlags.Public).Select(type => type.Name).Order(),
            composed.Keys.Select(type => type.Name).Order()
        );

        void Count(MessageContent content) =>
            composed[content.GetType()] = composed.GetValueOrDefault(content.GetType()) + 1;
    }

    private Task SendsAsync(CollectiveAction action) =>
        _desk.Store.WriteAsync(session =>
        {
            foreach (var progress in Contents(action).OfType<MessageContent.Progress>())
                session.Save(
                    new LongSend(progress.SendId, action.Id, action.Campaign, _desk.Now)
                    {
                        Waiting = progress.SendId.Contains('|', StringComparison.Ordinal) ? 13 : 0,
                        Sent = 61,
                        Unreachable = 3,
                        Failed = 1,
                    }
                );
        });

    private async Task<CollectiveAction> LongestAsync(ActionState state) =>
        await _desk.HearingAsync(
            state,
            made =>
                made with
                {
                    Title = string.Concat(Enumerable.Repeat("*A* long title ", 10))[..99] + "!",
                    Note = string.Concat(Enumerable.Repeat("Bring your _bus_ pass. ", 15)),
                    Capacity = 40,
                    Milestones = LadderSamples.Milestones,
                }
        );

    /// <summary>The city has changed everything about the meeting behind the action, and no organizer has answered yet.</summary>
    private Task CityChangesAsync(CollectiveAction action) =>
        _desk.Store.WriteAsync(session =>
        {
            var meeting = new Meeting
            {
                Campaign = action.Campaign,
                Feed = "board",
                Id = action.Id.Code,
                Title = string.Concat(Enumerable.Repeat("*Another* title ", 8))[..119] + "!",
                Date = action.Starts.Local.Date.PlusDays(1),
                Time = new LocalTime(5, 30),
                Location = string.Concat(Enumerable.Repeat("_Another_ place ", 12)),
                Link = action.Link,
                Confidence = MeetingConfidence.NeedsReview,
                ContentHash = "another",
                FetchedAt = _desk.Now,
            };
            session.Save(meeting);
            session.Save(
                new DocketSighting
                {
                    Campaign = action.Campaign,
                    Feed = meeting.Feed,
                    Meeting = meeting.Id,
                    Date = meeting.Date,
                    Stamp = DocketStamp,
                    SeenAt = _desk.Now,
                    Items =
                    [
                        .. Enumerable
                            .Range(1, DocketItem.MostKept)
                            .Select(number => new DocketItem(
                                $"{number}.",
                                string.Concat(Enumerable.Repeat("_An_ item ", 20)),
                                ["line 7"],
                                IsNew: true
                            )),
                    ],
                    MoreItems = 3,
                    WasTold = true,
                    IsLaterEdition = true,
                },
                action.OverBy
            );
            session.Save(action with { Source = new MeetingSource(meeting.Feed, meeting.Id) });
            session.Save(new CalendarChange(action.Id, action.Campaign, Everything, _desk.Now));
        });

    private const string DocketStamp = "2027-03-09T12:00:00";

    private const MeetingChanges Everything =
        MeetingChanges.Renamed
        | MeetingChanges.DateMoved
        | MeetingChanges.TimeMoved
        | MeetingChanges.Relocated
        | MeetingChanges.Restored;

    [Fact]
    public async Task Every_reminder_on_the_way_to_an_action_can_be_read()
    {
        var action = await LongestAsync(ActionState.Released);

        Assert.All(Reminders(action), AssertReadable);
        Assert.All(Reminders(action with { TimeVersion = action.Version + 1 }), AssertReadable);
    }

    private static string Buttons(Card card) => string.Join(' ', card.Buttons.Select(button => button.Id.Name));

    /// <summary>Each kind of reminder, to a member and in the channel.</summary>
    private IEnumerable<Card> Reminders(CollectiveAction action)
    {
        var pledge = new Pledge(
            action.Id,
            _desk.KeyOf(Person.Bo),
            PledgeAnswer.Speak,
            null,
            HeadCount: 1,
            Networks.Discord,
            "en",
            _desk.Now
        );
        foreach (var language in _desk.Words.Languages)
        foreach (var rule in LadderSamples.Cadence)
        {
            var voice = new Voice(_desk.Words, language, _desk.BusLine, _desk.Now);
            yield return ReminderCard.ForMember(action, pledge, rule, voice);
            yield return ReminderCard.ForChannel(action, rule, voice);
        }
    }

    private Card Said(CollectiveAction action, MessageContent content) =>
        Assert
            .IsType<Composition.Say>(
                Compose(action, content, new Recipient.Channel(Desk.Server, TwoOrganizers.AlertChannel))
            )
            .Card;

    private Composition Compose(CollectiveAction action, MessageContent content, Recipient to) =>
        _desk.Store.Read(session =>
            new OutgoingCards(_desk.Campaigns, _desk.Words).Compose(
                new OutboxMessage
                {
                    Id = "m",
                    Campaign = action.Campaign,
                    Network = Networks.Discord,
                    To = to,
                    Content = content,
                    NotBefore = _desk.Now,
                },
                session,
                _desk.Now
            )
        );

    private IEnumerable<MessageContent> Contents(CollectiveAction action)
    {
        var id = action.Id;
        yield return new MessageContent.Alert(id);
        yield return new MessageContent.AlertChanged(id);
        yield return new MessageContent.Cancellation(id);
        yield return new MessageContent.Moved(id, action.Version, action.Starts.Local.PlusDays(1), "The old place");
        yield return new MessageContent.Moved(id, action.Version, action.Starts.Local, WasIn: null);
        yield return new MessageContent.MilestoneMoved(id, MilestoneKind.FormCloses, action.Starts.Local.PlusDays(-9));
        yield return new MessageContent.MilestoneMoved(id, MilestoneKind.Docket, action.Starts.Local.PlusDays(-9));
        yield return new MessageContent.Moved(id, action.Version, action.Starts.Local, action.Location, "The old name");
        yield return new MessageContent.CalendarChanged(id, _desk.Now);
        yield return new MessageContent.DocketNews("board", id.Code, DocketWatch.Edition(DocketStamp));
        yield return new MessageContent.Offer(id);
        yield return new MessageContent.Digest();
        yield return new MessageContent.ReachTest();
        yield return new MessageContent.ThreadStart(id);
        yield return new MessageContent.ThreadOpening(id);
        yield return new MessageContent.EventMirror(id);
        yield return new MessageContent.Poll(id);
        yield return new MessageContent.PollEnd(id);
        foreach (var send in (string[])[$"{id.Code}.1.day-before", $"{id.Code}|cancelled", $"{id.Code}|moved|2"])
            yield return new MessageContent.Progress(id, send);
        foreach (var rule in _desk.BusLine.Cadence)
            yield return new MessageContent.Reminder(id, action.Version, rule.Id);
        foreach (var key in _desk.Words.Keys("en").Where(key => key.StartsWith("notice.", StringComparison.Ordinal)))
            yield return new MessageContent.Notice(
                key,
                ((string[])["reason", "code", "title", "feed", "network", "most", "number"]).ToDictionary(
                    name => name,
                    name => $"a {name}",
                    StringComparer.Ordinal
                )
            )
            {
                Until = action.Starts.Instant,
            };
    }

    private Task OfferAsync(ActionId action, Person person) =>
        _desk.Store.WriteAsync(session =>
            session.Save(
                new Pledge(
                    action,
                    _desk.KeyOf(person),
                    PledgeAnswer.Attend,
                    null,
                    HeadCount: 1,
                    Networks.Discord,
                    "en",
                    _desk.Now
                )
                {
                    Place = PledgePlace.Offered,
                    OfferEnds = _desk.Now + Duration.FromHours(6),
                }
            )
        );

    /// <summary>The card, and every card that its buttons lead to, each button pressed once.</summary>
    private async Task<IReadOnlyList<Card>> CrawlAsync(Person who, Card first)
    {
        var pressed = new HashSet<string>(StringComparer.Ordinal);
        var cards = new List<Card> { first };
        for (var next = 0; next < cards.Count; next++)
        {
            foreach (var button in cards[next].Buttons.Where(button => pressed.Add(button.Id.Encode())).ToList())
                cards.AddRange(CardsOf(await _desk.AnswerAsync(_desk.Presses(button.Id, who))));
        }
        return cards;
    }

    private static IEnumerable<Card> CardsOf(Reply reply) =>
        reply switch
        {
            Reply.Private(var card) => [card],
            Reply.Done(var card) => [card],
            Reply.Replace(var card) => [card],
            Reply.OnceDelivered(_, var arrived, var refused, var later) => [arrived, refused, later],
            _ => [],
        };

    private static void AssertReadable(Card card)
    {
        var all = Shown.Of(card);
        Assert.InRange(all.Count, 1, 40);
        Assert.InRange(all.OfType<TextDisplay>().Sum(display => display.Content.Length), 0, 4_000);
        foreach (var text in all.OfType<TextDisplay>().SelectMany(display => display.Content.Split('\n')))
            AssertWords(text);
        Assert.All(all.OfType<ActionRow>(), row => Assert.InRange(row.Components.Count, 1, 5));
        Assert.All(all.OfType<Container>(), container => Assert.Null(container.AccentColor));

        var labels = all.OfType<Button>().Select(button => button.Label ?? "").ToList();
        Assert.All(labels, AssertWords);
        Assert.All(labels, label => Assert.InRange(label.Length, 1, 80));
        Assert.DoesNotContain(labels, label => label.EndsWith('…'));
        Assert.Equal(labels.Distinct(StringComparer.Ordinal), labels);

        Assert.All(
            all.OfType<MediaGallery>().SelectMany(gallery => gallery.Items),
            item => AssertWords(item.Description)
        );
        Assert.All(DiscordCards.Render(card).Files, file => AssertWords(file.Description));
    }

    private static void AssertReadable(Arrangement what)
    {
        switch (what)
        {
            case Arrangement.OpenThread(_, _, var name):
                Assert.InRange(name.Length, 1, 100);
                AssertWords(name);
                break;
            case Arrangement.PutEvent(_, _, var entry):
                var body = DiscordArrangements.Render(entry);
                Assert.InRange(body.Name!.Length, 1, 100);
                Assert.InRange(body.EntityMetadata!.Location.Length, 1, 100);
                Assert.InRange(body.Description!.Length, 1, 1000);
                Assert.Contains("is not a pledge", body.Description, StringComparison.Ordinal);
                Assert.EndsWith($"\n{entry.Mark}", body.Description, StringComparison.Ordinal);
                break;
            case Arrangement.OpenPoll(_, var question, var options):
                Assert.InRange(question.Length, 1, 200);
                Assert.InRange(options.Count, 2, 10);
                Assert.All(options, option => Assert.InRange(option.Length, 1, 100));
                Assert.All([question, .. options], AssertWords);
                break;
            case Arrangement.CallEventOff or Arrangement.ClosePoll:
                break;
            default:
                Assert.Fail(what.GetType().Name);
                break;
        }
    }

    private static void AssertWords(string? text) => Assert.Contains(text ?? "", char.IsLetter);
}
