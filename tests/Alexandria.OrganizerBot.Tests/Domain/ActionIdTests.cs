using Alexandria.OrganizerBot.Domain;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class ActionIdTests
{
    [Theory]
    [InlineData("A1", 1)]
    [InlineData("a12", 12)]
    [InlineData("  A12\t", 12)]
    [InlineData("A007", 7)]
    [InlineData("A99999999", 99_999_999)]
    public void People_write_it_as_they_like(string text, int number)
    {
        Assert.True(ActionId.TryParse(text, out var id));
        Assert.Equal(new ActionId(number), id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("A0")]
    [InlineData("A-1")]
    [InlineData("A+1")]
    [InlineData("A 1")]
    [InlineData("A1.5")]
    [InlineData("A1,000")]
    [InlineData("B1")]
    [InlineData("12")]
    [InlineData("AA1")]
    [InlineData("A999999999")] // more digits than any instance will count to
    [InlineData("A99999999999999999999")]
    [InlineData("A١٢")] // Arabic digits
    [InlineData("А1")] // a Cyrillic letter
    [InlineData("A1; drop table")]
    public void Anything_else_is_no_code(string? text)
    {
        Assert.False(ActionId.TryParse(text, out var id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void What_it_writes_it_reads() =>
        Gen.Int[1, 99_999_999]
            .Sample(
                number =>
                {
                    Assert.True(ActionId.TryParse(new ActionId(number).Code, out var id));
                    Assert.Equal(number, id.Number);
                },
                threads: 1
            );

    [Fact]
    public void No_text_breaks_it() =>
        Gen.String.Sample(
            text =>
            {
                if (ActionId.TryParse(text, out var id))
                    Assert.Equal(
                        id.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                        text.Trim()[1..].TrimStart('0')
                    );
                else
                    Assert.Equal(default, id);
            },
            iter: 2_000,
            threads: 1
        );
}
