using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>The verb <c>init</c>, with answers from options and from a keyboard.</summary>
public sealed class InitTests
{
    private const string Token = "ODg4MDAwMDAwMDAwMDAwMDAx.STAGE0.a-token-that-opens-nothing-but-this-stage";

    [Fact]
    public void The_written_campaign_says_what_was_answered()
    {
        using var home = new TemporaryFolder();
        using var console = new InitConsole();

        var code = InitVerb.Run(Answers(home.FullPath), console, interactive: false);

        Assert.Equal(ExitCodes.Ok, code);
        var reading = CampaignReader.Read(Path.Combine(home.FullPath, "campaigns", "mas-arboles", "campaign.yaml"));
        Assert.Empty(reading.Findings);
        var campaign = Assert.IsType<Campaign>(reading.Campaign);
        Assert.Equal("mas-arboles", campaign.Id.Value);
        Assert.Equal("Más \"árboles\"", campaign.Title.ByLanguage["es"]);
        Assert.Equal("Plant \\ trees: now #1", campaign.Purpose.ByLanguage["en"]);
        Assert.Equal("Denver time", campaign.TimeName.ByLanguage["en"]);
        Assert.Equal("America/Denver", campaign.Zone.Id);
        Assert.Equal(["es", "en"], campaign.Languages);
        var server = Assert.Single(campaign.Servers);
        Assert.Equal("300000000000000001", server.Server);
        Assert.Equal("300000000000000011", server.AlertChannel);
        Assert.Equal("300000000000000012", server.CoordinatorChannel);
        Assert.Equal(["300000000000000021"], server.OrganizerRoles);
        Assert.Equal(["300000000000000022"], server.CoordinatorRoles);
        Assert.Equal(RiskLevel.High, campaign.Risk);
    }

    [Fact]
    public void What_may_be_left_out_stands_as_a_comment_and_the_file_still_passes()
    {
        using var home = new TemporaryFolder();
        var answers = Answers(home.FullPath) with { CoordinatorChannel = null, CoordinatorRole = null, Purpose = null };

        Assert.Equal(ExitCodes.Ok, Run(answers));

        var reading = CampaignFolder.ReadAll(Path.Combine(home.FullPath, "campaigns"));
        Assert.False(reading.HasErrors);
        // Nobody is told when something goes wrong: that is said, and is the organizers' choice.
        Assert.Equal(Severity.Warning, Assert.Single(reading.Findings).Severity);
        Assert.Equal("Más \"árboles\"", Assert.Single(reading.Campaigns).Purpose.ByLanguage["en"]);
    }

    [Fact]
    public void Every_bad_option_is_named_with_one_sentence_and_nothing_is_written()
    {
        using var home = new TemporaryFolder();
        using var console = new InitConsole();
        var answers = new InitArguments
        {
            Directory = home.FullPath,
            Name = new string('x', 81),
            Zone = "America/Dever",
            Languages = "en,ess",
            Server = "12",
            AlertChannel = "300000000000000011",
            CoordinatorChannel = "300000000000000011",
        };

        var code = InitVerb.Run(answers, console, interactive: false);

        Assert.Equal(ExitCodes.Refused, code);
        Assert.Equal(
            [
                "--name: The name has 81 characters, and 80 are possible.",
                "--zone: A zone is a place of the tz database such as America/New_York. Did you mean 'America/Denver'?",
                "--languages: There is no language 'ess'. Did you mean 'es'?",
                "--server: An id on Discord has 17 to 20 digits; turn on User Settings, Advanced, Developer Mode, then right-click and choose 'Copy ID'.",
                "--coordinator-channel: That is the channel for alerts, which everyone reads; the coordinators need one of their own.",
                "--organizer-role is missing: What is the id of the role that may create and post actions?",
                "Nothing was written.",
            ],
            console.Lines
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.FullPath));
    }

    [Theory]
    [InlineData("EST")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("")]
    public void A_zone_is_a_place(string zone) => Refuses(answers => answers with { Zone = zone }, "--zone: ");

    [Theory]
    [InlineData("en,en", "Each language is named once.")]
    [InlineData(" , ", "Name at least one language.")]
    public void Languages_are_named_once(string languages, string sentence) =>
        Refuses(answers => answers with { Languages = languages }, $"--languages: {sentence}");

    [Fact]
    public void The_role_that_everyone_has_makes_no_organizer() =>
        Refuses(
            answers => answers with { OrganizerRole = answers.Server },
            "--organizer-role: That is the server's own id, which as a role means everyone"
        );

    [Theory]
    [InlineData("appsettings.json")]
    [InlineData("campaigns/mas-arboles/campaign.yaml")]
    public void What_stands_already_is_named_and_left_alone(string name)
    {
        using var home = new TemporaryFolder();
        var path = home.Write(name, "mine");
        using var console = new InitConsole();

        var code = InitVerb.Run(Answers(home.FullPath), console, interactive: false);

        Assert.Equal(ExitCodes.Refused, code);
        Assert.Contains("exists already, and nothing is overwritten.", console.Lines[0], StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Single(Directory.EnumerateFiles(home.FullPath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_person_is_asked_again_until_the_answer_fits_and_the_token_does_not_show()
    {
        using var home = new TemporaryFolder();
        using var console = new InitConsole(
            "Keep Line 7",
            "",
            "Denver",
            "America/Denver",
            "en",
            "300000000000000001",
            "300000000000000011",
            "300000000000000011",
            "",
            "300000000000000021",
            "",
            "Bot " + Token,
            Token
        );

        var code = InitVerb.Run(new InitArguments { Directory = home.FullPath }, console, interactive: true);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("A zone is a place of the tz database", console.Printed, StringComparison.Ordinal);
        Assert.Contains("the coordinators need one of their own", Unwrapped(console), StringComparison.Ordinal);
        Assert.Contains("A token is three parts", Unwrapped(console), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, console.Printed, StringComparison.Ordinal);
        var tokenFile = Path.Combine(home.FullPath, "keys", "discord-token");
        Assert.Equal(Token, File.ReadAllText(tokenFile).Trim());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tokenFile));
            Assert.False(PrivateFiles.OthersMayUse(Path.GetDirectoryName(tokenFile)!));
        }
        foreach (
            var file in Directory.EnumerateFiles(home.FullPath, "*", SearchOption.AllDirectories).Except([tokenFile])
        )
            Assert.DoesNotContain(Token, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal("Keep Line 7", Assert.Single(Campaigns(home)).Title.ByLanguage["en"]);
    }

    [Fact]
    public void A_tokens_file_that_others_can_read_or_that_lies_with_the_data_is_refused()
    {
        using var home = new TemporaryFolder();
        var inData = home.Write("data/token", Token);
        Private(inData);
        var open = home.Write("token", Token);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("It lies in the data folder", Try(inData), StringComparison.Ordinal);
        Assert.Contains("There is no such file.", Try(inData + "2"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Contains("Others can read it: run chmod 600 on it.", Try(open), StringComparison.Ordinal);

        string Try(string file)
        {
            using var console = new InitConsole();
            var answers = Answers(home.FullPath) with { TokenFile = file };
            Assert.Equal(ExitCodes.Refused, InitVerb.Run(answers, console, interactive: false));
            return console.Printed;
        }
    }

    [Fact]
    public void A_name_without_a_latin_letter_still_makes_a_folder()
    {
        Assert.Equal("campaign", InitAnswers.CampaignIdFor("ሰላም"));
        Assert.Equal("linea-7-si", InitAnswers.CampaignIdFor("  Línea 7: ¡sí! "));
        Assert.Equal(40, InitAnswers.CampaignIdFor(new string('a', 80)).Length);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Run_accepts_what_init_wrote_and_doctor_finds_nothing_as_the_documents_show()
    {
        await using var stage = await SmallStage.OpenAsync();
        using var home = new TemporaryFolder();
        using var console = new InitConsole();
        var answers = new InitArguments
        {
            Directory = home.FullPath,
            Name = "Keep Bus Line 7 running",
            Zone = "America/Denver",
            Languages = "en,es",
            Server = "1100000000000000001",
            AlertChannel = "1100000000000000011",
            CoordinatorChannel = "1100000000000000013",
            OrganizerRole = "1100000000000000021",
        };
        Assert.Equal(ExitCodes.Ok, InitVerb.Run(answers, console, interactive: false));
        Assert.All(console.Lines, line => ShownInTheDocuments(line.Replace(home.FullPath, "my-group", Ordinal)));
        Private(home.Write("keys/discord-token", stage.Discord.Token));

        await using (var bot = Program("run", home, stage))
        {
            bot.Start();
            var connected = stage.Discord.BotConnectedAsync(TestContext.Current.CancellationToken);
            Assert.True(await Task.WhenAny(connected, bot.Exited) == connected, bot.LastLogLines());
            await bot.StopAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }

        await using var doctor = Program("doctor", home, stage);
        doctor.Start();
        Assert.True(await doctor.Exited == ExitCodes.Ok, doctor.LastLogLines());
        var said = await File.ReadAllLinesAsync(
            Path.Combine(home.FullPath, "doctor.log"),
            TestContext.Current.CancellationToken
        );
        Assert.EndsWith("0 failed, 0 with a warning. The bot can run.", said[^1], Ordinal);
        Assert.DoesNotContain(said, line => line.Contains(stage.Discord.Token, Ordinal));
        Assert.All(said, ShownInTheDocuments);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly string[] Documented = File.ReadAllLines(Checkout.At("docs", "going-live.md"));

    /// <summary>Numbers differ from machine to machine and from day to day.</summary>
    private static void ShownInTheDocuments(string line) =>
        Assert.Contains(Documented, shown => WithoutNumbers(shown) == WithoutNumbers(line));

    private static string WithoutNumbers(string line) =>
        string.Concat(line.Where(letter => !char.IsAsciiDigit(letter)));

    /// <summary>The program as a child in the folder, pointed at the stage and at no fixed port.</summary>
    private static BotProcess Program(string verb, TemporaryFolder home, SmallStage stage) =>
        new(
            new BotCommand("dotnet", [Path.Combine(AppContext.BaseDirectory, "Alexandria.OrganizerBot.dll"), verb]),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Discord__ApiBaseUrl"] = stage.Discord.ApiBaseUrl.ToString(),
                ["Health__Port"] = "0",
            },
            home.FullPath,
            Path.Combine(home.FullPath, $"{verb}.log")
        );

    private static int Run(InitArguments answers)
    {
        using var console = new InitConsole();
        return InitVerb.Run(answers, console, interactive: false);
    }

    private static InitArguments Answers(string directory) =>
        new()
        {
            Directory = directory,
            Name = "Más \"árboles\"",
            Purpose = "Plant \\ trees: now #1",
            Zone = "America/Denver",
            Languages = "es, en",
            Server = "300000000000000001",
            AlertChannel = "300000000000000011",
            CoordinatorChannel = "300000000000000012",
            OrganizerRole = "300000000000000021",
            CoordinatorRole = "300000000000000022",
        };

    private static void Refuses(Func<InitArguments, InitArguments> change, string sentence)
    {
        using var home = new TemporaryFolder();
        using var console = new InitConsole();
        Assert.Equal(ExitCodes.Refused, InitVerb.Run(change(Answers(home.FullPath)), console, interactive: false));
        Assert.StartsWith(sentence, console.Lines[0], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.FullPath));
    }

    private static IReadOnlyList<Campaign> Campaigns(TemporaryFolder home) =>
        CampaignFolder.ReadAll(Path.Combine(home.FullPath, "campaigns")).Campaigns;

    /// <summary>Prompts and their sentences are wrapped to the console's width.</summary>
    private static string Unwrapped(InitConsole console) =>
        string.Join(' ', console.Printed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Private(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
