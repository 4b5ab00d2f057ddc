using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>Groups and people as the daemon knows them.</summary>
internal sealed class GroupMethods(SignalWorld world, Sending sending, SignalLog log, SignalStageOptions options)
{
    private static readonly Version ListsRoles = new(0, 14, 1);

    public RpcOutcome ListGroups(MethodCall call)
    {
        var wanted = call.Params.Texts("groupId");
        return new RpcOutcome(
            new JsonArray([
                .. world
                    .Groups.Where(group => group.IsKnownToBot)
                    .Where(group => wanted.Count == 0 || wanted.Contains(group.Id, StringComparer.Ordinal))
                    .Select(View),
            ])
        );
    }

    public RpcOutcome JoinGroup(MethodCall call)
    {
        const string scheme = "https://signal.group/#";
        var uri =
            call.Params.Text("uri")
            ?? throw RpcRefusal.NullPointer("Cannot invoke \"String.length()\" because \"this.input\" is null");
        if (!uri.StartsWith(scheme, StringComparison.Ordinal))
        {
            throw new RpcRefusal(RpcRefusal.User, "Group link is invalid: Not a signal group link");
        }
        var group =
            world.Groups.FirstOrDefault(one => one.InviteLink == uri)
            ?? throw new RpcRefusal(RpcRefusal.User, "Group link is invalid: java.io.EOFException");
        if (group.BotIsMember)
        {
            throw new RpcRefusal(RpcRefusal.User, "User is already a member of the group");
        }
        group.BotIsMember = true;
        group.Revision++;
        log.Bot("group", group, "the bot joined");
        var told = sending.Tell(group);
        return new RpcOutcome(
            new JsonObject
            {
                ["groupId"] = group.Id,
                ["onlyRequested"] = false,
                ["results"] = told.Results,
                ["timestamp"] = told.Timestamp,
            }
        );
    }

    public RpcOutcome QuitGroup(MethodCall call)
    {
        var id = call.Params.Text("groupId") ?? throw RpcRefusal.NullPointer("groupId is null");
        SignalGroup group;
        try
        {
            group = sending.Group(id);
        }
        catch (RpcRefusal unknown)
        {
            throw new RpcRefusal(RpcRefusal.User, $"Failed to send to group: {unknown.Message}");
        }
        if (!group.BotIsMember)
        {
            throw new RpcRefusal(
                RpcRefusal.User,
                $"Failed to send to group: User is not a member in group: {group.Title} ({id})"
            );
        }
        group.BotIsMember = false;
        group.BotIsAdmin = false;
        group.Revision++;
        log.Bot("group", group, "the bot left");
        return new RpcOutcome(sending.Tell(group).Response);
    }

    public RpcOutcome UpdateGroup(MethodCall call)
    {
        var id = call.Params.Text("groupId");
        var group = id is null ? world.AddGroup(call.Params.Text("name") ?? "") : sending.Group(id);
        if (!group.BotIsMember)
        {
            throw new RpcRefusal(RpcRefusal.User, $"User is not a member in group: {group.Title} ({id})");
        }
        group.BotIsAdmin |= id is null;
        Change(group, call.Params);
        group.Revision += id is null ? 0 : 1;
        log.Bot("group", group, $"the bot {(id is null ? "made" : "changed")} {group.Title}");
        var told = sending.Tell(group);
        var response = told.Response;
        if (id is null)
        {
            response.Insert(0, "groupId", group.Id);
        }
        return new RpcOutcome(response);
    }

    public RpcOutcome GetUserStatus(MethodCall call) =>
        new(
            new JsonArray([
                .. call
                    .Params.Texts("recipient")
                    .Select(text =>
                    {
                        var who = sending.Recipient(text);
                        return new JsonObject
                        {
                            ["recipient"] = text,
                            ["number"] = who.Number,
                            ["username"] = null,
                            ["uuid"] = who.Uuid,
                            ["isRegistered"] = who.IsBot || who.Person is { IsRegistered: true },
                        };
                    }),
            ])
        );

    public RpcOutcome ListContacts(MethodCall call)
    {
        var wanted = call.Params.Texts("recipient").Select(text => sending.Recipient(text).Person).ToList();
        return new RpcOutcome(
            new JsonArray([
                .. world.People.Where(person => wanted.Count == 0 || wanted.Contains(person)).Select(Contact),
            ])
        );
    }

    public RpcOutcome UpdateContact(MethodCall call)
    {
        var person = Person(call);
        if (call.Params.Number("expiration") is { } seconds)
        {
            world.PrivateChatOf(person).ExpiresInSeconds = seconds;
        }
        return RpcOutcome.Nothing;
    }

    public RpcOutcome Block(MethodCall call, bool isBlocked)
    {
        foreach (var recipient in call.Params.Texts("recipient"))
        {
            if (sending.Recipient(recipient).Person is { } person)
            {
                person.IsBlockedByBot = isBlocked;
            }
        }
        return RpcOutcome.Nothing;
    }

    public RpcOutcome ListIdentities(MethodCall call)
    {
        var wanted = call.Params.Text("number") is { } text ? sending.Recipient(text) : null;
        return new RpcOutcome(
            new JsonArray([
                // The account's own identity comes first.
                .. wanted is null or { IsBot: true } ? [OwnIdentity()] : (IEnumerable<JsonNode>)[],
                .. world
                    .People.Where(person => wanted is null ? person.TrustedIdentity > 0 : person == wanted.Person)
                    .Select(Identity),
            ])
        );
    }

    public RpcOutcome Trust(MethodCall call)
    {
        var person = Person(call);
        if (!call.Params.Flag("trustAllKnownKeys"))
        {
            var safetyNumber =
                call.Params.Text("verifiedSafetyNumber")
                ?? throw new RpcRefusal(
                    RpcRefusal.User,
                    "You need to specify the fingerprint/safety number you have verified with -v SAFETY_NUMBER"
                );
            if (Plain(safetyNumber) != Plain(SafetyNumber(person)))
            {
                throw new RpcRefusal(
                    RpcRefusal.User,
                    "Failed to set the trust for this number, make sure the number and the fingerprint/safety number are correct."
                );
            }
        }
        person.TrustedIdentity = person.Identity;
        log.Bot("trust", world.PrivateChatOf(person), $"the bot trusts {person.Name}");
        return RpcOutcome.Nothing;
    }

    private void Change(SignalGroup group, RpcParams parameters)
    {
        group.Title = parameters.Text("name") ?? group.Title;
        group.Description = parameters.Text("description") ?? group.Description;
        group.ExpiresInSeconds = parameters.Number("expiration") ?? group.ExpiresInSeconds;
        foreach (var person in People(parameters, "member").Except(group.Members))
        {
            group.Members.Add(person);
        }
        foreach (var person in People(parameters, "removeMember"))
        {
            group.Members.Remove(person);
            group.Admins.Remove(person);
        }
        group.Admins.UnionWith(People(parameters, "admin"));
        group.Admins.ExceptWith(People(parameters, "removeAdmin"));
        group.OnlyAdminsWrite = parameters.Text("setPermissionSendMessages") switch
        {
            null => group.OnlyAdminsWrite,
            "only-admins" => true,
            _ => false,
        };
        group.InviteLink = parameters.Text("link") switch
        {
            null => group.InviteLink,
            "disabled" => null,
            _ => group.InviteLink ?? $"https://signal.group/#{group.Id}",
        };
    }

    private IReadOnlyList<SignalPerson> People(RpcParams parameters, string name) =>
        [.. parameters.Texts(name).Select(sending.Recipient).Select(one => one.Person).OfType<SignalPerson>()];

    private SignalPerson Person(MethodCall call) =>
        sending.Recipient(call.Params.Text("recipient") ?? throw RpcRefusal.NullPointer("recipient is null")).Person
        ?? throw new RpcRefusal(RpcRefusal.User, "Failed to find the recipient");

    private JsonObject View(SignalGroup group)
    {
        var bot = Member(world.BotNumber, world.BotAci, group.BotIsAdmin);
        var people = group.Members.Select(member =>
            Member(member.KnownNumber, member.Aci, group.Admins.Contains(member))
        );
        return new JsonObject
        {
            ["id"] = group.Id,
            ["name"] = group.Title,
            ["description"] = group.Description,
            ["isMember"] = group.BotIsMember,
            ["isBlocked"] = false,
            ["messageExpirationTime"] = group.ExpiresInSeconds,
            ["members"] = new JsonArray([.. group.BotIsMember ? people.Append(bot) : people]),
            ["pendingMembers"] = new JsonArray(),
            ["requestingMembers"] = new JsonArray(),
            ["admins"] = new JsonArray([
                .. group.Admins.Select(admin => Address(admin.KnownNumber, admin.Aci)),
                .. group.BotIsAdmin ? new[] { Address(world.BotNumber, world.BotAci) } : [],
            ]),
            ["banned"] = new JsonArray(),
            ["permissionAddMember"] = "EVERY_MEMBER",
            ["permissionEditDetails"] = "EVERY_MEMBER",
            ["permissionSendMessage"] = group.OnlyAdminsWrite ? "ONLY_ADMINS" : "EVERY_MEMBER",
            ["groupInviteLink"] = group.InviteLink,
        };
    }

    private JsonObject Member(string? number, string aci, bool isAdmin)
    {
        var member = Address(number, aci);
        if (options.Version >= ListsRoles)
        {
            member["isAdmin"] = isAdmin;
            member["labelEmoji"] = null;
            member["label"] = null;
        }
        return member;
    }

    private static JsonObject Address(string? number, string aci) => new() { ["number"] = number, ["uuid"] = aci };

    private JsonObject Contact(SignalPerson person) =>
        new()
        {
            ["number"] = person.KnownNumber,
            ["uuid"] = person.Aci,
            ["username"] = null,
            ["name"] = "",
            ["givenName"] = null,
            ["familyName"] = null,
            ["nickName"] = null,
            ["nickGivenName"] = null,
            ["nickFamilyName"] = null,
            ["note"] = null,
            ["color"] = null,
            ["isBlocked"] = person.IsBlockedByBot,
            ["isHidden"] = false,
            ["messageExpirationTime"] = world.PrivateChatOf(person).ExpiresInSeconds,
            ["profileSharing"] = true,
            ["unregistered"] = !person.IsRegistered,
            ["profile"] = new JsonObject
            {
                ["lastUpdateTimestamp"] = world.Now.ToUnixTimeMilliseconds(),
                ["givenName"] = person.Name,
                ["familyName"] = null,
                ["about"] = "",
                ["aboutEmoji"] = "",
                ["hasAvatar"] = false,
                ["mobileCoinAddress"] = null,
            },
        };

    private JsonObject Identity(SignalPerson person) =>
        new()
        {
            ["number"] = person.KnownNumber,
            ["uuid"] = person.Aci,
            ["fingerprint"] = SignalIds.Fingerprint($"{person.Aci}:{person.Identity}"),
            ["safetyNumber"] = SafetyNumber(person),
            ["scannableSafetyNumber"] = SignalIds.Group($"scan:{person.Aci}:{person.Identity}"),
            ["trustLevel"] = person.TrustedIdentity == person.Identity ? "TRUSTED_UNVERIFIED" : "UNTRUSTED",
            ["addedTimestamp"] = world.Now.ToUnixTimeMilliseconds(),
        };

    private JsonObject OwnIdentity() =>
        new()
        {
            ["number"] = world.BotNumber,
            ["uuid"] = world.BotAci,
            ["fingerprint"] = SignalIds.Fingerprint(world.BotAci),
            ["safetyNumber"] = SignalIds.SafetyNumber(world.BotAci, world.BotAci),
            ["scannableSafetyNumber"] = SignalIds.Group($"scan:{world.BotAci}"),
            ["trustLevel"] = "TRUSTED_VERIFIED",
            ["addedTimestamp"] = world.Now.ToUnixTimeMilliseconds(),
        };

    private string SafetyNumber(SignalPerson person) =>
        SignalIds.SafetyNumber(world.BotAci, $"{person.Aci}:{person.Identity}");

    private static string Plain(string safetyNumber) => safetyNumber.Replace(" ", "", StringComparison.Ordinal);
}
