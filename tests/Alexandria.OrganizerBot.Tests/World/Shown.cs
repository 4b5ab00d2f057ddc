using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>What Discord's client draws of a card.</summary>
internal static class Shown
{
    /// <summary>Every component of the card, parents before children, in reading order.</summary>
    public static IReadOnlyList<Component> Of(Card card) => [.. All(DiscordCards.Render(card).Components ?? [])];

    /// <inheritdoc cref="Of"/>
    public static IEnumerable<Component> All(IEnumerable<Component> components) =>
        components.SelectMany(component =>
            component switch
            {
                Container container => All(container.Components).Prepend(container),
                ActionRow row => All(row.Components).Prepend(row),
                Section section => All(section.Components).Append(section.Accessory).Prepend(section),
                _ => [component],
            }
        );

    /// <summary>All text, as it is sent.</summary>
    public static string Text(Card card) =>
        string.Join('\n', Of(card).OfType<TextDisplay>().Select(display => display.Content));
}
