namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Every route that the stage serves. Whatever is not here is answered with 404 and recorded.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> Build(
        ServerRoutes server,
        MemberRoutes members,
        CommandRoutes commands,
        MessageRoutes messages,
        InteractionRoutes answers,
        ThreadRoutes threads,
        ScheduledEventRoutes events,
        PinRoutes pins,
        PollRoutes polls
    )
    {
        const string Other = DiscordBuckets.Other;
        const string Commands = DiscordBuckets.Commands;
        const string Webhook = DiscordBuckets.Webhook;
        const RouteAccess Bot = RouteAccess.Bot;
        const RouteAccess Anyone = RouteAccess.Anyone;
        const RouteAccess Token = RouteAccess.InteractionToken;
        return
        [
            new("GET", "/gateway", Other, Anyone, server.Gateway),
            new("GET", "/gateway/bot", Other, Bot, server.GatewayForBot),
            new("GET", "/applications/@me", Other, Bot, server.Application),
            new("PATCH", "/applications/@me", Other, Bot, server.ChangeApplication),
            new("GET", "/oauth2/applications/@me", Other, Bot, server.Application),
            new("GET", "/users/@me", Other, Bot, server.Bot),
            new("GET", "/users/@me/guilds", Other, Bot, server.BotServers),
            new("POST", "/users/@me/channels", DiscordBuckets.DirectChannels, Bot, server.OpenDirectChannel),
            new("GET", "/guilds/{guild}", Other, Bot, server.Server),
            new("GET", "/guilds/{guild}/channels", Other, Bot, server.Channels),
            new("GET", "/guilds/{guild}/roles", Other, Bot, server.Roles),
            new("GET", "/guilds/{guild}/members/search", Other, Bot, members.Search),
            new("GET", "/guilds/{guild}/members/{user}", Other, Bot, members.Member),
            new("PUT", "/guilds/{guild}/members/{user}/roles/{role}", Other, Bot, members.AddRole),
            new("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", Other, Bot, members.RemoveRole),
            new("GET", "/applications/{application}/commands", Commands, Bot, commands.ReadGlobal),
            new("PUT", "/applications/{application}/commands", Commands, Bot, commands.WriteGlobal),
            new("GET", "/applications/{application}/guilds/{guild}/commands", Commands, Bot, commands.ReadForServer),
            new("PUT", "/applications/{application}/guilds/{guild}/commands", Commands, Bot, commands.WriteForServer),
            new("POST", "/applications/{application}/commands", Commands, Bot, commands.CreateGlobal),
            new("GET", "/applications/{application}/commands/{command}", Commands, Bot, commands.GetGlobal),
            new("PATCH", "/applications/{application}/commands/{command}", Commands, Bot, commands.ChangeGlobal),
            new("DELETE", "/applications/{application}/commands/{command}", Commands, Bot, commands.DeleteGlobal),
            new("POST", "/applications/{application}/guilds/{guild}/commands", Commands, Bot, commands.CreateForServer),
            new(
                "GET",
                "/applications/{application}/guilds/{guild}/commands/{command}",
                Commands,
                Bot,
                commands.GetForServer
            ),
            new(
                "PATCH",
                "/applications/{application}/guilds/{guild}/commands/{command}",
                Commands,
                Bot,
                commands.ChangeForServer
            ),
            new(
                "DELETE",
                "/applications/{application}/guilds/{guild}/commands/{command}",
                Commands,
                Bot,
                commands.DeleteForServer
            ),
            new("GET", "/channels/{channel}", Other, Bot, messages.Channel),
            new("GET", "/channels/{channel}/messages", DiscordBuckets.MessageRead, Bot, messages.List),
            new("POST", "/channels/{channel}/messages", DiscordBuckets.MessageCreate, Bot, messages.Post),
            new("GET", "/channels/{channel}/messages/pins", DiscordBuckets.MessageRead, Bot, pins.List),
            new("GET", "/channels/{channel}/messages/{message}", DiscordBuckets.MessageRead, Bot, messages.Get),
            new("PATCH", "/channels/{channel}/messages/{message}", DiscordBuckets.MessageEdit, Bot, messages.Edit),
            new("DELETE", "/channels/{channel}/messages/{message}", DiscordBuckets.MessageDelete, Bot, messages.Delete),
            new("PATCH", "/channels/{channel}", Other, Bot, threads.Change),
            new("DELETE", "/channels/{channel}", Other, Bot, threads.Delete),
            new("POST", "/channels/{channel}/threads", Other, Bot, threads.InChannel),
            new("POST", "/channels/{channel}/messages/{message}/threads", Other, Bot, threads.FromMessage),
            new("PUT", "/channels/{channel}/thread-members/{user}", Other, Bot, threads.AddMember),
            new("GET", "/guilds/{guild}/threads/active", Other, Bot, threads.Active),
            new("PUT", "/channels/{channel}/messages/pins/{message}", Other, Bot, pins.Pin),
            new("DELETE", "/channels/{channel}/messages/pins/{message}", Other, Bot, pins.Unpin),
            new("PUT", "/channels/{channel}/pins/{message}", Other, Bot, pins.Pin),
            new("DELETE", "/channels/{channel}/pins/{message}", Other, Bot, pins.Unpin),
            new("POST", "/channels/{channel}/polls/{message}/expire", Other, Bot, polls.Expire),
            new("GET", "/channels/{channel}/polls/{message}/answers/{answer}", Other, Bot, polls.Voters),
            new("GET", "/guilds/{guild}/scheduled-events", Other, Bot, events.List),
            new("POST", "/guilds/{guild}/scheduled-events", Other, Bot, events.Create),
            new("GET", "/guilds/{guild}/scheduled-events/{event}", Other, Bot, events.Get),
            new("PATCH", "/guilds/{guild}/scheduled-events/{event}", Other, Bot, events.Change),
            new("DELETE", "/guilds/{guild}/scheduled-events/{event}", Other, Bot, events.Delete),
            new("GET", "/guilds/{guild}/scheduled-events/{event}/users", Other, Bot, events.Users),
            new(
                "POST",
                "/interactions/{interaction}/{token}/callback",
                DiscordBuckets.Callback,
                Token,
                answers.Callback
            ),
            new("POST", "/webhooks/{application}/{token}", Webhook, Token, answers.FollowUp),
            new("GET", "/webhooks/{application}/{token}/messages/@original", Webhook, Token, answers.ReadOriginal),
            new("PATCH", "/webhooks/{application}/{token}/messages/@original", Webhook, Token, answers.EditOriginal),
            new("DELETE", "/webhooks/{application}/{token}/messages/@original", Webhook, Token, answers.DeleteOriginal),
            new("GET", "/webhooks/{application}/{token}/messages/{message}", Webhook, Token, answers.Read),
            new("PATCH", "/webhooks/{application}/{token}/messages/{message}", Webhook, Token, answers.Edit),
            new("DELETE", "/webhooks/{application}/{token}/messages/{message}", Webhook, Token, answers.Delete),
        ];
    }
}
