using ScottPlot;
using SkiaSharp;

namespace Alexandria.OrganizerBot.Features.Tally;

/// <summary>
/// DejaVu Sans, which travels inside the program: a server has no fonts, and without one a chart would have no words. Its
/// licence stands beside it.
/// </summary>
internal sealed class EmbeddedFont : IFontResolver
{
    public const string Family = "DejaVu Sans (embedded)";

    private static readonly Lazy<EmbeddedFont> Registered = new(() =>
    {
        var font = new EmbeddedFont();
        // First in line, so that ScottPlot asks the system's fonts for nothing.
        Fonts.FontResolvers.Insert(0, font);
        return font;
    });

    private readonly SKTypeface _regular = Load("Fonts.DejaVuSans.ttf");
    private readonly SKTypeface _bold = Load("Fonts.DejaVuSans-Bold.ttf");

    private EmbeddedFont() { }

    /// <summary>Makes the font known to ScottPlot, once in a process.</summary>
    public static void Register() => _ = Registered.Value;

    /// <summary>Width of a text in pixels.</summary>
    public static float Width(string text, float size, bool bold)
    {
        using var font = new SKFont(bold ? Registered.Value._bold : Registered.Value._regular, size);
        return font.MeasureText(text);
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Family ? (bold ? _bold : _regular) : null;

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(EmbeddedFont).Assembly.GetManifestResourceStream(resource)!;
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
