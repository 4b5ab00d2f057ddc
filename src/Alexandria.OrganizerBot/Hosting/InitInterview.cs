using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Gets answers: from the arguments, or from whoever sits at the console. Each is checked at once.</summary>
internal sealed class InitInterview(IAnsiConsole console, bool interactive)
{
    private readonly List<string> _faults = [];

    /// <summary>What was wrong with the arguments, one sentence each. A person is asked again instead.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The answer; an empty text where there is a fault.</summary>
    /// <param name="given">The argument, or null where there was none.</param>
    public string Ask(InitQuestion question, string? given)
    {
        if (given is not null)
            return Checked(question, given.Trim());
        if (interactive)
            return Prompt(question);
        if (!question.IsOptional)
            _faults.Add($"{question.Option} is missing: {question.Text}");
        return "";
    }

    private string Checked(InitQuestion question, string answer)
    {
        if (answer.Length == 0 && question.IsOptional)
            return "";
        if (question.FaultOf(answer) is not { } fault)
            return answer;
        _faults.Add($"{question.Option}: {fault}");
        return "";
    }

    private string Prompt(InitQuestion question)
    {
        var hint = question.IsOptional ? " (Enter: none)" : "";
        var prompt = new TextPrompt<string>(Markup.Escape($"{question.Text}{hint}")).Validate(answer =>
            answer.Trim() is var text && ((text.Length == 0 && question.IsOptional) || question.FaultOf(text) is null)
                ? ValidationResult.Success()
                : ValidationResult.Error(Markup.Escape(question.FaultOf(text)!))
        );
        prompt.AllowEmpty = true;
        prompt.IsSecret = question.IsSecret;
        return prompt.Show(console).Trim();
    }
}

/// <summary>Something that <c>init</c> asks.</summary>
/// <param name="Option">The option that answers it too.</param>
/// <param name="Text">The question, as one sentence.</param>
/// <param name="FaultOf">What is wrong with an answer, in one sentence; null: nothing.</param>
internal sealed record InitQuestion(string Option, string Text, Func<string, string?> FaultOf)
{
    /// <summary>Whether an empty answer means that there is none.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether what is typed does not show.</summary>
    public bool IsSecret { get; init; }
}
