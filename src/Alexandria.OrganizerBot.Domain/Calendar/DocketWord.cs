using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>One word of a docket, or of a keyword.</summary>
/// <param name="AsWritten">Without accents, in its own case.</param>
/// <param name="Folded">Without accents, in lower case.</param>
public sealed record DocketWord(string AsWritten, string Folded)
{
    /// <summary>Whether it is written in capitals, and more than one letter.</summary>
    public bool IsAbbreviation => AsWritten.Length > 1 && AsWritten.All(char.IsUpper);

    /// <summary>
    /// The words of a text, in their order: runs of letters and digits; everything else parts them. "E.P.A." is the word EPA,
    /// and the <c>s</c> of "mayor's" is no word.
    /// </summary>
    public static IReadOnlyList<DocketWord> In(string? text)
    {
        var words = new List<DocketWord>();
        var word = new StringBuilder();
        var sinceDot = 0;
        var isAfterApostrophe = false;
        foreach (var rune in UntrustedText.Whole(text ?? "").Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune.ToString());
                sinceDot++;
            }
            else if (rune.Value == '.' && sinceDot == 1 && char.IsUpper(word[^1]))
            {
                sinceDot = 0;
            }
            else if (!ChangesNoWord(rune))
            {
                Close();
                isAfterApostrophe = rune.Value is '\'' or '’' or 'ʼ';
            }
        }
        Close();
        return words;

        void Close()
        {
            var written = word.ToString();
            if (written.Length > 0 && !(isAfterApostrophe && written is "s" or "S"))
                words.Add(new DocketWord(written, written.ToLowerInvariant()));
            word.Clear();
            sinceDot = 0;
        }
    }

    /// <summary>Accents, which normalisation has split off, soft hyphens and the like.</summary>
    private static bool ChangesNoWord(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format;
}
