using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// An <see cref="Incoming"/> whose campaign, person, rights and language are known: what a feature works on.
/// </summary>
internal sealed record Request
{
    public required Incoming Incoming { get; init; }
    public required Campaign Campaign { get; init; }

    /// <summary>The person in this campaign, on whichever network they are.</summary>
    public required MemberKey Member { get; init; }

    /// <summary>The person as this network knows them; differs from <see cref="Member"/> where both were joined.</summary>
    public required MemberKey Identity { get; init; }

    /// <summary>The event as a keyed hash: handled once, however often it is replayed.</summary>
    public required string EventKey { get; init; }

    /// <summary>The message that it came by, as a keyed hash: the same for each edit of it. Who deletes it takes back what it did.</summary>
    public required string MessageKey { get; init; }
    public required Access Access { get; init; }
    public required Voice Voice { get; init; }

    /// <summary>The domain's time at which it is handled.</summary>
    public required Instant Now { get; init; }

    /// <summary>Whether the person writes in a chat of their own with the bot, where its messages to them arrive too.</summary>
    public bool IsInOwnChat => Incoming is { Server: null, SentAt: not null };

    /// <summary>An option of a command or a field of a form, or null where it was not given or is empty.</summary>
    public string? Option(string name)
    {
        var given = Incoming.Act switch
        {
            Act.Command(_, var options) => options,
            Act.Submit(_, var fields) => fields,
            _ => null,
        };
        return given is not null && given.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : null;
    }

    /// <summary>An argument of the pressed button or the form, or an empty string.</summary>
    public string Argument(int index)
    {
        var arguments = Incoming.Act switch
        {
            Act.Press(var button) => button.Arguments,
            Act.Submit(var form, _) => form.Arguments,
            _ => [],
        };
        return index < arguments.Count ? arguments[index] : "";
    }

    /// <summary>A private answer of one paragraph from the catalogue.</summary>
    public Reply Say(string key, params ReadOnlySpan<(string Name, object Value)> values) =>
        new Reply.Private(Card.Of(Voice.Text(key, values)));

    /// <summary>The sentence for an action's code that means nothing here, with the code as it was typed.</summary>
    public Reply UnknownAction() =>
        Say("error.unknown-action", ("code", UntrustedText.Clean(Option("action") ?? Argument(0), 12)));
}

/// <summary>What a person may do in a campaign; each level holds the ones before it.</summary>
internal enum Access
{
    Everyone,
    Coordinator,
    Organizer,
}
