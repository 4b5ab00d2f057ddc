using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

/// <summary>What a play says about people reads as a sentence, for one of them and for many.</summary>
public sealed class NarratorTests
{
    private static readonly string[] One = ["Ana"];
    private static readonly string[] Many = ["R 1", "R 2", "R 3", "R 4", "R 5"];

    [Fact]
    public void One_presses_and_several_press()
    {
        Assert.Equal("presses", Narrator.Verb(One, "presses", "press"));
        Assert.Equal("press", Narrator.Verb(Many, "presses", "press"));
    }

    [Theory]
    [InlineData(StageReplyKind.Ephemeral, "only Ana sees", "5 people (R 1 … R 5), each alone, see")]
    [InlineData(StageReplyKind.Public, "everyone sees", "everyone sees")]
    [InlineData(StageReplyKind.Updated, "Ana sees it change", "5 people (R 1 … R 5) see it change")]
    [InlineData(StageReplyKind.Modal, "Ana gets a form", "5 people (R 1 … R 5) get a form")]
    [InlineData(StageReplyKind.None, "Ana gets no answer", "5 people (R 1 … R 5) get no answer")]
    public void Who_sees_an_answer_is_said_in_the_right_number(StageReplyKind kind, string ofOne, string ofMany)
    {
        Assert.Equal(ofOne, Narrator.Seeing(kind, One));
        Assert.Equal(ofMany, Narrator.Seeing(kind, Many));
    }
}
