using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>How much of Discord's limits a message takes (https://docs.discord.com/developers/components/reference).</summary>
/// <param name="Text">Characters in all of its texts.</param>
/// <param name="Components">Components, nested ones included.</param>
internal readonly record struct FuzzRendering(int Text, int Components)
{
    public static FuzzRendering Of(MessageBody message)
    {
        var all = (message.Components ?? []).SelectMany(WithInner).ToList();
        return new FuzzRendering(all.OfType<TextDisplay>().Sum(text => text.Content.Length), all.Count);
    }

    private static IEnumerable<Component> WithInner(Component component) =>
        component switch
        {
            Container container => container.Components.SelectMany(WithInner).Prepend(container),
            ActionRow row => row.Components.Prepend(row),
            _ => [component],
        };
}
