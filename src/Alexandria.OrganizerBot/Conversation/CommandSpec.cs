namespace Alexandria.OrganizerBot.Conversation;

/// <summary>Does what one entry of the catalogue stands for.</summary>
internal delegate Task<Reply> Handler(Request request, CancellationToken cancellationToken);

/// <summary>
/// One command as people type it. Its words (names in other languages, descriptions) stand in the catalogues under
/// <c>command.&lt;name with dots&gt;</c>; help, the networks' command lists and the docs are made from these entries.
/// </summary>
internal sealed record CommandSpec
{
    /// <summary>For example <c>action create</c>.</summary>
    public required string Name { get; init; }
    public required Handler Handle { get; init; }
    public Access Access { get; init; } = Access.Everyone;
    public AnswerMode Mode { get; init; } = AnswerMode.AtOnce;
    public IReadOnlyList<OptionSpec> Options { get; init; } = [];

    /// <summary>Whether it may be typed in private.</summary>
    public bool InPrivate { get; init; }

    /// <summary>Whether it speaks about all campaigns where it is typed in private.</summary>
    public bool AllCampaigns { get; init; }

    public Exposure Exposure { get; init; } = Exposure.None;

    /// <summary>Whether it is everybody's right: never too often, and also for who is barred.</summary>
    public bool IsRight { get; init; }

    /// <summary>Lines that work as they stand; a test types each.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>The key of its words in the catalogues.</summary>
    public string WordsKey => $"command.{Name.Replace(' ', '.')}";
}

/// <summary>One option of a command.</summary>
internal sealed record OptionSpec(string Name)
{
    public bool Required { get; init; }

    /// <summary>The only values there are; null: any text.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Offers values while it is typed; what arrives may still be any text.</summary>
    public Handler? Complete { get; init; }

    /// <summary>Whether it names a member of the server: the network offers them, and gives the id of the one who was chosen.</summary>
    public bool IsPerson { get; init; }

    /// <summary>Longest text, in UTF-16 units.</summary>
    public int MaxLength { get; init; } = 100;
}

/// <summary>One button. Its first argument is the code of the action that it belongs to.</summary>
internal sealed record ButtonSpec(string Name, Handler Handle)
{
    public Access Access { get; init; } = Access.Everyone;
    public AnswerMode Mode { get; init; } = AnswerMode.AtOnce;
    public Exposure Exposure { get; init; } = Exposure.Pledge;

    /// <inheritdoc cref="CommandSpec.IsRight"/>
    public bool IsRight { get; init; }

    /// <summary>Whether it is about the person in all campaigns where it is pressed in private.</summary>
    public bool AllCampaigns { get; init; }
}

/// <summary>One form that people fill in.</summary>
internal sealed record FormSpec(string Name, Handler Handle)
{
    public Access Access { get; init; } = Access.Everyone;
}

/// <summary>How an entry answers; a modal or a completion cannot follow a deferral.</summary>
internal enum AnswerMode
{
    /// <summary>Within the network's first limit (Discord: three seconds).</summary>
    AtOnce,

    /// <summary>The network is told at once that an answer follows.</summary>
    Deferred,
}

/// <summary>What others learn of a person when an entry is used where the network has no private answers.</summary>
internal enum Exposure
{
    /// <summary>Nothing about the person.</summary>
    None,

    /// <summary>What they pledge: only in campaigns whose risk is normal.</summary>
    Pledge,

    /// <summary>What the bot holds about them: never.</summary>
    Personal,
}
