using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <summary>Signal keeps what every network promises.</summary>
public sealed class SignalPlatformContract : ChatPlatformContract
{
    private protected override string Network => Networks.Signal;

    private protected override StagePlan Plan
    {
        get
        {
            var plan = Neighbors.OnBothNetworks();
            return plan with
            {
                People =
                [
                    .. plan.People.Select(person =>
                        person.Name is "Ana" or "Ben"
                            ? person with
                            {
                                Networks = ["signal"],
                                Groups = ["neighbors"],
                            }
                            : person
                    ),
                ],
            };
        }
    }

    private protected override IStageNetwork Net => On.Stage.Signal;
    private protected override string Place => "#neighbors";
    private protected override string ServerId => Neighbors.MembersGroup;
    private protected override string PlaceId => Neighbors.MembersGroup;
    private protected override string UnknownPlaceId => "bm9ib2R5LWtub3dzLXRoaXMtZ3JvdXAtYXQtYWxsLTE=";
    private protected override bool AnswersArePublic => true;

    private protected override bool SawGoodbye =>
        On.Stage.Signal.Calls.Any(call => call.Method == "unsubscribeReceive");

    private protected override Task AskForHelpAsync(string person, string where) =>
        Net.CommandAsync(person, where, "/help", new Dictionary<string, string>(), Cancelled);

    private protected override string SomebodyClosed()
    {
        Net.Inject(new StageFault.Unregistered("Ben"));
        return "Ben";
    }

    private protected override void LimitNextMessage() =>
        Net.Inject(new StageFault.RateLimit("send", 1, Limit.ToTimeSpan()));

    private protected override void BreakAfterNextMessage() =>
        Net.Inject(new StageFault.ConnectionBreaks("send", 1, Applied: true));

    private protected override async Task GoAwayAsync()
    {
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        On.Services.GetRequiredService<SignalDaemon>().StateChanged += state =>
        {
            if (state != SignalState.Connected)
                noticed.TrySetResult();
        };
        Net.Inject(new StageFault.DaemonStops());
        // A request into a connection whose end was not noticed yet may have arrived: that is another case.
        await noticed.Task.WaitAsync(Cancelled);
    }

    private protected override void BreakConnection() => Net.Inject(new StageFault.Disconnect(Resumable: true));

    private protected override IReadOnlyList<string> CalledBy(StageMessage message) =>
        [
            .. On
                .Stage.Signal.Calls.Where(call =>
                    call.Params.Contains("\"mention\"", StringComparison.Ordinal)
                    || call.Params.Contains("\"textStyle\"", StringComparison.Ordinal)
                )
                .Select(call => call.Params),
        ];

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task An_envelope_that_comes_twice_is_one_event_handed_over_once()
    {
        await On.ListenAsync();
        var envelope = SignalLines.Received(On.Stage.Signal, "Ana", timestamp: 1_772_370_000_000, "help");

        Net.Inject(new StageFault.Frame(envelope));
        Net.Inject(new StageFault.Frame(envelope));
        await AskForHelpAsync("Ben", "dm");
        HandedOver[] events = [await On.NextAsync(), await On.NextAsync()];

        Assert.Equal([Net.IdOf("Ana"), Net.IdOf("Ben")], events.Select(one => one.Incoming.Sender.UserId));
        Assert.Equal($"{Net.IdOf("Ana")}:1772370000000", events[0].Incoming.EventId);
        Assert.IsType<Act.Say>(events[0].Incoming.Act);
        Assert.True(On.NothingWaits);
    }
}
