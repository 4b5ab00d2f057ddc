using System.Text;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Tally;
using Alexandria.OrganizerBot.Words;
using NodaTime;
using SkiaSharp;

namespace Alexandria.OrganizerBot.Tests.Features.Tally;

public sealed class TallyOutTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load();

    private static readonly OrganizerBot.Domain.Pledges.Tally Numbers = new(
        People: 31,
        HeadCount: 34,
        ByAnswer: new Dictionary<PledgeAnswer, int> { [PledgeAnswer.Speak] = 7, [PledgeAnswer.Attend] = 24 },
        Maybe: 3,
        Waiting: 2,
        CantCome: 4,
        Withdrawn: 1,
        ByNetwork: new Dictionary<string, int> { [Networks.Discord] = 31 },
        ByLanguage: new Dictionary<string, int> { ["es"] = 11, ["en"] = 20 }
    )
    {
        Confirmed = 21,
        ForEarlierTime = 5,
        Came = 19,
        Missed = 6,
    };

    private static readonly CollectiveAction Action = new()
    {
        Id = new ActionId(12),
        Campaign = new CampaignId("bus-line-7"),
        State = ActionState.Released,
        Title = "Council, \"public\" hearing",
        Starts = new MeetingTime(new LocalDateTime(2026, 12, 8, 19, 0), DateTimeZoneProviders.Tzdb["America/Denver"]),
        Asks = [Ask.Attend, Ask.Speak],
    };

    [Fact]
    public void The_table_holds_every_number_once()
    {
        var lines = Lines(TallyCsv.Write(Action, Numbers));

        const string start = "A12,\"Council, \"\"public\"\" hearing\",2026-12-08T19:00,America/Denver";
        Assert.Equal(
            [
                "action,title,starts,zone,measure,key,count",
                $"{start},people,pledged,31",
                $"{start},people,head-count,34",
                $"{start},people,maybe,3",
                $"{start},people,waiting,2",
                $"{start},people,cant-come,4",
                $"{start},people,withdrawn,1",
                $"{start},people,confirmed,21",
                $"{start},people,earlier-time,5",
                $"{start},people,came,19",
                $"{start},people,missed,6",
                $"{start},answer,attend,24",
                $"{start},answer,speak,7",
                $"{start},network,discord,31",
                $"{start},language,en,20",
                $"{start},language,es,11",
                "",
            ],
            lines
        );
    }

    [Fact]
    public void The_table_begins_with_a_byte_order_mark() =>
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), TallyCsv.Write(Action, Numbers)[..3]);

    [Theory]
    [InlineData("=HYPERLINK(\"https://evil.example\",\"x\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void No_spreadsheet_runs_a_title(string title)
    {
        var line = Lines(TallyCsv.Write(Action with { Title = title }, Numbers))[1];
        Assert.StartsWith("A12,\"'" + title[..1], line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void The_picture_is_twice_as_dense_as_it_is_wide_and_has_words_on_it(string language)
    {
        using var picture = SKBitmap.Decode(
            TallyChart.Png(Numbers, language, Catalogue, "City Council Public Hearing")
        );

        Assert.Equal(1800, picture.Width);
        Assert.True(picture.Height is > 500 and < 1000, $"{picture.Height}");
        // The title is dark on white at the top left; without a font that strip would be empty.
        Assert.True(DarkPixels(picture, new SKRectI(56, 40, 900, 110)) > 2_000);
        // And so are the labels at the left of the bars.
        Assert.True(DarkPixels(picture, new SKRectI(56, 240, 300, picture.Height - 40)) > 1_000);
    }

    [Fact]
    public void Bars_are_as_long_as_their_numbers()
    {
        using var picture = SKBitmap.Decode(TallyChart.Png(Numbers, "en", Catalogue, "Hearing"));

        var runs = BlueRuns(picture);
        Assert.Equal(2, runs.Count);
        Assert.Equal(24.0 / 7, (double)runs[0] / runs[1], tolerance: 0.05);
    }

    [Fact]
    public void Nothing_at_all_can_be_drawn_too()
    {
        var nothing = OrganizerBot.Domain.Pledges.Tally.Of([], [Ask.Attend, Ask.Speak, Ask.Call, Ask.Write, Ask.Bring]);
        using var picture = SKBitmap.Decode(TallyChart.Png(nothing, "es", Catalogue, new string('W', 500)));
        Assert.Equal(1800, picture.Width);
        Assert.Empty(BlueRuns(picture));
    }

    [Fact]
    public void Those_who_cannot_see_it_hear_the_same_numbers()
    {
        Assert.Equal(
            "Bar chart of the answers for Hearing. Will attend: 24, Will speak: 7, May come: 3, Can't come: 4.",
            TallyChart.AltText(Numbers, "en", Catalogue, "Hearing")
        );
        Assert.Equal(
            "Gráfico de barras de las respuestas para Audiencia. Van a asistir: 24, Van a hablar: 7, Tal vez van a ir: 3, No pueden ir: 4.",
            TallyChart.AltText(Numbers, "es", Catalogue, "Audiencia")
        );
    }

    [Fact]
    public void The_description_fits_into_Discord_s_limit() =>
        Assert.True(TallyChart.AltText(Numbers, "en", Catalogue, new string('W', 5_000)).Length <= 1024);

    private static string[] Lines(byte[] csv) => Encoding.UTF8.GetString(csv[3..]).Split("\r\n");

    private static int DarkPixels(SKBitmap picture, SKRectI area)
    {
        var dark = 0;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            for (var x = area.Left; x < area.Right; x++)
            {
                var pixel = picture.GetPixel(x, y);
                if (pixel.Red + pixel.Green + pixel.Blue < 300)
                    dark++;
            }
        }
        return dark;
    }

    /// <summary>The lengths of the solid bars in pixels, from top to bottom.</summary>
    private static List<int> BlueRuns(SKBitmap picture)
    {
        var runs = new List<int>();
        var inside = false;
        for (var y = 0; y < picture.Height; y++)
        {
            var blue = Enumerable
                .Range(0, picture.Width)
                .Count(x => picture.GetPixel(x, y) == new SKColor(0x1F, 0x5F, 0x99));
            if (blue > 20 && !inside)
                runs.Add(blue);
            else if (blue > 20)
                runs[^1] = Math.Max(runs[^1], blue);
            inside = blue > 20;
        }
        return runs;
    }
}
