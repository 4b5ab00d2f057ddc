using System.Globalization;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features;

/// <summary>
/// Every way into the program with every kind of bad input: one clear sentence in the person's language, and nothing is
/// saved, sent or lost.
/// </summary>
public sealed class BadInputTests : IAsyncDisposable
{
    // What stands in the store, by the order in which it was made.
    private const string Posted = "A1";
    private const string Draft = "A2";
    private const string Theirs = "A3";
    private const string Cancelled = "A4";
    private const string Over = "A5";
    private const string Unknown = "A999";

    private static readonly string Flood = string.Concat(Enumerable.Repeat("@everyone **x** \u202E\u0007", 6_000));

    private static readonly string[] WithCode =
    [
        "action preview",
        "action edit",
        "action copy",
        "action milestone",
        "action reminders",
        "action post",
        "action cancel",
        "tally",
    ];

    private readonly Desk _desk = new(
        CampaignFolder.ReadAll(Checkout.At("campaigns"), ["alexandria-transfers"]).Campaigns.Single()
    );

    /// <summary>Each bad input by a name that says what it is.</summary>
    private static readonly Dictionary<string, BadInput> Inputs = All()
        .ToDictionary(input => input.Name, StringComparer.Ordinal);

    public static TheoryData<string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (var name in Inputs.Keys)
            {
                names.Add(name, "en");
                names.Add(name, "es");
            }
            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_answered_in_one_sentence_and_nothing_is_saved(string name, string language)
    {
        var input = Inputs[name];
        var person = input.Who with { Locale = language == "es" ? "es-419" : "en-US" };
        await SetUpAsync();
        var before = Everything(person);

        var reply = await _desk.AnswerAsync(_desk.Does(input.Act, person));

        var voice = new Voice(_desk.Words, language, _desk.BusLine, _desk.Now);
        Assert.Equal(input.Sentence(voice), Desk.TextOf(Assert.IsType<Reply.Private>(reply)));
        Assert.Equal(before, Everything(person));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_hundred_thousand_letters_controls_and_mentions_are_answered_in_a_line_and_shown_harmlessly(
        string command,
        string option
    )
    {
        await SetUpAsync();
        var before = Everything(Person.Organizer);
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["action"] = Draft,
            ["when"] = "2027-03-20 7pm",
            ["days"] = "1",
            ["milestone"] = "doors",
            ["reminder"] = "day-before",
            ["change"] = "off",
            ["from"] = "9pm",
            ["until"] = "9am",
            [option] = Flood,
        };

        var reply = await _desk.AnswerAsync(_desk.Does(new Act.Command(command, options), Person.Organizer));

        var text = Desk.TextOf(Assert.IsType<Reply.Private>(reply));
        Assert.InRange(text.Length, 1, 300);
        Assert.DoesNotContain(text, letter => letter is '\u202E' or '\u0007');
        Assert.Equal(before, Everything(Person.Organizer));
    }

    public static TheoryData<string, string> Codes { get; } =
        new()
        {
            { "action preview", "action" },
            { "action edit", "action" },
            { "action edit", "when" },
            { "action edit", "capacity" },
            { "action edit", "link" },
            { "action copy", "action" },
            { "action copy", "when" },
            { "action milestone", "milestone" },
            { "action milestone", "when" },
            { "action reminders", "reminder" },
            { "action reminders", "change" },
            { "action post", "action" },
            { "action post", "at" },
            { "action cancel", "action" },
            { "tally", "action" },
            { "deliveries retry", "item" },
            { "deliveries drop", "item" },
            { "reminders pause", "days" },
            { "reminders quiet", "from" },
            { "reminders quiet", "until" },
            { "language", "language" },
        };

    [Theory]
    [InlineData("title", ActionFields.LongestTitle)]
    [InlineData("place", ActionFields.LongestPlace)]
    [InlineData("note", ActionFields.LongestNote)]
    public async Task A_flood_in_a_text_is_cut_and_cleaned_in_a_form_as_in_an_option(string field, int longest)
    {
        await SetUpAsync();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = "Vigil",
            ["when"] = "2027-03-20 7pm",
            [field] = Flood,
        };

        await _desk.AnswerAsync(
            _desk.Does(new Act.Submit(new ButtonId(ActionForm.Edit, Draft), fields), Person.Organizer)
        );
        var byForm = Stored(Draft);
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", Draft), (field, Flood + "!"));
        var byOption = Stored(Draft);

        foreach (var action in (CollectiveAction[])[byForm, byOption])
        {
            var text = field switch
            {
                "title" => action.Title,
                "place" => action.Location!,
                _ => action.Note!,
            };
            Assert.InRange(text.Length, 1, longest);
            Assert.DoesNotContain(text, letter => letter is '\u202E' or '\u0007');
        }
    }

    [Theory]
    [InlineData("action edit")]
    [InlineData("action copy")]
    public async Task A_time_that_comes_twice_is_read_as_the_first_and_that_is_said(string command)
    {
        await SetUpAsync();

        var reply = await _desk.CommandAsync(
            Person.Organizer,
            command,
            ("action", Draft),
            ("when", "2027-11-07 1:30am")
        );

        Assert.Contains(_desk.Words.Text("en", "draft.ambiguous-time"), Desk.TextOf(reply), StringComparison.Ordinal);
        var saved = Stored(command == "action edit" ? Draft : "A6");
        Assert.Equal(Instant.FromUtc(2027, 11, 7, 7, 30), saved.Starts.Instant);
    }

    [Fact]
    public async Task A_posting_time_that_comes_twice_is_the_first()
    {
        await SetUpAsync();
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", Draft), ("when", "2027-11-20 7pm"));

        await _desk.CommandAsync(Person.Organizer, "action post", ("action", Draft), ("at", "2027-11-07 1:30am"));

        Assert.Equal(Instant.FromUtc(2027, 11, 7, 7, 30), Stored(Draft).PostAt);
    }

    [Theory]
    [InlineData("reminders pause")]
    [InlineData("reminders quiet")]
    [InlineData("language")]
    public async Task A_replayed_choice_of_a_member_does_not_undo_a_later_one(string command)
    {
        await SetUpAsync();
        (string, string)[] options = command switch
        {
            "reminders pause" => [("days", "7")],
            "reminders quiet" => [("from", "9pm"), ("until", "9am")],
            _ => [("language", "es")],
        };
        var first = _desk.Types(command, Person.Bo, options);
        await _desk.AnswerAsync(first);
        await _desk.CommandAsync(Person.Bo, "reminders on");
        await _desk.CommandAsync(Person.Bo, "reminders quiet");
        await _desk.CommandAsync(Person.Bo, "language", ("language", "en"));
        var later = Everything(Person.Bo);

        await _desk.AnswerAsync(first);

        Assert.Equal(later, Everything(Person.Bo));
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_draft_and_a_replayed_form_undoes_no_later_change()
    {
        await SetUpAsync();
        var create = _desk.Does(
            new Act.Submit(new ButtonId(ActionForm.Create), Fields("Vigil", "2027-03-20 7pm")),
            Person.Organizer
        );
        await _desk.AnswerAsync(create);
        await _desk.AnswerAsync(create);
        Assert.Single(Actions(_desk.BusLine.Id), action => action.Title == "Vigil");

        var edit = _desk.Does(
            new Act.Submit(new ButtonId(ActionForm.Edit, Draft), Fields("First", "2027-03-20 7pm")),
            Person.Organizer
        );
        await _desk.AnswerAsync(edit);
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", Draft), ("title", "Second"));
        await _desk.AnswerAsync(edit);
        Assert.Equal("Second", Stored(Draft).Title);
    }

    [Fact]
    public async Task A_plus_one_pressed_twice_or_replayed_counts_once()
    {
        await SetUpAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(Stored(Posted).Id, PledgeAnswer.Attend));
        var more = _desk.Presses(BringOthers.For(Stored(Posted).Id, 1), Person.Bo);
        var fewer = BringOthers.For(Stored(Posted).Id, 0);

        await _desk.AnswerAsync(more);
        await _desk.AnswerAsync(_desk.Presses(BringOthers.For(Stored(Posted).Id, 1), Person.Bo));
        Assert.Equal(2, PledgeOf(Person.Bo)!.HeadCount);
        await _desk.PressAsync(Person.Bo, fewer);
        await _desk.AnswerAsync(more);

        Assert.Equal(1, PledgeOf(Person.Bo)!.HeadCount);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static IEnumerable<BadInput> All() =>
        [.. CodesOf(), .. Times(), .. Values(), .. Buttons(), .. Forms(), .. Rights()];

    private static IEnumerable<BadInput> CodesOf()
    {
        foreach (var command in WithCode)
        {
            foreach (
                var (what, code) in ((string, string)[])
                    [("an unknown code", Unknown), ("another campaign's code", Theirs)]
            )
                yield return Typed($"{command} with {what}", command, "error.unknown-action", ("code", code), code);
            yield return Typed(
                $"{command} with no code",
                command,
                "error.unknown-action",
                ("code", "tomorrow"),
                "tomorrow"
            );
        }
        foreach (
            var command in (string[])
                ["action edit", "action milestone", "action reminders", "action post", "action cancel"]
        )
        {
            yield return Typed(
                $"{command} of a cancelled action",
                command,
                "error.already-cancelled",
                ("code", Cancelled),
                Cancelled
            );
            yield return Typed(
                $"{command} of an action that is over",
                command,
                "error.already-over",
                ("code", Over),
                Over
            );
        }
    }

    /// <summary>A command about one action whose other options are in order.</summary>
    private static BadInput Typed(
        string name,
        string command,
        string key,
        (string Name, object Value) value,
        string code
    ) =>
        new(
            name,
            Person.Organizer,
            Command(
                command,
                command switch
                {
                    "action edit" => [("action", code), ("place", "Library")],
                    "action copy" => [("action", code), ("when", "2027-03-20 7pm")],
                    "action milestone" => [("action", code), ("milestone", "doors"), ("when", "2027-03-16 6pm")],
                    "action reminders" => [("action", code), ("reminder", "day-before"), ("change", "off")],
                    "action post" => [("action", code), ("at", "2027-03-10 9am")],
                    _ => [("action", code)],
                }
            ),
            voice => voice.Text(key, value)
        );

    private static IEnumerable<BadInput> Times()
    {
        foreach (
            var (command, option) in ((string, string)[])
                [("action edit", "when"), ("action copy", "when"), ("action milestone", "when"), ("action post", "at")]
        )
        {
            yield return At(
                "in the past",
                "2027-02-28 7pm",
                voice => Past(voice, new LocalDateTime(2027, 2, 28, 19, 0))
            );
            yield return At(
                "in the spring gap",
                "2027-03-14 2:30am",
                voice =>
                    voice.Text(
                        "error.time-gap",
                        ("when", voice.WallTime(new LocalDateTime(2027, 3, 14, 2, 30))),
                        ("next", voice.WallTime(new LocalDateTime(2027, 3, 14, 3, 0)))
                    )
            );
            yield return At("morning or evening", "next tuesday 7", voice => voice.Text("error.time-half-missing"));
            yield return At("that is none", "soonish", voice => voice.Text("error.when-unreadable"));
            yield return At("on no day", "2027-02-30 7pm", voice => voice.Text("error.date-impossible"));
            yield return At("in four years", "2031-03-01 7pm", voice => voice.Text("error.date-far"));

            BadInput At(string what, string typed, Func<Voice, string> sentence) =>
                new(
                    $"{command} at a time {what}",
                    Person.Organizer,
                    Command(command, ("action", Draft), ("milestone", "doors"), (option, typed)),
                    sentence
                );
        }
        yield return new BadInput(
            "action post after the start",
            Person.Organizer,
            Command("action post", ("action", Draft), ("at", "2027-03-17 9am")),
            voice => voice.Text("error.post-after-start", ("code", Draft))
        );

        static string Past(Voice voice, LocalDateTime when) =>
            voice.Text("error.time-past", ("when", voice.WallTime(when)));
    }

    private static IEnumerable<BadInput> Values()
    {
        foreach (var capacity in (string[])["0", "-1", "10001", "many", "1e3", "²", "99999999999999999999"])
            yield return new BadInput(
                $"action edit with the capacity {capacity}",
                Person.Organizer,
                Command("action edit", ("action", Draft), ("capacity", capacity)),
                voice => voice.Text("error.capacity", ("count", ActionFields.LargestCapacity))
            );
        foreach (
            var (link, key, host) in ((string, string, string)[])
                [
                    ("not a link", "error.link-unreadable", ""),
                    ("https://evil.example/", "error.link-host", "evil.example"),
                    ("http://transit.pinonflats.example/", "error.link-host", "transit.pinonflats.example"),
                    ("https://transit.pinonflats.example@evil.example/", "error.link-host", "evil.example"),
                ]
        )
            yield return new BadInput(
                $"action edit with the link {link}",
                Person.Organizer,
                Command("action edit", ("action", Draft), ("link", link)),
                voice => voice.Text(key, ("host", host), ("hosts", "transit.pinonflats.example"))
            );
        foreach (var milestone in (string[])["start", "the end", "@everyone", "form"])
            yield return new BadInput(
                $"action milestone with the milestone {milestone}",
                Person.Organizer,
                Command("action milestone", ("action", Draft), ("milestone", milestone), ("when", "2027-03-10 9am")),
                voice =>
                    voice.Text("error.milestone-unknown", ("milestones", string.Join(", ", MilestoneWords.Settable)))
            );
        yield return new BadInput(
            "action milestone with doors after the start",
            Person.Organizer,
            Command("action milestone", ("action", Draft), ("milestone", "doors"), ("when", "2027-03-16 7pm")),
            voice =>
                voice.Text(
                    "error.milestone-order",
                    ("first", voice.Text("milestone.doors")),
                    ("when", voice.When(new MeetingTime(new LocalDateTime(2027, 3, 16, 19, 0), voice.Campaign.Zone))),
                    ("then", voice.Text("milestone.start")),
                    ("limit", voice.When(new MeetingTime(new LocalDateTime(2027, 3, 16, 18, 30), voice.Campaign.Zone)))
                )
        );
        foreach (
            var (reminder, change) in ((string?, string?)[])
                [("day-before", null), (null, "off"), ("day-before", "soon"), ("day-before", "61 days before")]
        )
            yield return new BadInput(
                $"action reminders with {reminder ?? "no reminder"} and {change ?? "no change"}",
                Person.Organizer,
                Command(
                    "action reminders",
                    [
                        ("action", Draft),
                        .. reminder is null ? [] : ((string, string)[])[("reminder", reminder)],
                        .. change is null ? [] : ((string, string)[])[("change", change)],
                    ]
                ),
                voice => voice.Text("error.reminder-change")
            );
        yield return new BadInput(
            "action reminders with a reminder that there is not",
            Person.Organizer,
            Command("action reminders", ("action", Draft), ("reminder", "never"), ("change", "off")),
            voice =>
                voice.Text(
                    "error.reminder-unknown",
                    ("reminders", string.Join(", ", voice.Campaign.Cadence.Select(rule => rule.Id)))
                )
        );
        yield return new BadInput(
            "action reminders at a distance that has passed",
            Person.Organizer,
            Command("action reminders", ("action", Draft), ("reminder", "day-before"), ("change", "20 days before")),
            voice =>
                voice.Text(
                    "error.time-past",
                    ("when", voice.When(new MeetingTime(new LocalDateTime(2027, 2, 24, 18, 30), voice.Campaign.Zone)))
                )
        );
        foreach (var days in (string[])["0", "-3", "91", "seven", "7.5", "99999999999999999999"])
            yield return new BadInput(
                $"reminders pause for {days} days",
                Person.Bo,
                Command("reminders pause", ("days", days)),
                voice => voice.Text("error.days")
            );
        foreach (
            var (from, until) in ((string?, string?)[])
                [("9pm", null), (null, "9am"), ("25:00", "9am"), ("tuesday", "9am"), ("9", "10"), ("@everyone", "9am")]
        )
            yield return new BadInput(
                $"reminders quiet from {from ?? "nothing"} until {until ?? "nothing"}",
                Person.Bo,
                Command(
                    "reminders quiet",
                    [
                        .. from is null ? [] : ((string, string)[])[("from", from)],
                        .. until is null ? [] : ((string, string)[])[("until", until)],
                    ]
                ),
                voice => voice.Text("error.time-unreadable")
            );
        foreach (var command in (string[])["deliveries retry", "deliveries drop"])
        foreach (var item in (string[])["", "K7QP2", "0", "@everyone", Posted])
            yield return new BadInput(
                $"{command} of {(item.Length == 0 ? "nothing" : item)}",
                Person.Organizer,
                Command(command, ("item", item)),
                voice => voice.Text("deliveries.unknown-item", ("item", item))
            );
        foreach (var language in (string[])["xx", "Klingon", "@everyone", "\u202Ese"])
            yield return new BadInput(
                $"language {language.Replace("\u202E", "reversed ", StringComparison.Ordinal)}",
                Person.Bo,
                Command("language", ("language", language)),
                voice => voice.Text("language.unknown", ("languages", string.Join(", ", voice.Catalogue.Languages)))
            );
    }

    private static IEnumerable<BadInput> Buttons()
    {
        foreach (var name in (string[])["pledge", "bring", "take", "undo", "remind", "confirm", "again"])
        {
            foreach (
                var (what, arguments, key) in ((string, string[], string)[])
                    [
                        ("with an unknown code", [Unknown, .. Rest(name)], "error.button-too-old"),
                        ("with another campaign's code", [Theirs, .. Rest(name)], "error.button-too-old"),
                        ("with a draft's code", [Draft, .. Rest(name)], "error.button-too-old"),
                        ("without a code", [], "error.button-too-old"),
                        ("with a mention as code", ["@everyone"], "error.button-too-old"),
                        ("of a cancelled action", [Cancelled, .. Rest(name)], "error.cancelled"),
                        ("of an action that is over", [Over, .. Rest(name)], "error.too-late"),
                    ]
            )
                yield return Press($"the button {name} {what}", Person.Bo, new ButtonId(name, arguments), key);
        }
        foreach (
            var (what, arguments, key) in ((string, string[], string)[])
                [
                    ("with an unknown code", [Unknown, "yes"], "error.button-too-old"),
                    ("with another campaign's code", [Theirs, "yes"], "error.button-too-old"),
                    ("with a draft's code", [Draft, "no"], "error.button-too-old"),
                    ("of a cancelled action", [Cancelled, "yes"], "error.cancelled"),
                    ("without an answer", [Over], "error.button-too-old"),
                    ("with an answer that there is not", [Over, "maybe"], "error.button-too-old"),
                    ("without a code", [], "error.button-too-old"),
                ]
        )
            yield return Press($"the button came {what}", Person.Bo, new ButtonId("came", arguments), key);
        yield return Press(
            "the button came without a pledge",
            Person.Bo,
            new ButtonId("came", Over, "yes"),
            "came.no-pledge",
            ("title", "Transit Board *public* hearing")
        );
        foreach (var name in (string[])["confirm", "again"])
        foreach (var version in (string[])["1", "99", "-1", "@everyone"])
            yield return Press(
                $"the button {name} of version {version} without a pledge",
                Person.Bo,
                new ButtonId(name, Posted, version),
                "confirm.no-pledge",
                ("title", "Transit Board *public* hearing")
            );
        foreach (var others in (string[])["10", "-1", "1.5", "many", "", "99999999999999999999"])
            yield return Press(
                $"the button bring with {(others.Length == 0 ? "no number" : others)}",
                Person.Bo,
                new ButtonId("bring", Posted, others),
                "error.button-too-old"
            );
        yield return Press(
            "the button bring without a pledge",
            Person.Bo,
            new ButtonId("bring", Posted, "1"),
            "error.button-too-old"
        );
        yield return Press(
            "the button take without a pledge",
            Person.Bo,
            new ButtonId("take", Posted),
            "error.button-too-old"
        );
        yield return Press(
            "the button undo without a pledge",
            Person.Bo,
            new ButtonId("undo", Posted),
            "pledge.nothing-to-undo"
        );
        yield return Press(
            "the button pledge with an answer that was not asked for",
            Person.Bo,
            new ButtonId("pledge", Posted, "call"),
            "error.button-too-old"
        );
        foreach (var code in (string[])[Unknown, Theirs])
            yield return Press(
                $"the button post with {code}",
                Person.Organizer,
                new ButtonId("post", code),
                "error.unknown-action",
                ("code", code)
            );
        yield return Press(
            "the button post under a preview that is not what stands there",
            Person.Organizer,
            new ButtonId("post", Draft, "forged"),
            "post.changed-since-preview",
            ("code", Draft)
        );

        static string[] Rest(string name) =>
            name switch
            {
                "pledge" => ["attend"],
                "bring" => ["1"],
                _ => [],
            };
    }

    private static IEnumerable<BadInput> Forms()
    {
        foreach (var code in (string[])[Unknown, Theirs])
            yield return Sent(
                $"the form edit with {code}",
                new ButtonId(ActionForm.Edit, code),
                Fields("Forged", "2027-03-20 7pm"),
                "error.unknown-action",
                ("code", code)
            );
        yield return Sent(
            "the form edit of a cancelled action",
            new ButtonId(ActionForm.Edit, Cancelled),
            Fields("Forged", "2027-03-20 7pm"),
            "error.already-cancelled",
            ("code", Cancelled)
        );
        foreach (var form in (ButtonId[])[new(ActionForm.Create), new(ActionForm.Edit, Draft)])
        {
            yield return Sent(
                $"the form {form.Name} with half a time",
                form,
                Fields("Forged", "tuesday 7"),
                "error.time-half-missing"
            );
            yield return Sent(
                $"the form {form.Name} with no time",
                form,
                Fields("Forged", "soonish"),
                "error.when-unreadable"
            );
            yield return new BadInput(
                $"the form {form.Name} with a time in the past",
                Person.Organizer,
                new Act.Submit(form, Fields("Forged", "2027-02-28 7pm")),
                voice => voice.Text("error.time-past", ("when", voice.WallTime(new LocalDateTime(2027, 2, 28, 19, 0))))
            );
        }
        yield return Sent(
            "the form create without a title",
            new ButtonId(ActionForm.Create),
            Fields(" \u202E ", "2027-03-20 7pm"),
            "error.title-missing"
        );
    }

    private static IEnumerable<BadInput> Rights()
    {
        foreach (var person in (Person[])[Person.Bo, Person.Coordinator])
        {
            var who = person == Person.Bo ? "a member" : "a coordinator";
            foreach (var command in WithCode.Where(command => command != "tally"))
                yield return Typed($"{command} by {who}", command, "error.organizers-only", ("code", ""), Draft) with
                {
                    Who = person,
                };
            foreach (var command in (string[])["deliveries retry", "deliveries drop"])
                yield return new BadInput(
                    $"{command} by {who}",
                    person,
                    Command(command, ("item", "K7QP2")),
                    voice => voice.Text("error.organizers-only")
                );
            yield return Press(
                $"the button post by {who}",
                person,
                new ButtonId("post", Draft),
                "error.organizers-only"
            );
            yield return Sent(
                $"the form edit by {who}",
                new ButtonId(ActionForm.Edit, Draft),
                Fields("Forged", "2027-03-20 7pm"),
                "error.organizers-only"
            ) with
            {
                Who = person,
            };
        }
        foreach (var command in WithCode)
            yield return Typed($"{command} in private", command, "error.no-campaign-here", ("code", ""), Draft) with
            {
                Who = Person.Organizer with { InPrivate = true },
            };
        yield return Sent(
            "the form edit in private",
            new ButtonId(ActionForm.Edit, Draft),
            Fields("Forged", "2027-03-20 7pm"),
            "error.no-campaign-here"
        ) with
        {
            Who = Person.Organizer with { InPrivate = true },
        };
        yield return Press(
            "the button post in private, where nobody holds a role",
            Person.Organizer with
            {
                InPrivate = true,
            },
            new ButtonId("post", Draft),
            "error.organizers-only"
        );
    }

    private static BadInput Press(
        string name,
        Person who,
        ButtonId button,
        string key,
        params (string Name, object Value)[] values
    ) => new(name, who, new Act.Press(button), voice => voice.Text(key, values));

    private static BadInput Sent(
        string name,
        ButtonId form,
        IReadOnlyDictionary<string, string> fields,
        string key,
        params (string Name, object Value)[] values
    ) => new(name, Person.Organizer, new Act.Submit(form, fields), voice => voice.Text(key, values));

    private static Act.Command Command(string name, params (string Name, string Value)[] options) =>
        new(name, options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal));

    private static Dictionary<string, string> Fields(string title, string when) =>
        new(StringComparer.Ordinal) { ["title"] = title, ["when"] = when };

    private async Task SetUpAsync()
    {
        await _desk.HearingAsync();
        await _desk.HearingAsync(ActionState.Draft);
        await _desk.HearingAsync(but: action => action with { Campaign = Other, Title = "Not yours" });
        await _desk.HearingAsync(ActionState.Cancelled);
        await _desk.HearingAsync(but: action =>
            action with
            {
                Starts = new MeetingTime(new LocalDateTime(2027, 2, 27, 18, 30), action.Starts.Zone),
            }
        );
    }

    private CampaignId Other => _desk.Campaigns.All.Single(campaign => campaign != _desk.BusLine).Id;

    private CollectiveAction Stored(string code)
    {
        Assert.True(ActionId.TryParse(code, out var id));
        return _desk.Stored(id);
    }

    private Pledge? PledgeOf(Person person) =>
        _desk.Store.Read(session => session.FindPledge(Stored(Posted).Id, _desk.KeyOf(person)));

    private IReadOnlyList<CollectiveAction> Actions(CampaignId campaign) =>
        _desk.Store.Read(session => session.ActionsOf(campaign));

    /// <summary>All that a mistake could have left behind.</summary>
    private string Everything(Person person) =>
        string.Join(
            '\n',
            (string?[])
                [
                    .. Actions(_desk.BusLine.Id)
                        .Concat(Actions(Other))
                        .Select(action => _desk.Everything(action.Id))
                        .Order(StringComparer.Ordinal),
                    _desk.Store.Read(session => session.FindMember(_desk.KeyOf(person)))?.ToString(),
                    .. _desk.Store.Read(session =>
                        session.ConsentsOf(_desk.KeyOf(person)).Select(consent => consent.ToString())
                    ),
                    string.Join(
                        ',',
                        _desk
                            .Store.Read(session => session.MessageCounts())
                            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}={count.Value}"))
                            .Order(StringComparer.Ordinal)
                    ),
                ]
        );

    /// <param name="Name">What it is, for whoever reads the list of tests.</param>
    private sealed record BadInput(string Name, Person Who, Act Act, Func<Voice, string> Sentence);
}
