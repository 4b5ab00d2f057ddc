using System.Text;
using Alexandria.OrganizerBot.Domain.Text;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class UntrustedTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00A0\u202F ", "")]
    [InlineData("City Council", "City Council")]
    [InlineData("  City \r\n\t Council  ", "City Council")]
    [InlineData("7:30\u202FPM", "7:30 PM")]
    [InlineData("a\u0000b\u001Bc\u0085d", "a b c d")] // control characters part words
    [InlineData("a\u2028b\u2029c", "a b c")] // so do Unicode's own line ends
    [InlineData("evil\u202Egnp.exe", "evilgnp.exe")] // an override would show the text backwards
    [InlineData("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C\uFEFFx", "x")]
    [InlineData("a\uFFFDb", "ab")]
    [InlineData("Süßer Rat — «¡Sí!» ጉባኤ مرحبا", "Süßer Rat — «¡Sí!» ጉባኤ مرحبا")]
    [InlineData("👩‍👩‍👧 family", "👩‍👩‍👧 family")] // the joiner between people stays
    public void It_is_one_harmless_line(string? text, string expected) =>
        Assert.Equal(expected, UntrustedText.Clean(text, 100));

    [Fact]
    public void A_lone_half_of_a_character_disappears() =>
        Assert.Equal("ab", UntrustedText.Clean("a\uD83Db\uDE00", 100));

    [Theory]
    [InlineData("abcde", 5, "abcde")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("abc def", 5, "abc…")] // no space before the ellipsis
    [InlineData("abc😀x", 5, "abc…")] // a pair of surrogates is not torn apart
    [InlineData("abce\u0301x", 5, "abc…")] // nor a letter from its accent
    [InlineData("ab👩‍👩‍👧xyz", 6, "ab…")] // nor a family
    public void A_cut_is_between_whole_characters(string text, int length, string expected) =>
        Assert.Equal(expected, UntrustedText.Clean(text, length));

    [Fact]
    public void Ten_thousand_characters_become_as_many_as_there_is_room_for()
    {
        Assert.Equal(new string('x', 119) + "…", UntrustedText.Clean(new string('x', 10_000), 120));
        // One letter under ten thousand accents is one character that does not fit.
        Assert.Equal("…", UntrustedText.Clean("e" + new string('\u0301', 10_000), 120));
    }

    [Fact]
    public void Whatever_the_text_the_result_is_short_whole_and_stays_as_it_is() =>
        Gen.Select(NastyText(), Gen.Int[1, 60])
            .Sample(
                (text, length) =>
                {
                    var clean = UntrustedText.Clean(text, length);

                    Assert.True(clean.Length <= length, $"{clean.Length} > {length}");
                    Assert.True(clean.EnumerateRunes().All(rune => rune != Rune.ReplacementChar), "torn surrogates");
                    Assert.Equal(clean.Trim(), clean);
                    Assert.DoesNotContain("  ", clean, StringComparison.Ordinal);
                    Assert.DoesNotContain(clean, character => char.IsControl(character));
                    Assert.DoesNotContain(
                        clean,
                        "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".Contains
                    );
                    Assert.Equal(clean, UntrustedText.Clean(clean, length));
                },
                iter: 3_000,
                threads: 1
            );

    /// <summary>Any text, thick with the characters that make trouble.</summary>
    private static Gen<string> NastyText() =>
        Gen.OneOf(
                Gen.Char.Select(character => character.ToString()),
                Choose.From(
                    " ",
                    "\n",
                    "\u202E",
                    "\u2066",
                    "e\u0301",
                    "😀",
                    "\uD83D",
                    "\uDE00",
                    "👩‍👩‍👧",
                    "word",
                    "…",
                    "\u0000"
                )
            )
            .Array[0, 120]
            .Select(string.Concat);
}
