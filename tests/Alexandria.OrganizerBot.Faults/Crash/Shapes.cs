using Alexandria.OrganizerBot.Domain.Pledges;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>
/// What a confirmation looks like on each network. It is learned while nothing is broken, so that the lane knows no text of
/// the bot: the first line without the action's title, or where there is none, its beginning.
/// </summary>
internal sealed class Shapes
{
    /// <summary>What can be answered to an action of the lane's campaign, in the order in which it is offered.</summary>
    public static IReadOnlyList<PledgeAnswer> Choices { get; } =
    [PledgeAnswer.Attend, PledgeAnswer.Speak, PledgeAnswer.Maybe, PledgeAnswer.CantCome];

    private const int BeginningLength = 13;

    private readonly Dictionary<(string Network, string Shape), PledgeAnswer> _answers = [];
    private readonly HashSet<(string Network, string Shape)> _consents = [];

    public void Learn(string network, string title, string text, PledgeAnswer answer) =>
        _answers[(network, Of(title, text))] = answer;

    public void LearnConsent(string network, string text) => _consents.Add((network, Beginning(text)));

    /// <summary>The answer that the text confirms; null: it confirms none.</summary>
    public PledgeAnswer? Confirmed(string network, string title, string text) =>
        text.Contains(title, StringComparison.Ordinal)
        && _answers.TryGetValue((network, Of(title, text)), out var answer)
            ? answer
            : null;

    public bool ConfirmsConsent(string network, string text) => _consents.Contains((network, Beginning(text)));

    /// <summary>As many as were learned, for who wants to know that they can be told apart.</summary>
    public int Count => _answers.Count;

    private static string Of(string title, string text) =>
        text.Split('\n')[0].Replace(title, "…", StringComparison.Ordinal);

    /// <summary>Dates follow soon.</summary>
    private static string Beginning(string text) => text[..Math.Min(text.Length, BeginningLength)];
}
