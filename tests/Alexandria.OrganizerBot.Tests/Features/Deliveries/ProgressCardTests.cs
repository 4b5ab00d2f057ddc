using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Deliveries;

public sealed class ProgressCardTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task It_tells_numbers_the_hour_of_the_last_one_and_who_could_not_be_reached_and_edits_what_stands()
    {
        var action = await _desk.HearingAsync();
        await _desk.Store.WriteAsync(session =>
            session.Save(
                Send(action) with
                {
                    Waiting = 10,
                    Sent = 61,
                    Unreachable = 3,
                    Shown = new Dictionary<string, string>
                    {
                        [$"{Networks.Discord}|{TwoOrganizers.AlertChannel}"] = "12345",
                    },
                }
            )
        );

        var say = Compose(action);

        Assert.Equal("12345", say.Edits);
        Assert.Equal(
            """
            Reminder for A1, Transit Board *public* hearing: 61 of 74 sent in private, the rest by about Mon, March 1, 5:00 AM (Piñon Flats time).
            3 people could not be reached: their private messages are closed.
            """,
            Desk.TextOf(say.Card)
        );
    }

    [Fact]
    public async Task At_the_end_it_says_what_failed_and_where_to_look()
    {
        var action = await _desk.HearingAsync();
        await _desk.Store.WriteAsync(session => session.Save(Send(action) with { Sent = 73, Failed = 1 }));

        var say = Compose(action);

        Assert.Null(say.Edits);
        var text = Desk.TextOf(say.Card);
        Assert.Contains("73 of 74 sent in private. Nothing more is waiting.", text, StringComparison.Ordinal);
        Assert.Contains(
            "1 message did not arrive, or nobody knows. To see why: /deliveries list",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task While_new_conversations_are_opened_slowly_the_last_one_is_foreseen_by_their_pace()
    {
        var action = await _desk.HearingAsync();
        await _desk.Store.WriteAsync(session =>
        {
            session.StartDrip(Networks.Discord, new OpeningLimits(1, Duration.FromMinutes(30), 100), _desk.Now);
            for (var n = 0; n < 3; n++)
            {
                var member = new MemberKey($"member-{n}");
                session.Save(new DirectAddress(member, Networks.Discord, $"{n}", ChannelId: null));
                session.Enqueue(
                    new OutboxMessage
                    {
                        Id = $"m{n}",
                        Campaign = action.Campaign,
                        Network = Networks.Discord,
                        To = new Recipient.Direct(member),
                        Content = new MessageContent.Reminder(action.Id, action.Version, "day-before"),
                        NotBefore = _desk.Now,
                    }
                );
            }
        });

        var text = Desk.TextOf(Compose(action).Card);

        Assert.Contains(
            "0 of 3 sent in private, the rest by about Mon, March 1, 6:00 AM",
            text,
            StringComparison.Ordinal
        );
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private LongSend Send(CollectiveAction action) =>
        new($"{action.Id.Code}.{action.Version}.day-before", action.Id, action.Campaign, _desk.Now);

    private Composition.Say Compose(CollectiveAction action) =>
        Assert.IsType<Composition.Say>(
            _desk.Store.Read(session =>
                new OutgoingCards(_desk.Campaigns, _desk.Words).Compose(
                    new OutboxMessage
                    {
                        Id = "progress",
                        Campaign = action.Campaign,
                        Network = Networks.Discord,
                        To = new Recipient.Channel(Desk.Server, TwoOrganizers.AlertChannel),
                        Content = new MessageContent.Progress(action.Id, Send(action).Id),
                        NotBefore = _desk.Now,
                    },
                    session,
                    _desk.Now
                )
            )
        );
}
