using System.Text.Json;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Signal;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>Lines as signal-cli writes them, for what no client of Signal would send.</summary>
internal static class SignalLines
{
    /// <summary>A person's text in private, as the bot's first subscription gets it.</summary>
    public static string Received(SignalStage stage, string person, long timestamp, string text) =>
        Received(stage, person, timestamp, new JsonObject { ["message"] = text });

    /// <summary>A person's data message; <paramref name="data"/> is what it says.</summary>
    public static string Received(SignalStage stage, string person, long timestamp, JsonObject data)
    {
        data["timestamp"] = timestamp;
        return Received(
            stage,
            new JsonObject
            {
                ["sourceUuid"] = stage.IdOf(person),
                ["sourceDevice"] = 1,
                ["timestamp"] = timestamp,
                ["dataMessage"] = data,
            }
        );
    }

    /// <summary>Any envelope.</summary>
    public static string Received(SignalStage stage, JsonObject envelope) =>
        JsonSerializer.Serialize(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["method"] = "receive",
                ["params"] = new JsonObject
                {
                    ["subscription"] = 0,
                    ["result"] = new JsonObject { ["envelope"] = envelope, ["account"] = stage.Account },
                },
            }
        );
}
