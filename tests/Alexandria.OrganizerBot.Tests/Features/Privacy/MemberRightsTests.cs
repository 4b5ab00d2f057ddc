using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Privacy;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Privacy;

/// <summary>What do you know about me, and forget me: for somebody of whom everything is kept that can be.</summary>
public sealed class MemberRightsTests : IAsyncDisposable
{
    private const string RosaOnSignal = "33333333-3333-4333-8333-333333333333";
    private static readonly ButtonId Yes = new(ForgetMe.Button, "yes");
    private static readonly Person Ada = TwoOrganizers.Somebody(1);
    private static readonly Person Cleo = TwoOrganizers.Somebody(3);

    private readonly Desk _desk = new();

    [Fact]
    public async Task Who_is_not_known_is_told_so()
    {
        var text = await TextAsync("privacy", Person.Bo);

        Assert.StartsWith("I keep nothing about you.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Forget", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Everything_that_is_kept_is_listed_with_how_long()
    {
        var action = await KnownAsync();

        var text = await TextAsync("privacy", Person.Rosa with { Locale = "en-US" });

        Assert.Contains("In Keep Bus Line 7 running", text, StringComparison.Ordinal);
        Assert.Contains(
            "A code in place of your account, that you use Discord, and your language: ",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("That private messages reach you.", text, StringComparison.Ordinal);
        Assert.Contains("That you want no private messages until", text, StringComparison.Ordinal);
        Assert.Contains("That reminders go to your Signal.", text, StringComparison.Ordinal);
        Assert.Contains(
            $"{action.Id.Code}, Transit Board *public* hearing. You will attend.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("deleted on Fri, March 19", text, StringComparison.Ordinal);
        Assert.Contains($"{action.Id.Code}, your answer before that:", text, StringComparison.Ordinal);
        Assert.Contains($"{action.Id.Code}: that 2 more people come with you.", text, StringComparison.Ordinal);
        Assert.Contains($"{action.Id.Code}: that you confirmed on", text, StringComparison.Ordinal);
        Assert.Contains($"Your permission for reminders about {action.Id.Code}, until", text, StringComparison.Ordinal);
        Assert.Contains("Your permission for reminders, until", text, StringComparison.Ordinal);
        Assert.Contains("Your account on Discord, encrypted", text, StringComparison.Ordinal);
        Assert.Contains("Your account on Signal, encrypted", text, StringComparison.Ordinal);
        Assert.Contains("That your Discord and your Signal are both you, until", text, StringComparison.Ordinal);
        Assert.Contains("1 message that waits to be sent to you", text, StringComparison.Ordinal);
        Assert.Contains("That 1 message was sent to you", text, StringComparison.Ordinal);
        Assert.Contains("The last 2 questions that I asked you", text, StringComparison.Ordinal);
        Assert.Contains("A code for joining your two networks", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Person.Rosa.Id, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_said_in_the_readers_language()
    {
        await KnownAsync();
        Assert.Contains(
            "Esto es todo lo que guardo sobre usted",
            await TextAsync("privacy", Person.Rosa),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "No guardo nada sobre usted",
            await TextAsync("privacy", Person.Bo with { Locale = "es-ES" }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_answer_comes_in_the_language_of_the_question_though_the_choice_is_forgotten()
    {
        await _desk.CommandAsync(Person.Bo, "language", ("language", "es"));
        var asked = await _desk.CommandAsync(Person.Bo, "forget");

        var done = await _desk.PressAsync(Person.Bo, asked.CardShown!.Buttons[0].Id);

        Assert.EndsWith(
            "Listo. Se borró 1 registro sobre usted. No queda nada más sobre usted.",
            Desk.TextOf(done),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nothing_goes_before_it_is_confirmed()
    {
        var action = await KnownAsync();
        var asked = await _desk.CommandAsync(Person.Rosa, "forget");

        Assert.Equal(["forget:yes:es"], asked.CardShown!.Buttons.Select(button => button.Id.Encode()));
        Assert.NotNull(_desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Rosa))));
    }

    [Fact]
    public async Task Forgetting_removes_everything_on_both_sides_of_a_link_and_says_how_much()
    {
        await KnownAsync();
        var before = Rows();

        var reply = await _desk.PressAsync(Person.Rosa with { Locale = "en-US" }, Yes);

        // 1 member, 1 pledge, 2 consents, 2 addresses, 1 deadline, 2 messages, 1 link, 1 link code, 2 questions.
        Assert.Equal("Done. 13 entries about you were removed. Nothing else about you is left.", Desk.TextOf(reply));
        Assert.Empty(Assert.IsType<Reply.Replace>(reply).Card.Buttons);
        Assert.NotEmpty(before);
        Assert.Empty(Rows());
        Assert.StartsWith(
            "I keep nothing",
            await TextAsync("privacy", Person.Rosa with { Locale = "en-US" }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Forgetting_twice_does_nothing_more()
    {
        await KnownAsync();
        await _desk.PressAsync(Person.Rosa, Yes);

        var again = await _desk.PressAsync(Person.Rosa with { Locale = "en-US" }, Yes);

        Assert.Equal("Done. There is nothing about you here.", Desk.TextOf(again));
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_again_though_it_is_forgotten()
    {
        var action = await KnownAsync();
        var sent = Sent(action.Id);
        await _desk.PressAsync(Person.Rosa, Yes);

        Assert.False(
            await _desk.Store.WriteAsync(session => session.Enqueue(sent with { State = DeliveryState.Pending }))
        );
        Assert.True(
            await _desk.Store.WriteAsync(session =>
                session.Enqueue(sent with { Id = "another", State = DeliveryState.Pending })
            )
        );
    }

    [Fact]
    public async Task A_message_in_flight_leaves_nothing_behind_when_its_answer_comes()
    {
        var action = await KnownAsync();
        var flying = Sent(action.Id) with { Id = "flying", State = DeliveryState.Sending };
        await _desk.Store.WriteAsync(session => session.Save(flying));
        await _desk.PressAsync(Person.Rosa, Yes);

        Assert.True(_desk.Store.Read(session => session.IsForgotten(flying)));
    }

    [Fact]
    public async Task Others_keep_what_is_theirs()
    {
        var action = await KnownAsync();
        await _desk.PressAsync(Cleo, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        await _desk.PressAsync(Person.Rosa, Yes);

        Assert.Equal(
            _desk.KeyOf(Cleo),
            Assert.Single(_desk.Store.Read(session => session.PledgesOf(action.Id))).Member
        );
    }

    [Fact]
    public async Task A_place_that_is_forgotten_is_offered_to_whoever_waits_and_the_number_is_looked_at()
    {
        var action = await _desk.HearingAsync(but: hearing => hearing with { Capacity = 1 });
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
        await _desk.PressAsync(Ada, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.PressAsync(Cleo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(Cleo, action.Id);
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(5));

        await _desk.PressAsync(Ada, Yes);

        var pledge = Assert.Single(_desk.Store.Read(session => session.PledgesOf(action.Id)));
        Assert.Equal((_desk.KeyOf(Cleo), PledgePlace.Offered), (pledge.Member, pledge.Place));
        Assert.Contains(
            _desk.Outbox(action.Id),
            message => message.Content is MessageContent.AlertChanged && message.NotBefore > _desk.Now
        );
    }

    [Fact]
    public async Task An_organizers_proposal_is_taken_back()
    {
        var action = await _desk.HearingAsync(
            ActionState.Proposed,
            hearing =>
                hearing with
                {
                    Proposal = new Proposal(_desk.KeyOf(Person.Organizer), "fingerprint", Edited: null),
                }
        );
        Assert.Contains(
            $"proposed {action.Id.Code}",
            await TextAsync("privacy", Person.Organizer),
            StringComparison.Ordinal
        );

        await _desk.PressAsync(Person.Organizer, Yes);

        var after = _desk.Stored(action.Id);
        Assert.Equal((ActionState.Draft, null), (after.State, after.Proposal));
    }

    [Fact]
    public async Task Help_names_the_rights_and_where_to_read_about_them()
    {
        var help = await TextAsync("help", Person.Bo);

        Assert.Contains("/privacy", help, StringComparison.Ordinal);
        Assert.Contains("/forget", help, StringComparison.Ordinal);
        Assert.Contains("/reminders off", help, StringComparison.Ordinal);
        Assert.Contains("docs/privacy.md", help, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<string> TextAsync(string command, Person person) =>
        Desk.TextOf(await _desk.CommandAsync(person, command));

    /// <summary>Rosa, joined to her Signal, with one row of each kind.</summary>
    private async Task<CollectiveAction> KnownAsync()
    {
        var action = await _desk.HearingAsync();
        var human = _desk.KeyOf(Person.Rosa);
        var keys = _desk.Store.Keys;
        var onSignal = keys.Of(_desk.BusLine.Id, Networks.Signal, RosaOnSignal);
        await _desk.Store.WriteAsync(session =>
        {
            session.Join(
                new MemberLink(onSignal, human, Networks.Signal, _desk.Now + Duration.FromDays(180))
                {
                    Person = keys.PersonKey(Networks.Signal, RosaOnSignal),
                    OtherPerson = keys.PersonKey(Networks.Discord, Person.Rosa.Id),
                }
            );
            session.Save(
                new Member(human, _desk.BusLine.Id, Networks.Discord, null, "es", DirectReach.Open)
                {
                    PausedUntil = _desk.Now + Duration.FromDays(3),
                    Prefers = Networks.Signal,
                }
            );
            session.Save(
                new Pledge(
                    action.Id,
                    human,
                    PledgeAnswer.Attend,
                    PledgeAnswer.Maybe,
                    3,
                    Networks.Discord,
                    "es",
                    _desk.Now
                )
                {
                    ConfirmedAt = _desk.Now,
                }
            );
            session.Save(new ReminderConsent(human, action.Id, action.Starts.Instant));
            session.Save(new ReminderConsent(human, Action: null, action.Starts.Instant));
            session.Save(new DirectAddress(human, Networks.Discord, Person.Rosa.Id, ChannelId: null));
            session.Save(new DirectAddress(human, Networks.Signal, RosaOnSignal, ChannelId: null));
            session.Save(OfferDeadline.For(action.Id, human, action.Starts.Instant));
            session.Save(
                new LinkOffer(
                    keys.CodeKey("K7QP2M4X"),
                    Networks.Discord,
                    new Dictionary<string, MemberKey>(StringComparer.Ordinal) { [_desk.BusLine.Id.Value] = human },
                    _desk.Now + Duration.FromMinutes(10)
                )
            );
            session.Remember(keys.PersonKey(Networks.Signal, RosaOnSignal), new Prompt(1, ["pledge:A1:attend"]));
            session.Remember(keys.PersonKey(Networks.Signal, RosaOnSignal), new Prompt(2, ["pledge:A1:speak"]));
            session.Enqueue(Sent(action.Id) with { Id = "waiting", State = DeliveryState.Pending });
            session.Save(Sent(action.Id));
        });
        return action;
    }

    private OutboxMessage Sent(ActionId action) =>
        new()
        {
            Id = $"{action.Code}.1.day-before|{_desk.KeyOf(Person.Rosa)}",
            Campaign = _desk.BusLine.Id,
            Network = Networks.Discord,
            To = new Recipient.Direct(_desk.KeyOf(Person.Rosa)),
            Content = new MessageContent.Reminder(action, 1, "day-before"),
            State = DeliveryState.Sent,
            NotBefore = _desk.Now,
        };

    /// <summary>Everything of Rosa that a session can find.</summary>
    private List<object> Rows() =>
        _desk.Store.Read(session =>
        {
            var human = _desk.KeyOf(Person.Rosa);
            var held = session.HeldOf(_desk.BusLine.Id, human);
            return (List<object>)
                [
                    .. held.Member is null ? [] : new object[] { held.Member },
                    .. held.Pledges,
                    .. held.Consents,
                    .. held.Addresses,
                    .. held.Links,
                    .. held.Deadlines,
                    .. Enumerable.Repeat<object>("message", held.MessagesWaiting + held.MessagesEnded),
                    .. session.LinkOffersOf([human]),
                    .. session.PromptsOf(_desk.Store.Keys.PersonKey(Networks.Signal, RosaOnSignal)),
                ];
        });
}
