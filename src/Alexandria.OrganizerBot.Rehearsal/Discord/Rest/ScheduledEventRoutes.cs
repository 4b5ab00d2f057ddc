using System.Globalization;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>
/// Scheduled events (resources/guild-scheduled-event). The stage has no voice channels, so that only those of the type
/// EXTERNAL can be made.
/// </summary>
internal sealed class ScheduledEventRoutes(StageWorld world, Views views, GatewayHub gateway, StageLog log)
{
    private const int Most = 100;
    private const int GuildOnly = 2;

    public RestAnswer List(RestRequest request)
    {
        var server = KnownServers.Of(world, request);
        Refresh(server);
        var withCount = request.Query.GetValueOrDefault("with_user_count") == "true";
        return RestAnswer.Ok(
            Json.ArrayOf(
                world
                    .EventsOf(server)
                    .Where(one => !one.IsOver)
                    .Select(one => (JsonNode?)views.ScheduledEvent(one, withCount))
            )
        );
    }

    public RestAnswer Get(RestRequest request) =>
        RestAnswer.Ok(
            views.ScheduledEvent(Known(request), request.Query.GetValueOrDefault("with_user_count") == "true")
        );

    public RestAnswer Create(RestRequest request)
    {
        var server = KnownServers.Of(world, request);
        Refresh(server);
        // Since February 2026 MANAGE_EVENTS alone does not suffice to create one.
        Require(server, DiscordPermissions.CreateEvents);
        var sent = request.Body as JsonObject ?? [];
        var errors = new FormErrors();
        errors.Text(sent, "name", 1, 100, required: true);
        Required(sent, errors, "scheduled_start_time", "scheduled_end_time", "privacy_level", "entity_type");
        if (!sent.Has("entity_metadata"))
        {
            errors.Required("entity_metadata");
        }
        Check(sent, errors, Time(sent, "scheduled_start_time"), Time(sent, "scheduled_end_time"));
        errors.ThrowIfAny();
        if (world.EventsOf(server).Count(one => !one.IsOver) >= Most)
        {
            throw DiscordRefusal.TooManyEvents();
        }
        var made = new ScheduledEvent
        {
            Id = world.Ids.Next(),
            Server = server,
            Name = sent.Text("name")!,
            Description = sent.Text("description"),
            Location = sent["entity_metadata"].Text("location")!,
            StartsAt = Time(sent, "scheduled_start_time")!.Value,
            EndsAt = Time(sent, "scheduled_end_time")!.Value,
        };
        world.Keep(made);
        return Told("GUILD_SCHEDULED_EVENT_CREATE", made);
    }

    public RestAnswer Change(RestRequest request)
    {
        var one = Known(request);
        MayChange(one.Server);
        if (one.IsOver)
        {
            throw DiscordRefusal.EventIsOver();
        }
        var sent = request.Body as JsonObject ?? [];
        var errors = new FormErrors();
        errors.Text(sent, "name", 1, 100);
        var startsAt = sent.Has("scheduled_start_time") ? Time(sent, "scheduled_start_time") : one.StartsAt;
        var endsAt = sent.Has("scheduled_end_time") ? Time(sent, "scheduled_end_time") : one.EndsAt;
        Check(sent, errors, startsAt, endsAt);
        var status = StatusAfter(one, sent, errors);
        errors.ThrowIfAny();
        one.Name = sent.Text("name") ?? one.Name;
        one.Description = sent.ContainsKey("description") ? sent.Text("description") : one.Description;
        one.Location = sent["entity_metadata"].Text("location") ?? one.Location;
        one.StartsAt = startsAt!.Value;
        one.EndsAt = endsAt!.Value;
        one.Status = status;
        return Told("GUILD_SCHEDULED_EVENT_UPDATE", one);
    }

    public RestAnswer Delete(RestRequest request)
    {
        var one = Known(request);
        MayChange(one.Server);
        world.Remove(one);
        _ = Told("GUILD_SCHEDULED_EVENT_DELETE", one);
        return RestAnswer.NoContent();
    }

    public RestAnswer Users(RestRequest request)
    {
        var one = Known(request);
        var most = Most;
        if (
            request.Query.TryGetValue("limit", out var limit)
            && (!int.TryParse(limit, out most) || most is < 1 or > Most)
        )
        {
            var errors = new FormErrors();
            errors.At("limit").AddHere("NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        _ = ulong.TryParse(request.Query.GetValueOrDefault("after"), out var after);
        return RestAnswer.Ok(
            Json.ArrayOf(
                one.Interested.Where(person => ulong.Parse(person.Id, CultureInfo.InvariantCulture) > after)
                    .OrderBy(person => ulong.Parse(person.Id, CultureInfo.InvariantCulture))
                    .Take(most)
                    .Select(person =>
                    {
                        var view = new JsonObject
                        {
                            ["guild_scheduled_event_id"] = one.Id,
                            ["user_id"] = person.Id,
                            ["user"] = views.User(person),
                            ["response"] = 1,
                        };
                        if (request.Query.GetValueOrDefault("with_member") == "true")
                        {
                            view["member"] = views.Member(person, one.Server);
                        }
                        return (JsonNode?)view;
                    })
            )
        );
    }

    private void Check(JsonObject sent, FormErrors errors, DateTimeOffset? startsAt, DateTimeOffset? endsAt)
    {
        errors.Text(sent, "description", 1, 1000);
        if (sent.Has("privacy_level") && sent.Whole("privacy_level") != GuildOnly)
        {
            errors.OneOf("privacy_level", "2");
        }
        if (sent.Has("entity_type") && sent.Whole("entity_type") != ScheduledEvent.ExternalType)
        {
            errors.OneOf("entity_type", "3");
        }
        if (sent.Has("channel_id"))
        {
            errors.At("channel_id").AddHere("BASE_TYPE_BAD_VALUE", "An EXTERNAL event has no channel.");
        }
        if (sent["entity_metadata"] is JsonObject metadata)
        {
            errors.At("entity_metadata").Text(metadata, "location", 1, 100, required: true);
        }
        foreach (var name in new[] { "scheduled_start_time", "scheduled_end_time" })
        {
            if (sent.Has(name) && Time(sent, name) is null)
            {
                errors.At(name).AddHere("DATE_TIME_TYPE_PARSE", "Could not parse the time. Should be ISO8601.");
            }
        }
        if (sent.Has("scheduled_start_time") && startsAt <= world.Now)
        {
            errors
                .At("scheduled_start_time")
                .AddHere("GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
        }
        if (endsAt <= startsAt)
        {
            errors
                .At("scheduled_end_time")
                .AddHere("GUILD_SCHEDULED_EVENT_END_BEFORE_START", "The event cannot end before it starts.");
        }
    }

    /// <summary>Scheduled events start or are called off; active ones end. There is no way back.</summary>
    private static ScheduledEventStatus StatusAfter(ScheduledEvent one, JsonObject sent, FormErrors errors)
    {
        if (!sent.Has("status"))
        {
            return one.Status;
        }
        var asked = (ScheduledEventStatus)(sent.Whole("status") ?? 0);
        var isAllowed =
            asked == one.Status
            || (one.Status, asked)
                is
                    (ScheduledEventStatus.Scheduled, ScheduledEventStatus.Active or ScheduledEventStatus.Canceled)
                    or
                    (ScheduledEventStatus.Active, ScheduledEventStatus.Completed);
        if (!isAllowed)
        {
            errors
                .At("status")
                .AddHere("GUILD_SCHEDULED_EVENT_INVALID_STATUS", $"The event cannot go from {one.Status} to {asked}.");
        }
        return asked;
    }

    private ScheduledEvent Known(RestRequest request)
    {
        var server = KnownServers.Of(world, request);
        Refresh(server);
        return world.EventsOf(server).FirstOrDefault(one => one.Id == request["event"])
            ?? throw DiscordRefusal.UnknownEvent();
    }

    // EXTERNAL events start and end by themselves. Found out when the bot looks: stage time tells nobody that it moved.
    private void Refresh(Server server)
    {
        foreach (var one in world.EventsOf(server).Where(one => !one.IsOver).ToList())
        {
            var status =
                world.Now >= one.EndsAt ? ScheduledEventStatus.Completed
                : world.Now >= one.StartsAt ? ScheduledEventStatus.Active
                : one.Status;
            if (status != one.Status)
            {
                one.Status = status;
                gateway.Dispatch(
                    "GUILD_SCHEDULED_EVENT_UPDATE",
                    views.ScheduledEvent(one, withCount: false),
                    Intent.GuildScheduledEvents
                );
            }
        }
    }

    private RestAnswer Told(string name, ScheduledEvent one)
    {
        log.Server("event", one.Server, $"{one.Status}: {one.Name} | {one.Location} | {one.Description}");
        gateway.Dispatch(name, views.ScheduledEvent(one, withCount: false), Intent.GuildScheduledEvents);
        return RestAnswer.Ok(views.ScheduledEvent(one, withCount: false));
    }

    // All events of the stage are the bot's own: for those either permission will do.
    private static void MayChange(Server server)
    {
        if (
            (StageWorld.BotPermissionsIn(server) & (DiscordPermissions.CreateEvents | DiscordPermissions.ManageEvents))
            == 0
        )
        {
            throw DiscordRefusal.MissingPermissions();
        }
    }

    private static void Require(Server server, ulong needed)
    {
        if ((StageWorld.BotPermissionsIn(server) & needed) == 0)
        {
            throw DiscordRefusal.MissingPermissions();
        }
    }

    private static void Required(JsonObject sent, FormErrors errors, params IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => !sent.Has(name)))
        {
            errors.Required(name);
        }
    }

    private static DateTimeOffset? Time(JsonObject sent, string name) =>
        DateTimeOffset.TryParse(
            sent.Text(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
}
