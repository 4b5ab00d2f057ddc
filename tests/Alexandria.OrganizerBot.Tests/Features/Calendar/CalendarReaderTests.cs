using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>Page after page, against a real server on loopback.</summary>
public sealed class CalendarReaderTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly HttpClient _http = new(CalendarFetcher.Handler());
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private CalendarFeed _feed = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            _asked.Enqueue(context.Request.QueryString.Value ?? "");
            return _answer(context);
        });
        await _server.StartAsync(Token);
        var addresses = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _feed = new CalendarFeed("council", "legistar", new Uri(addresses.Addresses.Single() + "/v1/town/events"), []);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task More_than_a_thousand_rows_come_in_pages_and_each_meeting_once_D_79()
    {
        // Between two pages one row was published: everything after it shifts by one, and one row comes twice.
        _answer = context =>
        {
            var skip = int.TryParse(context.Request.Query["$skip"], CultureInfo.InvariantCulture, out var rows)
                ? rows
                : 0;
            var first = skip == 0 ? 0 : skip - 1;
            return context.Response.WriteAsync(Rows(first, Math.Min(1000, 2300 - first)));
        };

        var visit = await AskAsync();

        var reading = Assert.IsType<CalendarReading.Understood>(visit!.Reading);
        Assert.Equal(2300, reading.Meetings.Count);
        Assert.Equal(DropReason.Duplicate, Assert.Single(reading.Dropped).Reason);
        Assert.Null(visit.Stamp);
        Assert.Equal(3, _asked.Count);
        Assert.All(_asked, query => Assert.Contains("$orderby=EventDate,EventId", query, StringComparison.Ordinal));
        Assert.EndsWith("&$top=1000&$skip=2000", _asked.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_always_answers_the_same_is_not_asked_for_ever()
    {
        var rows = Rows(0, 1000);
        _answer = context => context.Response.WriteAsync(rows);

        var visit = await AskAsync();

        Assert.Equal(1000, Assert.IsType<CalendarReading.Understood>(visit!.Reading).Meetings.Count);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_later_page_that_fails_leaves_no_half_calendar()
    {
        _answer = context =>
        {
            if (!context.Request.Query.ContainsKey("$skip"))
                return context.Response.WriteAsync(Rows(0, 1000));
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        var visit = await AskAsync();

        Assert.Equal("calendar.unreadable.status", Assert.IsType<CalendarReading.Unreadable>(visit!.Reading).Key);
    }

    [Fact]
    public async Task An_iCalendar_is_asked_for_as_one_and_its_keeper_can_reach_us()
    {
        var headers = ("", "");
        _answer = context =>
        {
            headers = (context.Request.Headers.Accept.ToString(), context.Request.Headers.UserAgent.ToString());
            context.Response.Headers.ETag = "\"one\"";
            return context.Request.Headers.IfNoneMatch == "\"one\""
                ? Task.FromResult(context.Response.StatusCode = StatusCodes.Status304NotModified)
                : context.Response.WriteAsync("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
        };
        _feed = _feed with { Kind = "ics" };

        var visit = await AskAsync(contact: "bot@town.example");

        Assert.Empty(Assert.IsType<CalendarReading.Understood>(visit!.Reading).Meetings);
        Assert.Equal("text/calendar", headers.Item1);
        Assert.EndsWith("(civic calendar reader; bot@town.example)", headers.Item2, StringComparison.Ordinal);
        Assert.Null(await AskAsync(known: visit.Stamp));
    }

    private Task<CalendarVisit?> AskAsync(CalendarStamp? known = null, string? contact = null) =>
        new CalendarReader(
            new CalendarFetcher(_http, new FakeTimeProvider(), contact),
            CalendarSources.WithoutTokens
        ).AskAsync(CalendarSamples.Campaign, _feed, known, CalendarSamples.FetchedAt, Token);

    private static string Rows(int first, int count)
    {
        var day = new LocalDate(2026, 12, 1);
        var rows = Enumerable
            .Range(first, count)
            .Select(number =>
                (JsonNode)
                    CalendarSamples.Entry(
                        number,
                        ("EventBodyName", $"Board {number}"),
                        ("EventDate", $"{day.PlusDays(number % 60):uuuu-MM-dd}T00:00:00")
                    )
            );
        return new JsonArray([.. rows]).ToJsonString();
    }
}
