using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>Whom a call is for, as it names them.</summary>
/// <param name="People">Single recipients.</param>
/// <param name="GroupIds">Ids of groups, which may not exist.</param>
internal sealed record Addressees(IReadOnlyList<Addressee> People, IReadOnlyList<string> GroupIds);

/// <summary>One recipient as the call names it, and who that is.</summary>
/// <param name="Person">Null: nobody, or the bot itself.</param>
internal sealed record Addressee(SignalPerson? Person, string? Uuid, string? Number, string? Username)
{
    public bool IsBot { get; init; }
}

/// <summary>What became of a send.</summary>
/// <param name="Timestamp">Its identity, the same for all recipients.</param>
/// <param name="Results">The answer's <c>results</c>.</param>
/// <param name="Chats">Where it arrived, and which members of a group it did not reach.</param>
internal sealed record Sent(
    long Timestamp,
    JsonArray Results,
    IReadOnlyList<(SignalChat Chat, IReadOnlyList<SignalPerson> Missed)> Chats
)
{
    public JsonObject Response => new() { ["results"] = Results.DeepClone(), ["timestamp"] = Timestamp };
}

/// <summary>
/// Finds out whom a call is for and whom it reaches. A partial failure is a result; only when nobody was reached is it an
/// error, whose code depends on what all the results have in common.
/// </summary>
internal sealed partial class Sending(SignalWorld world, SignalFaultPlan faults, SignalStageOptions options)
{
    private const string Success = "SUCCESS";
    private const string RateLimited = "RATE_LIMIT_FAILURE";
    private const string Untrusted = "IDENTITY_FAILURE";
    private const string Unregistered = "UNREGISTERED_FAILURE";

    private static readonly Version StatesRetryAfter = new(0, 14, 3);

    /// <summary>Reads whom a call is for.</summary>
    /// <exception cref="RpcRefusal">For nobody, or for something that is no address.</exception>
    public Addressees Read(RpcParams parameters)
    {
        var groups = parameters.Texts("groupId");
        foreach (var id in groups)
        {
            CheckGroupId(id);
        }
        var people = parameters
            .Texts("recipient")
            .Select(Recipient)
            .Concat(parameters.Texts("username").Select(ByUsername))
            .ToList();
        if (parameters.Flag("noteToSelf"))
        {
            people.Add(Bot());
        }
        return people.Count + groups.Count > 0
            ? new Addressees(people, groups)
            : throw new RpcRefusal(RpcRefusal.User, "No recipients given");
    }

    /// <summary>Sends to all of them, as far as the faults let it.</summary>
    /// <exception cref="RpcRefusal">A group is none of the bot's, or nobody was reached.</exception>
    public Sent Send(string method, Addressees addressees)
    {
        var groups = addressees.GroupIds.Select(GroupToWriteIn).ToList();
        var limit = faults.IsLimited(method, out var token, out var retryAfter) ? Limit(token, retryAfter) : null;
        var timestamp = world.NextTimestamp();
        var results = new JsonArray();
        var chats = new List<(SignalChat, IReadOnlyList<SignalPerson>)>();
        foreach (var group in groups)
        {
            var missed = group.Members.Where(member => !Try(Of(member), group.Id, limit, results)).ToList();
            if (missed.Count < group.Members.Count || group.Members.Count == 0)
            {
                chats.Add((group, missed));
            }
        }
        foreach (var addressee in addressees.People.DistinctBy(one => one.Uuid ?? one.Number ?? one.Username))
        {
            if (Try(addressee, groupId: null, limit, results) && addressee.Person is { } person)
            {
                chats.Add((world.PrivateChatOf(person), []));
            }
        }
        var sent = new Sent(timestamp, results, chats);
        CheckReached(sent);
        return sent;
    }

    /// <summary>Tells all members of a group of a change; failures stay results.</summary>
    public Sent Tell(SignalGroup group)
    {
        var results = new JsonArray();
        foreach (var member in group.Members)
        {
            Try(Of(member), groupId: null, limit: null, results);
        }
        return new Sent(world.NextTimestamp(), results, []);
    }

    /// <summary>The group with that id.</summary>
    /// <exception cref="RpcRefusal">It is no id, or of no group that the daemon knows.</exception>
    public SignalGroup Group(string id)
    {
        CheckGroupId(id);
        return world.GroupById(id) is { } group && group.IsKnownToBot
            ? group
            : throw new RpcRefusal(RpcRefusal.User, $"Group not found: {id}");
    }

    /// <summary>Who a recipient is: a number, an account identifier, or <c>u:</c> and a user name.</summary>
    /// <exception cref="RpcRefusal">It is none of these.</exception>
    public Addressee Recipient(string text)
    {
        if (Guid.TryParseExact(text, "D", out _))
        {
            return text == world.BotAci ? Bot()
                : world.People.FirstOrDefault(person => person.Aci == text) is { } found ? Of(found)
                : new Addressee(null, text, null, null);
        }
        if (text.StartsWith("u:", StringComparison.Ordinal))
        {
            return ByUsername(text[2..]);
        }
        if (!text.Any(char.IsAsciiDigit))
        {
            throw new RpcRefusal(RpcRefusal.User, $"Invalid phone number '{text}': No valid characters found.");
        }
        if (!Number().IsMatch(text))
        {
            throw new RpcRefusal(RpcRefusal.User, $"Invalid phone number '{text}': Not a valid number.");
        }
        return text == world.BotNumber ? Bot()
            : world.People.FirstOrDefault(person => person.Number == text) is { } owner
                ? new Addressee(owner, owner.Aci, owner.Number, null)
            : new Addressee(null, null, text, null);
    }

    private SignalGroup GroupToWriteIn(string id)
    {
        var group = Group(id);
        if (!group.BotIsMember)
        {
            throw new RpcRefusal(RpcRefusal.User, $"User is not a member in group: {group.Title} ({id})");
        }
        return group.BotMayWrite
            ? group
            : throw new RpcRefusal(
                RpcRefusal.User,
                $"User is not allowed to send messages in group: {group.Title} ({id})"
            );
    }

    private bool Try(Addressee addressee, string? groupId, JsonObject? limit, JsonArray results)
    {
        var type = Outcome(addressee, limit);
        var result = new JsonObject
        {
            ["recipientAddress"] = new JsonObject
            {
                ["uuid"] = addressee.Uuid,
                ["number"] = addressee.Number,
                ["username"] = addressee.Username,
            },
        };
        if (groupId is not null)
        {
            result["groupId"] = groupId;
        }
        result["type"] = type;
        if (type == RateLimited && limit is not null)
        {
            foreach (var (name, value) in limit)
            {
                result[name] = value?.DeepClone();
            }
        }
        results.Add(result);
        return type == Success;
    }

    private string Outcome(Addressee addressee, JsonObject? limit)
    {
        if (addressee.IsBot)
        {
            return Success;
        }
        if (addressee.Person is not { IsRegistered: true } person)
        {
            return Unregistered;
        }
        if (limit is not null)
        {
            return RateLimited;
        }
        if (faults.FailureFor(person) is { } failure)
        {
            return failure;
        }
        if (person.TrustedIdentity == 0 || options.TrustsNewIdentities)
        {
            person.TrustedIdentity = person.Identity;
        }
        return person.TrustedIdentity == person.Identity ? Success : Untrusted;
    }

    private JsonObject Limit(string? token, TimeSpan retryAfter)
    {
        var limit = new JsonObject();
        if (token is not null)
        {
            limit["token"] = token;
        }
        if (retryAfter > TimeSpan.Zero && (token is not null || options.Version >= StatesRetryAfter))
        {
            limit["retryAfterSeconds"] = (long)Math.Ceiling(retryAfter.TotalSeconds);
        }
        return limit;
    }

    private static void CheckReached(Sent sent)
    {
        var types = sent.Results.Select(result => (string)result!["type"]!).Distinct().ToList();
        if (types.Count == 0 || types.Contains(Success, StringComparer.Ordinal))
        {
            return;
        }
        throw types switch
        {
            [Untrusted] => new RpcRefusal(
                RpcRefusal.Untrusted,
                "Failed to send message due to untrusted identities",
                sent.Response
            ),
            [RateLimited] => new RpcRefusal(
                RpcRefusal.RateLimited,
                "Failed to send message due to rate limiting",
                sent.Response
            ),
            _ => new RpcRefusal(RpcRefusal.User, "Failed to send message", sent.Response),
        };
    }

    private static void CheckGroupId(string id)
    {
        var wrong = id.FirstOrDefault(letter => !char.IsAsciiLetterOrDigit(letter) && !"+/=".Contains(letter));
        if (wrong != default)
        {
            throw new RpcRefusal(
                RpcRefusal.User,
                $"Invalid group id: Failed to decode groupId (must be base64) \"{id}\": Illegal base64 character {(int)wrong:x}"
            );
        }
    }

    private Addressee ByUsername(string name) =>
        world.People.FirstOrDefault(person => person.Username == name) is { } found
            ? Of(found)
            : new Addressee(null, null, null, name);

    private Addressee Bot() => new(null, world.BotAci, world.BotNumber, null) { IsBot = true };

    private static Addressee Of(SignalPerson person) => new(person, person.Aci, person.KnownNumber, null);

    [GeneratedRegex(@"^\+\d{1,15}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
