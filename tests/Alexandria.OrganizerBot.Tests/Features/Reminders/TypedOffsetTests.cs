using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Features.Reminders;

public sealed class TypedOffsetTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    private static readonly Dictionary<string, ReminderOffset> Read = new(StringComparer.Ordinal)
    {
        ["3 hours before"] = new ReminderOffset.HoursBefore(3),
        [" 1 Hour  BEFORE. "] = new ReminderOffset.HoursBefore(1),
        ["3 horas antes"] = new ReminderOffset.HoursBefore(3),
        ["2 days before"] = new ReminderOffset.DaysBefore(2),
        ["2 días antes"] = new ReminderOffset.DaysBefore(2),
        ["2 dias habiles antes"] = new ReminderOffset.OfficeDaysBefore(2),
        ["1 día hábil antes"] = new ReminderOffset.OfficeDaysBefore(1),
        ["2 office days before"] = new ReminderOffset.OfficeDaysBefore(2),
        ["1 business day before"] = new ReminderOffset.OfficeDaysBefore(1),
        ["1 day after"] = new ReminderOffset.DaysAfter(1),
        ["1 día después"] = new ReminderOffset.DaysAfter(1),
        ["0 hours after"] = new ReminderOffset.HoursAfter(0),
        ["60 days before"] = new ReminderOffset.DaysBefore(60),
        ["٣ hours before"] = new ReminderOffset.HoursBefore(3),
    };

    public static TheoryData<string> Texts => [.. Read.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_distance_is_read_in_both_languages(string text) =>
        Assert.Equal(Read[text], Assert.IsType<TypedOffsetReading.At>(TypedOffset.Read(text)).Offset);

    [Theory]
    [InlineData("off")]
    [InlineData("No")]
    [InlineData("apagar")]
    public void Off_is_off(string text) => Assert.IsType<TypedOffsetReading.TurnOff>(TypedOffset.Read(text));

    [Theory]
    [InlineData("on")]
    [InlineData("sí")]
    [InlineData("encender")]
    public void On_is_on(string text) => Assert.IsType<TypedOffsetReading.TurnOn>(TypedOffset.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("3")]
    [InlineData("3 hours")]
    [InlineData("-3 hours before")]
    [InlineData("1.5 hours before")]
    [InlineData("0 days before")]
    [InlineData("0 hours before")]
    [InlineData("61 days before")]
    [InlineData("241 hours before")]
    [InlineData("999999999999 hours before")]
    [InlineData("2 office days after")]
    [InlineData("3 minutes before")]
    [InlineData("3 hours before lunch")]
    public void What_is_not_clear_is_not_guessed(string? text) =>
        Assert.IsType<TypedOffsetReading.NotUnderstood>(TypedOffset.Read(text));

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void Each_distance_is_read_back_from_its_own_words(string language)
    {
        var voice = new Voice(_desk.Words, language, _desk.BusLine, _desk.Now);

        foreach (var offset in Read.Values)
            Assert.Equal(new TypedOffsetReading.At(offset), TypedOffset.Read(TypedOffset.In(voice, offset)));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();
}
