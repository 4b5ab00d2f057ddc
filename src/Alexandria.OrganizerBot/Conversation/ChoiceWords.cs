using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>How a choice of an option is called.</summary>
internal static class ChoiceWords
{
    /// <summary>A language is called by its own name, whoever reads it.</summary>
    public static string Text(Catalogue words, string language, string option, string value) =>
        KeyOf(option, value) is { } key ? words.Text(language, key) : words.Text(value, "language.name");

    /// <summary>The key of its words in the catalogues; null for a language.</summary>
    public static string? KeyOf(string option, string value) =>
        string.Equals(option, "language", StringComparison.Ordinal) ? null : $"choice.{option}.{value}";
}
