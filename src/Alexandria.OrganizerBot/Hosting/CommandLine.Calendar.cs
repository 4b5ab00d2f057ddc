using System.CommandLine;
using Alexandria.OrganizerBot.Features.Calendar;

namespace Alexandria.OrganizerBot.Hosting;

/// <content>The verbs about calendars.</content>
internal static partial class CommandLine
{
    private static Command Calendar() =>
        new("calendar", "Looks at a calendar as the bot would read it; changes nothing") { CheckCalendar() };

    private static Command CheckCalendar()
    {
        var kinds = string.Join(", ", CalendarSources.WithoutTokens.All.Select(source => source.Kind));
        var source = new Argument<string>("calendar")
        {
            Description = "A file, or an address that begins with https://",
        };
        var format = new Option<string>("--format")
        {
            Description = $"What kind of calendar it is: auto, {kinds}",
            DefaultValueFactory = _ => "auto",
        };
        var zone = new Option<string?>("--zone")
        {
            Description =
                "The campaign's time zone, for example America/New_York: all times are shown in it, and those without a zone are taken as its own",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object instead of text" };
        var command = new Command("check", "Prints what is understood of a calendar, and what is dropped and why")
        {
            source,
            format,
            zone,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CalendarCheckVerb.RunAsync(
                    new CalendarCheckArguments(
                        parsed.GetValue(source)!,
                        parsed.GetValue(format)!,
                        parsed.GetValue(zone),
                        parsed.GetValue(json)
                    ),
                    TimeProvider.System,
                    Console.Out,
                    Console.Error,
                    cancellationToken
                )
        );
        return command;
    }
}
