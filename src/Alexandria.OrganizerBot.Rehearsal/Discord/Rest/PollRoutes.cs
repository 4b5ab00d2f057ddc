using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Polls (resources/poll). Nobody on the stage votes: their results stay empty.</summary>
internal sealed class PollRoutes(StageWorld world, Views views, BotAccess access)
{
    public RestAnswer Expire(RestRequest request)
    {
        var message = access.Message(request);
        if (message.Poll is null)
        {
            throw DiscordRefusal.NoPoll();
        }
        if (message.Author is not null)
        {
            throw DiscordRefusal.NotYours();
        }
        if (message.PollEndsAt <= world.Now)
        {
            throw DiscordRefusal.PollIsOver();
        }
        message.PollEndsAt = world.Now;
        return RestAnswer.Ok(views.Message(message));
    }

    /// <summary>Those who chose an answer.</summary>
    public RestAnswer Voters(RestRequest request)
    {
        var message = access.Message(request);
        return
            message.Poll.Items("answers").Count >= 1 && int.TryParse(request["answer"], out var number) && number >= 1
            ? RestAnswer.Ok(new JsonObject { ["users"] = new JsonArray() })
            : throw DiscordRefusal.NotFound();
    }
}
