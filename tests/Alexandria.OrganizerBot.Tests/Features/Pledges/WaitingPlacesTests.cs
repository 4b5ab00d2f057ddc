using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Pledges;

/// <summary>An action with room for two, and the people Ada, Beto, Cleo and Dana, in this order.</summary>
public sealed class WaitingPlacesTests : IAsyncDisposable
{
    private static readonly Person Ada = TwoOrganizers.Somebody(1);
    private static readonly Person Beto = TwoOrganizers.Somebody(2);
    private static readonly Person Cleo = TwoOrganizers.Somebody(3);
    private static readonly Person Dana = TwoOrganizers.Somebody(4);

    private readonly Desk _desk = new();

    [Fact]
    public async Task Who_comes_when_it_is_full_waits_and_is_told_the_place_in_line()
    {
        var action = await FullAsync();

        var third = await AttendAsync(action, Cleo);
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(1));
        var fourth = await AttendAsync(action, Dana);

        Assert.Contains("number 1 on the waiting list", Desk.TextOf(third), StringComparison.Ordinal);
        Assert.Contains("number 2 on the waiting list", Desk.TextOf(fourth), StringComparison.Ordinal);
        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task A_free_place_is_offered_to_the_first_who_hears_of_it_and_is_kept_until_the_offer_ends()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: false);
        await WaitsAsync(action, Dana, hears: true);

        await AnswerAsync(action, Ada, PledgeAnswer.CantCome);

        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
        Assert.Equal(PledgePlace.Offered, Of(action, Dana).Place);
        Assert.Equal(_desk.Now + Duration.FromHours(12), Of(action, Dana).OfferEnds);
        var offer = Assert.Single(_desk.Outbox(action.Id), row => row.Content is MessageContent.Offer);
        Assert.Equal(new Recipient.Direct(_desk.KeyOf(Dana)), offer.To);
        Assert.Equal(Of(action, Dana).OfferEnds, offer.UsefulUntil);
    }

    [Fact]
    public async Task A_place_that_nobody_could_be_told_of_is_offered_when_the_messages_of_one_who_waits_open()
    {
        var action = await FreeThoughCleoWaitsAsync();
        await _desk.Store.WriteAsync(session =>
            session.Save(new ReminderConsent(_desk.KeyOf(Cleo), action.Id, action.Starts.Instant))
        );
        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);

        // What the pump calls when its first private message has arrived.
        await _desk.Store.WriteAsync(session =>
        {
            session.Save(session.FindMember(_desk.KeyOf(Cleo))! with { Direct = DirectReach.Open });
            Places.OfferNowThatReachable(session, _desk.KeyOf(Cleo), _desk.Now);
        });

        Assert.Equal(PledgePlace.Offered, Of(action, Cleo).Place);
        Assert.Single(_desk.Outbox(action.Id), row => row.Content is MessageContent.Offer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_offered_when_one_who_waits_turns_reminders_on(bool byButton)
    {
        var action = await FreeThoughCleoWaitsAsync();
        await _desk.Store.WriteAsync(session =>
            session.Save(session.FindMember(_desk.KeyOf(Cleo))! with { Direct = DirectReach.Open })
        );

        await _desk.AnswerAsync(
            byButton ? _desk.Presses(RemindMe.For(action.Id), Cleo) : _desk.Types("reminders on", Cleo)
        );

        Assert.Equal(PledgePlace.Offered, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task Who_waits_first_and_says_the_same_again_gets_the_free_place()
    {
        var action = await FreeThoughCleoWaitsAsync();

        var reply = await AttendAsync(action, Cleo);

        Assert.Equal((PledgePlace.Firm, null), (Of(action, Cleo).Place, Of(action, Cleo).WaitingSince));
        Assert.Contains("You will attend", Desk.TextOf(reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_the_same_again_overtakes_nobody_and_gets_no_place_that_is_taken()
    {
        var action = await FreeThoughCleoWaitsAsync();
        await WaitsAsync(action, Dana, hears: false);

        await AttendAsync(action, Dana); // Cleo is before her
        Assert.Equal(PledgePlace.Waiting, Of(action, Dana).Place);
        await AttendAsync(action, Cleo); // takes the only free place
        await AttendAsync(action, Dana);

        Assert.Equal(PledgePlace.Waiting, Of(action, Dana).Place);
    }

    [Fact]
    public async Task A_replayed_repetition_seats_nobody()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: false);
        var again = _desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Attend), Cleo);
        await _desk.AnswerAsync(again);
        await AnswerAsync(action, Ada, PledgeAnswer.CantCome);

        await _desk.AnswerAsync(again);

        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task An_edit_that_makes_room_offers_it_to_those_who_wait()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: true);

        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", action.Id.Code), ("capacity", "3"));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));

        Assert.Equal(3, _desk.Stored(action.Id).Capacity);
        Assert.Equal(PledgePlace.Offered, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task An_offer_is_taken_once_and_the_place_is_firm()
    {
        var action = await OfferedToCleoAsync();
        var press = _desk.Presses(TakeOffer.For(action.Id), Cleo);

        await _desk.AnswerAsync(press);
        var once = _desk.Everything(action.Id);
        await _desk.AnswerAsync(press);

        Assert.Equal((PledgePlace.Firm, null), (Of(action, Cleo).Place, Of(action, Cleo).OfferEnds));
        Assert.Equal(once, _desk.Everything(action.Id));
    }

    [Fact]
    public async Task An_offer_that_nobody_takes_goes_to_the_next_one()
    {
        var action = await OfferedToCleoAsync();
        await WaitsAsync(action, Dana, hears: true);

        _desk.Home.Time.Advance(TimeSpan.FromHours(11));
        await SweepAsync();
        Assert.Equal(PledgePlace.Offered, Of(action, Cleo).Place);
        _desk.Home.Time.Advance(TimeSpan.FromHours(1));
        await SweepAsync();

        Assert.Equal((PledgePlace.Waiting, _desk.Now), (Of(action, Cleo).Place, Of(action, Cleo).WaitingSince));
        Assert.Equal(PledgePlace.Offered, Of(action, Dana).Place);
        var late = await _desk.PressAsync(Cleo, TakeOffer.For(action.Id));
        Assert.Equal(_desk.Words.Text("en", "waiting.offer-over"), Desk.TextOf(late));
        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task An_offer_that_was_taken_is_not_taken_away_when_its_time_is_over()
    {
        var action = await OfferedToCleoAsync();
        await _desk.PressAsync(Cleo, TakeOffer.For(action.Id));

        _desk.Home.Time.Advance(TimeSpan.FromHours(13));
        await SweepAsync();

        Assert.Equal(PledgePlace.Firm, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task Nothing_is_offered_in_the_last_hour()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: true);
        _desk.Home.Time.SetUtcNow((action.Starts.Instant - Duration.FromMinutes(60)).ToDateTimeOffset());

        await AnswerAsync(action, Ada, PledgeAnswer.CantCome);

        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PledgeAnswer.Maybe)]
    [InlineData(PledgeAnswer.CantCome)]
    public async Task Whoever_holds_no_place_goes_behind_those_who_wait_whatever_they_said_before(PledgeAnswer? said)
    {
        var action = await FullAsync();
        if (said is { } before)
            await AnswerAsync(action, Dana, before);
        await WaitsAsync(action, Cleo, hears: false);
        await AnswerAsync(action, Ada, PledgeAnswer.CantCome); // Cleo does not hear: the place stays free

        _desk.Home.Time.Advance(TimeSpan.FromMinutes(1));
        await AttendAsync(action, Dana);

        Assert.Equal(PledgePlace.Waiting, Of(action, Dana).Place);
        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
    }

    [Fact]
    public async Task Another_answer_of_who_comes_keeps_the_place()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: true);

        await AnswerAsync(action, Ada, PledgeAnswer.Speak);

        Assert.Equal((PledgePlace.Firm, PledgeAnswer.Speak), (Of(action, Ada).Place, Of(action, Ada).Answer));
    }

    [Fact]
    public async Task Maybe_takes_no_place()
    {
        var action = await RoomForTwoAsync();
        await AnswerAsync(action, Ada, PledgeAnswer.Maybe);
        await AnswerAsync(action, Beto, PledgeAnswer.Maybe);

        await AttendAsync(action, Cleo);
        await AttendAsync(action, Dana);

        Assert.Equal([PledgePlace.Firm, PledgePlace.Firm], new[] { Cleo, Dana }.Select(who => Of(action, who).Place));
    }

    [Fact]
    public async Task Who_brings_more_than_there_is_room_for_keeps_the_own_place()
    {
        var action = await RoomForTwoAsync();
        await AttendAsync(action, Ada);

        var fits = await _desk.PressAsync(Ada, BringOthers.For(action.Id, 1));
        var tooMany = await _desk.PressAsync(Ada, BringOthers.For(action.Id, 2));

        Assert.DoesNotContain(NoRoom, Desk.TextOf(fits), StringComparison.Ordinal);
        Assert.Contains(NoRoom, Desk.TextOf(tooMany), StringComparison.Ordinal);
        Assert.Equal((PledgePlace.Firm, 2), (Of(action, Ada).Place, Of(action, Ada).HeadCount));
    }

    [Fact]
    public async Task Whoever_brings_one_fewer_makes_room_for_the_next_in_line()
    {
        var action = await RoomForTwoAsync();
        await AttendAsync(action, Ada);
        await _desk.PressAsync(Ada, BringOthers.For(action.Id, 1));
        await WaitsAsync(action, Beto, hears: true);

        await _desk.PressAsync(Ada, BringOthers.For(action.Id, 0));

        Assert.Equal((PledgePlace.Firm, 1), (Of(action, Ada).Place, Of(action, Ada).HeadCount));
        Assert.Equal(PledgePlace.Offered, Of(action, Beto).Place);
    }

    [Theory]
    [InlineData("bring:A1:10")]
    [InlineData("bring:A1:-1")]
    [InlineData("bring:A1:many")]
    [InlineData("bring:A1")]
    [InlineData("bring:A2:1")]
    [InlineData("take:A2")]
    [InlineData("take")]
    public async Task A_forged_button_is_an_old_button(string button)
    {
        var action = await RoomForTwoAsync();
        await AttendAsync(action, Ada);
        var before = _desk.Everything(action.Id);

        var reply = await _desk.PressAsync(Ada, ButtonId.Decode(button));

        Assert.Equal(_desk.Words.Text("en", "error.button-too-old"), Desk.TextOf(reply));
        Assert.Equal(before, _desk.Everything(action.Id));
    }

    [Fact]
    public async Task Replayed_presses_change_nothing()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: true);
        ButtonId[] buttons =
        [
            BringOthers.For(action.Id, 1),
            PledgeByButton.For(action.Id, PledgeAnswer.Maybe),
            PledgeByButton.For(action.Id, PledgeAnswer.Attend),
            UndoPledge.For(action.Id),
            TakeOffer.For(action.Id),
        ];
        foreach (var button in buttons)
        {
            var press = _desk.Presses(button, Ada);
            await _desk.AnswerAsync(press);
            var once = _desk.Everything(action.Id);
            _desk.Home.Time.Advance(TimeSpan.FromMinutes(5));
            await _desk.AnswerAsync(press);
            Assert.Equal(once, _desk.Everything(action.Id));
        }
    }

    /// <summary>The real buttons, in any order, by people who hear of offers and people who do not.</summary>
    [Fact]
    public async Task No_order_of_presses_fills_more_than_there_is_room_for()
    {
        var acts = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 6]).Array[40];
        var action = await RoomForTwoAsync();
        await acts.SampleAsync(
            async presses =>
            {
                foreach (var (who, act) in presses)
                {
                    var person = TwoOrganizers.Somebody(who);
                    ButtonId? button = act switch
                    {
                        0 => PledgeByButton.For(action.Id, PledgeAnswer.Attend),
                        1 => PledgeByButton.For(action.Id, PledgeAnswer.CantCome),
                        2 => PledgeByButton.For(action.Id, PledgeAnswer.Maybe),
                        3 => UndoPledge.For(action.Id),
                        4 => BringOthers.For(action.Id, who % 3),
                        5 => TakeOffer.For(action.Id),
                        _ => null,
                    };
                    if (button is { } pressed)
                        await _desk.PressAsync(person, pressed);
                    else
                        await _desk.HearsAsync(person, action.Id);
                    _desk.Home.Time.Advance(TimeSpan.FromMinutes(10));
                    await SweepAsync();
                    var taken = _desk
                        .Store.Read(session => session.PledgesOf(action.Id))
                        .Where(pledge => pledge.IsComing && pledge.Place != PledgePlace.Waiting)
                        .Sum(pledge => pledge.HeadCount);
                    Assert.InRange(taken, 0, 2);
                }
            },
            iter: 10,
            threads: 1
        );
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private string NoRoom => _desk.Words.Text("en", "waiting.no-room-for-others");

    private Task<CollectiveAction> RoomForTwoAsync() => _desk.HearingAsync(but: action => action with { Capacity = 2 });

    private async Task<CollectiveAction> FullAsync()
    {
        var action = await RoomForTwoAsync();
        await AttendAsync(action, Ada);
        await AttendAsync(action, Beto);
        return action;
    }

    /// <summary>A place is free and Cleo waits for it, but could not be told.</summary>
    private async Task<CollectiveAction> FreeThoughCleoWaitsAsync()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: false);
        await AnswerAsync(action, Ada, PledgeAnswer.CantCome);
        Assert.Equal(PledgePlace.Waiting, Of(action, Cleo).Place);
        return action;
    }

    private async Task<CollectiveAction> OfferedToCleoAsync()
    {
        var action = await FullAsync();
        await WaitsAsync(action, Cleo, hears: true);
        await AnswerAsync(action, Ada, PledgeAnswer.CantCome);
        Assert.Equal(PledgePlace.Offered, Of(action, Cleo).Place);
        return action;
    }

    private async Task WaitsAsync(CollectiveAction action, Person person, bool hears)
    {
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(1));
        await AttendAsync(action, person);
        if (hears)
            await _desk.HearsAsync(person, action.Id);
    }

    private Task<Reply> AttendAsync(CollectiveAction action, Person person) =>
        AnswerAsync(action, person, PledgeAnswer.Attend);

    private Task<Reply> AnswerAsync(CollectiveAction action, Person person, PledgeAnswer answer) =>
        _desk.PressAsync(person, PledgeByButton.For(action.Id, answer));

    private Task SweepAsync() =>
        new OfferSweep(_desk.Store).SweepAsync(_desk.Now, TestContext.Current.CancellationToken);

    private Pledge Of(CollectiveAction action, Person person) =>
        _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(person)))!;
}
