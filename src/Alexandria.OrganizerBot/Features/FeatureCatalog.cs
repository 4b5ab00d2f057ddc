using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Help;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Features.Tally;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features;

/// <summary>Every way into the program: one list of commands and buttons.</summary>
internal sealed class FeatureCatalog
{
    private readonly Dictionary<string, CommandSpec> _commands;
    private readonly Dictionary<string, ButtonSpec> _buttons;

    public FeatureCatalog(FeatureTools tools)
    {
        Words = tools.Words;
        var create = new CreateAction(tools.Store);
        var post = new PostAction(tools.Store);
        var cancel = new CancelAction(tools.Store);
        var list = new ListActions(tools.Store, tools.Reader);
        var pledge = new PledgeByButton(tools.Store);
        var undo = new UndoPledge(tools.Store);
        var remind = new RemindMe(tools.Store);
        var mine = new MyPledges(tools.Store, tools.Reader);
        var language = new ChooseLanguage(tools.Store, tools.Reader);
        var tally = new ShowTally(tools.Store);
        var help = new ShowHelp(() => Commands!);

        Commands =
        [
            new CommandSpec
            {
                Name = "action create",
                Handle = create.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("meeting") { Complete = create.CompleteMeetingAsync },
                    new OptionSpec("title") { MaxLength = 120 },
                    new OptionSpec("date"),
                    new OptionSpec("time"),
                    new OptionSpec("place") { MaxLength = 200 },
                    new OptionSpec("link") { MaxLength = 300 },
                    new OptionSpec("asks") { Choices = CreateAction.AskChoices },
                ],
                Examples =
                [
                    "/action create meeting:council|101",
                    "/action create title:Public hearing date:next tuesday time:7pm place:City Hall",
                ],
            },
            new CommandSpec
            {
                Name = "action post",
                Handle = post.HandleAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteDraftsAsync }],
                Examples = ["/action post action:A1"],
            },
            new CommandSpec
            {
                Name = "action cancel",
                Handle = cancel.HandleAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync }],
                Examples = ["/action cancel action:A1"],
            },
            new CommandSpec
            {
                Name = "actions",
                Handle = list.HandleAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/actions"],
            },
            new CommandSpec
            {
                Name = "mine",
                Handle = mine.HandleAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/mine"],
            },
            new CommandSpec
            {
                Name = "reminders on",
                Handle = remind.HandleOnAsync,
                Mode = AnswerMode.Deferred,
                InPrivate = true,
                Examples = ["/reminders on"],
            },
            new CommandSpec
            {
                Name = "reminders off",
                Handle = remind.HandleOffAsync,
                InPrivate = true,
                Examples = ["/reminders off"],
            },
            new CommandSpec
            {
                Name = "tally",
                Handle = tally.HandleAsync,
                Access = Access.Coordinator,
                Mode = AnswerMode.Deferred,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteAllAsync }],
                Examples = ["/tally action:A1"],
            },
            new CommandSpec
            {
                Name = "language",
                Handle = language.HandleAsync,
                Options = [new OptionSpec("language") { Required = true, Choices = tools.Words.Languages }],
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/language language:es"],
            },
            new CommandSpec
            {
                Name = "help",
                Handle = help.HandleAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/help"],
            },
        ];

        Buttons =
        [
            new ButtonSpec(PledgeByButton.Button, pledge.HandleAsync),
            new ButtonSpec(UndoPledge.Button, undo.HandleAsync),
            new ButtonSpec(RemindMe.Button, remind.HandleButtonAsync) { Mode = AnswerMode.Deferred },
        ];

        _commands = Commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        _buttons = Buttons.ToDictionary(button => button.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<CommandSpec> Commands { get; }

    /// <summary>The catalogues that hold the commands' words.</summary>
    public Catalogue Words { get; }

    public IReadOnlyList<ButtonSpec> Buttons { get; }

    /// <summary>The entry that an act means, or null.</summary>
    public CatalogEntry? Find(Act act) =>
        act switch
        {
            Act.Command command when _commands.TryGetValue(command.Name, out var spec) => CatalogEntry.For(
                spec,
                spec.Handle
            ),
            Act.Press press when _buttons.TryGetValue(press.Button.Name, out var spec) => new CatalogEntry(
                spec.Handle,
                Access.Everyone,
                spec.Mode,
                InPrivate: true,
                AllCampaigns: false
            ),
            Act.Complete completing
                when _commands.TryGetValue(completing.CommandName, out var spec)
                    && spec.Options.FirstOrDefault(option => option.Name == completing.Option)?.Complete
                        is { } complete => CatalogEntry.For(spec, complete) with
            {
                Mode = AnswerMode.AtOnce,
            },
            _ => null,
        };
}

/// <summary>What the dispatcher needs to know of an entry.</summary>
internal sealed record CatalogEntry(Handler Handle, Access Access, AnswerMode Mode, bool InPrivate, bool AllCampaigns)
{
    public static CatalogEntry For(CommandSpec spec, Handler handle) =>
        new(handle, spec.Access, spec.Mode, spec.InPrivate, spec.AllCampaigns);
}
