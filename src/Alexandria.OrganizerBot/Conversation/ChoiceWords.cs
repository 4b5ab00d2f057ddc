using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>How a choice of an option is called.</summary>
internal static class ChoiceWords
{
    /// <summary>A language is called by its own name, whoever reads it.</summary>
    public static string Text(Catalogue words, string language, string option, string choice) =>
        string.Equals(option, "language", StringComparison.Ordinal)
            ? words.Text(choice, "language.name")
            : words.Text(language, $"choice.{option}.{choice}");
}
