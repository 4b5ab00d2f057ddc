using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>A request that Discord refuses: its HTTP status and its error body (topics/opcodes-and-status-codes).</summary>
internal sealed class DiscordRefusal(int status, int code, string message, JsonObject? errors = null)
    : Exception(message)
{
    public int Status => status;
    public int Code => code;
    public JsonObject? Errors => errors;

    public static DiscordRefusal NotFound() => new(404, 0, "404: Not Found");

    public static DiscordRefusal MethodNotAllowed() => new(405, 0, "405: Method Not Allowed");

    public static DiscordRefusal Unauthorized() => new(401, 0, "401: Unauthorized");

    public static DiscordRefusal UnknownChannel() => new(404, 10003, "Unknown Channel");

    public static DiscordRefusal UnknownGuild() => new(404, 10004, "Unknown Guild");

    public static DiscordRefusal UnknownMember() => new(404, 10007, "Unknown Member");

    public static DiscordRefusal UnknownMessage() => new(404, 10008, "Unknown Message");

    public static DiscordRefusal UnknownRole() => new(404, 10011, "Unknown Role");

    public static DiscordRefusal UnknownUser() => new(404, 10013, "Unknown User");

    public static DiscordRefusal UnknownWebhook() => new(404, 10015, "Unknown Webhook");

    public static DiscordRefusal UnknownInteraction() => new(404, 10062, "Unknown interaction");

    public static DiscordRefusal UnknownApplication() => new(404, 10002, "Unknown Application");

    public static DiscordRefusal CreatesTooManyCommands() =>
        new(400, 30034, "Max number of daily application command creates has been reached (200)");

    public static DiscordRefusal OpensTooManyDirectChannels() =>
        new(403, 40003, "You are opening direct messages too fast");

    public static DiscordRefusal TooLarge() => new(413, 40005, "Request entity too large");

    public static DiscordRefusal AlreadyAcknowledged() => new(400, 40060, "Interaction has already been acknowledged.");

    public static DiscordRefusal NoUserAgent() => new(403, 40333, "internal network error");

    public static DiscordRefusal MissingAccess() => new(403, 50001, "Missing Access");

    public static DiscordRefusal NotYours() => new(403, 50005, "Cannot edit a message authored by another user");

    public static DiscordRefusal EmptyMessage() => new(400, 50006, "Cannot send an empty message");

    public static DiscordRefusal CannotWriteTo() => new(403, 50007, "Cannot send messages to this user");

    public static DiscordRefusal SharesNoServer() =>
        new(403, 50278, "Cannot send messages to this user due to having no mutual guilds");

    public static DiscordRefusal MissingPermissions() => new(403, 50013, "Missing Permissions");

    public static DiscordRefusal InvalidToken() => new(401, 50027, "Invalid Webhook Token");

    public static DiscordRefusal InvalidForm(JsonObject errors) => new(400, 50035, "Invalid Form Body", errors);

    public static DiscordRefusal InvalidApiVersion() => new(400, 50041, "Invalid API version");

    public static DiscordRefusal InvalidJson() => new(400, 50109, "The request body contains invalid JSON.");

    public JsonObject Body()
    {
        var body = new JsonObject { ["message"] = Message, ["code"] = code };
        if (errors is not null)
        {
            body["errors"] = errors.DeepClone();
        }
        return body;
    }
}
