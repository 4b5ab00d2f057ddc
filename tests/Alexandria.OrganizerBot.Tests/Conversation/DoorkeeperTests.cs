using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation.Saying;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Conversation;

/// <summary>What is not taken from anybody, and how fast people are answered.</summary>
public sealed class DoorkeeperTests : IAsyncDisposable
{
    private const string Number = "703-555-0107";
    private readonly Chat _chat = new();

    private Desk Desk => _chat.Desk;

    [Fact]
    public async Task A_phone_number_in_private_is_refused_and_neither_repeated_nor_kept()
    {
        await _chat.AlertAsync();
        var said = await _chat.WritesAsync(Chat.Ana, $"yes, call me at {Number}");

        Assert.IsType<Reply.NotTaken>(said.Reply);
        Assert.StartsWith(
            "Por favor, omita",
            said.Text.Replace("Please leave out", "Por favor, omita", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("0107", said.Text, StringComparison.Ordinal);
        Assert.Empty(Desk.Store.Read(session => session.WaitingEnvelopes(Networks.Signal)));
    }

    [Fact]
    public async Task In_a_group_the_person_is_asked_to_delete_it_and_nothing_is_quoted()
    {
        var said = await _chat.WritesInGroupAsync(Chat.Ana, $"! actions {Number}");

        Assert.IsType<Reply.NotTaken>(said.Reply);
        Assert.Contains("delete that message for everyone", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("place")]
    [InlineData("note")]
    public async Task An_organizers_option_with_a_detail_makes_no_action(string option)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["title"] = "Public hearing",
            ["when"] = "2027-03-16 18:30",
            ["place"] = "Town Hall",
            [option] = $"Ask Ana, ana@example.org or {Number}",
        };
        var reply = await HandleAsync(new Act.Command("action create", options), Person.Organizer);

        Assert.Contains("Please leave out phone numbers", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.DoesNotContain("Ana", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Empty(Desk.Store.Read(session => session.ActionsOf(Desk.BusLine.Id)));
    }

    [Fact]
    public async Task A_form_comes_back_without_what_is_not_taken()
    {
        var reply = await HandleAsync(
            new Act.Submit(
                new ButtonId(ActionForm.Create),
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["title"] = "Public hearing",
                    ["when"] = "2027-03-16 18:30",
                    ["place"] = "",
                    ["note"] = $"Questions to {Number}",
                }
            ),
            Person.Organizer
        );

        var text = Desk.TextOf(reply);
        Assert.Contains("title: Public hearing", text, StringComparison.Ordinal);
        Assert.Contains("when: 2027-03-16 18:30", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Questions", text, StringComparison.Ordinal);
        Assert.DoesNotContain("place", text, StringComparison.Ordinal);
        Assert.Empty(Desk.Store.Read(session => session.ActionsOf(Desk.BusLine.Id)));
    }

    [Fact]
    public async Task A_published_office_line_of_the_campaign_may_be_written()
    {
        var reply = await HandleAsync(
            new Act.Command(
                "action create",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["title"] = "Call the transit office, 555-0107",
                    ["when"] = "2027-03-16 18:30",
                }
            ),
            Person.Organizer
        );

        Assert.Contains("Draft", Desk.TextOf(reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_refused_kindly_in_the_readers_language()
    {
        var reply = await HandleAsync(
            new Act.Command(
                "link",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = "hay una redada" }
            ),
            Person.Rosa
        );
        var said = await _chat.WritesAsync(Chat.Ana, "agents are at the school");

        Assert.Contains("la línea de ayuda de su grupo", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Contains("your group's own hotline", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("school", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_offered_while_a_detail_is_typed()
    {
        var reply = await HandleAsync(new Act.Complete("action create", "meeting", Number), Person.Organizer);

        Assert.Empty(Assert.IsType<Reply.Completions>(reply).Choices);
    }

    [Fact]
    public async Task Who_writes_too_fast_is_told_once_a_minute_and_then_not_answered()
    {
        var texts = new List<string?>();
        for (var message = 0; message < 15; message++)
            texts.Add((await _chat.WritesAsync(Chat.Ana, "blah")).Reply is null ? null : "answered");

        Assert.Equal(11, texts.Count(text => text is not null));
        Assert.All(texts[11..], Assert.Null);
        Assert.NotNull((await _chat.WritesAsync(Chat.Beto, "blah")).Reply);

        Desk.Home.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(
            "did not understand",
            (await _chat.WritesAsync(Chat.Ana, "blah")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("ALTO")]
    [InlineData("baja")]
    [InlineData("unsubscribe")]
    [InlineData("forget me")]
    [InlineData("olvídeme")]
    [InlineData("what do you know about me?")]
    [InlineData("¿Qué sabe de mí?")]
    public async Task Rights_are_never_too_fast(string words)
    {
        for (var message = 0; message < 15; message++)
            await _chat.WritesAsync(Chat.Ana, "blah");

        var said = await _chat.WritesAsync(Chat.Ana, words);

        Assert.NotNull(said.Reply);
        Assert.DoesNotContain("too fast", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("stop.")]
    [InlineData("ALTO")]
    [InlineData("Baja")]
    [InlineData("darme de baja")]
    public async Task No_permission_survives_the_word_that_stops_everything(string word)
    {
        await _chat.AlertAsync();
        await _chat.WritesAsync(Chat.Ana, "1");
        await _chat.WritesAsync(Chat.Ana, "reminders on");
        var keys = Desk
            .Campaigns.All.Select(campaign => Desk.Store.Keys.Of(campaign.Id, Networks.Signal, Chat.Ana))
            .ToList();
        Assert.NotEmpty(keys.SelectMany(key => Desk.Store.Read(session => session.ConsentsOf(key))));

        await _chat.WritesAsync(Chat.Ana, word);

        Assert.Empty(keys.SelectMany(key => Desk.Store.Read(session => session.ConsentsOf(key))));
        Assert.Empty(keys.SelectMany(key => Desk.Store.Read(session => session.AddressesOf(key))));
    }

    [Theory]
    [InlineData("STOP", "Reminders are off")]
    [InlineData("ALTO", "Los recordatorios están desactivados")]
    public async Task The_word_works_in_private_on_discord_too(string word, string answer)
    {
        var key = Desk.KeyOf(Person.Bo);
        await Desk.Store.WriteAsync(session =>
            session.Save(new ReminderConsent(key, Action: null, Desk.Now + Duration.FromDays(90)))
        );

        Assert.Null(await PrivatelyAsync("see you there, yes, A1"));
        Assert.Contains(answer, Desk.TextOf((await PrivatelyAsync(word))!), StringComparison.Ordinal);
        Assert.Empty(Desk.Store.Read(session => session.ConsentsOf(key)));
        Assert.IsType<Reply.NotTaken>(await PrivatelyAsync($"my number is {Number}"));

        async Task<Reply?> PrivatelyAsync(string text) =>
            await HandleAsync(
                new Act.Say(text, Quotes: null) { ClaimsRightsOnly = true },
                Person.Bo with
                {
                    InPrivate = true,
                    Locale = null,
                }
            );
    }

    [Fact]
    public async Task Forgetting_is_said_and_confirmed_in_words_and_a_number()
    {
        var action = await _chat.AlertAsync();
        await _chat.WritesAsync(Chat.Ana, "voy");
        Assert.NotNull(_chat.PledgeOf(action, Chat.Ana));

        await _chat.WritesAsync(Chat.Ana, "olvídeme");
        var said = await _chat.WritesAsync(Chat.Ana, "1");

        Assert.Contains("sobre usted", said.Text, StringComparison.Ordinal);
        Assert.Null(_chat.PledgeOf(action, Chat.Ana));
        Assert.Empty(
            Desk.Store.Read(session => session.PromptsOf(Desk.Store.Keys.PersonKey(Networks.Signal, Chat.Ana)))
        );
    }

    [Fact]
    public async Task What_is_known_is_told_in_private_only()
    {
        var said = await _chat.WritesInGroupAsync(Chat.Ana, "!privacy");

        Assert.Contains("write to me in private", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organizer_may_do_more_at_once()
    {
        for (var command = 0; command < 40; command++)
        {
            var reply = await HandleAsync(
                new Act.Command("actions", new Dictionary<string, string>(StringComparer.Ordinal)),
                Person.Organizer
            );
            Assert.DoesNotContain("too fast", Desk.TextOf(reply), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_is_barred_gets_one_sentence_and_keeps_their_rights()
    {
        await Desk.Store.WriteAsync(session =>
        {
            foreach (var campaign in Desk.Campaigns.All)
            {
                var key = Desk.Store.Keys.Of(campaign.Id, Networks.Signal, Chat.Ana);
                session.Save(new Ban(key, key, Desk.Now + Duration.FromDays(90)));
            }
        });

        Assert.Contains("cannot take part", (await _chat.WritesAsync(Chat.Ana, "blah")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "cannot take part",
            (await _chat.WritesAsync(Chat.Ana, "actions")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "may not take part here until",
            (await _chat.WritesAsync(Chat.Ana, "privacy")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "everything about you forgotten",
            (await _chat.WritesAsync(Chat.Ana, "forget me")).Text,
            StringComparison.Ordinal
        );

        Desk.Home.Time.Advance(TimeSpan.FromDays(90));
        Assert.DoesNotContain(
            "cannot take part",
            (await _chat.WritesAsync(Chat.Ana, "actions")).Text,
            StringComparison.Ordinal
        );
    }

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    private Task<Reply> HandleAsync(Act act, Person person) => _chat.HandleAsync(Desk.Does(act, person));
}
