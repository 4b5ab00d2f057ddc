using System.Globalization;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// What an organizer types about one reminder: <c>off</c>, <c>on</c>, or how far from its milestone: <c>3 hours before</c>,
/// <c>2 office days before</c>, <c>1 day after</c>, in English or Spanish.
/// </summary>
internal static partial class TypedOffset
{
    public const int MostDays = 60;
    public const int MostHours = 240;

    private static readonly string[] Off = ["off", "no", "apagar", "desactivar"];
    private static readonly string[] On = ["on", "si", "encender", "activar"];

    public static TypedOffsetReading Read(string? text)
    {
        var typed = PlainText.Fold(text ?? "");
        if (Off.Contains(typed, StringComparer.Ordinal))
            return new TypedOffsetReading.TurnOff();
        if (On.Contains(typed, StringComparer.Ordinal))
            return new TypedOffsetReading.TurnOn();
        var match = Distance().Match(typed);
        if (!match.Success)
            return new TypedOffsetReading.NotUnderstood();

        var count = int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        var isHours = match.Groups["hours"].Success;
        var isAfter = match.Groups["after"].Success;
        if (count > (isHours ? MostHours : MostDays) || (count == 0 && !isAfter))
            return new TypedOffsetReading.NotUnderstood();
        return (isHours, isAfter, match.Groups["office"].Success) switch
        {
            (true, false, _) => new TypedOffsetReading.At(new ReminderOffset.HoursBefore(count)),
            (true, true, _) => new TypedOffsetReading.At(new ReminderOffset.HoursAfter(count)),
            (false, false, false) => new TypedOffsetReading.At(new ReminderOffset.DaysBefore(count)),
            (false, false, true) => new TypedOffsetReading.At(new ReminderOffset.OfficeDaysBefore(count)),
            (false, true, false) => new TypedOffsetReading.At(new ReminderOffset.DaysAfter(count)),
            (false, true, true) => new TypedOffsetReading.NotUnderstood(),
        };
    }

    /// <summary>The distance in words, as it could be typed.</summary>
    public static string In(Voice voice, ReminderOffset offset) =>
        offset switch
        {
            ReminderOffset.DaysBefore(var days) => voice.Text("offset.days-before", ("count", days)),
            ReminderOffset.OfficeDaysBefore(var days) => voice.Text("offset.office-days-before", ("count", days)),
            ReminderOffset.HoursBefore(var hours) => voice.Text("offset.hours-before", ("count", hours)),
            ReminderOffset.HoursAfter(var hours) => voice.Text("offset.hours-after", ("count", hours)),
            ReminderOffset.DaysAfter(var days) => voice.Text("offset.days-after", ("count", days)),
            _ => throw new InvalidOperationException($"Unknown distance {offset.GetType().Name}."),
        };

    [GeneratedRegex(
        "^(?<count>[0-9]{1,3}) (((?<hours>hours?|horas?)|(?<office>office |business |working )?days?|dias?(?<office> habiles| habil)?) (before|antes|(?<after>after|despues)))$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Distance();
}

/// <summary>What was made of such a text.</summary>
internal abstract record TypedOffsetReading
{
    private TypedOffsetReading() { }

    public sealed record TurnOff : TypedOffsetReading;

    /// <summary>As the campaign has it.</summary>
    public sealed record TurnOn : TypedOffsetReading;

    public sealed record At(ReminderOffset Offset) : TypedOffsetReading;

    public sealed record NotUnderstood : TypedOffsetReading;
}
