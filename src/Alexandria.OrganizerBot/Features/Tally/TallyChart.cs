using System.Globalization;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Words;
using ScottPlot;

namespace Alexandria.OrganizerBot.Features.Tally;

/// <summary>The tally as a picture that can be read on a phone, and the same in words for those who cannot see it.</summary>
internal static class TallyChart
{
    /// <summary>Size in points; the picture has twice as many pixels, for dense screens.</summary>
    private const int Width = 900;
    private const int Scale = 2;
    private const int HeaderHeight = 108;
    private const int RowHeight = 62;
    private const int FooterHeight = 22;
    private const int SideMargin = 30;
    private const int BarHeight = 40;

    /// <summary>Between a label and its bar, and between a bar and its number.</summary>
    private const int Gap = 14;

    /// <summary>Room for five digits after the longest bar.</summary>
    private const int NumberWidth = 100;

    private const int TitleCentre = 40;
    private const int SubtitleCentre = 76;

    private const int TitleSize = 26;
    private const int SubtitleSize = 18;
    private const int LabelSize = 20;
    private const int NumberSize = 24;

    /// <summary>Discord's limit for the description of an attachment.</summary>
    private const int MaxAltText = 1024;

    private static readonly Color Ink = Color.FromHex("#1B2733");
    private static readonly Color QuietInk = Color.FromHex("#51606E");
    private static readonly Color Paper = Color.FromHex("#FFFFFF");
    private static readonly Color Track = Color.FromHex("#EDF1F5");
    private static readonly Color Yes = Color.FromHex("#1F5F99");
    private static readonly Color No = Color.FromHex("#8A97A5");

    /// <summary>
    /// A PNG with one horizontal bar an answer and its number beside it. "Can't come" is hatched as well as grey, so that
    /// nothing hangs on colour.
    /// </summary>
    /// <param name="tally">The numbers.</param>
    /// <param name="language">Language of the words.</param>
    /// <param name="catalogue">The words.</param>
    /// <param name="title">The action's title; shortened where it does not fit.</param>
    public static byte[] Png(Domain.Pledges.Tally tally, string language, Catalogue catalogue, string title)
    {
        EmbeddedFont.Register();
        var rows = Rows(tally, language, catalogue);
        var longest = Math.Max(1, rows.Max(row => row.Count));
        var height = HeaderHeight + (rows.Count * RowHeight) + FooterHeight;

        using var plot = new Plot();
        plot.FigureBackground.Color = Paper;
        plot.DataBackground.Color = Paper;
        plot.HideGrid();
        plot.Axes.Frameless();
        plot.ScaleFactor = Scale;
        // The whole picture is the plot, and its coordinates are points from the upper left, down being negative: so nothing
        // is cut at an axis and every distance below is what it says.
        plot.Layout.Fixed(new PixelPadding(0));
        plot.Axes.SetLimits(0, Width, -height, 0);

        Write(plot, Fitting(title), SideMargin, TitleCentre, TitleSize, Ink, Alignment.MiddleLeft, bold: true);
        var subtitle = catalogue.Text(language, "chart.subtitle", ("count", tally.People));
        Write(plot, subtitle, SideMargin, SubtitleCentre, SubtitleSize, QuietInk, Alignment.MiddleLeft);

        var barsBegin = SideMargin + rows.Max(row => EmbeddedFont.Width(row.Label, LabelSize, bold: false)) + Gap;
        var longestBar = Width - SideMargin - NumberWidth - barsBegin;
        foreach (var (index, row) in rows.Index())
        {
            var centre = HeaderHeight + ((index + 0.5) * RowHeight);
            var end = barsBegin + (longestBar * row.Count / longest);
            AddBar(plot, centre, barsBegin, barsBegin + longestBar, Track, hatched: false);
            AddBar(plot, centre, barsBegin, end, row.IsYes ? Yes : No, hatched: !row.IsYes);
            Write(plot, row.Label, barsBegin - Gap, centre, LabelSize, Ink, Alignment.MiddleRight);
            var number = row.Count.ToString(CultureInfo.InvariantCulture);
            Write(plot, number, end + Gap, centre, NumberSize, Ink, Alignment.MiddleLeft, bold: true);
        }
        return plot.GetImageBytes(Width * Scale, height * Scale, ImageFormat.Png);
    }

    /// <summary>What the picture shows, for screen readers; at most 1,024 characters, Discord's limit.</summary>
    public static string AltText(Domain.Pledges.Tally tally, string language, Catalogue catalogue, string title)
    {
        var parts = Rows(tally, language, catalogue)
            .Select(row => catalogue.Text(language, "chart.alt-part", ("label", row.Label), ("value", row.Count)));
        return UntrustedText.Clean(
            catalogue.Text(language, "chart.alt", ("title", title), ("parts", string.Join(", ", parts))),
            MaxAltText
        );
    }

    private static List<Row> Rows(Domain.Pledges.Tally tally, string language, Catalogue catalogue) =>
        [
            .. tally
                .ByAnswer.OrderBy(answer => answer.Key)
                .Select(answer => new Row(LabelOf(answer.Key, language, catalogue), answer.Value, IsYes: true)),
            new Row(LabelOf(PledgeAnswer.Maybe, language, catalogue), tally.Maybe, IsYes: false),
            new Row(LabelOf(PledgeAnswer.CantCome, language, catalogue), tally.CantCome, IsYes: false),
        ];

    /// <summary>How an answer is called in tallies.</summary>
    public static string LabelOf(PledgeAnswer answer, string language, Catalogue catalogue) =>
        catalogue.Text(
            language,
            answer switch
            {
                PledgeAnswer.Attend => "tally.answer.attend",
                PledgeAnswer.Speak => "tally.answer.speak",
                PledgeAnswer.Call => "tally.answer.call",
                PledgeAnswer.Write => "tally.answer.write",
                PledgeAnswer.Bring => "tally.answer.bring",
                PledgeAnswer.Maybe => "tally.answer.maybe",
                PledgeAnswer.CantCome => "tally.answer.cant-come",
                PledgeAnswer.Withdrawn => "tally.answer.withdrawn",
                _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, message: null),
            }
        );

    private static void AddBar(Plot plot, double centre, double from, double to, Color color, bool hatched)
    {
        var bar = new Bar
        {
            Position = -centre,
            ValueBase = from,
            Value = to,
            Size = BarHeight,
            FillColor = color,
            LineWidth = 0,
            Orientation = Orientation.Horizontal,
        };
        if (hatched)
        {
            bar.FillHatch = new ScottPlot.Hatches.Striped(ScottPlot.Hatches.StripeDirection.DiagonalUp);
            bar.FillHatchColor = Paper.WithOpacity(0.55);
        }
        plot.Add.Bar(bar);
    }

    private static void Write(
        Plot plot,
        string text,
        double x,
        double centre,
        float size,
        Color color,
        Alignment alignment,
        bool bold = false
    )
    {
        var written = plot.Add.Text(text, x, -centre);
        written.LabelFontName = EmbeddedFont.Family;
        written.LabelFontSize = size;
        written.LabelFontColor = color;
        written.LabelBold = bold;
        written.LabelAlignment = alignment;
        // ScottPlot centres the line with its room for descenders; the eye centres the capitals and digits.
        written.OffsetY = size * 0.18f;
    }

    /// <summary>The title, cut with an ellipsis where it is wider than the picture.</summary>
    private static string Fitting(string title)
    {
        var clean = UntrustedText.Clean(title, 200);
        for (var length = clean.Length; length > 1; length--)
        {
            var candidate = UntrustedText.Clean(clean, length);
            if (EmbeddedFont.Width(candidate, TitleSize, bold: true) <= Width - (2 * SideMargin))
                return candidate;
        }
        return clean;
    }

    private sealed record Row(string Label, int Count, bool IsYes);
}
