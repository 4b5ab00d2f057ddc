using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Storage;

public sealed class LiteDbStoreContract : StoreContract
{
    private readonly StoreHome home = new();

    private protected override FakeTimeProvider Time => home.Time;

    private protected override Store Open() => home.Open();

    private protected override void Remove() => home.Dispose();
}
