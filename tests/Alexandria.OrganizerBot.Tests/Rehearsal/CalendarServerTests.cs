using System.Net;
using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class CalendarServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_file_is_served_byte_for_byte_whatever_the_query()
    {
        var file = _folder.Write("events.json", "[ {\"EventBodyName\": \"Córdoba\r\n\"} ]\n");
        await using var server = await CalendarServer.StartAsync(file, Cancelled);

        var answer = await _http.GetAsync(new Uri(server.Url + "?$top=100&$filter=x"), Cancelled);

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(File.ReadAllBytes(file), await answer.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.True(server.Url.IsLoopback);
    }

    [Fact]
    public async Task Another_file_can_take_its_place()
    {
        await using var server = await CalendarServer.StartAsync(_folder.Write("a.json", "[]"), Cancelled);

        server.Serve(_folder.Write("b.ics", "BEGIN:VCALENDAR"));
        var answer = await _http.GetAsync(server.Url, Cancelled);

        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("BEGIN:VCALENDAR", await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Nothing_else_is_served()
    {
        await using var server = await CalendarServer.StartAsync(_folder.Write("a.json", "[]"), Cancelled);

        var answer = await _http.GetAsync(new Uri(server.Url, "/a.json"), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
