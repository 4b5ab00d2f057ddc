using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Fetches a calendar: conditionally, with a cap on size and time, and never from an address inside the operator's own
/// network unless the configured address itself is this machine (as on the stage).
/// </summary>
/// <param name="http">A client over <see cref="Handler"/>, or over a test's own.</param>
/// <param name="time">Real time, for the time-out; not the domain's clock.</param>
/// <param name="contact">How a server's keeper can reach whoever runs the bot; null: they did not say.</param>
internal sealed class CalendarFetcher(HttpClient http, TimeProvider time, string? contact = null)
{
    /// <summary>More than any calendar of 90 days; a larger answer is broken or hostile.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private const int MaxRedirects = 3;
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(30);
    private static readonly HttpRequestOptionsKey<bool> MayStayHere = new("may-stay-on-this-machine");

    private static readonly ProductInfoHeaderValue Product = new("Alexandria.OrganizerBot", "0.1");
    private readonly ProductInfoHeaderValue _comment = new(
        contact is null ? "(civic calendar reader)" : $"(civic calendar reader; {contact})"
    );

    /// <summary>
    /// A handler that looks at the resolved address itself before it connects, so that a name cannot be pointed inside after
    /// it was checked. It uses no proxy, because behind one it could not look.
    /// </summary>
    public static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = ConnectToAllowedAddressAsync,
        };

    /// <summary>Asks for the calendar. Failure is a value; only cancellation throws.</summary>
    /// <param name="url">The configured address.</param>
    /// <param name="known">What the last answer said about itself; null: none came yet.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<CalendarFetch> FetchAsync(Uri url, CalendarStamp? known, CancellationToken cancellationToken) =>
        FetchAsync(url, "application/json", known, cancellationToken);

    /// <summary>Asks for the calendar as some media type. Failure is a value; only cancellation throws.</summary>
    public async Task<CalendarFetch> FetchAsync(
        Uri url,
        string mediaType,
        CalendarStamp? known,
        CancellationToken cancellationToken
    )
    {
        using var timeOut = new CancellationTokenSource(TimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeOut.Token, cancellationToken);
        try
        {
            return await FollowAsync(url, mediaType, known, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("The address did not answer in time.", "calendar.unreadable.time-out");
        }
        catch (ForbiddenAddressException)
        {
            return Failed("The address leads inside this network.", "calendar.unreadable.redirect");
        }
        catch (HttpRequestException problem) when (problem.InnerException is ForbiddenAddressException)
        {
            return Failed("The address leads inside this network.", "calendar.unreadable.redirect");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or InvalidDataException)
        {
            return Failed("The address could not be reached.", "calendar.unreadable.unreachable");
        }
    }

    /// <summary>Whether the bot may read from there: a public unicast address.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // 2000::/3 is what is routed in public; of it 2002::/16 and 2001::/32 can wrap private IPv4 addresses.
            var six = plain.GetAddressBytes();
            return (six[0] & 0xE0) == 0x20 && !(six[0] == 0x20 && six[1] == 0x02) && !plain.IsIPv6Teredo;
        }
        var four = plain.GetAddressBytes();
        return (four[0], four[1]) switch
        {
            (0 or 10 or 127 or >= 224, _) => false,
            (100, >= 64 and <= 127) => false,
            (169, 254) => false,
            (172, >= 16 and <= 31) => false,
            (192, 168) => false,
            (192, 0) => four[2] is not (0 or 2),
            (198, 18 or 19) => false,
            _ => true,
        };
    }

    private async Task<CalendarFetch> FollowAsync(
        Uri configured,
        string mediaType,
        CalendarStamp? known,
        CancellationToken cancellationToken
    )
    {
        var at = configured;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            using var request = Request(at, mediaType, known, mayStayHere: configured.IsLoopback);
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            if (response.StatusCode == HttpStatusCode.NotModified)
                return CalendarFetch.NotModified.Instance;
            if ((int)response.StatusCode is >= 301 and <= 308 && response.Headers.Location is { } location)
            {
                at = new Uri(at, location);
                if (!MayFollow(configured, at))
                    return Failed("The address leads to one that is not allowed.", "calendar.unreadable.redirect");
                continue;
            }
            if (!response.IsSuccessStatusCode)
            {
                var status = (int)response.StatusCode;
                return Failed($"The address answered with {status}.", "calendar.unreadable.status", ("status", status));
            }
            return await ReadAsync(response, cancellationToken);
        }
        return Failed("The address leads from one to another without end.", "calendar.unreadable.redirect");
    }

    /// <summary>A redirect must not leave https, and not lead to this machine from elsewhere.</summary>
    private static bool MayFollow(Uri configured, Uri to) =>
        to.UserInfo.Length == 0
        && (
            to.Scheme == Uri.UriSchemeHttps
            || (to.Scheme == Uri.UriSchemeHttp && configured.IsLoopback && to.IsLoopback)
        )
        && (configured.IsLoopback || !to.IsLoopback);

    private HttpRequestMessage Request(Uri url, string mediaType, CalendarStamp? known, bool mayStayHere)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Options.Set(MayStayHere, mayStayHere);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        request.Headers.UserAgent.Add(Product);
        request.Headers.UserAgent.Add(_comment);
        if (known?.ETag is { } tag && EntityTagHeaderValue.TryParse(tag, out var parsed))
            request.Headers.IfNoneMatch.Add(parsed);
        request.Headers.IfModifiedSince = known?.LastModified;
        return request;
    }

    private static async Task<CalendarFetch> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (response.Content.Headers.ContentLength > MaxBytes)
            return TooLarge();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes)
                return TooLarge();
        }
        return new CalendarFetch.Fetched(
            body.ToArray(),
            new CalendarStamp(response.Headers.ETag?.ToString(), response.Content.Headers.LastModified)
        );
    }

    private static CalendarFetch.Failed TooLarge() =>
        Failed($"The answer is larger than {MaxBytes} bytes.", "calendar.unreadable.too-large", ("bytes", MaxBytes));

    private static CalendarFetch.Failed Failed(
        string reason,
        string key,
        params (string Name, object Value)[] values
    ) => new(reason, key, values);

    private static async ValueTask<Stream> ConnectToAllowedAddressAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var mayStayHere =
            context.InitialRequestMessage.Options.TryGetValue(MayStayHere, out var configured) && configured;
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses
            .Where(address => IsPublic(address) || (mayStayHere && IPAddress.IsLoopback(address)))
            .ToArray();
        if (allowed.Length == 0)
            throw new ForbiddenAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Tells our own refusal apart from a network's, across HttpClient's wrapping.</summary>
    private sealed class ForbiddenAddressException() : IOException("Not an address that a calendar may be read from.");
}

/// <summary>What an answer said about itself, to ask next time only for something newer.</summary>
internal sealed record CalendarStamp(string? ETag, DateTimeOffset? LastModified);

/// <summary>What asking for a calendar gave.</summary>
internal abstract record CalendarFetch
{
    private CalendarFetch() { }

    /// <summary>An answer, of whatever kind: the reader looks at it.</summary>
    public sealed record Fetched(ReadOnlyMemory<byte> Body, CalendarStamp Stamp) : CalendarFetch;

    /// <summary>The same as last time.</summary>
    public sealed record NotModified : CalendarFetch
    {
        public static NotModified Instance { get; } = new();
    }

    /// <summary>No answer. The parameters are those of <see cref="CalendarReading.Unreadable"/>.</summary>
    public sealed record Failed(string Reason, string Key, IReadOnlyList<(string Name, object Value)> Values)
        : CalendarFetch;
}
