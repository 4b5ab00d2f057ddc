using System.Globalization;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>The service's objects in the JSON shapes of the API documents (resources/*).</summary>
internal sealed class Views(StageWorld world, Func<string> filesBaseUrl)
{
    private const int TextChannel = 0;
    private const int DirectChannel = 1;
    private const int OrdinaryMessage = 0;
    private const int Reply = 19;
    private const int CommandAnswer = 20;

    // Long before any stage time that a scenario is likely to choose.
    private const string Joined = "2024-01-15T12:00:00.000000+00:00";

    public JsonObject User(Person person) =>
        new()
        {
            ["id"] = person.Id,
            ["username"] = person.Username,
            ["global_name"] = person.Name,
            ["discriminator"] = "0",
            ["avatar"] = null,
            ["public_flags"] = 0,
            ["flags"] = 0,
            ["banner"] = null,
            ["accent_color"] = null,
            ["avatar_decoration_data"] = null,
            ["primary_guild"] = null,
        };

    public JsonObject Bot() =>
        new()
        {
            ["id"] = world.ApplicationId,
            ["username"] = world.BotName,
            ["global_name"] = null,
            ["discriminator"] = "0001",
            ["avatar"] = null,
            ["public_flags"] = 0,
            ["flags"] = 0,
            ["bot"] = true,
            ["banner"] = null,
            ["accent_color"] = null,
            ["avatar_decoration_data"] = null,
            ["primary_guild"] = null,
        };

    /// <summary>The bot as <c>/users/@me</c> shows it.</summary>
    public JsonObject BotItself()
    {
        var bot = Bot();
        bot["mfa_enabled"] = true;
        bot["locale"] = "en-US";
        bot["verified"] = true;
        bot["email"] = null;
        return bot;
    }

    public JsonObject Application() =>
        new()
        {
            ["id"] = world.ApplicationId,
            ["name"] = world.BotName,
            ["icon"] = null,
            ["description"] = world.ApplicationDescription,
            ["tags"] = Json.ArrayOf(world.ApplicationTags),
            ["type"] = null,
            ["bot"] = Bot(),
            ["bot_public"] = false,
            ["bot_require_code_grant"] = false,
            ["verify_key"] = new string('0', 64),
            ["flags"] = 0,
            ["flags_new"] = "0",
            ["redirect_uris"] = new JsonArray(),
            ["interactions_endpoint_url"] = null,
            ["role_connections_verification_url"] = null,
            ["owner"] = Owner(),
            ["approximate_guild_count"] = world.Servers.Count,
            ["approximate_user_install_count"] = 0,
            ["approximate_user_authorization_count"] = 0,
            ["explicit_content_filter"] = 0,
            ["team"] = null,
            ["eligible_oauth2_scopes"] = new JsonArray(),
        };

    public JsonObject Member(Person person, Server server) =>
        Member(User(person), person.RolesIn(server), person.Joined);

    public JsonObject BotMember(Server server) => Member(Bot(), server.AllBotRoleIds);

    public JsonObject Channel(Place place) =>
        place switch
        {
            { Recipient: { } person } => new JsonObject
            {
                ["id"] = place.Id,
                ["type"] = DirectChannel,
                ["flags"] = 0,
                ["last_message_id"] = world.MessagesIn(place).LastOrDefault()?.Id,
                ["recipients"] = new JsonArray(User(person)),
            },
            { Thread: { } thread } => ThreadIn(place, thread),
            _ => new JsonObject
            {
                ["id"] = place.Id,
                ["type"] = TextChannel,
                ["guild_id"] = place.Server!.Id,
                ["name"] = place.Name,
                ["topic"] = place.Topic,
                ["position"] = world.ChannelsOf(place.Server).TakeWhile(other => other != place).Count(),
                ["parent_id"] = null,
                ["flags"] = 0,
                ["nsfw"] = false,
                ["rate_limit_per_user"] = 0,
                ["last_message_id"] = world.MessagesIn(place).LastOrDefault()?.Id,
                ["permission_overwrites"] = Json.ArrayOf(place.Overwrites.Select(Overwrite)),
            },
        };

    /// <summary>The membership of someone who follows a thread.</summary>
    public static JsonObject ThreadMember(Place thread, string userId) =>
        new()
        {
            ["id"] = thread.Id,
            ["user_id"] = userId,
            ["join_timestamp"] = Timestamp(thread.Thread!.CreatedAt),
            ["flags"] = 0,
        };

    public IEnumerable<JsonNode?> Roles(Server server)
    {
        var names = new Dictionary<string, string> { [server.Id] = "@everyone", [server.BotRoleId] = world.BotName };
        foreach (var (name, id) in server.Roles)
        {
            names[id] = name;
        }
        return names
            .Select(role =>
                (Id: role.Key, Name: role.Value, Position: server.PositionOf(role.Key, world.BotRoleIsLowest)!.Value)
            )
            .OrderBy(role => role.Position)
            .Select(role =>
            {
                var view = Role(role.Id, role.Name, server.RolePermissions[role.Id], role.Position);
                if (role.Id == server.BotRoleId)
                {
                    view["managed"] = true;
                    view["tags"] = new JsonObject { ["bot_id"] = world.ApplicationId };
                }
                return (JsonNode?)view;
            });
    }

    public JsonObject Server(Server server) =>
        new()
        {
            ["id"] = server.Id,
            ["name"] = server.Name,
            ["icon"] = null,
            ["description"] = null,
            ["home_header"] = null,
            ["splash"] = null,
            ["discovery_splash"] = null,
            ["features"] = new JsonArray(),
            ["banner"] = null,
            ["owner_id"] = world.OwnerId,
            ["application_id"] = null,
            ["region"] = "us-east",
            ["afk_channel_id"] = null,
            ["afk_timeout"] = 300,
            ["system_channel_id"] = null,
            ["system_channel_flags"] = 0,
            ["widget_enabled"] = false,
            ["widget_channel_id"] = null,
            ["verification_level"] = 1,
            ["roles"] = Json.ArrayOf(Roles(server)),
            ["default_message_notifications"] = 1,
            ["mfa_level"] = 0,
            ["explicit_content_filter"] = 0,
            ["max_presences"] = null,
            ["max_members"] = 500_000,
            ["max_stage_video_channel_users"] = 50,
            ["max_video_channel_users"] = 25,
            ["vanity_url_code"] = null,
            ["premium_tier"] = 0,
            ["premium_subscription_count"] = 0,
            ["preferred_locale"] = "en-US",
            ["rules_channel_id"] = null,
            ["safety_alerts_channel_id"] = null,
            ["public_updates_channel_id"] = null,
            ["premium_progress_bar_enabled"] = false,
            ["nsfw"] = false,
            ["nsfw_level"] = 0,
            ["emojis"] = new JsonArray(),
            ["stickers"] = new JsonArray(),
            ["incidents_data"] = null,
        };

    /// <summary>The server with what only the gateway tells: its channels, threads and the bot's own membership.</summary>
    public JsonObject ServerForGateway(Server server)
    {
        var view = Server(server);
        view["joined_at"] = Joined;
        view["large"] = false;
        view["unavailable"] = false;
        view["member_count"] = world.MembersOf(server).Count() + 2;
        view["voice_states"] = new JsonArray();
        view["members"] = new JsonArray(BotMember(server));
        view["channels"] = Json.ArrayOf(world.ChannelsOf(server).Select(Channel));
        view["threads"] = Json.ArrayOf(
            world.ThreadsOf(server).Where(place => !place.Thread!.IsArchived).Select(Channel)
        );
        view["presences"] = new JsonArray();
        view["stage_instances"] = new JsonArray();
        view["guild_scheduled_events"] = Json.ArrayOf(
            world.EventsOf(server).Where(one => !one.IsOver).Select(one => ScheduledEvent(one, withCount: false))
        );
        view["soundboard_sounds"] = new JsonArray();
        return view;
    }

    public JsonObject ScheduledEvent(ScheduledEvent one, bool withCount)
    {
        var view = new JsonObject
        {
            ["id"] = one.Id,
            ["guild_id"] = one.Server.Id,
            ["channel_id"] = null,
            ["creator_id"] = world.ApplicationId,
            ["creator"] = Bot(),
            ["name"] = one.Name,
            ["description"] = one.Description,
            ["image"] = null,
            ["scheduled_start_time"] = Timestamp(one.StartsAt),
            ["scheduled_end_time"] = Timestamp(one.EndsAt),
            ["privacy_level"] = 2,
            ["status"] = (int)one.Status,
            ["entity_type"] = World.ScheduledEvent.ExternalType,
            ["entity_id"] = null,
            ["entity_metadata"] = new JsonObject { ["location"] = one.Location },
            ["recurrence_rule"] = null,
        };
        if (withCount)
        {
            view["user_count"] = one.Interested.Count;
        }
        return view;
    }

    public JsonObject Message(Message message)
    {
        var view = new JsonObject
        {
            ["id"] = message.Id,
            ["type"] = TypeOf(message),
            ["channel_id"] = message.Place.Id,
            ["author"] = message.Author is { } author ? User(author) : Bot(),
            ["content"] = message.Content,
            ["timestamp"] = Timestamp(message.At),
            ["edited_timestamp"] = message.EditedAt is { } edited ? Timestamp(edited) : null,
            ["tts"] = false,
            ["mention_everyone"] = message.Pings.Contains("@everyone"),
            ["mentions"] = Json.ArrayOf(MentionedPeople(message).Select(User)),
            ["mention_roles"] = Json.ArrayOf(
                (message.Place.Server?.Roles ?? new Dictionary<string, string>())
                    .Where(role => message.Pings.Contains("@" + role.Key))
                    .Select(role => role.Value)
            ),
            ["attachments"] = Json.ArrayOf(message.Files.Select(file => (JsonNode?)Attachment(message, file))),
            ["embeds"] = message.Embeds.DeepClone(),
            ["components"] = message.Components.DeepClone(),
            ["pinned"] = message.PinnedAt is not null,
            ["flags"] = message.Flags,
        };
        if (message.Author is null)
        {
            view["application_id"] = world.ApplicationId;
        }
        if (message.Nonce is { } nonce)
        {
            view["nonce"] = nonce;
        }
        if (message.Poll is { } poll)
        {
            view["poll"] = Poll(message, poll);
        }
        // A thread below a message has the message's id.
        if (world.PlaceById(message.Id) is { } thread)
        {
            view["flags"] = message.Flags | MessageFlags.HasThread;
            view["thread"] = Channel(thread);
        }
        if (message.ReplyTo is { } replied)
        {
            view["message_reference"] = new JsonObject
            {
                ["type"] = 0,
                ["channel_id"] = message.Place.Id,
                ["message_id"] = replied,
            };
        }
        if (message.Answers is { } interaction)
        {
            view["webhook_id"] = world.ApplicationId;
            view["interaction_metadata"] = Metadata(interaction);
        }
        return view;
    }

    /// <summary>INTERACTION_CREATE, with what the person did in <paramref name="data"/>.</summary>
    public JsonObject Interaction(Interaction interaction, JsonObject data)
    {
        var place = interaction.Place;
        var view = new JsonObject
        {
            ["id"] = interaction.Id,
            ["application_id"] = world.ApplicationId,
            ["type"] = (int)interaction.Type,
            ["token"] = interaction.Token,
            ["version"] = 1,
            ["data"] = data,
            ["channel_id"] = place.Id,
            ["channel"] = Channel(place),
            ["app_permissions"] = world.BotPermissionsIn(place).Plain(),
            ["locale"] = interaction.Person.Locale,
            ["context"] = place.IsDirect ? 1 : 0,
            ["authorizing_integration_owners"] = IntegrationOwners(place),
            ["entitlements"] = new JsonArray(),
            ["entitlement_sku_ids"] = new JsonArray(),
            ["attachment_size_limit"] = 10 * 1024 * 1024,
        };
        if (place.Server is not { } server)
        {
            view["user"] = User(interaction.Person);
        }
        else
        {
            var member = Member(interaction.Person, server);
            member["permissions"] = PermissionRules.Of(interaction.Person, place).Plain();
            view["guild_id"] = server.Id;
            view["guild"] = new JsonObject
            {
                ["id"] = server.Id,
                ["locale"] = "en-US",
                ["features"] = new JsonArray(),
            };
            view["guild_locale"] = "en-US";
            view["member"] = member;
        }
        if (interaction.Source is { } source)
        {
            view["message"] = Message(source);
        }
        return view;
    }

    /// <summary>What a callback with <c>with_response=true</c> is answered.</summary>
    public JsonObject CallbackResponse(Interaction interaction, int callbackType)
    {
        var about = new JsonObject
        {
            ["id"] = interaction.Id,
            ["type"] = (int)interaction.Type,
            ["channel_id"] = interaction.Place.Id,
        };
        if (interaction.Place.Server is { } server)
        {
            about["guild_id"] = server.Id;
        }
        var response = new JsonObject { ["interaction"] = about };
        if (interaction.Original is { } original && callbackType is 4 or 5 or 6 or 7)
        {
            about["response_message_id"] = original.Id;
            about["response_message_loading"] = original.IsLoading;
            about["response_message_ephemeral"] = original.EphemeralFor is not null;
            if (callbackType is 4 or 7)
            {
                response["resource"] = new JsonObject { ["type"] = callbackType, ["message"] = Message(original) };
            }
        }
        return response;
    }

    /// <summary>A file that came with a form.</summary>
    public JsonObject Upload(StoredFile file) => File(file, "ephemeral", isEphemeral: true);

    private JsonObject Attachment(Message message, StoredFile file) =>
        File(file, message.Place.Id, message.EphemeralFor is not null);

    private JsonObject File(StoredFile file, string folder, bool isEphemeral)
    {
        var url = $"{filesBaseUrl()}{folder}/{file.Id}/{Uri.EscapeDataString(file.Name)}";
        var view = new JsonObject
        {
            ["id"] = file.Id,
            ["filename"] = file.Name,
            ["size"] = file.Content.Length,
            ["url"] = url,
            ["proxy_url"] = url,
            ["content_type"] = file.ContentType,
        };
        if (file.Description is { } description)
        {
            view["description"] = description;
        }
        if (isEphemeral)
        {
            view["ephemeral"] = true;
        }
        return view;
    }

    private JsonObject Poll(Message message, JsonNode poll) =>
        new()
        {
            ["question"] = poll["question"]?.DeepClone(),
            ["answers"] = Json.ArrayOf(
                poll.Objects("answers")
                    .Select(
                        (answer, index) =>
                            (JsonNode?)
                                new JsonObject
                                {
                                    ["answer_id"] = index + 1,
                                    ["poll_media"] = answer["poll_media"]?.DeepClone(),
                                }
                    )
            ),
            ["expiry"] = Timestamp(message.PollEndsAt!.Value),
            ["allow_multiselect"] = poll.Truth("allow_multiselect") ?? false,
            ["layout_type"] = 1,
            ["results"] = new JsonObject
            {
                ["is_finalized"] = message.PollEndsAt <= world.Now,
                ["answer_counts"] = new JsonArray(),
            },
        };

    private JsonObject Metadata(Interaction interaction) =>
        new()
        {
            ["id"] = interaction.Id,
            ["type"] = interaction.Type == InteractionType.Autocomplete ? 2 : (int)interaction.Type,
            ["user"] = User(interaction.Person),
            ["authorizing_integration_owners"] = IntegrationOwners(interaction.Place),
        };

    private static JsonObject IntegrationOwners(Place place) => new() { ["0"] = place.Server?.Id ?? "0" };

    private JsonObject ThreadIn(Place place, ThreadDetails thread)
    {
        var messages = world.MessagesIn(place).ToList();
        return new JsonObject
        {
            ["id"] = place.Id,
            ["type"] = thread.Type,
            ["guild_id"] = place.Server!.Id,
            ["parent_id"] = thread.Parent.Id,
            ["owner_id"] = world.ApplicationId,
            ["name"] = place.Name,
            ["flags"] = 0,
            ["rate_limit_per_user"] = 0,
            ["last_message_id"] = messages.LastOrDefault()?.Id,
            ["message_count"] = messages.Count,
            ["total_message_sent"] = messages.Count,
            ["member_count"] = thread.Members.Count,
            ["thread_metadata"] = new JsonObject
            {
                ["archived"] = thread.IsArchived,
                ["archive_timestamp"] = Timestamp(thread.ArchiveChangedAt),
                ["auto_archive_duration"] = thread.AutoArchiveMinutes,
                ["locked"] = thread.IsLocked,
                ["create_timestamp"] = Timestamp(thread.CreatedAt),
            },
        };
    }

    private static JsonObject Overwrite(Overwrite overwrite) =>
        new()
        {
            ["id"] = overwrite.Id,
            ["type"] = overwrite.IsMember ? 1 : 0,
            ["allow"] = overwrite.Allow.Plain(),
            ["deny"] = overwrite.Deny.Plain(),
        };

    private JsonObject Owner() =>
        new()
        {
            ["id"] = world.OwnerId,
            ["username"] = "stage_owner",
            ["global_name"] = "Owner of the stage",
            ["discriminator"] = "0",
            ["avatar"] = null,
            ["public_flags"] = 0,
            ["flags"] = 0,
        };

    private static JsonObject Member(JsonObject user, IEnumerable<string> roleIds, DateTimeOffset? joined = null) =>
        new()
        {
            ["user"] = user,
            ["nick"] = null,
            ["avatar"] = null,
            ["banner"] = null,
            ["roles"] = Json.ArrayOf(roleIds),
            ["joined_at"] = joined is { } since
                ? since.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)
                : Joined,
            ["premium_since"] = null,
            ["communication_disabled_until"] = null,
            ["pending"] = false,
            ["deaf"] = false,
            ["mute"] = false,
            ["flags"] = 0,
        };

    private static JsonObject Role(string id, string name, ulong permissions, int position) =>
        new()
        {
            ["id"] = id,
            ["name"] = name,
            ["permissions"] = permissions.Plain(),
            ["position"] = position,
            ["color"] = 0,
            ["colors"] = new JsonObject
            {
                ["primary_color"] = 0,
                ["secondary_color"] = null,
                ["tertiary_color"] = null,
            },
            ["hoist"] = false,
            ["managed"] = false,
            ["mentionable"] = false,
            ["icon"] = null,
            ["unicode_emoji"] = null,
            ["flags"] = 0,
        };

    private IEnumerable<Person> MentionedPeople(Message message) =>
        world.People.Where(person => message.Pings.Contains(person.Name));

    private static int TypeOf(Message message) =>
        message switch
        {
            { Answers.Type: InteractionType.Command } => CommandAnswer,
            { ReplyTo: not null } => Reply,
            _ => OrdinaryMessage,
        };

    public static string Timestamp(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
}
