using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Conversation;

public sealed class ButtonIdTests
{
    [Theory]
    [InlineData("pledge:A1:attend", "pledge", new[] { "A1", "attend" })]
    [InlineData("undo:A1", "undo", new[] { "A1" })]
    [InlineData("alone", "alone", new string[0])]
    [InlineData("", "", new string[0])]
    [InlineData(null, "", new string[0])]
    [InlineData("::", "", new[] { "", "" })]
    public void Any_text_is_some_button(string? text, string name, string[] arguments)
    {
        var button = ButtonId.Decode(text);

        Assert.Equal(name, button.Name);
        Assert.Equal(arguments, button.Arguments);
    }

    [Fact]
    public void What_it_writes_it_reads() =>
        Gen.String[Gen.Char.AlphaNumeric, 0, 12]
            .Array[1, 5]
            .Sample(
                parts =>
                {
                    var button = new ButtonId(parts[0], parts[1..]);
                    var read = ButtonId.Decode(button.Encode());
                    Assert.Equal(button.Name, read.Name);
                    Assert.Equal(button.Arguments, read.Arguments);
                },
                threads: 1
            );

    [Fact]
    public void Every_button_that_we_make_fits_into_Discord_s_hundred_characters()
    {
        var longest = new ActionId(99_999_999);
        ButtonId[] buttons =
        [
            .. Enum.GetValues<PledgeAnswer>().Select(answer => PledgeByButton.For(longest, answer)),
            UndoPledge.For(longest),
            RemindMe.For(longest),
        ];

        Assert.All(buttons, button => Assert.InRange(button.Encode().Length, 1, 100));
    }
}
