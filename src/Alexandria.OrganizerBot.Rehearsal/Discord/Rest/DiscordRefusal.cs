using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>A request that Discord refuses: its HTTP status and its error body (topics/opcodes-and-status-codes).</summary>
internal sealed class DiscordRefusal(int status, int code, string message, JsonObject? errors = null)
    : Exception(message)
{
    public int Status => status;
    public int Code => code;
    public JsonObject? Errors => errors;

    /// <summary>When to come again; only of refusals with status 429.</summary>
    public TimeSpan? RetryAfter { get; private init; }

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

    public static DiscordRefusal UnknownCommand() => new(404, 10063, "Unknown application command");

    public static DiscordRefusal UnknownEvent() => new(404, 10070, "Unknown Guild Scheduled Event");

    public static DiscordRefusal TooManyPins(int most) =>
        new(400, 30003, $"Maximum number of pins reached for the channel ({most})");

    public static DiscordRefusal TooManyEvents() =>
        new(400, 30038, "Maximum number of guild scheduled events reached (100)");

    public static DiscordRefusal EditsOldMessageTooOften(TimeSpan retryAfter) =>
        new(429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later.")
        {
            RetryAfter = retryAfter,
        };

    public static DiscordRefusal NotForThisChannel() => new(400, 50024, "Cannot execute action on this channel type");

    public static DiscordRefusal ThreadIsArchived() => new(400, 50083, "Thread is archived");

    public static DiscordRefusal HasThread() => new(400, 160004, "A thread has already been created for this message");

    public static DiscordRefusal ThreadIsLocked() => new(400, 160005, "Thread is locked");

    public static DiscordRefusal EventIsOver() => new(400, 180000, "Cannot update a finished event");

    public static DiscordRefusal PollIsOver() => new(400, 520001, "Poll expired");

    public static DiscordRefusal PollIsFinal() => new(400, 520003, "Cannot edit a poll message");

    public static DiscordRefusal NoPoll() => new(400, 520006, "Cannot expire a non-poll message");

    public JsonObject Body()
    {
        var body = new JsonObject { ["message"] = Message, ["code"] = code };
        if (RetryAfter is { } wait)
        {
            body["retry_after"] = Math.Round(wait.TotalSeconds, 3);
            body["global"] = false;
        }
        if (errors is not null)
        {
            body["errors"] = errors.DeepClone();
        }
        return body;
    }
}
