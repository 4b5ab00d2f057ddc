namespace Alexandria.OrganizerBot.Conversation;

/// <summary>Something to fill in, before any network's markup.</summary>
/// <param name="Id">The name of its entry in the catalogue, with arguments, as of a button.</param>
/// <param name="Title">At most 45 characters are shown.</param>
/// <param name="Fields">One to five.</param>
internal sealed record Form(ButtonId Id, string Title, IReadOnlyList<FormField> Fields);

/// <summary>One line or text of a form.</summary>
/// <param name="Name">As of a command's option: a form and a command are read alike.</param>
/// <param name="Label">At most 45 characters are shown.</param>
/// <param name="Value">What stands in it at first.</param>
/// <param name="MaxLength">In UTF-16 units.</param>
internal sealed record FormField(string Name, string Label, string? Value, int MaxLength)
{
    public bool Required { get; init; }

    /// <summary>Several lines.</summary>
    public bool Long { get; init; }

    /// <summary>Shown while it is empty.</summary>
    public string? Hint { get; init; }
}
