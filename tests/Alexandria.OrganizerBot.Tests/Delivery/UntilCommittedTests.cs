using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit.Sdk;

namespace Alexandria.OrganizerBot.Tests.Delivery;

public sealed class UntilCommittedTests
{
    [Fact]
    public async Task A_wait_for_what_never_comes_fails_with_a_sentence()
    {
        using var home = new StoreHome();
        await using var store = home.Open();
        var time = new FakeTimeProvider();
        var waiting = new UntilCommitted(store, time).HoldsAsync(_ => false);

        time.Advance(UntilCommitted.Patience);

        var failure = await Assert.ThrowsAsync<FailException>(() =>
            waiting.WaitAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal("The store did not come to hold what the test waits for within 60 s.", failure.Message);
    }
}
