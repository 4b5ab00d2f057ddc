using System.Globalization;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Privacy;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Conversation.Saying;

/// <summary>
/// Finds out what a person means by a text, a reaction or a vote, where there are no commands and buttons: the same acts
/// come out of it. In a group only what is clearly meant for the bot is read, so that no stray "yes" becomes a pledge.
/// </summary>
internal sealed class SaidReader(FeatureCatalog catalog, Store store, CampaignBook campaigns, RequestReader reader)
{
    private const string ThumbsUp = "👍";

    /// <summary>How long a bare "pause" lasts; other lengths are said with the command.</summary>
    private const string AWeek = "7";

    private readonly SpokenWords _spoken = new(catalog.Words, catalog.Commands);

    /// <summary>The same event with an act of the catalogue, or the answer to it.</summary>
    public SaidReading Read(Incoming incoming) =>
        incoming.Act switch
        {
            Act.Say said when incoming.EditOf is { } original => ReadEdit(incoming, said, original),
            Act.Say said => ReadText(incoming, said),
            Act.React reaction => ReadReaction(incoming, reaction),
            Act.Vote vote => ReadVote(incoming, vote),
            Act.Delete deleted => ReadDeletion(incoming, deleted),
            _ => Means(incoming, incoming.Act, language: null),
        };

    private SaidReading ReadText(Incoming incoming, Act.Say said) =>
        incoming.Server is null ? ReadInPrivate(incoming, said) : ReadInGroup(incoming, said);

    /// <summary>
    /// A changed text is read as if it had been written so; where it says nothing any more, the pledge that it made is taken
    /// back.
    /// </summary>
    private SaidReading ReadEdit(Incoming incoming, Act.Say said, string original)
    {
        var reading = said.IsAddressed
            ? ReadText(incoming, said)
            : new SaidReading.Answered(new Reply.Silence("edit-for-others"));
        return
            reading is SaidReading.Answered
            && ReadDeletion(incoming, new Act.Delete(original)) is SaidReading.Understood taken
            ? taken
            : reading;
    }

    private SaidReading ReadInPrivate(Incoming incoming, Act.Say said)
    {
        var meaning = _spoken.Meaning(said.Text);
        switch (meaning?.Meant)
        {
            case SpokenWords.Stop:
                return Means(incoming, Typed(RemindMe.OffCommand), meaning.Language);
            case SpokenWords.Pause:
                return Means(incoming, Typed(PauseReminders.PauseCommand, ("days", AWeek)), meaning.Language);
            case SpokenWords.Mine:
                return Means(incoming, Typed(MyPledges.Command), meaning.Language);
            case SpokenWords.WhatDoYouKnow:
                return Means(incoming, Typed(WhatIsKnown.Command), meaning.Language);
            case SpokenWords.ForgetMe:
                return Means(incoming, Typed(ForgetMe.Command), meaning.Language);
            case SpokenWords.Undo when !said.ClaimsRightsOnly && LastPledge(incoming) is { } last:
                return Means(incoming, new Act.Press(UndoPledge.For(last)), meaning.Language);
            default:
                break;
        }
        if (said.ClaimsRightsOnly)
            return new SaidReading.Answered(new Reply.Silence("no-right-claimed"));
        if (ReadCommand(incoming, said.Text) is { } command)
            return command;
        if (ReadCode(incoming, said.Text) is { } answer)
            return answer;
        if (Number(said.Text) is { } number)
            return ReadNumber(incoming, said, number);
        if (meaning is not null)
            return ReadWord(incoming, said, meaning);
        return Answer(incoming, "say.not-understood");
    }

    /// <summary>
    /// The platform hands over only what is addressed to the bot: a command with <c>!</c>, a mention, or an answer to a
    /// message of the bot. Of the last kind most is not meant for the bot ("thanks!").
    /// </summary>
    private SaidReading ReadInGroup(Incoming incoming, Act.Say said)
    {
        if (_spoken.Meaning(said.Text) is { Meant: var meant } personal && IsPersonal(meant))
            return Answer(incoming, "say.write-in-private", personal.Language);
        if (ReadCommand(incoming, said.Text) is { } command)
            return command;
        if (ReadCode(incoming, said.Text) is { } byCode)
            return byCode;
        if (said.Quotes is null)
            return Answer(incoming, "say.not-understood");
        if (ActionOf(incoming, said.Quotes) is not { } action)
            return ReadQuoteInGroup(incoming, said);

        var choices = AnswerChoices.ButtonsOf(action);
        if (Number(said.Text) is { } number)
            return Numbered(incoming, choices, number);
        return _spoken.Meaning(said.Text) is { } meaning && Choice(action, meaning.Meant) is { } chosen
            ? Means(incoming, new Act.Press(chosen), meaning.Language)
            : new SaidReading.Answered(new Reply.Silence("quote-is-talk"));
    }

    /// <summary>A number answers what the bot asked the group in the message that is quoted; all else is talk.</summary>
    private SaidReading ReadQuoteInGroup(Incoming incoming, Act.Say said) =>
        Number(said.Text) is { } number && incoming.Channel is { } group && Asked(incoming, said, group) is { } asked
            ? Numbered(incoming, [.. asked.Choices.Select(ButtonId.Decode)], number)
            : new SaidReading.Answered(new Reply.Silence("quotes-no-alert"));

    private static bool IsPersonal(string meaning) =>
        meaning
            is SpokenWords.WhatDoYouKnow
                or SpokenWords.Mine
                or SpokenWords.ForgetMe
                or SpokenWords.Stop
                or SpokenWords.Pause;

    /// <summary>👍 says yes to the first thing that the alert asks; taking it back takes the pledge back.</summary>
    private SaidReading ReadReaction(Incoming incoming, Act.React reaction)
    {
        if (PlainText.FoldEmoji(reaction.Emoji) != ThumbsUp)
            return new SaidReading.Answered(new Reply.Silence("other-emoji"));
        if (ActionOf(incoming, reaction.MessageId) is not { } action)
            return new SaidReading.Answered(new Reply.Silence("reacts-to-no-alert"));
        return Means(
            incoming,
            new Act.Press(
                reaction.IsRemoved
                    ? WithdrawPledge.For(action.Id)
                    : PledgeByButton.For(action.Id, AnswerChoices.Of(action)[0])
            ),
            language: null
        );
    }

    private SaidReading ReadVote(Incoming incoming, Act.Vote vote)
    {
        if (ActionOf(incoming, vote.MessageId) is not { } action)
            return new SaidReading.Answered(new Reply.Silence("votes-on-no-alert"));
        var choices = AnswerChoices.ButtonsOf(action);
        return vote.Options switch
        {
            [] => Means(incoming, new Act.Press(WithdrawPledge.For(action.Id)), language: null),
            [var option, ..] when option >= 0 && option < choices.Count => Means(
                incoming,
                new Act.Press(choices[option]),
                language: null
            ),
            _ => new SaidReading.Answered(new Reply.Silence("no-such-option")),
        };
    }

    /// <summary>Who deletes the message that made a pledge takes the pledge back.</summary>
    private SaidReading ReadDeletion(Incoming incoming, Act.Delete deleted)
    {
        var key = store.Keys.EventKey(incoming.Network, deleted.EventId);
        return PledgesOf(incoming).FirstOrDefault(pledge => pledge.By == key) is { } pledge
            ? Means(incoming, new Act.Press(WithdrawPledge.For(pledge.Action)), language: null)
            : new SaidReading.Answered(new Reply.Silence("deleted-no-pledge"));
    }

    private SaidReading? ReadCommand(Incoming incoming, string text)
    {
        if (_spoken.Command(text) is not var (spoken, rest))
            return null;
        // "call me back" is no command, though "call" may be one: without options nothing may follow, unless it is asked for.
        var isMarked = text.AsSpan().TrimStart() is ['!' or '/', ..];
        if (spoken.Meant.Options.Count == 0 && rest.Length > 0 && !isMarked)
            return null;
        var language = spoken.Language ?? Catalogue.Fallback;
        var typed = TypedOptions.Read(rest, spoken.Meant, catalog.Words, language);
        if (typed.TooLong is { } option)
            return new SaidReading.Answered(
                new Reply.Private(
                    Card.Of(
                        catalog.Words.Text(
                            language,
                            "error.text-too-long",
                            ("option", catalog.Words.Text(language, $"option.{option.Name}.name")),
                            ("most", option.MaxLength)
                        )
                    )
                )
            );
        return Means(incoming, new Act.Command(spoken.Meant.Name, typed.Options), language);
    }

    /// <summary><c>A12</c>, <c>A12 2</c> or <c>A12 yes</c>; null: it does not begin with a code.</summary>
    private SaidReading? ReadCode(Incoming incoming, string text)
    {
        var folded = PlainText.Fold(text);
        var space = folded.IndexOf(' ', StringComparison.Ordinal);
        if (!ActionId.TryParse(space < 0 ? folded : folded[..space], out var id))
            return null;
        var action = store.Read(session => session.Find(id));
        if (action is null || !CampaignsOf(incoming).Any(campaign => campaign.Id == action.Campaign))
            return new SaidReading.Answered(
                new Reply.Private(
                    Card.Of(catalog.Words.Text(Language(incoming), "error.unknown-action", ("code", id.Code)))
                )
            );
        var rest = space < 0 ? "" : folded[(space + 1)..];
        if (rest.Length == 0)
            return Means(incoming, new Act.Press(ShowAction.For(id)), language: null);
        var choices = AnswerChoices.ButtonsOf(action);
        if (Number(rest) is { } number)
            return Numbered(incoming, choices, number);
        return _spoken.Meaning(rest) is { } meaning && Choice(action, meaning.Meant) is { } chosen
            ? Means(incoming, new Act.Press(chosen), meaning.Language)
            : Answer(incoming, "say.not-understood");
    }

    /// <summary>A number answers what the bot had asked last when the person wrote it, or what they quote.</summary>
    private SaidReading ReadNumber(Incoming incoming, Act.Say said, int number)
    {
        var prompt = Asked(incoming, said);
        if (said.Quotes is not null && prompt is null)
            return AskWhich(incoming, language: null);
        var choices =
            prompt is not null ? [.. prompt.Choices.Select(ButtonId.Decode)]
            : OpenActionsOf(incoming) is [var only] ? AnswerChoices.ButtonsOf(only)
            : null;
        return choices is null ? AskWhich(incoming, language: null) : Numbered(incoming, choices, number);
    }

    private SaidReading Numbered(Incoming incoming, IReadOnlyList<ButtonId> choices, int number) =>
        number >= 1 && number <= choices.Count
            ? Means(incoming, new Act.Press(choices[number - 1]), language: null)
            : Answer(incoming, "say.no-such-number");

    /// <summary>
    /// A word answers what the bot asked last, or what the person quotes; where the bot asked nothing yet, the only action
    /// there is. A question that is about no action takes numbers only.
    /// </summary>
    private SaidReading ReadWord(Incoming incoming, Act.Say said, Spoken<string> meaning)
    {
        var asked = Asked(incoming, said);
        if (asked is not null && AnswerTo(asked, meaning.Meant) is { } answer)
            return Means(incoming, new Act.Press(answer), meaning.Language);
        var open = OpenActionsOf(incoming);
        if (open.Count == 0)
            return Answer(incoming, "say.nothing-open", meaning.Language);
        if (asked is null && said.Quotes is not null)
            return AskWhich(incoming, meaning.Language);
        if (asked?.Choices.All(choice => CodeOf(choice) is null) == true)
            return Answer(incoming, "say.number-wanted", meaning.Language);

        var about =
            asked is not null ? open.Find(action => asked.Choices.Any(choice => CodeOf(choice) == action.Id.Code))
            : open is [var only] ? only
            : null;
        if (about is null)
            return AskWhich(incoming, meaning.Language);
        // Who speaks and says "yes" means that, and not the first thing that the alert asks.
        if (meaning.Meant == SpokenWords.Yes && StandingAnswer(incoming, about) is { } standing)
            return Means(incoming, new Act.Press(PledgeByButton.For(about.Id, standing)), meaning.Language);
        return Choice(about, meaning.Meant) is { } chosen
            ? Means(incoming, new Act.Press(chosen), meaning.Language)
            : Answer(incoming, "say.not-understood", meaning.Language);
    }

    private PledgeAnswer? StandingAnswer(Incoming incoming, CollectiveAction action) =>
        PledgesOf(incoming).Find(pledge => pledge.Action == action.Id && pledge.IsComing)?.Answer;

    private SaidReading AskWhich(Incoming incoming, string? language) =>
        OpenActionsOf(incoming).Count == 0
            ? Answer(incoming, "say.nothing-open", language)
            : Means(incoming, Typed(Features.Actions.ListActions.Command), language);

    /// <summary>
    /// What a word says to a question that is not "what will you do?": whether a pledge holds, or whether one was there. A
    /// speaker's "yes" or "I'll be there" confirms, and makes nobody of them who only attends. Null: nothing.
    /// </summary>
    private static ButtonId? AnswerTo(Prompt asked, string meaning)
    {
        var choices = asked.Choices.Select(ButtonId.Decode).ToList();
        var answer = AnswerWords.Parse(meaning);
        if (
            choices.Find(choice => choice.Name is ConfirmPledge.Button or ComeAtNewTime.Button) is { } holds
            && (meaning is SpokenWords.Yes or SpokenWords.Confirm || answer is PledgeAnswer.Attend)
        )
            return holds;
        if (
            choices.Find(choice => choice.Name == SayWhetherCame.Button) is not { Arguments: [var code, ..] }
            || !ActionId.TryParse(code, out var id)
        )
            return null;
        if (meaning is SpokenWords.Yes or SpokenWords.Came)
            return SayWhetherCame.For(id, came: true);
        return meaning == SpokenWords.Missed || answer is PledgeAnswer.CantCome
            ? SayWhetherCame.For(id, came: false)
            : null;
    }

    private static ButtonId? Choice(CollectiveAction action, string meaning)
    {
        switch (meaning)
        {
            case SpokenWords.Yes:
                return PledgeByButton.For(action.Id, AnswerChoices.Of(action)[0]);
            case SpokenWords.Confirm:
                return ConfirmPledge.For(action);
            case SpokenWords.Came or SpokenWords.Missed:
                return SayWhetherCame.For(action.Id, meaning == SpokenWords.Came);
            default:
                break;
        }
        return AnswerWords.Parse(meaning) is { } answer && AnswerChoices.Of(action).Contains(answer)
            ? PledgeByButton.For(action.Id, answer)
            : null;
    }

    /// <summary>The action whose alert or poll the message is.</summary>
    private CollectiveAction? ActionOf(Incoming incoming, string messageId) =>
        store.Read(session =>
            CampaignsOf(incoming)
                .SelectMany(campaign => session.ActionsOf(campaign.Id))
                .FirstOrDefault(action =>
                    session
                        .PostedAlertsOf(action.Id)
                        .Any(posted =>
                            posted.Network == incoming.Network
                            && posted.ChannelId == incoming.Channel
                            && posted.IsKnownAs(messageId)
                        )
                )
        );

    private List<CollectiveAction> OpenActionsOf(Incoming incoming)
    {
        var now = reader.Now;
        return store.Read(session =>
            CampaignsOf(incoming)
                .SelectMany(campaign => session.ActionsOf(campaign.Id))
                .Where(action => action.State == ActionState.Released && action.Starts.Instant > now)
                .ToList()
        );
    }

    /// <summary>The question in the message that the person quotes, or else the last one that they had seen; null: none.</summary>
    private Prompt? Asked(Incoming incoming, Act.Say said) => Asked(incoming, said, incoming.Sender.UserId);

    /// <summary>The same of what the person or the group with that id was asked.</summary>
    private Prompt? Asked(Incoming incoming, Act.Say said, string reader)
    {
        var prompts = store.Read(session => session.PromptsOf(store.Keys.PersonKey(incoming.Network, reader)));
        return said.Quotes is { } quoted
            ? prompts.FirstOrDefault(asked => asked.SentAt.ToString(CultureInfo.InvariantCulture) == quoted)
            : prompts.FirstOrDefault(asked => incoming.SentAt is not { } at || asked.SentAt <= at);
    }

    private static string? CodeOf(string choice) =>
        ButtonId.Decode(choice).Arguments is [var code, ..] && ActionId.TryParse(code, out _) ? code : null;

    private ActionId? LastPledge(Incoming incoming) =>
        PledgesOf(incoming)
            .Where(pledge => pledge.Answer != PledgeAnswer.Withdrawn)
            .OrderByDescending(pledge => pledge.At)
            .Select(pledge => (ActionId?)pledge.Action)
            .FirstOrDefault();

    private List<Pledge> PledgesOf(Incoming incoming) =>
        store.Read(session =>
            CampaignsOf(incoming)
                .SelectMany(campaign =>
                    session.PledgesOf(
                        session.HumanBehind(store.Keys.Of(campaign.Id, incoming.Network, incoming.Sender.UserId))
                    )
                )
                .ToList()
        );

    private IReadOnlyList<Campaign> CampaignsOf(Incoming incoming) =>
        incoming.Server is { } server ? campaigns.At(incoming.Network, server, incoming.Channel) : campaigns.All;

    private static Act.Command Typed(string command, params ReadOnlySpan<(string Name, string Value)> options)
    {
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in options)
            typed[name] = value;
        return new Act.Command(command, typed);
    }

    private static SaidReading.Understood Means(Incoming incoming, Act act, string? language) =>
        new(incoming with { Act = act, Sender = incoming.Sender with { Locale = language ?? incoming.Sender.Locale } });

    private SaidReading.Answered Answer(Incoming incoming, string key, string? language = null) =>
        new(new Reply.Private(Card.Of(catalog.Words.Text(language ?? Language(incoming), key))));

    private string Language(Incoming incoming) => reader.LanguageFor(incoming);

    /// <summary>A whole text that is one small number, in any script; null: it is something else.</summary>
    private static int? Number(string text)
    {
        var folded = PlainText.Fold(text);
        return folded.Length is 1 or 2 && folded.All(char.IsAsciiDigit)
            ? int.Parse(folded, CultureInfo.InvariantCulture)
            : null;
    }
}

/// <summary>What the reader made of a text.</summary>
internal abstract record SaidReading
{
    private SaidReading() { }

    public sealed record Understood(Incoming Incoming) : SaidReading;

    public sealed record Answered(Reply Reply) : SaidReading;
}
