using Alexandria.OrganizerBot.Domain.Pledges;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>The catalogue keys of each answer. A switch, so that a new answer shows what words it lacks.</summary>
internal static class AnswerWords
{
    /// <summary>The answer's name in button ids, CSV and catalogue keys.</summary>
    public static string Name(PledgeAnswer answer) =>
        answer switch
        {
            PledgeAnswer.Attend => "attend",
            PledgeAnswer.Speak => "speak",
            PledgeAnswer.Call => "call",
            PledgeAnswer.Write => "write",
            PledgeAnswer.Bring => "bring",
            PledgeAnswer.Maybe => "maybe",
            PledgeAnswer.CantCome => "cant-come",
            PledgeAnswer.Withdrawn => "withdrawn",
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, message: null),
        };

    /// <summary>The answer with that name, or null.</summary>
    public static PledgeAnswer? Parse(string name)
    {
        foreach (var answer in Enum.GetValues<PledgeAnswer>())
        {
            if (string.Equals(Name(answer), name, StringComparison.Ordinal))
                return answer;
        }
        return null;
    }

    /// <summary>What the button says: "I'll attend".</summary>
    public static string ButtonKey(PledgeAnswer answer) => $"button.{Name(answer)}";

    /// <summary>What an alert asks: "Please come to this meeting."</summary>
    public static string AlertKey(Ask ask) => $"alert.ask.{Name(PledgeAnswers.For(ask))}";

    /// <summary>What an organizer reads of an ask: "attend".</summary>
    public static string AskKey(Ask ask) => $"ask.{Name(PledgeAnswers.For(ask))}";

    /// <summary>What a tally calls the answer: "Will attend".</summary>
    public static string TallyKey(PledgeAnswer answer) => $"tally.answer.{Name(answer)}";

    /// <summary>What a member reads of their own answer: "You will attend."</summary>
    public static string AnswerKey(PledgeAnswer answer) => $"answer.{Name(answer)}";

    /// <summary>What the confirmation says: "Thank you. You will attend: …".</summary>
    public static string ThanksKey(PledgeAnswer answer) => $"pledge.{Name(answer)}";
}
