using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Features.Calendar;
using Alexandria.OrganizerBot.Tests.Journeys;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Transcripts;

/// <summary>
/// The commonest conversations in both languages, as the documents show them: each is played anew by the real bot, and
/// nobody types an answer of the bot by hand.
/// </summary>
public sealed partial class GoldenTranscripts : Journey
{
    private static readonly Dictionary<string, Func<ToldConversation, Task>> Conversations = new(StringComparer.Ordinal)
    {
        ["create-from-calendar"] = CreateFromCalendarAsync,
        ["create-with-typed-time"] = CreateWithTypedTimeAsync,
        ["preview"] = PreviewAsync,
        ["repeat"] = RepeatAsync,
        ["post"] = PostAsync,
        ["release"] = ReleaseAsync,
        ["emergency"] = EmergencyAsync,
        ["edit"] = EditAsync,
        ["cancel"] = CancelAsync,
        ["calendar-change"] = CalendarChangeAsync,
        ["tally"] = TallyAsync,
        ["pledge"] = PledgeAsync,
        ["reminders"] = RemindersAsync,
        ["my-pledges"] = MyPledgesAsync,
        ["milestones"] = MilestonesAsync,
        ["confirm"] = ConfirmAsync,
        ["moved"] = MovedAsync,
        ["verify"] = VerifyAsync,
        ["docket"] = DocketAsync,
        ["call-in-day"] = CallInDayAsync,
        ["call"] = CallAsync,
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var conversation in Conversations.Keys)
            {
                all.Add(conversation, "en");
                all.Add(conversation, "es");
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_bot_says_what_the_golden_transcript_says(string conversation, string language)
    {
        var told = new ToldConversation(await OpenStageAsync(PlanFor(conversation, language)), language);

        await Conversations[conversation](told);

        TranscriptBook.Matches($"{conversation}.{language}", told.Text);
    }

    [Fact]
    public void The_documents_show_each_golden_transcript_once_and_word_for_word()
    {
        TranscriptBook.ShowInDocumentsAnew();

        var shown = TranscriptBook.Documents.SelectMany(TranscriptBook.ShownIn).ToList();

        Assert.Equal(TranscriptBook.Names, shown.Select(transcript => transcript.Name).Order(StringComparer.Ordinal));
        Assert.All(shown, transcript => Assert.Equal(TranscriptBook.Golden(transcript.Name), transcript.Text));
    }

    [Fact]
    public void Every_golden_transcript_is_of_a_conversation_that_is_played() =>
        Assert.Equal(
            Conversations
                .Keys.SelectMany(conversation => (string[])[$"{conversation}.en", $"{conversation}.es"])
                .Order(StringComparer.Ordinal),
            TranscriptBook.Names
        );

    private static async Task CreateFromCalendarAsync(ToldConversation told) =>
        await told.ChoosesMeetingAsync("Olga", "#organizers", "legislative");

    private static async Task CreateWithTypedTimeAsync(ToldConversation told)
    {
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In(
                "/action create title:Public hearing when:next tuesday 7 place:City Hall",
                "/accion crear titulo:Audiencia pública cuando:martes 7 lugar:Ayuntamiento"
            )
        );
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In(
                "/action create title:Public hearing when:next tuesday 7pm place:City Hall",
                "/accion crear titulo:Audiencia pública cuando:martes 7pm lugar:Ayuntamiento"
            )
        );
    }

    private static async Task PreviewAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In("/action preview action:A1", "/accion vista-previa accion:A1")
        );
    }

    private static async Task RepeatAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In(
                "/action repeat action:A1 every:2nd and 4th tuesday last:2026-06-30",
                "/accion repetir accion:A1 cada:2.º y 4.º martes ultimo:2026-06-30"
            )
        );
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In("/action repeat action:A1 every:stop", "/accion repetir accion:A1 cada:parar")
        );
    }

    private static async Task PostAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.TypesAsync("Olga", "#organizers", Post(told));
        told.Shows(told.Stage.Channel("#alerts")[0]);
    }

    private static async Task ReleaseAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.TypesAsync("Olga", "#organizers", Post(told));
        told.Shows(told.Stage.Channel("#coordinators")[0]);
        await told.TypesAsync("Olga", "#organizers", Post(told));
        told.Meanwhile("Omar, another organizer, reads the preview", "Omar, otro organizador, lee la vista previa");
        var preview = await told.Stage.TypeAsync("Omar", "#organizers", "/action preview action:A1");
        await told.PressesAsync("Omar", preview.Message!, told.In("Post it now", "Publicar ahora"));
    }

    private static async Task EmergencyAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In("/action post action:A1 emergency:yes", "/accion publicar accion:A1 emergencia:yes")
        );
        told.Shows(told.Stage.Channel("#coordinators")[0]);
    }

    private static async Task VerifyAsync(ToldConversation told)
    {
        var alert = await PostedAsync(told);
        var code = CodeToCheck().Match(alert.Text).Value;
        await told.Stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 place:Room 1305");
        await told.TypesAsync("Ana", "#alerts", told.In($"/verify code:{code}", $"/verificar código:{code}"));
    }

    private static Task CallInDayAsync(ToldConversation told) => told.TypesAsync("Olga", "#organizers", CallIn(told));

    private static async Task CallAsync(ToldConversation told)
    {
        await told.Stage.TypeAsync("Olga", "#organizers", CallIn(told));
        await told.Stage.TypeAsync("Olga", "#organizers", Post(told));
        await told.Stage.AdvanceToAsync("2026-03-10T10:00");
        var card = await told.PressesAsync(
            "Ana",
            told.Stage.Channel("#alerts")[0],
            told.In("Call now", "Llamar ahora")
        );
        await told.PressesAsync("Ana", card.Message!, told.In("Spoke to somebody", "Hablé con alguien"));
    }

    private static string CallIn(ToldConversation told) =>
        told.In(
            "/action create kind:call-in title:Call the office when:2026-03-10 9am end:5pm goal:40",
            "/accion crear tipo:call-in titulo:Llamar a la oficina cuando:2026-03-10 9am fin:5pm meta:40"
        );

    private static async Task EditAsync(ToldConversation told)
    {
        await PostedAsync(told);
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In("/action edit action:A1 place:Room 1305", "/accion editar accion:A1 lugar:Sala 1305")
        );
        told.Shows(told.Stage.Channel("#alerts")[0], lines: 3);
        told.Shows(told.Stage.Channel("#alerts")[1]);
    }

    private static async Task CancelAsync(ToldConversation told)
    {
        var alert = await PostedAsync(told);
        await RemindedAsync(told, alert, "Ana");
        await told.TypesAsync("Olga", "#organizers", told.In("/action cancel action:A1", "/accion cancelar accion:A1"));
        told.Shows(told.Stage.Channel("#alerts")[0], lines: 3);
        told.Shows(told.Stage.Channel("#alerts")[1]);
        told.Shows(told.Stage.DirectMessagesOf("Ana")[^1]);
    }

    private static async Task CalendarChangeAsync(ToldConversation told)
    {
        var (file, text) = CreateJourneys.CouncilCalendar;
        await told.Stage.TypeAsync("Olga", "#organizers", "/action create meeting:council|905");
        await told.Stage.TypeAsync("Olga", "#organizers", Post(told));
        await RemindedAsync(told, told.Stage.Channel("#alerts")[0], "Ana");
        told.Meanwhile("the city moves the meeting by a day", "la ciudad pasa la reunión al día siguiente");
        await told.Stage.ReadCalendarAsync(
            $"moved-{file}",
            text.Replace("2026-03-10T00:00:00", "2026-03-11T00:00:00", StringComparison.Ordinal)
        );
        var change = told.Stage.Channel("#coordinators")[^1];
        told.Shows(change);
        await told.PressesAsync("Olga", change, told.In("Apply", "Aplicar"));
        told.Shows(told.Stage.DirectMessagesOf("Ana")[^1]);
    }

    private static async Task TallyAsync(ToldConversation told)
    {
        var alert = await PostedAsync(told);
        foreach (var who in (string[])["Ana", "Ben", "Cleo", "Diego"])
            await told.Stage.PressAsync(who, alert, Attend(told));
        await told.Stage.PressAsync("Elena", alert, told.In("I will speak", "Voy a hablar"));
        await told.Stage.PressAsync("Fran", alert, told.In("I can't come", "No puedo ir"));
        await told.TypesAsync("Carmen", "#coordinators", told.In("/tally action:A1", "/recuento accion:A1"));
    }

    private static async Task PledgeAsync(ToldConversation told)
    {
        var alert = await PostedAsync(told);
        await told.PressesAsync("Ana", alert, Attend(told));
        told.Meanwhile("Ana finds out that she has to work that evening", "Ana se entera de que esa noche trabaja");
        await told.PressesAsync("Ana", alert, told.In("I can't come", "No puedo ir"));
    }

    private static async Task RemindersAsync(ToldConversation told)
    {
        var alert = await PostedAsync(told);
        await told.Stage.PressAsync("Ana", alert, Attend(told));
        await told.TypesAsync("Ana", "#alerts", told.In("/reminders on", "/recordatorios activar"));
        told.Shows(told.Stage.DirectMessagesOf("Ana")[^1]);
        await told.Stage.AdvanceToAsync("2026-03-09T19:00");
        told.Meanwhile("the day before, at 7 PM", "el día antes, a las 7 p. m.");
        told.Shows(told.Stage.DirectMessagesOf("Ana")[^1]);
    }

    private static async Task MyPledgesAsync(ToldConversation told)
    {
        await RemindedAsync(told, await PostedAsync(told), "Ana");
        await told.TypesAsync("Ana", "#alerts", told.In("/mine", "/mis-compromisos"));
    }

    private static async Task DocketAsync(ToldConversation told)
    {
        told.Stage.WriteDocket(CreateJourneys.CouncilCalendar.Name, 905, DocketSamples.Council);
        await told.Stage.ReadCalendarAsync(
            CreateJourneys.CouncilCalendar.Name,
            DocketSamples.Calendar((905, "2026-03-02T15:04:05"))
        );
        told.Shows(told.Stage.Channel("#coordinators")[0]);
        await told.Stage.TypeAsync("Olga", "#organizers", Post(told));
        told.Meanwhile(
            "Olga reads and posts the draft; later she has looked, and people can register to speak",
            "Olga lee y publica el borrador; más tarde ha mirado, y ya se puede inscribir para hablar"
        );
        await told.PressesAsync(
            "Olga",
            told.Stage.Channel("#coordinators")[0],
            told.In("The form to speak is open", "La inscripción está abierta")
        );
    }

    private static async Task MilestonesAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In(
                "/action milestone action:A1 milestone:form-closes when:march 9 noon",
                "/accion plazo accion:A1 plazo:form-closes cuando:9 de marzo mediodía"
            )
        );
        await told.TypesAsync(
            "Olga",
            "#organizers",
            told.In(
                "/action reminders action:A1 reminder:two-hours-before change:3 hours before",
                "/accion recordatorios accion:A1 recordatorio:two-hours-before cambio:3 horas antes"
            )
        );
    }

    private static async Task ConfirmAsync(ToldConversation told)
    {
        var alert = await EndingAsync(told);
        await RemindedAsync(told, alert, "Ana");
        await told.Stage.AdvanceToAsync("2026-03-09T19:00");
        var reminder = told.Stage.DirectMessagesOf("Ana")[^1];
        told.Meanwhile("the day before, at 7 PM", "el día antes, a las 7 p. m.");
        told.Shows(reminder);
        await told.PressesAsync("Ana", reminder, told.In("Confirm", "Sí, voy"));
        await told.Stage.AdvanceToAsync("2026-03-11T08:00");
        var question = told.Stage.DirectMessagesOf("Ana")[^1];
        told.Meanwhile("the morning after", "a la mañana siguiente");
        told.Shows(question);
        await told.PressesAsync("Ana", question, told.In("I was there", "Estuve ahí"));
    }

    private static async Task MovedAsync(ToldConversation told)
    {
        await RemindedAsync(told, await PostedAsync(told), "Ana");
        told.Meanwhile("the hearing is moved by a day", "la audiencia se pasa al día siguiente");
        await told.Stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 when:2026-03-11 7pm");
        var notice = told.Stage.DirectMessagesOf("Ana")[^1];
        told.Shows(notice);
        await told.PressesAsync("Ana", notice, told.In("Yes, at the new time", "Sí, a la nueva hora"));
    }

    /// <summary>Posted with the time at which it ends, so that people can be asked afterwards.</summary>
    private static async Task<StageMessage> EndingAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.Stage.TypeAsync(
            "Olga",
            "#organizers",
            "/action milestone action:A1 milestone:end when:2026-03-10 9pm"
        );
        await told.Stage.TypeAsync("Olga", "#organizers", Post(told));
        return told.Stage.Channel("#alerts")[0];
    }

    private static string Create(ToldConversation told) =>
        told.In(
            "/action create title:Public hearing when:2026-03-10 7pm place:City Hall",
            "/accion crear titulo:Audiencia pública cuando:2026-03-10 7pm lugar:Ayuntamiento"
        );

    private static string Post(ToldConversation told) =>
        told.In("/action post action:A1", "/accion publicar accion:A1");

    private static string Attend(ToldConversation told) => told.In("I will attend", "Voy a asistir");

    private static Task DraftAsync(ToldConversation told) => told.Stage.TypeAsync("Olga", "#organizers", Create(told));

    private static async Task<StageMessage> PostedAsync(ToldConversation told)
    {
        await DraftAsync(told);
        await told.Stage.TypeAsync("Olga", "#organizers", Post(told));
        return told.Stage.Channel("#alerts")[0];
    }

    private static async Task RemindedAsync(ToldConversation told, StageMessage alert, string who)
    {
        var pledged = await told.Stage.PressAsync(who, alert, Attend(told));
        await told.Stage.PressAsync(who, pledged, told.In("Remind me", "Recuérdenme"));
    }

    [GeneratedRegex("(?<=/(verify|verificar) )[A-Z0-9]{4}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeToCheck();

    /// <summary>Everybody reads the same language, and the campaign puts it first.</summary>
    private static StagePlan PlanFor(string conversation, string language)
    {
        var locale = language == "es" ? "es-419" : "en-US";
        return (
            new StagePlan
            {
                Calendar = CreateJourneys.CouncilCalendar,
                People =
                [
                    new("Olga", ["Organizer"], locale),
                    new("Omar", ["Organizer"], locale),
                    new("Carmen", ["Coordinator"], locale),
                    .. ((string[])["Ana", "Ben", "Cleo", "Diego", "Elena", "Fran"]).Select(name => new StagePerson(
                        name,
                        [],
                        locale
                    )),
                ],
            }
        ).Rewriting(
            "alexandria-transfers",
            yaml =>
                yaml.Replace(
                        "\"100000000000000013\": en",
                        $"\"100000000000000013\": {language}",
                        StringComparison.Ordinal
                    )
                    .Replace(
                        "languages: [en, es]",
                        language == "es" ? "languages: [es, en]" : "languages: [en, es]",
                        StringComparison.Ordinal
                    )
                    .Replace("phone: null", "phone: 555-0101", StringComparison.Ordinal)
                    .Replace(
                        "approvals: 0",
                        conversation is "release" or "emergency" ? "approvals: 1" : "approvals: 0",
                        StringComparison.Ordinal
                    )
        );
    }
}
