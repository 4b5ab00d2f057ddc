using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Threads, and what can be changed of channels (topics/threads, resources/channel).</summary>
internal sealed class ThreadRoutes(StageWorld world, Views views, GatewayHub gateway, BotAccess access, StageLog log)
{
    private static readonly long[] AutoArchive = [60, 1440, 4320, 10_080];

    /// <summary>A thread below a message; it takes the message's id.</summary>
    public RestAnswer FromMessage(RestRequest request)
    {
        var message = access.Message(request);
        var parent = MayHaveThreads(message.Place);
        access.Require(parent, DiscordPermissions.CreatePublicThreads);
        var sent = Checked(request);
        return world.PlaceById(message.Id) is null
            ? Created(parent, sent, message.Id, ThreadDetails.Public)
            : throw DiscordRefusal.HasThread();
    }

    /// <summary>A thread of its own: private unless the request says otherwise, as the documents have it.</summary>
    public RestAnswer InChannel(RestRequest request)
    {
        var parent = MayHaveThreads(access.Visible(request));
        var type = request.Body.Whole("type") ?? ThreadDetails.Private;
        if (type is not (ThreadDetails.Public or ThreadDetails.Private))
        {
            var errors = new FormErrors();
            errors.OneOf("type", "11", "12");
            throw DiscordRefusal.InvalidForm(errors.Tree);
        }
        access.Require(
            parent,
            type == ThreadDetails.Public
                ? DiscordPermissions.CreatePublicThreads
                : DiscordPermissions.CreatePrivateThreads
        );
        return Created(parent, Checked(request), world.Ids.Next(), (int)type);
    }

    /// <summary>Changes a thread's or channel's name, or puts a thread away.</summary>
    public RestAnswer Change(RestRequest request)
    {
        var place = access.Visible(request);
        if (place.IsDirect)
        {
            throw DiscordRefusal.NotForThisChannel();
        }
        var sent = request.Body as JsonObject ?? [];
        var errors = new FormErrors();
        errors.Text(sent, "name", 1, 100);
        errors.Text(sent, "topic", 0, 1024);
        CheckAutoArchive(sent, errors);
        errors.ThrowIfAny();
        if (place.Thread is { } thread)
        {
            Change(place, thread, sent);
        }
        else
        {
            access.Require(place, DiscordPermissions.ManageChannels);
            place.Topic = sent.ContainsKey("topic") ? sent.Text("topic") : place.Topic;
        }
        place.Name = sent.Text("name") ?? place.Name;
        gateway.Dispatch(
            place.Thread is null ? "CHANNEL_UPDATE" : "THREAD_UPDATE",
            views.Channel(place),
            Intent.Guilds
        );
        return RestAnswer.Ok(views.Channel(place));
    }

    public RestAnswer Delete(RestRequest request)
    {
        var place = access.Visible(request);
        if (place.IsDirect)
        {
            return RestAnswer.Ok(views.Channel(place));
        }
        access.Require(
            place,
            place.Thread is null ? DiscordPermissions.ManageChannels : DiscordPermissions.ManageThreads
        );
        var view = views.Channel(place);
        world.Remove(place);
        if (place.Thread is { } thread)
        {
            gateway.Dispatch(
                "THREAD_DELETE",
                new JsonObject
                {
                    ["id"] = place.Id,
                    ["guild_id"] = place.Server!.Id,
                    ["parent_id"] = thread.Parent.Id,
                    ["type"] = thread.Type,
                },
                Intent.Guilds
            );
        }
        else
        {
            gateway.Dispatch("CHANNEL_DELETE", view.DeepClone(), Intent.Guilds);
        }
        return RestAnswer.Ok(view);
    }

    /// <summary>The server's threads that are not put away.</summary>
    public RestAnswer Active(RestRequest request)
    {
        var threads = world
            .ThreadsOf(KnownServers.Of(world, request))
            .Where(place => !place.Thread!.IsArchived && access.May(place, DiscordPermissions.ViewChannel))
            .ToList();
        return RestAnswer.Ok(
            new JsonObject
            {
                ["threads"] = Json.ArrayOf(threads.Select(views.Channel)),
                ["members"] = Json.ArrayOf(threads.Select(place => Views.ThreadMember(place, world.ApplicationId))),
            }
        );
    }

    /// <summary>Adds somebody to a thread; <c>@me</c> is the bot.</summary>
    public RestAnswer AddMember(RestRequest request)
    {
        var place = access.Visible(request);
        var thread = place.Thread ?? throw DiscordRefusal.NotForThisChannel();
        access.Require(place, DiscordPermissions.SendMessagesInThreads);
        if (thread.IsArchived)
        {
            throw DiscordRefusal.ThreadIsArchived();
        }
        var user = request["user"] == "@me" ? world.ApplicationId : request["user"];
        var isMember = user == world.ApplicationId || world.MembersOf(place.Server!).Any(person => person.Id == user);
        _ = isMember ? thread.Members.Add(user) : throw DiscordRefusal.UnknownUser();
        return RestAnswer.NoContent();
    }

    private RestAnswer Created(Place parent, JsonObject sent, string id, int type)
    {
        var place = new Place
        {
            Id = id,
            Name = sent.Text("name"),
            Server = parent.Server,
            Thread = new ThreadDetails
            {
                Parent = parent,
                Type = type,
                CreatedAt = world.Now,
                ArchiveChangedAt = world.Now,
                AutoArchiveMinutes = (int)(sent.Whole("auto_archive_duration") ?? 1440),
            },
        };
        place.Thread.Members.Add(world.ApplicationId);
        world.Keep(place);
        log.Place("thread", place, place.Name!);
        var told = views.Channel(place);
        told["newly_created"] = true;
        gateway.Dispatch("THREAD_CREATE", told, Intent.Guilds);
        var view = views.Channel(place);
        view["member"] = Views.ThreadMember(place, world.ApplicationId);
        return new RestAnswer(201, view);
    }

    private void Change(Place place, ThreadDetails thread, JsonObject sent)
    {
        var opens = sent.Truth("archived") == false;
        if (thread.IsArchived && !opens)
        {
            throw DiscordRefusal.ThreadIsArchived();
        }
        if (sent.Has("locked") || (thread.IsLocked && opens))
        {
            access.Require(place, DiscordPermissions.ManageThreads);
        }
        thread.IsLocked = sent.Truth("locked") ?? thread.IsLocked;
        thread.AutoArchiveMinutes = (int)(sent.Whole("auto_archive_duration") ?? thread.AutoArchiveMinutes);
        if (sent.Truth("archived") is { } archived && archived != thread.IsArchived)
        {
            thread.IsArchived = archived;
            thread.ArchiveChangedAt = world.Now;
        }
    }

    private static Place MayHaveThreads(Place place) =>
        place is { IsDirect: false, Thread: null } ? place : throw DiscordRefusal.NotForThisChannel();

    private static JsonObject Checked(RestRequest request)
    {
        var sent = request.Body as JsonObject ?? [];
        var errors = new FormErrors();
        errors.Text(sent, "name", 1, 100, required: true);
        CheckAutoArchive(sent, errors);
        errors.ThrowIfAny();
        return sent;
    }

    private static void CheckAutoArchive(JsonObject sent, FormErrors errors)
    {
        if (
            sent.Has("auto_archive_duration")
            && (sent.Whole("auto_archive_duration") is not { } minutes || !AutoArchive.Contains(minutes))
        )
        {
            errors.OneOf("auto_archive_duration", AutoArchive.Select(minutes => minutes.Plain()));
        }
    }
}
