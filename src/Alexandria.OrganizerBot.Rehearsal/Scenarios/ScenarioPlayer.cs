using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>Plays the steps of a scenario on a stage, tells them, and counts what held.</summary>
internal sealed class ScenarioPlayer(
    Scenario scenario,
    Stage stage,
    Variables variables,
    Judge judge,
    Narrator narrator
)
{
    private readonly Dictionary<string, StageReply> _lastReplies = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];
    private StageReply? _lastReply;
    private int _told;

    public int Held { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Files that came with answers, as written beside the transcript.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Line of the step that is being played.</summary>
    public int Line { get; private set; }

    /// <summary>Plays all steps; ends early at the first failure unless the scenario goes on.</summary>
    /// <returns>Whether every expectation held.</returns>
    public async Task<bool> PlayAsync(CancellationToken cancellationToken)
    {
        foreach (var step in scenario.Steps)
        {
            Line = step.Line;
            if (step.Say is { } say)
            {
                narrator.Say(variables.Fill(say));
            }

            await PlayAsync(step, cancellationToken);
            TellWhatTheBotSent();
            if (Failed > 0 && !scenario.GoesOnAfterFailure)
            {
                return false;
            }
        }

        return Failed == 0;
    }

    private Task PlayAsync(ScenarioStep step, CancellationToken cancellationToken) =>
        step switch
        {
            ScenarioStep.JustSay => Task.CompletedTask,
            ScenarioStep.Command command => CommandAsync(command, cancellationToken),
            ScenarioStep.Autocomplete autocomplete => AutocompleteAsync(autocomplete, cancellationToken),
            ScenarioStep.Press press => PressAsync(press, cancellationToken),
            ScenarioStep.Pick pick => PickAsync(pick, cancellationToken),
            ScenarioStep.Submit submit => SubmitAsync(submit, cancellationToken),
            ScenarioStep.Type type => TypeAsync(type, cancellationToken),
            ScenarioStep.Quote quote => QuoteAsync(quote, cancellationToken),
            ScenarioStep.React react => ReactAsync(react, cancellationToken),
            ScenarioStep.Vote vote => VoteAsync(vote, cancellationToken),
            ScenarioStep.Advance advance => AdvanceAsync(advance, cancellationToken),
            ScenarioStep.Bot bot => BotAsync(bot, cancellationToken),
            ScenarioStep.Fault fault => FaultAsync(fault, cancellationToken),
            ScenarioStep.Calendar calendar => ServeCalendar(calendar),
            ScenarioStep.Expecting expecting => ExpectAsync(expecting),
            _ => throw new InvalidOperationException($"unknown step {step}"),
        };

    private Task CommandAsync(ScenarioStep.Command step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        return ActAsync(
            step.Actors,
            $"in {step.Actors.Where}: {Shown(step.Text)}",
            who =>
            {
                variables.Set("who", who);
                var typed = TypedCommand.Parse(variables.Fill(step.Text));
                var options = new Dictionary<string, string>(typed.Options, StringComparer.Ordinal);
                foreach (var (name, value) in step.Options ?? new Dictionary<string, ScenarioText>())
                {
                    options[name] = variables.Fill(value);
                }

                return token => network.CommandAsync(who, step.Actors.Where, typed.Command, options, token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task PressAsync(ScenarioStep.Press step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        var buttons = step.Buttons.Select(variables.Fill).ToList();
        return ActAsync(
            step.Actors,
            $"{Narrator.Verb(step.Actors.People, "presses", "press")} “{buttons[0]}” on {step.On.Where ?? "the bot's answer"}",
            who =>
            {
                variables.Set("who", who);
                var message = Find(step.On, network, who, seen => seen.Buttons.Count > 0);
                return token =>
                    message is null
                        ? throw new StageException(
                            step.On.Where is null
                                ? $"The last answer to {who} is no message with a button to press."
                                : $"There is no such message with a button to press in {step.On.Where}."
                        )
                        : network.PressAsync(who, message, ButtonOn(message, buttons), token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task PickAsync(ScenarioStep.Pick step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        var menus = step.Select.Select(variables.Fill).ToList();
        return ActAsync(
            step.Actors,
            $"{Narrator.Verb(step.Actors.People, "picks", "pick")} {string.Join(", ", step.Values.Select(value => $"“{value.Raw}”"))} on {step.On.Where ?? "the bot's answer"}",
            who =>
            {
                variables.Set("who", who);
                var values = step.Values.Select(variables.Fill).ToList();
                var message = Find(step.On, network, who, seen => seen.Selects.Count > 0);
                return token =>
                    message is null
                        ? throw new StageException(
                            step.On.Where is null
                                ? $"The last answer to {who} is no message with a menu."
                                : $"There is no such message with a menu in {step.On.Where}."
                        )
                        : network.PickAsync(who, message, MenuOn(message, menus), values, token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task SubmitAsync(ScenarioStep.Submit step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        return ActAsync(
            step.Actors,
            $"{Narrator.Verb(step.Actors.People, "sends", "send")} the form: {string.Join("; ", step.Fields.Select(field => $"{field.Key}: {field.Value.Raw}"))}",
            who =>
            {
                variables.Set("who", who);
                var values = step.Fields.ToDictionary(field => field.Key, field => variables.Fill(field.Value));
                return token =>
                    _lastReplies.GetValueOrDefault(who) is { Kind: StageReplyKind.Modal } form
                        ? network.SubmitFormAsync(who, form, values, token)
                        : throw new StageException($"The last answer to {who} opened no form.");
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task TypeAsync(ScenarioStep.Type step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        return ActAsync(
            step.Actors,
            $"in {step.Actors.Where}: {Shown(step.Text)}",
            who =>
            {
                variables.Set("who", who);
                var text = variables.Fill(step.Text);
                return token => network.TypeAsync(who, step.Actors.Where, text, token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task QuoteAsync(ScenarioStep.Quote step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        return ActAsync(
            step.Actors,
            $"{Narrator.Verb(step.Actors.People, "answers", "answer")} {(step.On.Where is { } where ? $"in {where}" : "the bot")} with “{Shown(step.Text)}”",
            who =>
            {
                variables.Set("who", who);
                var text = variables.Fill(step.Text);
                var message = Find(step.On, network, who, _ => true);
                return token => network.QuoteAsync(who, message ?? throw NoMessage(step.On, who), text, token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task ReactAsync(ScenarioStep.React step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        return ActAsync(
            step.Actors,
            $"{(step.Remove ? Narrator.Verb(step.Actors.People, "takes back", "take back") : Narrator.Verb(step.Actors.People, "reacts with", "react with"))} {step.Emoji}",
            who =>
            {
                variables.Set("who", who);
                var message = Find(step.On, network, who, _ => true);
                return token =>
                    network.ReactAsync(who, message ?? throw NoMessage(step.On, who), step.Emoji, step.Remove, token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private Task VoteAsync(ScenarioStep.Vote step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        return ActAsync(
            step.Actors,
            $"{Narrator.Verb(step.Actors.People, "votes", "vote")} for {string.Join(", ", step.Options.Select(option => $"“{option.Raw}”"))}",
            who =>
            {
                variables.Set("who", who);
                var options = step.Options.Select(variables.Fill).ToList();
                var message = Find(step.On, network, who, seen => seen.Selects.Count > 0);
                return token => network.VoteAsync(who, message ?? throw NoMessage(step.On, who), options, token);
            },
            step.Expect,
            step.Captures,
            cancellationToken
        );
    }

    private static StageException NoMessage(MessageFinder finder, string who) =>
        new(
            finder.Where is null
                ? $"The bot has said nothing to {who} yet."
                : $"There is no such message in {finder.Where}."
        );

    private static string MenuOn(StageMessage message, IReadOnlyList<string> menus) =>
        menus.FirstOrDefault(menu => message.Selects.Any(shown => shown.Placeholder == menu || shown.Id == menu))
        ?? menus.FirstOrDefault("");

    /// <summary>
    /// The first of the given buttons that stands on the message, since people of one crowd read different languages; where
    /// none does, the first, so that the network says what is there instead.
    /// </summary>
    private static string ButtonOn(StageMessage message, IReadOnlyList<string> buttons) =>
        buttons.FirstOrDefault(button =>
            message.Buttons.Any(shown => shown.Label.Contains(button, StringComparison.Ordinal))
        ) ?? buttons[0];

    /// <summary>Lets each person act, together or one after the other, then judges, captures and keeps what they saw.</summary>
    private async Task ActAsync(
        Actors actors,
        string what,
        Func<string, Func<CancellationToken, Task<StageReply>>> prepare,
        ReplyExpectation? expected,
        IReadOnlyDictionary<string, ScenarioText> captures,
        CancellationToken cancellationToken
    )
    {
        var names = Narrator.Names(actors.People);
        narrator.Did(names, actors.Together && actors.People.Count > 1 ? $"together {what}" : what);
        var outcomes = new List<Outcome>();
        if (actors.Together)
        {
            var acts = actors.People.Select(who => (Who: who, Act: prepare(who))).ToList();
            outcomes.AddRange(
                await stage.WithBotAsync(
                    token => Task.WhenAll(acts.Select(act => AttemptAsync(act.Who, act.Act, token))),
                    cancellationToken
                )
            );
        }
        else
        {
            await narrator.ForEachAsync(
                $"{names} {what}",
                actors.People,
                async who =>
                {
                    var act = prepare(who);
                    outcomes.Add(await stage.WithBotAsync(token => AttemptAsync(who, act, token), cancellationToken));
                }
            );
        }

        await stage.SettleAsync(cancellationToken);
        Tell(outcomes);
        foreach (var (who, reply, trouble) in outcomes)
        {
            variables.Set("who", who);
            if (reply is null)
            {
                Count(new Failure(Line, $"{who} can do this", trouble ?? "nothing"));
                continue;
            }

            Keep(who, reply);
            if (expected is not null)
            {
                Count(judge.Reply(expected, who, reply));
            }

            Capture(captures, who, reply);
        }
    }

    /// <summary>What a person cannot do on the network is an outcome, not an error of the stage.</summary>
    private static async Task<Outcome> AttemptAsync(
        string who,
        Func<CancellationToken, Task<StageReply>> act,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return new Outcome(who, await act(cancellationToken), Trouble: null);
        }
        catch (StageException trouble)
        {
            return new Outcome(who, Reply: null, trouble.Message);
        }
    }

    private async Task AutocompleteAsync(ScenarioStep.Autocomplete step, CancellationToken cancellationToken)
    {
        var network = Network(step.Actors.Network, step.Line);
        foreach (var who in step.Actors.People)
        {
            variables.Set("who", who);
            var typed = variables.Fill(step.Typed);
            narrator.Did(who, $"types in {step.Actors.Where}: {step.CommandName} {step.Option}:{typed}");
            var choices = await stage.WithBotAsync(
                token => network.AutocompleteAsync(who, step.Actors.Where, step.CommandName, step.Option, typed, token),
                cancellationToken
            );
            narrator.Sees($"{who} is offered", string.Join("; ", choices.Select(choice => choice.Name)));
            if (step.Expect is { } expected)
            {
                Count(judge.Choices(expected, choices));
            }

            if (step.Choose is { } choose)
            {
                var chosen = judge.Chosen(choose, choices);
                Count(
                    chosen is null
                        ? new Failure(
                            choose.Line,
                            "a choice that can be chosen",
                            string.Join("; ", choices.Select(choice => $"{choice.Name} ({choice.Value})"))
                        )
                        : null
                );
                variables.Set(choose.As, chosen?.Value ?? "");
            }
        }
    }

    private async Task AdvanceAsync(ScenarioStep.Advance step, CancellationToken cancellationToken)
    {
        if (step is { By: null, To: null })
        {
            await stage.WithBotAsync(
                async token =>
                {
                    await stage.Clock.AdvanceToNextAsync(token);
                    return true;
                },
                cancellationToken
            );
            narrator.Did("The clock", "stands at the next thing due.");
            return;
        }

        var target = step.By is { } span ? span.After(stage.Clock.Instant, scenario.Zone) : judge.InstantOf(step.To!);
        if (target < stage.Clock.Instant)
        {
            throw new ScenarioMistakeException(
                scenario.File,
                step.Line,
                $"the clock stands at {stage.Clock.Now:yyyy-MM-dd HH:mm} already and only moves on."
            );
        }

        await stage.WithBotAsync(
            async token =>
            {
                await stage.Clock.AdvanceToAsync(target, token);
                return true;
            },
            cancellationToken
        );
        TellWhatTheBotSent();
        narrator.Did("The clock", "has moved here.");
    }

    private async Task BotAsync(ScenarioStep.Bot step, CancellationToken cancellationToken)
    {
        switch (step.Deed)
        {
            case BotDeed.Kill:
                await stage.KillBotAsync(cancellationToken);
                narrator.Did("The bot", "is killed (SIGKILL).");
                break;
            case BotDeed.Stop:
                await StopAsync(step.Line, cancellationToken);
                break;
            case BotDeed.Restart:
                if (stage.IsBotRunning)
                {
                    await StopAsync(step.Line, cancellationToken);
                }

                await stage.StartBotAsync(cancellationToken);
                narrator.Did("The bot", "is back.");
                break;
            default:
                throw new InvalidOperationException($"unknown deed {step.Deed}");
        }
    }

    private async Task StopAsync(int line, CancellationToken cancellationToken)
    {
        var code = await stage.StopBotAsync(cancellationToken);
        narrator.Did("The bot", "is stopped.");
        Count(
            code == 0
                ? null
                : new Failure(
                    line,
                    "the bot stops when it is asked to, with exit code 0",
                    code is null ? "it had to be killed" : $"exit code {code}"
                )
        );
    }

    private async Task FaultAsync(ScenarioStep.Fault step, CancellationToken cancellationToken)
    {
        narrator.Did("Fault", step.What.ToString());
        Network(step.Network, step.Line).Inject(step.What);
        await stage.SettleAsync(cancellationToken);
    }

    private Task ServeCalendar(ScenarioStep.Calendar step)
    {
        if (stage.Calendar is not { } calendar)
        {
            throw new ScenarioMistakeException(
                scenario.File,
                step.Line,
                "the scenario has no 'calendar' that could be replaced."
            );
        }

        if (step.File is { } file)
        {
            calendar.Serve(file);
            narrator.Did("City hall", $"now publishes {Path.GetFileName(file)}.");
        }
        else
        {
            calendar.Fail(step.Status!.Value);
            narrator.Did("City hall", $"now answers with the error {step.Status}.");
        }

        return Task.CompletedTask;
    }

    private Task ExpectAsync(ScenarioStep.Expecting step)
    {
        var heldBefore = Held;
        foreach (var expectation in step.All)
        {
            Count(Check(expectation));
        }

        if (Held - heldBefore == step.All.Count)
        {
            narrator.Held($"{step.All.Count} expectation(s) of line {step.Line}");
        }

        return Task.CompletedTask;
    }

    private Failure? Check(Expectation expectation) =>
        expectation switch
        {
            Expectation.InChannel channel => judge.Channel(
                channel,
                Network(channel.Network, channel.Line).Messages(channel.Where)
            ),
            Expectation.InCalendar calendar => judge.Calendar(
                calendar,
                Network(calendar.Network, calendar.Line).Events()
            ),
            Expectation.Received received => judge.Received(received, stage.Transcript.Since(0)),
            Expectation.Reminders reminders => judge.Reminders(reminders, stage.Transcript.Since(0)),
            Expectation.OnlyTo onlyTo => judge.OnlyTo(onlyTo, stage.Transcript.Since(0)),
            Expectation.InTranscript inTranscript => judge.InTranscript(inTranscript, stage.Transcript.Since(0)),
            Expectation.ReplyFile file => judge.ReplyFile(file, _lastReply),
            Expectation.NoPersonIds noIds => Judge.NoPersonIds(
                noIds,
                [
                    .. stage.Networks.SelectMany(network =>
                        scenario
                            .Cast.People.Where(person => person.IsOn(network.Name))
                            .Select(person => (person.Name, network.IdOf(person.Name)))
                    ),
                ],
                stage.BotFiles()
            ),
            _ => throw new InvalidOperationException($"unknown expectation {expectation}"),
        };

    private void Count(Failure? failure)
    {
        if (failure is null)
        {
            Held++;
            return;
        }

        Failed++;
        narrator.Failed(scenario.File, failure);
    }

    private IStageNetwork Network(string? name, int line) =>
        stage.Network(name)
        ?? throw new ScenarioMistakeException(
            scenario.File,
            line,
            $"'{name}' is no network of the stage; there are: {string.Join(", ", stage.Networks.Select(network => network.Name))}."
        );

    private StageMessage? Find(
        MessageFinder finder,
        IStageNetwork network,
        string who,
        Func<StageMessage, bool> isUsable
    )
    {
        if (finder.Where is null)
        {
            return _lastReplies.GetValueOrDefault(who)?.Message;
        }

        return network
            .Messages(finder.Where, who)
            .LastOrDefault(message => isUsable(message) && judge.Fits(finder.Text, message.Text));
    }

    private void Keep(string who, StageReply reply)
    {
        _lastReply = reply;
        _lastReplies[who] = reply;
        foreach (var attachment in reply.Message?.Attachments ?? [])
        {
            // The name is the bot's; only its last part may choose where the file lands.
            var path = Path.Combine(Path.GetDirectoryName(stage.Transcript.File)!, Path.GetFileName(attachment.Name));
            if (string.Equals(path, stage.Transcript.File, StringComparison.Ordinal))
            {
                continue;
            }

            File.WriteAllBytes(path, attachment.Content.Span);
            if (!_files.Contains(path, StringComparer.Ordinal))
            {
                _files.Add(path);
            }
        }
    }

    private void Capture(IReadOnlyDictionary<string, ScenarioText> captures, string who, StageReply reply)
    {
        foreach (var (name, pattern) in captures)
        {
            var match = Regex.Match(
                reply.Text,
                variables.FillPattern(pattern),
                RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
            if (match.Success)
            {
                variables.Set(name, match.Groups.Count > 1 ? match.Groups[1].Value : match.Value);
            }

            Count(
                match.Success
                    ? null
                    : new Failure(
                        pattern.Line,
                        $"an answer in which /{pattern.Raw}/ is found",
                        $"{who} sees: {reply.Text}"
                    )
            );
        }
    }

    private void Tell(IReadOnlyList<Outcome> outcomes)
    {
        const int different = 3;
        var texts = outcomes
            .Where(outcome => outcome.Reply is not null)
            .GroupBy(outcome => (outcome.Reply!.Kind, Text: WhatIsSeen(outcome.Reply)))
            .OrderByDescending(group => group.Count())
            .ToList();
        foreach (var group in texts.Take(different))
        {
            narrator.Sees(Narrator.Seeing(group.Key.Kind, [.. group.Select(outcome => outcome.Who)]), group.Key.Text);
        }

        if (texts.Count > different)
        {
            narrator.Sees("the others see", $"{texts.Count - different} more different answers");
        }
    }

    private static string WhatIsSeen(StageReply reply) =>
        reply.Kind == StageReplyKind.Reacted ? string.Concat(reply.Reactions) : reply.Text;

    /// <summary>The text as several people write it, each with their own name where it names who writes.</summary>
    private string Shown(ScenarioText text) =>
        variables.Fill(text with { Raw = text.Raw.Replace("{who}", "…", StringComparison.Ordinal) });

    private void TellWhatTheBotSent()
    {
        var entries = stage.Transcript.Since(_told);
        _told += entries.Count;
        narrator.Sent(entries);
    }

    /// <summary>What became of one person's act.</summary>
    /// <param name="Reply">Null when the person could not act at all; then <paramref name="Trouble"/> says why.</param>
    private sealed record Outcome(string Who, StageReply? Reply, string? Trouble);
}
