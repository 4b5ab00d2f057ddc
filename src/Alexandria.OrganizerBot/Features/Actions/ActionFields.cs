using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Features.Calendar;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>The options that <c>create</c>, <c>edit</c> and their forms share, read the same way in each.</summary>
internal static class ActionFields
{
    public const int LongestTitle = 120;
    public const int LongestPlace = 200;
    public const int LongestNote = 300;
    public const int LargestCapacity = 10_000;

    /// <summary>The time, from <c>when</c> or from <c>date</c> and <c>time</c>.</summary>
    public static TypedTimeReading ReadTime(Request request) =>
        request.Option("when") is { } when
            ? TypedTime.ReadWhen(when, request.Campaign.Zone, request.Now)
            : TypedTime.Read(request.Option("date"), request.Option("time"), request.Campaign.Zone, request.Now);

    private static readonly string[] Texts = ["title", "place", "note", "capacity", "link"];

    /// <summary>Whether anything about the action was given: nothing means that a form is wanted.</summary>
    public static bool HasAny(Request request) =>
        HasTime(request) || Texts.Any(name => request.Option(name) is not null);

    /// <summary>Whether any part of a time was given.</summary>
    public static bool HasTime(Request request) =>
        request.Option("when") is not null || request.Option("date") is not null || request.Option("time") is not null;

    /// <summary>The capacity, or null where none or none that makes sense was given.</summary>
    public static int? ReadCapacity(Request request) =>
        int.TryParse(request.Option("capacity"), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity)
        && capacity is > 0 and <= LargestCapacity
            ? capacity
            : null;

    /// <summary>Whether a capacity was given that can't be read.</summary>
    public static bool HasWrongCapacity(Request request) =>
        request.Option("capacity") is not null && ReadCapacity(request) is null;
}
