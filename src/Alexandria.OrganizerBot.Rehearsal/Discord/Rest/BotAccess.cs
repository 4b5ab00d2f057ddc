using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>What the bot may reach by a request: places that it sees, messages in them, and what it may do there.</summary>
internal sealed class BotAccess(StageWorld world)
{
    /// <summary>The path's channel.</summary>
    /// <exception cref="DiscordRefusal">There is none, or the bot cannot see it.</exception>
    public Place Visible(RestRequest request)
    {
        var place = world.PlaceById(request["channel"]) ?? throw DiscordRefusal.UnknownChannel();
        if (!May(place, DiscordPermissions.ViewChannel))
        {
            throw DiscordRefusal.MissingAccess();
        }
        PutAwayIfSilent(place);
        return place;
    }

    /// <summary>The path's channel, whose messages the bot may read.</summary>
    public Place Readable(RestRequest request)
    {
        var place = Visible(request);
        return May(place, DiscordPermissions.ReadMessageHistory) ? place : throw DiscordRefusal.MissingAccess();
    }

    /// <summary>The path's message, in a channel whose messages the bot may read.</summary>
    public Message Message(RestRequest request)
    {
        var place = Readable(request);
        // An ephemeral message is no message of the channel: only its interaction's token reaches it.
        return world.MessageById(request["message"]) is { EphemeralFor: null } message && message.Place == place
            ? message
            : throw DiscordRefusal.UnknownMessage();
    }

    public void Require(Place place, ulong needed)
    {
        if (!May(place, needed))
        {
            throw DiscordRefusal.MissingPermissions();
        }
    }

    public bool May(Place place, ulong needed) => (world.BotPermissionsIn(place) & needed) == needed;

    // Found out when somebody looks: the stage's clock tells nobody that it moved.
    private void PutAwayIfSilent(Place place)
    {
        if (place.Thread is not { IsArchived: false } thread)
        {
            return;
        }
        var last = world.MessagesIn(place).LastOrDefault()?.At ?? thread.CreatedAt;
        var silentSince = last > thread.ArchiveChangedAt ? last : thread.ArchiveChangedAt;
        if (world.Now - silentSince >= TimeSpan.FromMinutes(thread.AutoArchiveMinutes))
        {
            thread.IsArchived = true;
            thread.ArchiveChangedAt = world.Now;
        }
    }
}
