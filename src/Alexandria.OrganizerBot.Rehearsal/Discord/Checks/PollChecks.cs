using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>What a poll may contain (resources/poll).</summary>
internal static class PollChecks
{
    /// <summary>32 days.</summary>
    private const int MostHours = 768;

    /// <summary>Checks a poll as it is sent with a new message.</summary>
    /// <param name="poll">The value of <c>poll</c>.</param>
    /// <param name="errors">Positioned at <c>poll</c>.</param>
    public static void Check(JsonObject poll, FormErrors errors)
    {
        errors.At("question").Text(poll["question"] as JsonObject ?? [], "text", 1, 300, required: true);
        var answers = poll.Items("answers");
        if (answers.Count is < 1 or > 10)
        {
            errors.Length("answers", 1, 10);
        }
        foreach (var (index, answer) in answers.Index())
        {
            var media = (answer as JsonObject)?["poll_media"] as JsonObject ?? [];
            errors.At("answers").At(index).At("poll_media").Text(media, "text", 1, 55, required: true);
        }
        if (poll.Has("duration") && poll.Whole("duration") is null or < 1 or > MostHours)
        {
            errors.At("duration").AddHere("NUMBER_TYPE_MAX", $"int value should be between 1 and {MostHours}.");
        }
    }
}
