using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <summary>
/// What every <see cref="IChatPlatform"/> promises, whatever the network: proved with the real client over real sockets on the
/// network's stage. A network is one subclass, which says how things are done and go wrong there.
/// </summary>
public abstract class ChatPlatformContract : IAsyncLifetime
{
    /// <summary>More than a platform holds a message back itself.</summary>
    private protected static readonly Duration Limit = Duration.FromSeconds(90);

    private PlatformOnStage _on = null!;

    private protected PlatformOnStage On => _on;
    private protected IChatPlatform Platform => _on.Platform;
    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>As <see cref="IChatPlatform.Network"/>.</summary>
    private protected abstract string Network { get; }

    /// <summary>The stage with the network on it, and Ana and Ben among its people.</summary>
    private protected abstract StagePlan Plan { get; }

    /// <summary>The network on the stage.</summary>
    private protected abstract IStageNetwork Net { get; }

    /// <summary>A place of many, as people write it: a channel, a group.</summary>
    private protected abstract string Place { get; }

    /// <summary>The server or group of <see cref="Place"/>, as events name it.</summary>
    private protected abstract string ServerId { get; }

    /// <summary>The id of <see cref="Place"/>.</summary>
    private protected abstract string PlaceId { get; }

    /// <summary>An id of the right shape that is no place of the bot's.</summary>
    private protected abstract string UnknownPlaceId { get; }

    /// <summary>Whether what the bot answers there is read by everybody in the place.</summary>
    private protected abstract bool AnswersArePublic { get; }

    /// <summary>Asks the bot for help; done when the network has brought the answer, or at once where none is awaited.</summary>
    private protected abstract Task AskForHelpAsync(string person, string where);

    /// <summary>Somebody of the stage to whom the network does not let the bot write.</summary>
    private protected abstract string SomebodyClosed();

    /// <summary>The next message is refused for a limit that lasts <see cref="Limit"/>.</summary>
    private protected abstract void LimitNextMessage();

    /// <summary>The next message is taken, and then no good answer comes.</summary>
    private protected abstract void BreakAfterNextMessage();

    /// <summary>The network cannot be reached any more.</summary>
    private protected abstract Task GoAwayAsync();

    /// <summary>The connection on which events come breaks, with nothing lost.</summary>
    private protected abstract void BreakConnection();

    /// <summary>Whether the network saw the bot say goodbye.</summary>
    private protected abstract bool SawGoodbye { get; }

    /// <summary>Whom the message has called: <c>@everyone</c>, a role, a person.</summary>
    private protected abstract IReadOnlyList<string> CalledBy(StageMessage message);

    /// <summary>What a reader sees of a text that was sent as it stands in <see cref="StageMessage.Text"/>.</summary>
    private protected virtual string AsRead(string sent) => sent;

    public async ValueTask InitializeAsync() => _on = await PlatformOnStage.OpenAsync(Plan, Network);

    public async ValueTask DisposeAsync()
    {
        await _on.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Events_are_handed_over_while_earlier_ones_are_unanswered()
    {
        await On.ListenAsync();
        var asking = new[] { AskForHelpAsync("Ana", Place), AskForHelpAsync("Ben", Place) };

        HandedOver[] both = [await On.NextAsync(), await On.NextAsync()];

        Assert.Equal(
            new[] { Net.IdOf("Ana"), Net.IdOf("Ben") }.Order(StringComparer.Ordinal),
            both.Select(one => one.Incoming.Sender.UserId).Order(StringComparer.Ordinal)
        );
        Assert.NotEqual(both[0].Incoming.EventId, both[1].Incoming.EventId);
        foreach (var one in both)
            await one.AnswerAsync("Here I am.");
        await Task.WhenAll(asking);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task An_event_in_a_place_says_where_it_happened_and_who_reads_the_answer()
    {
        await On.ListenAsync();
        var asking = AskForHelpAsync("Ana", Place);

        var (incoming, responder) = await On.NextAsync();
        await responder.AnswerAsync(new Reply.Private(Card.Of("Here I am.")), Cancelled);
        await asking;

        Assert.Equal(Network, incoming.Network);
        Assert.Equal(ServerId, incoming.Server);
        Assert.Equal(PlaceId, incoming.Channel);
        Assert.Equal(AnswersArePublic, incoming.AnswerIsPublic);
        Assert.NotEqual("", incoming.EventId);
        Assert.Equal(
            AnswersArePublic ? 1 : 0,
            Net.Messages(Place).Count(message => message.Text.Contains("Here I am.", StringComparison.Ordinal))
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task An_event_in_private_belongs_to_no_server_and_is_answered_to_that_person_alone()
    {
        await On.ListenAsync();
        var asking = AskForHelpAsync("Ana", "dm");

        var (incoming, responder) = await On.NextAsync();
        await responder.AnswerAsync(new Reply.Private(Card.Of("Here I am.")), Cancelled);
        await asking;

        Assert.Equal(Net.IdOf("Ana"), incoming.Sender.UserId);
        Assert.Null(incoming.Server);
        Assert.False(incoming.AnswerIsPublic);
        Assert.Empty(Net.Messages(Place));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_happened_while_the_connection_was_gone_is_handed_over_once_when_it_is_back()
    {
        await On.ListenAsync();
        BreakConnection();

        var asking = AskForHelpAsync("Ana", "dm");
        var first = await On.NextAsync();
        await first.AnswerAsync("Here I am.");
        await asking;
        var askingAgain = AskForHelpAsync("Ben", "dm");
        var second = await On.NextAsync();
        await second.AnswerAsync("Here I am.");
        await askingAgain;

        Assert.Equal(Net.IdOf("Ana"), first.Incoming.Sender.UserId);
        Assert.Equal(Net.IdOf("Ben"), second.Incoming.Sender.UserId);
        Assert.True(On.NothingWaits);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task It_is_ready_once_connected_and_a_stop_ends_listening_with_a_goodbye()
    {
        Assert.False(Platform.Ready.IsCompleted);
        Assert.NotEqual("Connected", Platform.Health);

        await On.ListenAsync();
        Assert.Equal("Connected", Platform.Health);
        var ended = await On.StopAsync();

        Assert.True(ended is null or OperationCanceledException, ended?.ToString());
        Assert.True(SawGoodbye);
        Assert.NotEqual("Connected", Platform.Health);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_message_reaches_its_place_and_can_be_changed_there()
    {
        await On.ListenAsync();

        var sent = Assert.IsType<SendOutcome.Sent>(await SendAsync("m|1", "The hearing is at seven."));
        var changed = await Platform.SendAsync(
            new Outgoing("m|2", PlaceId, Address: null, Card.Of("The hearing is at eight."), sent.MessageId),
            Cancelled
        );

        Assert.IsType<SendOutcome.Sent>(changed);
        Assert.Equal(PlaceId, sent.ChannelId);
        var message = Assert.Single(Net.Messages(Place));
        Assert.Equal("The hearing is at eight.", message.Text);
        Assert.NotNull(message.EditedAt);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_message_reaches_one_person_and_nobody_else()
    {
        await On.ListenAsync();

        var first = Assert.IsType<SendOutcome.Sent>(await SendAsync("m|1", "Tomorrow at seven.", AddressOf("Ana")));
        var second = await Platform.SendAsync(
            new Outgoing(
                "m|2",
                first.ChannelId,
                AddressOf("Ana") with
                {
                    ChannelId = first.ChannelId,
                },
                Card.Of("Today at seven."),
                Edits: null
            ),
            Cancelled
        );

        Assert.IsType<SendOutcome.Sent>(second);
        Assert.Equal(
            ["Tomorrow at seven.", "Today at seven."],
            Net.Messages("dm", "Ana").Where(message => message.Author == "bot").Select(message => message.Text)
        );
        Assert.Empty(Net.Messages("dm", "Ben"));
        Assert.Empty(Net.Messages(Place));
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("**Free** _parking_ `here` ~~now~~ ||secret|| > and # so on")]
    [InlineData("[A link](https://evil.example) <https://evil.example> https://evil.example")]
    [InlineData("@everyone @here <@100000000000000101> <@&100000000000000021> <#100000000000000011> \uFFFC")]
    [InlineData("- one\n- two\n1. three\n### four\n-# five")]
    [InlineData("<t:1772323200:F> :tada: </help:1>")]
    public async Task A_text_is_read_as_it_was_written_and_calls_nobody(string text)
    {
        await On.ListenAsync();

        var outcome = await SendAsync("m|1", text);

        Assert.IsType<SendOutcome.Sent>(outcome);
        var message = Assert.Single(Net.Messages(Place));
        Assert.Equal(text, AsRead(message.Text));
        Assert.Empty(CalledBy(message));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_text_turns_no_direction_but_its_own_letters()
    {
        await On.ListenAsync();

        await SendAsync("m|1", "At \u202E7 p.m.\u2066 שלום\u200F!");

        Assert.Equal("At 7 p.m. שלום\u200F!", AsRead(Assert.Single(Net.Messages(Place)).Text));
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(4000)]
    [InlineData(20_000)]
    public async Task A_long_text_arrives_as_far_as_the_network_takes_it(int length)
    {
        await On.ListenAsync();
        var text = new Card
        {
            Parts = [.. Enumerable.Range(0, length / 100).Select(_ => new CardPart.Paragraph(new string('a', 99)))],
        };

        var outcome = await Platform.SendAsync(
            new Outgoing("m|1", PlaceId, Address: null, text, Edits: null),
            Cancelled
        );

        Assert.IsType<SendOutcome.Sent>(outcome);
        var message = Assert.Single(Net.Messages(Place));
        Assert.StartsWith(new string('a', 99), message.Text, StringComparison.Ordinal);
        Assert.InRange(message.Text.Length, 2000, length);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_place_that_is_none_is_refused_for_good()
    {
        await On.ListenAsync();

        var outcome = await Platform.SendAsync(
            new Outgoing("m|1", UnknownPlaceId, Address: null, Card.Of("Hello."), Edits: null),
            Cancelled
        );

        Assert.IsType<SendOutcome.Refused>(outcome);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Somebody_who_cannot_be_written_to_is_unreachable_and_others_are_not()
    {
        await On.ListenAsync();
        var closed = SomebodyClosed();

        Assert.IsType<SendOutcome.Unreachable>(await SendAsync("m|1", "Hello.", AddressOf(closed)));
        Assert.IsType<SendOutcome.Sent>(await SendAsync("m|2", "Hello.", AddressOf("Ana")));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_limit_says_for_how_long()
    {
        await On.ListenAsync();
        LimitNextMessage();

        var outcome = Assert.IsType<SendOutcome.TryLater>(await SendAsync("m|1", "Hello."));

        Assert.NotNull(outcome.After);
        Assert.InRange(outcome.After.Value, Limit - Duration.FromSeconds(5), Limit + Duration.FromSeconds(5));
        Assert.Empty(Net.Messages(Place));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Where_the_answer_is_missing_the_message_may_stand_and_that_is_said()
    {
        await On.ListenAsync();
        BreakAfterNextMessage();

        var outcome = await SendAsync("m|1", "Hello.");

        Assert.IsType<SendOutcome.Uncertain>(outcome);
        Assert.Single(Net.Messages(Place));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_surely_did_not_leave_can_be_tried_again()
    {
        await On.ListenAsync();
        await GoAwayAsync();

        Assert.IsType<SendOutcome.TryLater>(await SendAsync("m|1", "Hello."));
        Assert.NotEqual("Refused", Platform.Health);
    }

    private protected DirectAddress AddressOf(string person) =>
        new(MemberKeyOf(person), Network, Net.IdOf(person), ChannelId: null);

    private static MemberKey MemberKeyOf(string person) => new($"key-of-{person}");

    private protected Task<SendOutcome> SendAsync(string id, string text, DirectAddress? to = null) =>
        Platform.SendAsync(new Outgoing(id, to is null ? PlaceId : null, to, Card.Of(text), Edits: null), Cancelled);
}
