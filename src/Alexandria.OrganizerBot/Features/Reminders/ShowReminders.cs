using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// An organizer sees every reminder of an action with its minute, its readers and what is past, and turns one off or gives it
/// another distance, for this action alone.
/// </summary>
internal sealed class ShowReminders(Store store)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        var (rule, change) = (request.Option("reminder"), request.Option("change"));
        if (rule is null && change is null)
            return store.Read(session =>
                session.Find(id) is { } action && action.Campaign == request.Campaign.Id
                    ? Card(session, request, action)
                    : request.UnknownAction()
            );
        if (rule is null || change is null)
            return request.Say("error.reminder-change");
        return TypedOffset.Read(change) is TypedOffsetReading.NotUnderstood
            ? request.Say("error.reminder-change")
            : await store.WriteAsync(
                session => Decide(session, request, id, rule, TypedOffset.Read(change)),
                cancellationToken
            );
    }

    /// <summary>Offers the names of the campaign's reminders.</summary>
    public static Task<Reply> CompleteReminderAsync(Request request, CancellationToken cancellationToken)
    {
        var typed = request.Incoming.Act is Act.Complete complete ? complete.Typed.Trim() : "";
        return Task.FromResult<Reply>(
            new Reply.Completions([
                .. request
                    .Campaign.Cadence.Where(rule => rule.Id.Contains(typed, StringComparison.OrdinalIgnoreCase))
                    .Select(rule => new Completion(
                        UntrustedText.Clean($"{rule.Id} · {Distance(request.Voice, rule)}", 100),
                        rule.Id
                    )),
            ])
        );
    }

    private static Reply Decide(
        StoreSession session,
        Request request,
        ActionId id,
        string ruleId,
        TypedOffsetReading change
    )
    {
        var current = session.Find(id);
        if (EditAction.WhyNot(current, request) is { } refusal)
            return refusal;
        var cadence = CadenceOf(current!, request);
        var usual = request.Campaign.Cadence.FirstOrDefault(rule => rule.Id == ruleId);
        if ((cadence.FirstOrDefault(rule => rule.Id == ruleId) ?? usual) is not { } before)
            return request.Say(
                "error.reminder-unknown",
                ("reminders", string.Join(", ", Rules(current!, request).Select(rule => rule.Id)))
            );
        var after = change switch
        {
            TypedOffsetReading.TurnOff => null,
            TypedOffsetReading.At(var offset) => before with { Offset = offset },
            _ => usual ?? before,
        };
        if (after is not null && DueAt(current!, request, after) is { } due && due <= request.Now)
            return request.Say("error.time-past", ("when", request.Voice.When(due)));

        var edited = current! with { Cadence = Changed(cadence, before, after, request) };
        return session.TryBegin(request.EventKey, request.Now)
            ? EditAction.Apply(
                session,
                request,
                current,
                edited,
                AuditDeed.CadenceChanged,
                action => Done(session, request, action)
            )
            : Done(session, request, current);
    }

    private static Reply Done(StoreSession session, Request request, CollectiveAction action) =>
        action.Proposal is null ? Card(session, request, action) : Approval.Waits(request, action);

    /// <summary>The cadence with the one rule changed, in the campaign's order; null where it is the campaign's again.</summary>
    private static IReadOnlyList<ReminderRule>? Changed(
        IReadOnlyList<ReminderRule> cadence,
        ReminderRule before,
        ReminderRule? after,
        Request request
    )
    {
        var order = request.Campaign.Cadence.Select(rule => rule.Id).ToList();
        var changed = cadence
            .Where(rule => rule.Id != before.Id)
            .Concat(after is null ? [] : [after])
            .OrderBy(rule => order.IndexOf(rule.Id) is >= 0 and var at ? at : order.Count)
            .ToList();
        return changed.SequenceEqual(request.Campaign.Cadence) ? null : changed;
    }

    /// <summary>Every milestone and every reminder of the action, as things stand.</summary>
    /// <param name="remarks">Sentences to say first.</param>
    internal static Reply Card(
        StoreSession session,
        Request request,
        CollectiveAction action,
        params IEnumerable<string?> remarks
    )
    {
        var voice = request.Voice;
        var plan = ReminderPlanner.Plan(
            action,
            CadenceOf(action, request),
            request.Campaign.QuietHours,
            Instant.MinValue,
            request.Campaign.OfficeDays
        );
        var readers = ReminderTimeline.Readers(session, action, plan, request.Now);
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("ladder.title", ("code", action.Id.Code), ("title", action.Title))),
        };
        parts.AddRange(remarks.OfType<string>().Select(remark => new CardPart.Paragraph(remark)));
        parts.Add(
            new CardPart.Bullets([
                .. action
                    .Milestones.Append(new Milestone(MilestoneKind.Start, action.Starts.Local))
                    .OrderBy(milestone => milestone.Local)
                    .Select(milestone => MilestoneWords.Line(voice, milestone.Kind, action.MomentOf(milestone.Kind)!)),
            ])
        );
        parts.Add(new CardPart.Rule());
        parts.Add(
            new CardPart.Bullets([
                .. plan.Select(step => Line(step, readers.GetValueOrDefault(step.Id), action, request)),
                .. Rules(action, request)
                    .Where(rule => plan.All(step => step.Rule != rule.Id))
                    .Select(rule => WhyNot(rule, action, request)),
            ])
        );
        parts.Add(new CardPart.Small(voice.Text("ladder.most", ("count", ReminderLadder.MostPerAction))));
        parts.Add(new CardPart.Small(voice.Text("ladder.change", ("code", action.Id.Code))));
        return new Reply.Private(new Card { Parts = parts });
    }

    private static string Line(ReminderStep step, int readers, CollectiveAction action, Request request)
    {
        var voice = request.Voice;
        var rule = CadenceOf(action, request).First(rule => rule.Id == step.Rule);
        var name = ("reminder", (object)$"{rule.Id} ({Distance(voice, rule)})");
        // The zone's name stands above, with the milestones.
        var when = ("when", (object)voice.WallTime(step.DueAt.InZone(request.Campaign.Zone).LocalDateTime));
        if (step.DueAt <= request.Now)
            return voice.Text("ladder.past", name, when);
        var inChannel = ReminderTimeline.Audience(voice, step.Audience & ReminderAudience.Channel);
        var members = ReminderTimeline.Audience(voice, step.Audience & ReminderAudience.Members);
        // The number is that of the members, so they stand last.
        return members.Length == 0
            ? voice.Text("ladder.in-channel", name, when, ("audience", inChannel))
            : voice.Text(
                "ladder.line",
                name,
                when,
                ("audience", inChannel.Length == 0 ? members : $"{inChannel}, {members}"),
                ("count", readers)
            );
    }

    /// <summary>Why a rule gives no reminder.</summary>
    private static string WhyNot(ReminderRule rule, CollectiveAction action, Request request)
    {
        var voice = request.Voice;
        var name = ("reminder", (object)$"{rule.Id} ({Distance(voice, rule)})");
        if (CadenceOf(action, request).All(other => other.Id != rule.Id))
            return voice.Text("ladder.off", name);
        return action.MomentOf(rule.Of) is null
            ? voice.Text("ladder.unknown", name, ("milestone", MilestoneWords.In(voice, rule.Of)))
            : voice.Text("ladder.useless", name);
    }

    /// <summary>"3 hours before: Registration to speak closes".</summary>
    private static string Distance(Voice voice, ReminderRule rule) =>
        voice.Text(
            "ladder.distance",
            ("offset", TypedOffset.In(voice, rule.Offset)),
            ("milestone", MilestoneWords.In(voice, rule.Of))
        );

    private static Instant? DueAt(CollectiveAction action, Request request, ReminderRule rule) =>
        action.MomentOf(rule.Of) is { } moment
            ? ReminderPlanner.DueAt(moment, rule.Offset, request.Campaign.QuietHours, request.Campaign.OfficeDays)
            : null;

    private static IReadOnlyList<ReminderRule> CadenceOf(CollectiveAction action, Request request) =>
        action.Cadence ?? request.Campaign.Cadence;

    /// <summary>The action's own rules and those of the campaign that are turned off.</summary>
    private static IEnumerable<ReminderRule> Rules(CollectiveAction action, Request request) =>
        CadenceOf(action, request).UnionBy(request.Campaign.Cadence, rule => rule.Id);
}
