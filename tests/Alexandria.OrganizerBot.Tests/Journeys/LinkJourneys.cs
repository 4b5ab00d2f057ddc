using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>One human on two networks: joined only by themselves, counted once, written to once, and parted again.</summary>
public sealed class LinkJourneys : Journey
{
    private const string Group = "#neighbors";
    private const string Here = "Join, reminders come here";

    /// <summary>Discord's next message fails, and is tried again two seconds later; until then the clock stands.</summary>
    private static readonly StageFault Outage = new StageFault.ServerError("POST /channels/", 1, 500);

    private const string There = "Join, reminders come there";

    [Fact]
    public async Task Nothing_is_joined_before_the_person_agrees_on_the_other_network()
    {
        var stage = await PledgedOnBothAsync();
        var question = await stage.Signal.TypeAsync("Sam", "dm", $"link {await CodeAsync(stage, "Ana")}", Cancelled);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);

        var answer = await stage.Signal.PressAsync("Sam", question.Message!, "Don't join", Cancelled);

        Assert.Contains("Nothing was joined", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_neither_given_nor_taken_where_others_read()
    {
        var stage = await PledgedOnBothAsync();
        var code = await CodeAsync(stage, "Ana");

        var asked = await stage.Signal.TypeAsync("Sam", Group, "!link", Cancelled);
        var typed = await stage.Signal.TypeAsync("Sam", Group, $"!link {code}", Cancelled);

        Assert.All([asked, typed], reply => Assert.Contains("in private", reply.Text, StringComparison.Ordinal));
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_lasts_ten_minutes_and_is_used_once()
    {
        var stage = await PledgedOnBothAsync();
        var late = await CodeAsync(stage, "Ana");
        await stage.AdvanceByAsync(Duration.FromMinutes(10));
        var tooLate = await stage.Signal.TypeAsync("Sam", "dm", $"link {late}", Cancelled);
        Assert.Contains("not valid", tooLate.Text, StringComparison.Ordinal);

        var code = await CodeAsync(stage, "Ana");
        await stage.AdvanceByAsync(Duration.FromMinutes(9));
        // Both have the question before either answers it.
        var sam = await stage.Signal.TypeAsync("Sam", "dm", $"link {code}", Cancelled);
        var uri = await stage.Signal.TypeAsync("Uri", "dm", $"link {code}", Cancelled);
        await stage.Signal.PressAsync("Sam", sam.Message!, Here, Cancelled);
        var second = await stage.Signal.PressAsync("Uri", uri.Message!, Here, Cancelled);

        Assert.Contains("not valid", second.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_does_not_help_for_an_hour()
    {
        var stage = await PledgedOnBothAsync();
        for (var wrong = 0; wrong < 5; wrong++)
        {
            var answer = await stage.Signal.TypeAsync("Sam", "dm", $"link WRONGA{wrong}B", Cancelled);
            Assert.Contains("not valid", answer.Text, StringComparison.Ordinal);
        }

        var blocked = await stage.Signal.TypeAsync("Sam", "dm", $"link {await CodeAsync(stage, "Ana")}", Cancelled);
        var other = await stage.Signal.TypeAsync("Uri", "dm", $"link {await CodeAsync(stage, "Ana")}", Cancelled);
        await stage.AdvanceByAsync(Duration.FromHours(1));
        var later = await stage.Signal.TypeAsync("Sam", "dm", $"link {await CodeAsync(stage, "Ana")}", Cancelled);

        Assert.Contains("Too many wrong codes", blocked.Text, StringComparison.Ordinal);
        Assert.Contains("join this chat", other.Text, StringComparison.Ordinal);
        Assert.Contains("join this chat", later.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_of_no_use_on_its_own_network_or_to_who_is_joined_already()
    {
        var stage = await PledgedOnBothAsync();

        var same = await stage.TypeAsync("Ben", "#alerts", $"/link code:{await CodeAsync(stage, "Ana")}");
        await JoinAsync(stage, "Ana", "Sam", Here);
        var third = await stage.Signal.TypeAsync("Uri", "dm", $"link {await CodeAsync(stage, "Ana")}", Cancelled);
        var second = await stage.Signal.TypeAsync("Sam", "dm", $"link {await CodeAsync(stage, "Ben")}", Cancelled);

        Assert.Contains("from this network", same.Text, StringComparison.Ordinal);
        Assert.Contains("joined already", third.Text, StringComparison.Ordinal);
        Assert.Contains("joined already", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_later_of_two_answers_stands_and_either_network_changes_it()
    {
        var stage = await PledgedOnBothAsync();
        await stage.AdvanceByAsync(Duration.FromMinutes(1));
        await stage.Signal.TypeAsync("Sam", "dm", "A1 2", Cancelled);

        await JoinAsync(stage, "Ana", "Sam", Here);
        var joined = await stage.TallyAsync();
        await stage.PressAsync("Ana", stage.Channel("#alerts")[^1], "I can't come");
        var changed = await stage.TallyAsync();

        Assert.Contains("Will attend: 0", joined, StringComparison.Ordinal);
        Assert.Contains("Will speak: 1", joined, StringComparison.Ordinal);
        Assert.Contains("Will speak: 0", changed, StringComparison.Ordinal);
        Assert.Contains("Can't come: 1", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reminders_off_on_either_network_ends_them_on_both()
    {
        var stage = await PledgedOnBothAsync();
        await JoinAsync(stage, "Ana", "Sam", Here);

        await stage.TypeAsync("Ana", "#alerts", "/reminders off");
        await stage.AdvanceToAsync("2026-03-10T18:30");

        Assert.Equal((0, 0), Reminders(stage));
    }

    [Theory]
    [InlineData(Here, 0, 3)]
    [InlineData(There, 3, 0)]
    public async Task Each_reminder_comes_once_where_the_person_wants_it(string choice, int onDiscord, int onSignal)
    {
        var stage = await PledgedOnBothAsync();
        await JoinAsync(stage, "Ana", "Sam", choice);

        await stage.AdvanceToAsync("2026-03-10T18:30");

        Assert.Equal((onDiscord, onSignal), Reminders(stage));
    }

    [Fact]
    public async Task Who_parts_the_two_again_is_two_and_keeps_reminders_where_the_code_came_from()
    {
        var stage = await PledgedOnBothAsync();
        await JoinAsync(stage, "Ana", "Sam", Here);

        var parted = await stage.Signal.TypeAsync("Sam", "dm", "unlink", Cancelled);
        var again = await stage.Signal.TypeAsync("Sam", "dm", "unlink", Cancelled);
        await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);
        await stage.AdvanceToAsync("2026-03-10T18:30");

        Assert.Contains("They are parted", parted.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing is joined", again.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.Equal((3, 0), Reminders(stage));
    }

    [Fact]
    public async Task A_reminder_that_waits_while_two_are_joined_comes_once()
    {
        var stage = await PledgedOnBothAsync();
        // Signal's copy of the week's reminder leaves; Discord's has to wait, and the two are joined meanwhile.
        stage.Discord.Inject(Outage);
        await stage.AdvanceToAsync("2026-03-03T19:00");
        var before = Reminders(stage);
        await JoinAsync(stage, "Ana", "Sam", There);

        await stage.AdvanceByAsync(Duration.FromHours(1));

        Assert.Equal((0, 1), before);
        Assert.Equal((0, 1), Reminders(stage));
    }

    [Theory]
    [InlineData(true, 0, 1)]
    [InlineData(false, 1, 0)]
    public async Task A_reminder_that_waits_for_the_one_who_joins_reaches_the_human_unless_they_have_it(
        bool bothAsked,
        int onDiscord,
        int onSignal
    )
    {
        var stage = await PledgedOnBothAsync();
        if (!bothAsked)
            await stage.Signal.TypeAsync("Sam", "dm", "stop", Cancelled);
        await stage.AdvanceToAsync("2026-03-03T18:55");
        var code = CodeIn(await stage.Signal.TypeAsync("Sam", "dm", "link", Cancelled));
        stage.Discord.Inject(Outage);
        await stage.AdvanceToAsync("2026-03-03T19:00");
        Assert.Equal((0, onSignal), Reminders(stage));

        var question = await stage.TypeAsync("Ana", "#alerts", $"/link code:{code}");
        await stage.PressAsync("Ana", question, There);
        await stage.AdvanceByAsync(Duration.FromHours(1));

        Assert.Equal((onDiscord, onSignal), Reminders(stage));
    }

    /// <summary>Ana on Discord and Sam on Signal have both pledged and asked for reminders; they may be one human.</summary>
    private async Task<BotOnStage> PledgedOnBothAsync()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PressAsync("Ana", await stage.PostAHearingAsync(), "I will attend");
        await stage.TypeAsync("Ana", "#alerts", "/reminders on");
        await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);
        await stage.Signal.TypeAsync("Sam", "dm", "reminders on", Cancelled);
        return stage;
    }

    private static async Task<string> CodeAsync(BotOnStage stage, string person) =>
        CodeIn(await stage.TypeAsync(person, "#alerts", "/link"));

    private static string CodeIn(StageReply reply) =>
        reply
            .Text.Split(' ', '\n')
            .Last(word => word.Length == 8 && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    private static async Task JoinAsync(BotOnStage stage, string onDiscord, string onSignal, string choice)
    {
        var code = await CodeAsync(stage, onDiscord);
        var question = await stage.Signal.TypeAsync(onSignal, "dm", $"link {code}", Cancelled);
        var answer = await stage.Signal.PressAsync(onSignal, question.Message!, choice, Cancelled);
        Assert.Contains("You are counted once", answer.Text, StringComparison.Ordinal);
    }

    private static (int OnDiscord, int OnSignal) Reminders(BotOnStage stage) =>
        (Count(stage.DirectMessagesOf("Ana")), Count(stage.Signal.Messages("dm", "Sam")));

    private static int Count(IReadOnlyList<StageMessage> messages) =>
        messages.Count(message =>
            message.Author == "bot" && message.Text.Contains("Your answer", StringComparison.Ordinal)
        );
}
