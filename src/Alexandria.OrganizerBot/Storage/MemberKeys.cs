using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Domain;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Keyed hashes that stand in rows instead of the networks' ids. Each campaign has a key of its own, so that nobody can be
/// followed from one to the next; without the master key nothing can be tried out against them.
/// </summary>
internal sealed class MemberKeys
{
    private readonly MasterKey master;
    private readonly byte[] eventKey;
    private readonly byte[] placeKey;
    private readonly byte[] personKey;
    private readonly byte[] codeKey;
    private readonly byte[] messageKey;
    private readonly ConcurrentDictionary<CampaignId, byte[]> campaignKeys = new();

    internal MemberKeys(MasterKey master)
    {
        this.master = master;
        eventKey = master.Derive("events");
        placeKey = master.Derive("places");
        personKey = master.Derive("persons");
        codeKey = master.Derive("codes");
        messageKey = master.Derive("messages");
    }

    /// <summary>Who a member is in one campaign.</summary>
    public MemberKey Of(CampaignId campaign, string network, string userId) =>
        new(Hash(campaignKeys.GetOrAdd(campaign, c => master.Derive($"members/{c.Value}")), network, userId));

    /// <summary>The key under which an event is remembered as handled. (Signal's event ids hold the sender's id.)</summary>
    public string EventKey(string network, string eventId) => Hash(eventKey, network, eventId);

    /// <summary>Who a person is on a network whatever the campaign, for what belongs to none: their last questions, their tries.</summary>
    public string PersonKey(string network, string userId) => Hash(personKey, network, userId);

    /// <summary>The key under which a one-time code is kept: the code itself is nowhere written down.</summary>
    public string CodeKey(string code) => Hash(codeKey, "code", code);

    /// <summary>What is left of a message's id once it is forgotten: the id itself names its reader.</summary>
    public string MessageKey(string outboxId) => Hash(messageKey, "message", outboxId);

    /// <summary>Where something is posted, for an id: a group's id tells who the group is.</summary>
    public string PlaceKey(string server, string channelId, string messageId) =>
        Hash(placeKey, server, $"{channelId.Length}:{channelId}{messageId}");

    /// <summary>HMAC-SHA-256 over the parts, each with its length, in base64url.</summary>
    private static string Hash(byte[] key, string network, string id) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{network.Length}:{network}{id.Length}:{id}"))
        );
}
