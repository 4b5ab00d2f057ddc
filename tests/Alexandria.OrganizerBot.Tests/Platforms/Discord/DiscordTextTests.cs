using System.Text;
using Alexandria.OrganizerBot.Platforms.Discord;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Platforms.Discord;

public sealed class DiscordTextTests
{
    [Theory]
    [InlineData("City Council Public Hearing, 7:00 PM", "City Council Public Hearing, 7:00 PM")]
    [InlineData("Süßer Rat — «¡Sí!» ጉባኤ مرحبا 👩‍👩‍👧", "Süßer Rat — «¡Sí!» ጉባኤ مرحبا 👩‍👩‍👧")]
    [InlineData("Room 2 (east) #7 - A+B > C", "Room 2 (east) #7 - A+B > C")] // harmless inside a line
    [InlineData("7. May", "7\\. May")] // a numbered list
    [InlineData("2027", "2027")]
    [InlineData("1.5 hours", "1\\.5 hours")]
    [InlineData("**bold** _it_ ~~no~~ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\`")]
    [InlineData("||spoiler||", "\\|\\|spoiler\\|\\|")]
    [InlineData("already \\*escaped", "already \\\\\\*escaped")]
    [InlineData("# big", "\\# big")]
    [InlineData("-# small", "\\-# small")]
    [InlineData("> quote", "\\> quote")]
    [InlineData("- item\n  + item\n12. item", "\\- item\n  \\+ item\n12\\. item")]
    [InlineData("@everyone", "@\u200Beveryone")]
    [InlineData("<@123> <@&4> <#5> <t:6:R> <:smile:7>", "\\<@\u200B123> \\<@\u200B&4> \\<#5> \\<t:6:R> \\<:smile:7>")]
    [InlineData("[council](https://evil.example)", "\\[council](https:\u200B//evil.example)")]
    [InlineData("https://evil.example", "https:\u200B//evil.example")]
    [InlineData("", "")]
    public void What_somebody_wrote_is_shown_as_they_wrote_it(string text, string escaped) =>
        Assert.Equal(escaped, DiscordText.Escape(text));

    [Fact]
    public void No_character_of_markup_is_left_and_the_text_reads_the_same() =>
        Gen.OneOf(
                Choose.From(
                    "*",
                    "_",
                    "~",
                    "`",
                    "|",
                    "<",
                    ">",
                    "[",
                    "]",
                    "(",
                    ")",
                    "\\",
                    "#",
                    "-",
                    "+",
                    "@",
                    "://",
                    ":",
                    "/",
                    "12.",
                    "3",
                    ".",
                    "\n",
                    "\r\n",
                    " ",
                    "\t",
                    "everyone",
                    "http",
                    "word",
                    "é",
                    "😀"
                ),
                Gen.Char.Where(character => character != '\u200B').Select(character => character.ToString())
            )
            .Array[0, 40]
            .Select(string.Concat)
            .Sample(
                text =>
                {
                    var escaped = DiscordText.Escape(text);

                    Assert.Equal(text, Shown(escaped, out var markup));
                    Assert.True(markup.Count == 0, $"{string.Join(' ', markup)} in {escaped}");
                    Assert.DoesNotContain("://", escaped, StringComparison.Ordinal);
                    Assert.DoesNotContain("@everyone", escaped, StringComparison.Ordinal);
                    Assert.DoesNotContain("@here", escaped, StringComparison.Ordinal);
                },
                iter: 5_000,
                threads: 1
            );

    /// <summary>
    /// What Discord shows: a backslash takes the meaning from the mark behind it. Collects the marks that kept theirs,
    /// written from Discord's page on formatting and not from our escaping.
    /// </summary>
    private static string Shown(string markdown, out List<string> markup)
    {
        markup = [];
        var shown = new StringBuilder();
        var lineSoFar = new StringBuilder();
        for (var i = 0; i < markdown.Length; i++)
        {
            var character = markdown[i];
            var atStart = lineSoFar.ToString().All(char.IsWhiteSpace);
            if (character == '\\' && i + 1 < markdown.Length && !char.IsLetterOrDigit(markdown[i + 1]))
                character = markdown[++i];
            else if (@"\*_~`|<[".Contains(character, StringComparison.Ordinal))
                markup.Add(character.ToString());
            else if (atStart && "#>-+".Contains(character, StringComparison.Ordinal))
                markup.Add($"{character} at the start of a line");
            else if (
                character == '.'
                && lineSoFar.ToString().TrimStart() is { Length: > 0 } number
                && number.All(char.IsAsciiDigit)
            )
                markup.Add("a list number");
            if (character == '\u200B')
                continue;
            shown.Append(character);
            if (character == '\n')
                lineSoFar.Clear();
            else
                lineSoFar.Append(character);
        }
        return shown.ToString();
    }
}
