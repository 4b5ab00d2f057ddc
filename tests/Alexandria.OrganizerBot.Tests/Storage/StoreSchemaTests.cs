using System.Reflection;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Tests.Storage;

public sealed class StoreSchemaTests
{
    [Fact]
    public void Every_kind_of_row_is_counted_and_examined_at_the_start()
    {
        var kinds = typeof(StoreSchema)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<RowDefinition>()
            .ToHashSet();

        Assert.NotEmpty(kinds);
        Assert.Equal(kinds, StoreSchema.All.ToHashSet());
    }
}
