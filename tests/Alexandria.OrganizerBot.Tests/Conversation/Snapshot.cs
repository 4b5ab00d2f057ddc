using System.Runtime.CompilerServices;
using System.Text;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;

namespace Alexandria.OrganizerBot.Tests.Conversation;

/// <summary>
/// Compares what people read with an approved file beside the test, <c>{Test file}.{Test}.approved.txt</c>. With
/// <c>UPDATE_SNAPSHOTS=1</c> in the environment the files are written anew: read the difference before you commit it.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string text, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var approved = ApprovedFile(testFile, test);
        text = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(approved, text);
        Assert.True(File.Exists(approved), $"{approved} is missing; run once with UPDATE_SNAPSHOTS=1 and read it.");
        Assert.Equal(File.ReadAllText(approved).ReplaceLineEndings("\n"), text);
    }

    /// <summary>A card as it leaves for Discord: its markdown, then its files and buttons, top to bottom.</summary>
    public static string Of(Card card)
    {
        var shown = new StringBuilder();
        foreach (var component in DiscordCards.Render(card).Components!)
        {
            if (component is not Container container)
            {
                shown.AppendLine(Drawn(component));
                continue;
            }
            shown.AppendLine("┌");
            foreach (var inside in container.Components)
                shown.AppendLine(Drawn(inside));
            shown.AppendLine("└");
        }
        return shown.ToString();
    }

    private static string Drawn(Component component) =>
        component switch
        {
            TextDisplay display => display.Content,
            Separator { Spacing: 2 } => "════════",
            Separator => "────────",
            MediaGallery gallery => $"[picture {gallery.Items[0].Media.Url}: {gallery.Items[0].Description}]",
            FileComponent file => $"[file {file.File.Url}]",
            ActionRow row => string.Join(
                "  ",
                row.Components.Cast<Button>().Select(b => $"[{b.Label}]({b.Style}, {b.CustomId})")
            ),
            _ => component.ToString(),
        };

    /// <summary>The same in several languages, one after the other.</summary>
    public static string Of(params (string Title, Card Card)[] cards) =>
        string.Join("\n", cards.Select(each => $"═══ {each.Title} ═══\n{Of(each.Card)}"));

    /// <summary>By the checkout that runs, since a deterministic build maps the compiler's paths.</summary>
    private static string ApprovedFile(string testFile, string test)
    {
        const string project = "Alexandria.OrganizerBot.Tests/";
        var path = testFile.Replace('\\', '/');
        var inProject = path[(path.LastIndexOf(project, StringComparison.Ordinal) + project.Length)..];
        return Checkout.At("tests", project, $"{inProject[..^".cs".Length]}.{test}.approved.txt");
    }
}
