using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

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
    private readonly byte[] alertKey;
    private readonly byte[] auditKey;
    private readonly ConcurrentDictionary<CampaignId, byte[]> campaignKeys = new();

    internal MemberKeys(MasterKey master)
    {
        this.master = master;
        eventKey = master.Derive("events");
        placeKey = master.Derive("places");
        personKey = master.Derive("persons");
        codeKey = master.Derive("codes");
        messageKey = master.Derive("messages");
        alertKey = master.Derive("alerts");
        auditKey = master.Derive("audit");
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

    /// <summary>
    /// What people type to check one version of an action's alert: four letters and digits of <see cref="CodeLetters"/>.
    /// </summary>
    /// <param name="action">The action.</param>
    /// <param name="version">Its version.</param>
    /// <param name="turn">0; higher where the code before was taken.</param>
    public string AlertCode(ActionId action, int version, int turn)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(alertKey, Encoding.UTF8.GetBytes($"{action.Code}|{version}|{turn}"), hash);
        return Letters(hash, count: 4);
    }

    /// <summary>The key under which an alert's code is kept.</summary>
    public string AlertCodeKey(string code) => Hash(alertKey, "code", code);

    /// <summary>Who a human is in a campaign's trail, in the month (UTC) of the moment: three letters and digits.</summary>
    public string AuditName(CampaignId campaign, Instant at, MemberKey human)
    {
        var month = at.InUtc().Date.ToYearMonth();
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(
            auditKey,
            Encoding.UTF8.GetBytes($"{campaign.Value}|{month.Year}-{month.Month}|{human.Value}"),
            hash
        );
        return Letters(hash, count: 3);
    }

    /// <summary>HMAC-SHA-256 over an entry of the trail as it is written.</summary>
    public byte[] AuditHash(ReadOnlySpan<byte> entry) => HMACSHA256.HashData(auditKey, entry);

    /// <summary>Letters and digits that nobody takes for one another; no vowels, so that no word and no action's code comes of them.</summary>
    public const string CodeLetters = "BCDFGHJKMNPQRSTVWXYZ23456789";

    private static string Letters(ReadOnlySpan<byte> hash, int count)
    {
        // 64 bits over 28 letters: no letter is likelier than another by more than one in 10^12.
        var number = BinaryPrimitives.ReadUInt64BigEndian(hash);
        var letters = new char[count];
        for (var place = 0; place < count; place++, number /= (ulong)CodeLetters.Length)
            letters[place] = CodeLetters[(int)(number % (ulong)CodeLetters.Length)];
        return new string(letters);
    }

    /// <summary>HMAC-SHA-256 over the parts, each with its length, in base64url.</summary>
    private static string Hash(byte[] key, string network, string id) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{network.Length}:{network}{id.Length}:{id}"))
        );
}
