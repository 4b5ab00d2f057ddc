namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>
/// A word or phrase by which a campaign finds what concerns it on a docket. It is found as whole words, one after the other,
/// whatever their accents and case, and each of its words also in its usual forms. A word in capitals (<c>EPA</c>) is an
/// abbreviation: it is found in capitals only, so that frozen water does not count.
/// </summary>
public sealed class DocketKeyword
{
    /// <summary>More words than that are a sentence.</summary>
    public const int MostWords = 8;

    private readonly IReadOnlyList<DocketWord> _words;
    private readonly IReadOnlyList<IReadOnlySet<string>> _forms;

    /// <summary>Reads a keyword.</summary>
    /// <param name="text">As the organizers wrote it.</param>
    /// <param name="language">Code of the language whose word forms count; of a language without any, only the word itself.</param>
    /// <exception cref="ArgumentException">It has no letter and no digit, or more than <see cref="MostWords"/> words.</exception>
    public DocketKeyword(string text, string language)
    {
        if (!CanBe(text))
            throw new ArgumentException($"A keyword has one to {MostWords} words.", nameof(text));
        Text = text;
        Language = language;
        _words = DocketWord.In(text);
        _forms =
        [
            .. _words.Select(word =>
                word.IsAbbreviation ? WordForms.OfAbbreviation(word.AsWritten) : WordForms.Of(word.Folded, language)
            ),
        ];
    }

    /// <summary>As the organizers wrote it.</summary>
    public string Text { get; }

    /// <summary>Code of its language.</summary>
    public string Language { get; }

    /// <summary>Whether a text can be a keyword at all.</summary>
    public static bool CanBe(string text) => DocketWord.In(text).Count is > 0 and <= MostWords;

    /// <summary>Whether it stands anywhere among the words of a text, as <see cref="DocketWord.In"/> gives them.</summary>
    public bool IsIn(IReadOnlyList<DocketWord> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var start = 0; start + _words.Count <= text.Count; start++)
        {
            if (StandsAt(text, start))
                return true;
        }
        return false;
    }

    private bool StandsAt(IReadOnlyList<DocketWord> text, int start)
    {
        for (var index = 0; index < _words.Count; index++)
        {
            var word = text[start + index];
            if (!_forms[index].Contains(_words[index].IsAbbreviation ? word.AsWritten : word.Folded))
                return false;
        }
        return true;
    }
}
