using System.Buffers.Binary;
using System.Text;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>The search finds what is there; or a search that finds nothing would say nothing.</summary>
public sealed class MarksTests
{
    private const string Word = "zyxquarrel";
    private const string Snowflake = "199000000000000042";
    private const string Uuid = "ada8f3c1-f25f-4014-81e3-8c6bbb17a294";

    private static readonly Marks Marks = new(Word, Snowflake, Uuid);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("something before ")]
    public void A_word_is_found_in_every_writing(string before)
    {
        var plain = Encoding.UTF8.GetBytes($"{before}{Word} and after");
        Assert.NotEmpty(Marks.In(plain));
        Assert.NotEmpty(Marks.In(Encoding.Unicode.GetBytes($"{before}{Word}")));
        Assert.NotEmpty(Marks.In(Convert.ToBase64String(plain)));
        Assert.NotEmpty(Marks.In(Convert.ToHexString(plain)));
        Assert.NotEmpty(Marks.In(Convert.ToHexStringLower(plain)));
    }

    [Fact]
    public void An_id_is_found_as_bytes_too()
    {
        var bytes = new byte[20];
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(5), 199000000000000042);
        Assert.Equal([$"{Snowflake} (big-endian)"], Marks.In(bytes));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(5), 199000000000000042);
        Assert.Equal([$"{Snowflake} (little-endian)"], Marks.In(bytes));
        Assert.Equal([$"{Uuid} (UUID)"], Marks.In(Guid.Parse(Uuid).ToByteArray(bigEndian: true)));
        Assert.Equal([$"{Uuid} (GUID)"], Marks.In(Guid.Parse(Uuid).ToByteArray()));
    }

    [Fact]
    public void What_is_not_there_is_not_found() => Assert.Empty(Marks.In("zyxquarre1, 199000000000000043"));
}
