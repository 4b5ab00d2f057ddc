using System.Net;
using System.Text;
using Alexandria.OrganizerBot.Features.Calendar;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>Against a real server on loopback, over the real handler.</summary>
public sealed class CalendarFetcherTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly HttpClient _http = new(CalendarFetcher.Handler());
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private Uri _url = null!;

    private CalendarFetcher Fetcher => new(_http, _time);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context => _answer(context));
        await _server.StartAsync();
        var addresses = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _url = new Uri(addresses.Addresses.Single() + "/v1/town/events");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_says_who_asks_and_what_it_wants_and_asks_again_only_for_something_newer()
    {
        _answer = async context =>
        {
            Assert.Equal("application/json", context.Request.Headers.Accept);
            Assert.StartsWith(
                "Alexandria.OrganizerBot/",
                context.Request.Headers.UserAgent.ToString(),
                StringComparison.Ordinal
            );
            if (context.Request.Headers.IfNoneMatch == "\"one\"")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
            context.Response.Headers.ETag = "\"one\"";
            await context.Response.WriteAsync("[]");
        };

        var first = Assert.IsType<CalendarFetch.Fetched>(await FetchAsync());
        Assert.Equal("[]", Encoding.UTF8.GetString(first.Body.Span));
        Assert.IsType<CalendarFetch.NotModified>(await FetchAsync(known: first.Stamp));
    }

    [Fact]
    public async Task An_error_is_told_with_its_number()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        var failed = Assert.IsType<CalendarFetch.Failed>(await FetchAsync());
        Assert.Equal("calendar.unreadable.status", failed.Key);
        Assert.Contains("503", failed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_without_end_is_left_at_the_cap(bool saysItsLength)
    {
        _answer = async context =>
        {
            var chunk = new byte[1024 * 1024];
            if (saysItsLength)
                context.Response.ContentLength = 20L * chunk.Length;
            for (var i = 0; i < 20; i++)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };

        Assert.Equal("calendar.unreadable.too-large", Assert.IsType<CalendarFetch.Failed>(await FetchAsync()).Key);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var asked = new TaskCompletionSource();
        _answer = context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var fetching = FetchAsync();
        await asked.Task;
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("calendar.unreadable.time-out", Assert.IsType<CalendarFetch.Failed>(await fetching).Key);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://10.0.0.1/events")]
    [InlineData("http://example.org/events")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@example.org/events")]
    public async Task A_redirect_to_where_it_must_not_go_is_not_followed(string target)
    {
        _answer = context =>
        {
            context.Response.Redirect(target);
            return Task.CompletedTask;
        };

        Assert.Equal("calendar.unreadable.redirect", Assert.IsType<CalendarFetch.Failed>(await FetchAsync()).Key);
    }

    [Fact]
    public async Task A_redirect_on_this_machine_is_followed_but_not_for_ever()
    {
        _answer = async context =>
        {
            if (context.Request.Path == "/there")
                await context.Response.WriteAsync("[]");
            else
                context.Response.Redirect("/there");
        };
        Assert.IsType<CalendarFetch.Fetched>(await FetchAsync());

        _answer = context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        };
        Assert.Equal("calendar.unreadable.redirect", Assert.IsType<CalendarFetch.Failed>(await FetchAsync()).Key);
    }

    [Fact]
    public async Task A_public_name_that_leads_inside_is_refused_before_anything_is_sent()
    {
        // An address of a private network, as a name could resolve to.
        var failed = Assert.IsType<CalendarFetch.Failed>(
            await Fetcher.FetchAsync(
                new Uri("https://192.168.77.77/events"),
                known: null,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal("calendar.unreadable.redirect", failed.Key);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told()
    {
        await _server.StopAsync();
        Assert.Equal("calendar.unreadable.unreachable", Assert.IsType<CalendarFetch.Failed>(await FetchAsync()).Key);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("2002:0a00:0001::1", false)]
    [InlineData("64:ff9b::0a00:0001", false)]
    public void Only_public_addresses_are_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, CalendarFetcher.IsPublic(IPAddress.Parse(address)));

    private Task<CalendarFetch> FetchAsync(CalendarStamp? known = null) =>
        Fetcher.FetchAsync(_url, known, TestContext.Current.CancellationToken);
}
