using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>A line that is not wrapped to the console's width, so that paths and addresses can be copied whole.</summary>
/// <param name="text">The text after the mark.</param>
/// <param name="mark">A word that is coloured; it says the same without its colour.</param>
/// <param name="style">The mark's colour.</param>
internal sealed class UnwrappedLine(string text, string mark = "", Style? style = null) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        mark.Length == 0
            ? [new Segment(text), Segment.LineBreak]
            : [new Segment(mark, style ?? Style.Plain), new Segment(text), Segment.LineBreak];
}
