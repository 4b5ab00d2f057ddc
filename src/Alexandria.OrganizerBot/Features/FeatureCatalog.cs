using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Calls;
using Alexandria.OrganizerBot.Features.Deliveries;
using Alexandria.OrganizerBot.Features.Help;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Privacy;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Features.Tally;
using Alexandria.OrganizerBot.Features.Verify;
using Alexandria.OrganizerBot.Features.Wipe;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features;

/// <summary>Every way into the program: one list of commands and buttons.</summary>
internal sealed class FeatureCatalog
{
    private readonly Dictionary<string, CommandSpec> _commands;
    private readonly Dictionary<string, ButtonSpec> _buttons;
    private readonly Dictionary<string, FormSpec> _forms;

    public FeatureCatalog(FeatureTools tools)
    {
        Words = tools.Words;
        var create = new CreateAction(tools.Store);
        var post = new PostAction(tools.Store, tools.Reader.Roles);
        var cancel = new CancelAction(tools.Store);
        var edit = new EditAction(tools.Store);
        var copy = new CopyAction(tools.Store);
        var changes = new AnswerCalendarChange(tools.Store);
        var repeat = new RepeatAction(tools.Store);
        var preview = new PreviewAction(tools.Store);
        var milestone = new SetMilestone(tools.Store);
        var form = new OpenForm(tools.Store);
        var ladder = new ShowReminders(tools.Store);
        var list = new ListActions(tools.Store, tools.Reader);
        var pledge = new PledgeByButton(tools.Store);
        var undo = new UndoPledge(tools.Store);
        var bring = new BringOthers(tools.Store);
        var call = new CallNow(tools.Store);
        var take = new TakeOffer(tools.Store);
        var confirm = new ConfirmPledge(tools.Store);
        var again = new ComeAtNewTime(tools.Store);
        var came = new SayWhetherCame(tools.Store);
        var remind = new RemindMe(tools.Store, tools.Reader);
        var pause = new PauseReminders(tools.Store, tools.Reader);
        var withdraw = new WithdrawPledge(tools.Store);
        var show = new ShowAction(tools.Store);
        var mine = new MyPledges(tools.Store, tools.Reader);
        var language = new ChooseLanguage(tools.Store, tools.Reader);
        var link = new LinkNetworks(tools.Store, tools.Reader, new LinkTries());
        var tally = new ShowTally(tools.Store);
        var status = new ShowStatus(tools.Store, tools.Networks);
        var deliveries = new SettleDeliveries(tools.Store);
        var everywhere = new PersonEverywhere(tools.Store, tools.Reader);
        var known = new WhatIsKnown(tools.Store, everywhere);
        var forget = new ForgetMe(tools.Store, everywhere);
        var held = new HeldPledges(tools.Store);
        var bar = new BarMember(tools.Store);
        var verify = new VerifyAlert(tools.Store, tools.Reader, new LinkTries());
        var audit = new ShowAudit(tools.Store);
        var wipe = new WipeEverything(tools.Store, tools.Reader, new WipeAsks(), tools.Destroy);
        var help = new ShowHelp(() => Commands!);

        // What an organizer writes about an action, in a new one and in a change alike.
        IReadOnlyList<OptionSpec> writing =
        [
            new OptionSpec("title") { MaxLength = ActionFields.LongestTitle },
            new OptionSpec("when"),
            new OptionSpec("date"),
            new OptionSpec("time"),
            new OptionSpec("place") { MaxLength = ActionFields.LongestPlace },
            new OptionSpec("note") { MaxLength = ActionFields.LongestNote },
            new OptionSpec("capacity"),
            new OptionSpec("link") { MaxLength = 300 },
        ];

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
                    .. writing,
                    new OptionSpec("asks") { Choices = CreateAction.AskChoices },
                    new OptionSpec("kind") { Choices = CreateAction.KindChoices },
                    new OptionSpec("end"),
                    new OptionSpec("goal"),
                ],
                Examples =
                [
                    "/action create meeting:council|101",
                    "/action create title:Public hearing when:next tuesday 7pm place:City Hall",
                    "/action create kind:call-in title:Call for line 7 when:next tuesday 9am end:5pm goal:40",
                    "/action create",
                ],
            },
            new CommandSpec
            {
                Name = "action preview",
                Handle = preview.HandleAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync }],
                Examples = ["/action preview action:A1"],
            },
            new CommandSpec
            {
                Name = "action edit",
                Handle = edit.HandleAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync }, .. writing],
                Examples = ["/action edit action:A1", "/action edit action:A1 place:Room 1305"],
            },
            new CommandSpec
            {
                Name = "action milestone",
                Handle = milestone.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync },
                    new OptionSpec("milestone") { Required = true, Choices = MilestoneWords.Settable },
                    new OptionSpec("when") { Required = true },
                ],
                Examples =
                [
                    "/action milestone action:A1 milestone:form-closes when:next monday noon",
                    "/action milestone action:A1 milestone:form-closes when:none",
                ],
            },
            new CommandSpec
            {
                Name = "action form-open",
                Handle = form.HandleAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync }],
                Examples = ["/action form-open action:A1"],
            },
            new CommandSpec
            {
                Name = "action reminders",
                Handle = ladder.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync },
                    new OptionSpec("reminder") { Complete = ShowReminders.CompleteReminderAsync },
                    new OptionSpec("change"),
                ],
                Examples =
                [
                    "/action reminders action:A1",
                    "/action reminders action:A1 reminder:day-before change:2 days before",
                ],
            },
            new CommandSpec
            {
                Name = "action copy",
                Handle = copy.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Required = true, Complete = list.CompleteEveryAsync },
                    new OptionSpec("when") { Required = true },
                ],
                Examples = ["/action copy action:A1 when:next tuesday 7pm"],
            },
            new CommandSpec
            {
                Name = "action repeat",
                Handle = repeat.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Required = true, Complete = list.CompleteEveryAsync },
                    new OptionSpec("every"),
                    new OptionSpec("last"),
                    new OptionSpec("closed") { Choices = RepeatAction.ClosedChoices },
                ],
                Examples =
                [
                    "/action repeat action:A1 every:2nd and 4th tuesday",
                    "/action repeat action:A1",
                    "/action repeat action:A1 every:stop",
                ],
            },
            new CommandSpec
            {
                Name = "action post",
                Handle = post.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Required = true, Complete = list.CompleteDraftsAsync },
                    new OptionSpec("at"),
                    new OptionSpec(PostAction.Emergency) { Choices = PostAction.EmergencyChoices },
                ],
                Examples =
                [
                    "/action post action:A1",
                    "/action post action:A1 at:tuesday 9am",
                    "/action post action:A1 emergency:yes",
                ],
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
                Name = AnswerCalendarChange.Command,
                Handle = changes.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Complete = changes.CompleteAsync },
                    new OptionSpec("answer") { Choices = AnswerCalendarChange.Answers },
                ],
                Examples =
                [
                    "/calendar changes",
                    "/calendar changes action:A1 answer:apply",
                    "/calendar changes action:A1 answer:ignore",
                ],
            },
            new CommandSpec
            {
                Name = ListActions.Command,
                Handle = list.HandleAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/actions"],
            },
            new CommandSpec
            {
                Name = CallNow.Command,
                Exposure = Exposure.Personal,
                Handle = call.HandleAsync,
                InPrivate = true,
                Options = [new OptionSpec("action") { Required = true, Complete = list.CompleteCallInsAsync }],
                Examples = ["/call action:A1"],
            },
            new CommandSpec
            {
                Name = MyPledges.Command,
                Exposure = Exposure.Personal,
                Handle = mine.HandleAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/mine"],
            },
            new CommandSpec
            {
                Name = "reminders on",
                Exposure = Exposure.Personal,
                AllCampaigns = true,
                Handle = remind.HandleOnAsync,
                Mode = AnswerMode.Deferred,
                InPrivate = true,
                Examples = ["/reminders on"],
            },
            new CommandSpec
            {
                Name = PauseReminders.PauseCommand,
                Exposure = Exposure.Personal,
                Handle = pause.HandlePauseAsync,
                AllCampaigns = true,
                Options = [new OptionSpec("days") { Required = true, Choices = PauseReminders.DayChoices }],
                InPrivate = true,
                Examples = ["/reminders pause days:7"],
            },
            new CommandSpec
            {
                Name = "reminders quiet",
                Exposure = Exposure.Personal,
                AllCampaigns = true,
                Handle = pause.HandleQuietAsync,
                Options = [new OptionSpec("from"), new OptionSpec("until")],
                InPrivate = true,
                Examples = ["/reminders quiet from:9pm until:9am", "/reminders quiet"],
            },
            new CommandSpec
            {
                Name = RemindMe.OffCommand,
                Exposure = Exposure.Personal,
                IsRight = true,
                Handle = remind.HandleOffAsync,
                InPrivate = true,
                AllCampaigns = true,
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
                Name = "status",
                Handle = status.HandleAsync,
                Access = Access.Coordinator,
                Examples = ["/status"],
            },
            new CommandSpec
            {
                Name = "deliveries list",
                Handle = deliveries.ListAsync,
                Access = Access.Coordinator,
                Examples = ["/deliveries list"],
            },
            new CommandSpec
            {
                Name = "deliveries retry",
                Handle = deliveries.RetryAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("item") { Required = true, Complete = deliveries.CompleteAsync },
                    new OptionSpec("twice") { Choices = SettleDeliveries.TwiceChoices },
                ],
                Examples = ["/deliveries retry item:K7QP2"],
            },
            new CommandSpec
            {
                Name = "deliveries drop",
                Handle = deliveries.DropAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("item") { Required = true, Complete = deliveries.CompleteAsync }],
                Examples = ["/deliveries drop item:K7QP2"],
            },
            new CommandSpec
            {
                Name = "audit",
                Handle = audit.HandleAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec("page")],
                Examples = ["/audit", "/audit page:1"],
            },
            new CommandSpec
            {
                Name = "wipe",
                Handle = wipe.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec(WipeEverything.Rehearse) { Choices = WipeEverything.Choices },
                    new OptionSpec(WipeEverything.Confirm) { Choices = WipeEverything.Choices },
                ],
                Examples = ["/wipe", "/wipe rehearse:yes", "/wipe confirm:yes"],
            },
            new CommandSpec
            {
                Name = "verify",
                Handle = verify.HandleAsync,
                Options = [new OptionSpec("code") { Required = true, MaxLength = VerifyAlert.LongestTyped }],
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/verify code:K7Q2"],
            },
            new CommandSpec
            {
                Name = "language",
                Exposure = Exposure.Personal,
                Handle = language.HandleAsync,
                Options = [new OptionSpec("language") { Required = true, Choices = tools.Words.Languages }],
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/language language:es"],
            },
            new CommandSpec
            {
                Name = LinkNetworks.Command,
                Exposure = Exposure.Personal,
                Handle = link.HandleAsync,
                Options = [new OptionSpec("code") { MaxLength = 20 }],
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/link", "/link code:K7QP2M4X"],
            },
            new CommandSpec
            {
                Name = "unlink",
                Exposure = Exposure.Personal,
                Handle = link.HandleUnlinkAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/unlink"],
            },
            new CommandSpec
            {
                Name = WhatIsKnown.Command,
                Exposure = Exposure.Personal,
                IsRight = true,
                Handle = known.HandleAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/privacy"],
            },
            new CommandSpec
            {
                Name = ForgetMe.Command,
                Exposure = Exposure.Personal,
                IsRight = true,
                Handle = ForgetMe.AskAsync,
                InPrivate = true,
                AllCampaigns = true,
                Examples = ["/forget"],
            },
            new CommandSpec
            {
                Name = HeldPledges.Command,
                Handle = held.HandleAsync,
                Access = Access.Organizer,
                Options =
                [
                    new OptionSpec("action") { Required = true, Complete = list.CompleteOpenAsync },
                    new OptionSpec("decision") { Required = true, Choices = HeldPledges.Decisions },
                ],
                Examples = ["/pledges held action:A1 decision:accept"],
            },
            new CommandSpec
            {
                Name = "ban",
                Handle = bar.BanAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec(BarMember.Person) { Required = true, IsPerson = true }],
                Examples = ["/ban member:@Ben"],
            },
            new CommandSpec
            {
                Name = "unban",
                Handle = bar.UnbanAsync,
                Access = Access.Organizer,
                Options = [new OptionSpec(BarMember.Person) { Required = true, IsPerson = true }],
                Examples = ["/unban member:@Ben"],
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
            new ButtonSpec(BringOthers.Button, bring.HandleAsync),
            new ButtonSpec(CallNow.Button, call.PressAsync) { Exposure = Exposure.Personal },
            new ButtonSpec(LogCall.Button, new LogCall(tools.Store).HandleAsync) { Exposure = Exposure.Personal },
            new ButtonSpec(UndoCall.Button, new UndoCall(tools.Store).HandleAsync) { Exposure = Exposure.Personal },
            new ButtonSpec(TakeOffer.Button, take.HandleAsync),
            new ButtonSpec(ConfirmPledge.Button, confirm.HandleAsync),
            new ButtonSpec(ComeAtNewTime.Button, again.HandleAsync),
            new ButtonSpec(SayWhetherCame.Button, came.HandleAsync),
            new ButtonSpec(LinkNetworks.Button, link.HandleButtonAsync)
            {
                Exposure = Exposure.Personal,
                AllCampaigns = true,
            },
            new ButtonSpec(ForgetMe.Button, forget.HandleButtonAsync)
            {
                Exposure = Exposure.Personal,
                AllCampaigns = true,
                IsRight = true,
            },
            new ButtonSpec(WithdrawPledge.Button, withdraw.HandleAsync),
            new ButtonSpec(ShowAction.Button, show.HandleAsync) { Exposure = Exposure.None },
            new ButtonSpec(MyPledges.Button, mine.HandleAsync) { Exposure = Exposure.Personal },
            new ButtonSpec(PostAction.Button, post.HandleAsync) { Access = Access.Organizer, Exposure = Exposure.None },
            new ButtonSpec(AnswerCalendarChange.Button, changes.HandleButtonAsync)
            {
                Access = Access.Organizer,
                Exposure = Exposure.None,
            },
            new ButtonSpec(PreviewAction.Button, preview.HandleAsync)
            {
                Access = Access.Organizer,
                Exposure = Exposure.None,
            },
            new ButtonSpec(OpenForm.Button, form.HandleAsync) { Access = Access.Organizer, Exposure = Exposure.None },
            new ButtonSpec(WipeEverything.Button, wipe.HandleButtonAsync)
            {
                Access = Access.Organizer,
                Exposure = Exposure.None,
            },
            new ButtonSpec(RemindMe.Button, remind.HandleButtonAsync)
            {
                Mode = AnswerMode.Deferred,
                Exposure = Exposure.Personal,
            },
        ];

        Forms =
        [
            new FormSpec(ActionForm.Create, create.HandleAsync) { Access = Access.Organizer },
            new FormSpec(ActionForm.Edit, edit.HandleAsync) { Access = Access.Organizer },
        ];

        _commands = Commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        _buttons = Buttons.ToDictionary(button => button.Name, StringComparer.Ordinal);
        _forms = Forms.ToDictionary(form => form.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<CommandSpec> Commands { get; }

    /// <summary>The catalogues that hold the commands' words.</summary>
    public Catalogue Words { get; }

    public IReadOnlyList<ButtonSpec> Buttons { get; }

    public IReadOnlyList<FormSpec> Forms { get; }

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
                spec.Access,
                spec.Mode,
                InPrivate: true,
                spec.AllCampaigns,
                spec.Exposure
            )
            {
                IsRight = spec.IsRight,
            },
            Act.Submit submit when _forms.TryGetValue(submit.Form.Name, out var spec) => new CatalogEntry(
                spec.Handle,
                spec.Access,
                AnswerMode.AtOnce,
                InPrivate: false,
                AllCampaigns: false,
                Exposure.None
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
internal sealed record CatalogEntry(
    Handler Handle,
    Access Access,
    AnswerMode Mode,
    bool InPrivate,
    bool AllCampaigns,
    Exposure Exposure
)
{
    /// <inheritdoc cref="CommandSpec.IsRight"/>
    public bool IsRight { get; init; }

    public static CatalogEntry For(CommandSpec spec, Handler handle) =>
        new(handle, spec.Access, spec.Mode, spec.InPrivate, spec.AllCampaigns, spec.Exposure)
        {
            IsRight = spec.IsRight,
        };
}
