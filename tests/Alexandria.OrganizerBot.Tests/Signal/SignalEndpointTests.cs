using System.Net;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Tests.Signal;

public sealed class SignalEndpointTests
{
    [Fact]
    public void An_absolute_path_is_a_unix_socket()
    {
        Assert.True(SignalEndpoint.TryParse("/run/signal-cli/socket", out var endpoint, out _));
        Assert.Equal("/run/signal-cli/socket", Assert.IsType<SignalEndpoint.UnixSocket>(endpoint).Path);
    }

    [Theory]
    [InlineData("127.0.0.1:7583", "127.0.0.1")]
    [InlineData("127.3.2.1:7583", "127.3.2.1")]
    [InlineData("[::1]:7583", "::1")]
    [InlineData("localhost:7583", "127.0.0.1")]
    public void A_port_of_this_machine_is_taken(string text, string address)
    {
        Assert.True(SignalEndpoint.TryParse(text, out var endpoint, out _));
        Assert.Equal(
            new IPEndPoint(IPAddress.Parse(address), 7583),
            Assert.IsType<SignalEndpoint.LoopbackTcp>(endpoint).Address
        );
    }

    [Theory]
    [InlineData("0.0.0.0:7583")]
    [InlineData("10.0.0.7:7583")]
    [InlineData("[2001:db8::1]:7583")]
    [InlineData("signal.example:7583")]
    [InlineData("localhost.example:7583")]
    public void A_port_of_another_machine_is_refused_and_the_reason_told(string text)
    {
        Assert.False(SignalEndpoint.TryParse(text, out _, out var problem));
        Assert.Contains("no authentication", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("socket")]
    [InlineData("127.0.0.1")]
    [InlineData(":7583")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    public void What_is_no_address_is_answered_with_an_example(string text)
    {
        Assert.False(SignalEndpoint.TryParse(text, out _, out var problem));
        Assert.Contains("/run/signal-cli/socket", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_Linux_would_cut_is_refused()
    {
        Assert.True(SignalEndpoint.TryParse("/" + new string('a', 106), out _, out _));
        Assert.False(SignalEndpoint.TryParse("/" + new string('a', 107), out _, out var problem));
        Assert.Contains("107 bytes", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+15551230001", "+15551230001")]
    [InlineData(" +1 (555) 123-0001 ", "+15551230001")]
    [InlineData("+49 30.901820", "+4930901820")]
    public void A_number_is_read_with_or_without_its_ornaments(string text, string number)
    {
        Assert.True(SignalAccount.TryParse(text, out var account));
        Assert.Equal(number, account.Number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("15551230001")]
    [InlineData("+0155512300")]
    [InlineData("+155512")]
    [InlineData("+1555123000112345")]
    [InlineData("+1555CALLNOW")]
    [InlineData("+١٥٥٥١٢٣٠٠٠١")]
    public void What_is_no_international_number_is_none(string? text) =>
        Assert.False(SignalAccount.TryParse(text, out _));

    [Fact]
    public void Numbers_and_identities_are_masked_where_they_are_printed()
    {
        Assert.True(SignalAccount.TryParse("+15551230001", out var account));

        Assert.Equal("+…01", account.ToString());
        Assert.Equal("+…01", $"{account}");
        Assert.DoesNotContain("6a16", new MessageId(Recorded.Id(Recorded.A), 1).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PNI:6a165edf-dac8-49ed-8862-8516a95a2775")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("6a165edfdac849ed88628516a95a2775")]
    [InlineData("+15551230001")]
    [InlineData(null)]
    public void What_is_no_account_identity_is_none(string? text) => Assert.False(Aci.TryParse(text, out _));

    [Fact]
    public void An_identity_is_the_same_in_either_case()
    {
        Assert.Equal(Recorded.Id(Recorded.A), Recorded.Id(Recorded.A.ToUpperInvariant()));
        Assert.Equal(Recorded.A, Recorded.Id(Recorded.A.ToUpperInvariant()).Value);
    }
}
