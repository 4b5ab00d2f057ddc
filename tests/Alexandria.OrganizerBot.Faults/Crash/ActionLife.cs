using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>
/// The life of one action, from its draft to the pruning of its rows, with kills at moments that the seed chooses: while it
/// is posted, pledged to and edited, while its reminders are on their way, and while it is forgotten.
/// </summary>
internal sealed class ActionLife(
    CrashLane lane,
    int worker,
    int episode,
    CrashStage stage,
    Shapes shapes,
    Dictionary<Neighbor, ConsentPromise> consents
) : IDisposable
{
    private const int Hour = 18;

    /// <summary>Longer than the two minutes for which the bot counts on the network to recognise a second copy.</summary>
    private static readonly Duration BeyondTheWindow = Duration.FromMinutes(3);

    /// <summary>Stage time in which further tries of a reminder come to their end.</summary>
    private static readonly Duration Aftermath = Duration.FromMinutes(20);
    private static readonly CampaignId Campaign = new("crash");

    /// <summary>When reminders are sent, by the cadence in the lane's campaign file and the clock on its wall.</summary>
    private static readonly (string Name, Period FromStart)[] Steps =
    [
        ("day-before", Period.FromDays(-1)),
        ("two-hours-before", Period.FromHours(-2)),
        ("thanks", Period.FromHours(2)),
    ];

    private readonly Random _chance = new(unchecked((lane.Seed * 7_919) + (worker * 104_729) + episode));
    private readonly Dictionary<Neighbor, Promise> _promises = CrashStage.People.ToDictionary(
        person => person,
        _ => new Promise()
    );
    private readonly List<(Neighbor Person, string Step)> _missing = [];
    private readonly List<Task> _acts = [];
    private CancellationTokenSource _killed = new();
    private readonly HashSet<Slot> _slots = [];
    private string _title = "";
    private string _code = "";
    private StageMessage _alert = null!;

    /// <summary>A moment of the action's life in which the bot is killed.</summary>
    private enum Slot
    {
        Posting,
        FirstPledges,
        SecondPledges,
        ThirdPledges,
        FourthPledges,
        Editing,
        FirstStep,
        FirstStepAgain,
        SecondStep,
        SecondStepAgain,
        Thanks,
        Forgetting,
    }

    public CrashTotals Totals { get; private set; } = new();

    public void Dispose() => _killed.Dispose();

    /// <summary>Lives through it all.</summary>
    /// <param name="morning">When the action is drafted; its meeting is three days later.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StuckException">The bot ended by itself or does not come to rest.</exception>
    public async Task LiveAsync(LocalDateTime morning, CancellationToken cancellationToken)
    {
        // A number at the end would make one title the beginning of another.
        _title = $"Sorrel {episode} hearing";
        ChooseSlots();
        foreach (var consent in consents.Values)
            consent.HeardNothing();
        stage.Seen.Forget();
        await stage.StopAsync(cancellationToken);
        await stage.Clock.AdvanceToAsync(CrashWorker.InstantOf(morning), cancellationToken);
        await SettleAsync(cancellationToken);

        var meeting = morning.Date.PlusDays(3).At(new LocalTime(Hour, 0));
        _code = await DraftAsync(stage, _title, meeting.Date, cancellationToken);
        if (await PostAsync(cancellationToken))
        {
            foreach (var slot in (Slot[])[Slot.FirstPledges, Slot.SecondPledges, Slot.ThirdPledges, Slot.FourthPledges])
                await PledgeAsync(slot, cancellationToken);
            await EditAsync(cancellationToken);
            await RemindAsync(Steps[0], meeting, Slot.FirstStep, Slot.FirstStepAgain, cancellationToken);
            await RemindAsync(Steps[1], meeting, Slot.SecondStep, Slot.SecondStepAgain, cancellationToken);
            await RemindAsync(Steps[2], meeting, Slot.Thanks, Slot.Thanks, cancellationToken);
        }

        await LookIntoTheStoreAsync(atTheEnd: true, cancellationToken);
        await stage.Clock.AdvanceToAsync(
            CrashWorker.InstantOf(meeting.Date.PlusDays(4).At(new LocalTime(9, 0))),
            cancellationToken
        );
        if (_slots.Contains(Slot.Forgetting))
        {
            _ = stage.StartBot();
            await KillAfterAsync(600, 1200, cancellationToken);
        }
    }

    /// <summary>Drafts an action in peace.</summary>
    /// <returns>Its code.</returns>
    public static async Task<string> DraftAsync(
        CrashStage stage,
        string title,
        LocalDate day,
        CancellationToken cancellationToken
    )
    {
        var reply = await CommandAsync(
            stage,
            "/action create",
            new()
            {
                ["title"] = title,
                ["date"] = day.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                ["time"] = "18:00",
                ["place"] = "City Hall",
            },
            cancellationToken
        );
        return reply.Text.Split([' ', ':', '\n', ',']).FirstOrDefault(word => ActionId.TryParse(word, out _))
            ?? throw new StuckException($"No action was drafted: {reply.Text}\n{stage.LastLogLines()}");
    }

    public static Task<StageReply> CommandAsync(
        CrashStage stage,
        string command,
        Dictionary<string, string> options,
        CancellationToken cancellationToken
    ) => stage.Discord.CommandAsync(CrashStage.Organizer, CrashStage.Alerts, command, options, cancellationToken);

    /// <summary>The action's alert as it stands on Discord; null: it does not.</summary>
    public static StageMessage? AlertOf(CrashStage stage, string title) =>
        stage
            .Discord.Messages(CrashStage.Alerts)
            .LastOrDefault(message =>
                message.Buttons.Count >= Shapes.Choices.Count && message.Text.Contains(title, StringComparison.Ordinal)
            );

    /// <summary>A person answers: by a button on Discord, by a number on Signal.</summary>
    public static Task AnswerAsync(
        CrashStage stage,
        Neighbor person,
        string code,
        int choice,
        StageMessage alert,
        CancellationToken cancellationToken
    ) =>
        person.Network == Networks.Discord
            ? stage.Discord.PressAsync(person.Name, alert, alert.Buttons[choice].Id, cancellationToken)
            : stage.Signal.TypeAsync(person.Name, "dm", $"{code} {choice + 1}", cancellationToken);

    /// <summary>A person asks for reminders.</summary>
    public static Task ConsentAsync(CrashStage stage, Neighbor person, CancellationToken cancellationToken) =>
        person.Network == Networks.Discord
            ? stage.Discord.CommandAsync(
                person.Name,
                CrashStage.Alerts,
                "/reminders on",
                new Dictionary<string, string>(),
                cancellationToken
            )
            : stage.Signal.TypeAsync(person.Name, "dm", "reminders on", cancellationToken);

    private void ChooseSlots()
    {
        var all = Enum.GetValues<Slot>();
        var granted = lane.Grant(all.Length);
        var order = all.ToArray();
        _chance.Shuffle(order);
        _slots.UnionWith(order.Take(granted));
    }

    private async Task<bool> PostAsync(CancellationToken cancellationToken)
    {
        Begin(token => CommandAsync(stage, "/action post", new() { ["action"] = _code }, token), cancellationToken);
        if (_slots.Contains(Slot.Posting))
            await KillAfterAsync(0, 120, cancellationToken);
        else
            await Task.WhenAll(_acts);
        await SettleAsync(cancellationToken);
        if (AlertOf(stage, _title) is null)
        {
            // Nobody heard that it was posted: the organizer asks again, as one does.
            await CommandAsync(stage, "/action post", new() { ["action"] = _code }, cancellationToken);
            await stage.AdvanceAsync(stage.Clock.Instant + Aftermath, cancellationToken);
        }

        CountAlerts(CrashStage.Alerts, Networks.Discord, stage.Discord.Messages(CrashStage.Alerts));
        CountAlerts(CrashStage.Group, Networks.Signal, stage.Signal.Messages(CrashStage.Group));
        if (AlertOf(stage, _title) is not { } alert)
            return false;
        _alert = alert;
        return true;
    }

    private void CountAlerts(string where, string network, IReadOnlyList<StageMessage> messages)
    {
        var seen = messages.Count(message =>
            message.Author == "bot" && message.Text.Contains(_title, StringComparison.Ordinal)
        );
        if (seen == 0)
            _missing.Add((new Neighbor(where, network), "alert"));
        if (seen < 2)
            return;
        Totals = Totals with { AlertsDoubled = Totals.AlertsDoubled.More(network, seen - 1) };
        lane.Tell(worker, episode, $"the alert stands {seen} times on {network}");
    }

    /// <summary>Many people act at once: in the first moment of a new start, or while it runs quietly, or before it starts.</summary>
    private async Task PledgeAsync(Slot slot, CancellationToken cancellationToken)
    {
        if (!_slots.Contains(slot))
        {
            await SettleAsync(cancellationToken);
            Act(cancellationToken);
            await Task.WhenAll(_acts);
            await SettleAsync(cancellationToken);
            return;
        }

        switch (_chance.Next(10))
        {
            // The first moment: as soon as the gateway is open.
            case < 5:
                await KillIfRunningAsync(cancellationToken);
                await AttachedAsync(cancellationToken);
                Act(cancellationToken);
                await KillAfterAsync(0, 500, cancellationToken);
                break;
            // Written on Signal while nobody was there; killed somewhere on the way up.
            case < 7:
                await KillIfRunningAsync(cancellationToken);
                Act(cancellationToken, Networks.Signal);
                _ = stage.StartBot();
                await KillAfterAsync(200, 1_500, cancellationToken);
                break;
            default:
                await SettleAsync(cancellationToken);
                Act(cancellationToken);
                await KillAfterAsync(0, 250, cancellationToken);
                break;
        }

        await LaterAsync(cancellationToken);
        if (_chance.Next(3) == 0)
            await LookIntoTheStoreAsync(atTheEnd: false, cancellationToken);
    }

    private async Task EditAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        // Most of those who are not sure yet are asked once more, in peace: many reminders must be due.
        foreach (var person in CrashStage.People)
        {
            if (!_promises[person].SurelyComes && _chance.Next(5) > 0)
                Give(person, _chance.Next(2), cancellationToken);
        }

        await Task.WhenAll(_acts);
        await SettleAsync(cancellationToken);
        foreach (var person in CrashStage.People)
        {
            if (!consents[person].SurelyGiven(stage.Clock.Instant) && _chance.Next(10) > 0)
                AskToBeReminded(person, cancellationToken);
        }

        await Task.WhenAll(_acts);
        await SettleAsync(cancellationToken);
        Begin(
            token =>
                CommandAsync(
                    stage,
                    "/action edit",
                    new() { ["action"] = _code, ["place"] = $"Room {_chance.Next(1, 99)}" },
                    token
                ),
            cancellationToken
        );
        if (_slots.Contains(Slot.Editing))
            await KillAfterAsync(0, 150, cancellationToken);
        else
            await Task.WhenAll(_acts);
    }

    /// <summary>A step comes due; the bot is killed in the middle of its messages, once or twice.</summary>
    private async Task RemindAsync(
        (string Name, Period FromStart) step,
        LocalDateTime meeting,
        Slot first,
        Slot second,
        CancellationToken cancellationToken
    )
    {
        var moment = CrashWorker.InstantOf(meeting + step.FromStart);
        await stage.AdvanceAsync(moment - Duration.FromMinutes(1), cancellationToken);
        await SettleAsync(cancellationToken);
        var due = CrashStage
            .People.Where(person => _promises[person].SurelyComes && consents[person].SurelyGiven(stage.Clock.Instant))
            .ToList();
        var since = stage.Seen.Count;
        var kills = 0;
        var moving = MoveAsync(moment, cancellationToken);
        if (_slots.Contains(first))
        {
            kills++;
            await KillAmongMessagesAsync(due, moving, cancellationToken);
            await moving;
            await LaterAsync(cancellationToken);
        }

        await moving;
        if (second != first && _slots.Contains(second))
        {
            kills++;
            await KillIfRunningAsync(cancellationToken);
            await AttachedAsync(cancellationToken);
            await KillAmongMessagesAsync(due, stage.Clock.BotConnectedAsync(cancellationToken), cancellationToken);
            await LaterAsync(cancellationToken);
        }

        await SettleAsync(cancellationToken);
        await stage.AdvanceAsync(stage.Clock.Instant + Aftermath, cancellationToken);
        Count(step.Name, due, since, kills);
    }

    /// <summary>Kills after some messages have been seen, in the middle of the others; or a moment after nothing more came.</summary>
    private async Task KillAmongMessagesAsync(
        IReadOnlyList<Neighbor> due,
        Task orElse,
        CancellationToken cancellationToken
    )
    {
        var enough = stage.Seen.NextAsync(_chance.Next(due.Count + 2), IsAboutUs);
        await Task.WhenAny(enough, orElse);
        // People go on answering meanwhile.
        Reaffirm(due, cancellationToken);
        await KillAfterAsync(0, 60, cancellationToken);
    }

    private bool IsAboutUs(TranscriptEntry entry) =>
        SeenByPeople.IsPrivate(entry) && entry.Text.Contains(_title, StringComparison.Ordinal);

    private void Count(string step, List<Neighbor> due, int since, int kills)
    {
        var seen = stage
            .Seen.Since(since)
            .Where(IsAboutUs)
            .GroupBy(entry => entry.Who!, StringComparer.Ordinal)
            .ToDictionary(one => one.Key, one => one.Count(), StringComparer.Ordinal);
        Totals = Totals with { RemindersDue = Totals.RemindersDue + due.Count };
        _missing.AddRange(due.Where(person => !seen.ContainsKey(person.Name)).Select(person => (person, step)));
        foreach (var person in CrashStage.People)
        {
            if (seen.GetValueOrDefault(person.Name) is not (> 1 and var times))
                continue;
            Totals = Totals with { RemindersDoubled = Totals.RemindersDoubled.More(person.Network, times - 1) };
            lane.Tell(
                worker,
                episode,
                $"somebody on {person.Network} was reminded {times} times of {step}, with {kills} kills meanwhile"
            );
        }

        var onSignal = CrashStage
            .People.Where(person => person.Network == Networks.Signal)
            .Sum(person => Math.Max(0, seen.GetValueOrDefault(person.Name) - 1));
        if (onSignal > kills)
            Totals = Totals with { KillsWithMoreThanOneDouble = Totals.KillsWithMoreThanOneDouble + 1 };
    }

    private void Act(CancellationToken cancellationToken, string? only = null)
    {
        TakeNote(atRest: false);
        foreach (var person in CrashStage.People)
        {
            if (only is not null && person.Network != only)
                continue;
            switch (_chance.Next(10))
            {
                case < 4 when _promises[person].WaitsSince is null:
                    Give(person, _chance.Next(5) % Shapes.Choices.Count, cancellationToken);
                    break;
                case < 6 when consents[person].WaitsSince is null:
                    AskToBeReminded(person, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>People who come say so again, which changes nothing about who is reminded.</summary>
    private void Reaffirm(IReadOnlyList<Neighbor> due, CancellationToken cancellationToken)
    {
        if (!stage.BotRuns)
            return;
        TakeNote(atRest: false);
        foreach (var person in due)
        {
            // On Signal the answer would be a private message about the action, as a reminder is.
            if (person.Network == Networks.Discord && _promises[person].WaitsSince is null && _chance.Next(4) == 0)
                Give(person, _chance.Next(2), cancellationToken);
        }
    }

    private void Give(Neighbor person, int choice, CancellationToken cancellationToken)
    {
        _promises[person].Gave(Shapes.Choices[choice], stage.Seen.Count);
        Begin(token => AnswerAsync(stage, person, _code, choice, _alert, token), cancellationToken);
    }

    private void AskToBeReminded(Neighbor person, CancellationToken cancellationToken)
    {
        consents[person].Gave(stage.Seen.Count);
        Begin(token => ConsentAsync(stage, person, token), cancellationToken);
    }

    /// <summary>Lets somebody act and waits for no answer: what they see is in the record.</summary>
    private void Begin(Func<CancellationToken, Task> act, CancellationToken cancellationToken) =>
        _acts.Add(UntilKilledAsync(act, _killed.Token, cancellationToken));

    /// <summary>Nobody waits for the answer of a bot that is no more.</summary>
    private static async Task UntilKilledAsync(
        Func<CancellationToken, Task> act,
        CancellationToken killed,
        CancellationToken cancellationToken
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(killed, cancellationToken);
        try
        {
            await act(either.Token);
        }
        catch (OperationCanceledException) when (killed.IsCancellationRequested)
        {
            // What they saw until then is in the record.
        }
    }

    private async Task KillAsync(CancellationToken cancellationToken)
    {
        await stage.KillAsync(cancellationToken);
        using var killed = _killed;
        _killed = new CancellationTokenSource();
        await killed.CancelAsync();
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await stage.SettleAsync(cancellationToken);
        TakeNote(atRest: true);
        _acts.RemoveAll(act => act.IsCompletedSuccessfully);
    }

    /// <summary>Reads from the record what people saw confirmed since they acted.</summary>
    private void TakeNote(bool atRest)
    {
        foreach (var person in CrashStage.People)
        {
            var promise = _promises[person];
            if (promise.WaitsSince is { } since)
            {
                var confirmed = ToldSince(since, person)
                    .Select(entry => shapes.Confirmed(person.Network, _title, entry.Text))
                    .FirstOrDefault(answer => answer is not null);
                if (confirmed is { } answer)
                {
                    promise.Saw(answer);
                    Totals = Totals with { PledgesAcknowledged = Totals.PledgesAcknowledged + 1 };
                }
                else if (atRest)
                {
                    promise.HeardNothing();
                }
            }

            var consent = consents[person];
            if (consent.WaitsSince is { } asked)
            {
                if (ToldSince(asked, person).Any(entry => shapes.ConfirmsConsent(person.Network, entry.Text)))
                    consent.Saw(stage.Clock.Instant);
                else if (atRest)
                    consent.HeardNothing();
            }
        }
    }

    private IEnumerable<TranscriptEntry> ToldSince(int since, Neighbor person) =>
        stage.Seen.Since(since).Where(entry => entry.Who == person.Name && SeenByPeople.IsToOnePerson(entry));

    /// <summary>Opens the bot's store while the bot is down, and holds it against what people know.</summary>
    private async Task LookIntoTheStoreAsync(bool atTheEnd, CancellationToken cancellationToken)
    {
        await (atTheEnd ? stage.StopAsync(cancellationToken) : KillIfRunningAsync(cancellationToken));
        TakeNote(atRest: false);
        await using var store = stage.OpenStore();
        _ = ActionId.TryParse(_code, out var action);
        foreach (var person in CrashStage.People)
        {
            var stored = store.Read(session => session.FindPledge(action, KeyOf(store, person)))?.Answer;
            var promise = _promises[person];
            if (promise.Allows(stored))
                continue;
            Totals = Totals with { PledgesLost = Totals.PledgesLost + 1 };
            lane.Tell(
                worker,
                episode,
                $"a pledge on {person.Network} was confirmed as {promise.Confirmed} and is {stored?.ToString() ?? "gone"}"
            );
            promise.Accept(stored);
        }

        if (atTheEnd)
            SettleMissing(store.Read(session => session.MessagesAbout(action)), store);
    }

    /// <summary>What nobody saw is lost unless the bot says itself that it does not know.</summary>
    private void SettleMissing(IReadOnlyList<OutboxMessage> open, Store store)
    {
        var unknown = open.Where(message => message.State == DeliveryState.Unknown).ToList();
        var reminders = unknown.Where(message => message.Content is MessageContent.Reminder).ToList();
        Totals = Totals with { Unknown = Totals.Unknown + reminders.Count };
        foreach (var (person, step) in _missing)
        {
            if (step == "alert")
            {
                if (
                    unknown.Exists(message =>
                        message.Content is MessageContent.Alert && message.Network == person.Network
                    )
                )
                    continue;
                Totals = Totals with { AlertsLost = Totals.AlertsLost + 1 };
            }
            else
            {
                var one = reminders.Find(message => message.To == new Recipient.Direct(KeyOf(store, person)));
                if (one is not null && reminders.Remove(one))
                    continue;
                Totals = Totals with { RemindersLost = Totals.RemindersLost + 1 };
            }

            var rows = open.Where(message => message.To == new Recipient.Direct(KeyOf(store, person)))
                .Select(message => $"{message.State} {message.Reason}");
            lane.Tell(
                worker,
                episode,
                $"nobody on {person.Network} saw {step}; rows that are open: {string.Join(", ", rows)}"
            );
        }
    }

    private MemberKey KeyOf(Store store, Neighbor person) =>
        person.Name.StartsWith('#')
            ? default
            : store.Keys.Of(
                Campaign,
                person.Network,
                person.Network == Networks.Discord ? stage.Discord.IdOf(person.Name) : stage.Signal.IdOf(person.Name)
            );

    /// <summary>Moves the clock; a kill in the midst of it is what this is for.</summary>
    private async Task MoveAsync(Instant target, CancellationToken cancellationToken)
    {
        try
        {
            await stage.Clock.AdvanceToAsync(target, cancellationToken);
        }
        catch (StageClockException)
        {
            // Killed on the way; the time comes all the same.
            await stage.GoneAsync(cancellationToken);
            await stage.Clock.AdvanceToAsync(target, cancellationToken);
        }
    }

    private async Task AttachedAsync(CancellationToken cancellationToken) =>
        await stage.StartBot().WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);

    private async Task KillAfterAsync(int atLeast, int atMost, CancellationToken cancellationToken)
    {
        var moment = TimeSpan.FromMilliseconds(atLeast + (_chance.NextDouble() * (atMost - atLeast)));
        await Task.Delay(moment, TimeProvider.System, cancellationToken);
        await KillAsync(cancellationToken);
        lane.Killed();
        Totals = Totals with { Kills = Totals.Kills + 1 };
    }

    /// <summary>Not one of the kills that are counted: it only makes room for one.</summary>
    private async Task KillIfRunningAsync(CancellationToken cancellationToken)
    {
        if (stage.BotRuns)
            await KillAsync(cancellationToken);
    }

    /// <summary>Some restarts come only after the network has forgotten what it was sent.</summary>
    private async Task LaterAsync(CancellationToken cancellationToken)
    {
        if (_chance.Next(10) >= 3)
            return;
        stage.Discord.Inject(new StageFault.ForgetNonces());
        await stage.Clock.AdvanceToAsync(stage.Clock.Instant + BeyondTheWindow, cancellationToken);
    }
}
