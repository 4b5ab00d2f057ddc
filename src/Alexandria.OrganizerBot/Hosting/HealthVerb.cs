using Microsoft.Extensions.Configuration;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>health</c>: asks the running bot beside it, for container health checks.</summary>
internal static class HealthVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var port =
            configuration.GetSection(HealthOptions.Section).Get<HealthOptions>()?.Port ?? new HealthOptions().Port;
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"), cancellationToken);
            await output.WriteLineAsync(
                (await answer.Content.ReadAsStringAsync(cancellationToken)).AsMemory(),
                cancellationToken
            );
            return answer.IsSuccessStatusCode ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"No bot answers on 127.0.0.1:{port}.".AsMemory(), cancellationToken);
            return ExitCodes.Failed;
        }
    }
}
