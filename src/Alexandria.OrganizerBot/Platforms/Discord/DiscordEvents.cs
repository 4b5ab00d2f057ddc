using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>Reads Discord's interactions as what people did.</summary>
internal static class DiscordEvents
{
    /// <summary>The act, or null for kinds that the bot does not use.</summary>
    public static Incoming? Read(Interaction interaction)
    {
        if (interaction.Data is not { } data || ActOf(interaction.Type, data) is not { } act)
            return null;
        return new Incoming
        {
            EventId = interaction.Id,
            Network = Networks.Discord,
            Server = interaction.GuildId,
            // A thread belongs to whom its channel belongs to, and speaks its language.
            Channel = interaction.ThreadParentId ?? interaction.ChannelId,
            Sender = new Sender(interaction.UserId, interaction.MemberRoles, interaction.Locale)
            {
                JoinedAt = interaction.MemberJoinedAt is { } joined ? Instant.FromDateTimeOffset(joined) : null,
            },
            Act = act,
        };
    }

    /// <summary>
    /// What somebody wrote in private. There are commands and buttons for everything, so only the words by which people claim
    /// their rights are understood; the rest is dropped as it came.
    /// </summary>
    public static Incoming Read(GatewayEvent.DirectMessage written) =>
        new()
        {
            EventId = written.MessageId,
            Network = Networks.Discord,
            Channel = written.ChannelId,
            SentAt = SentAt(written.MessageId),
            Sender = new Sender(written.UserId, [], Locale: null),
            Act = new Act.Say(written.Text, Quotes: null) { ClaimsRightsOnly = true },
        };

    /// <summary>The milliseconds that a snowflake holds (https://docs.discord.com/developers/reference#snowflakes).</summary>
    private static long SentAt(string snowflake) =>
        long.TryParse(snowflake, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (id >> 22) + FirstMillisecond
            : 0;

    /// <summary>2015-01-01, as Unix milliseconds.</summary>
    private const long FirstMillisecond = 1_420_070_400_000;

    private static Act? ActOf(InteractionType type, InteractionData data) =>
        type switch
        {
            InteractionType.Command => new Act.Command(data.CommandPath, OptionsOf(data)),
            InteractionType.ModalSubmit => new Act.Submit(ButtonId.Decode(data.CustomId), FieldsOf(data)),
            InteractionType.Component => new Act.Press(ButtonId.Decode(data.CustomId)),
            InteractionType.Autocomplete when data.FocusedOption is { } focused => new Act.Complete(
                data.CommandPath,
                focused.Name,
                focused.Text ?? ""
            ),
            _ => null,
        };

    /// <summary>What stands in a form. Discord demands that a field's id is its own; of two with one id the last counts.</summary>
    private static Dictionary<string, string> FieldsOf(InteractionData data)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in data.Fields)
            fields[field.CustomId] = field.Value ?? "";
        return fields;
    }

    private static Dictionary<string, string> OptionsOf(InteractionData data)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in data.LeafOptions)
            options[option.Name] = option.Text ?? "";
        return options;
    }
}
