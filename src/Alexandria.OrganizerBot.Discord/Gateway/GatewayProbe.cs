using System.Net.WebSockets;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Asks the gateway for its greeting and no more: nothing identifies itself, so no session is used up.</summary>
public static class GatewayProbe
{
    /// <summary>Opens a connection, waits for HELLO, and hangs up.</summary>
    /// <param name="gateway">The address that Discord named, see <see cref="GatewayBot.Url"/>.</param>
    /// <param name="time">Real time in production.</param>
    /// <returns>Null where the gateway greeted; else what happened, as one plain phrase.</returns>
    public static async Task<string?> GreetAsync(
        Uri gateway,
        DiscordClientOptions options,
        TimeProvider time,
        CancellationToken ct
    )
    {
        using var socket = new GatewaySocket(options, time);
        using var limit = new CancellationTokenSource(options.HelloTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await socket.ConnectAsync(gateway, both.Token);
            var greeting = await socket.ReceiveAsync(both.Token);
            if (greeting is not { } frame || !IsHello(frame))
            {
                return "it did not greet as a gateway does";
            }

            await socket.CloseAsync((int)WebSocketCloseStatus.NormalClosure);
            return null;
        }
        catch (DiscordHostRefusedException refusal)
        {
            return refusal.Message;
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or TimeoutException)
        {
            return "no connection could be opened";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "it did not greet in time";
        }
    }

    private static bool IsHello(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame);
            return document.RootElement.Int("op") == GatewayOpcode.Hello;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
