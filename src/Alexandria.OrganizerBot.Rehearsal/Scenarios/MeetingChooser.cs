namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>Finds the meeting that a scenario is about in its calendar.</summary>
internal static class MeetingChooser
{
    /// <summary>The meeting, or null where the scenario asks for none.</summary>
    /// <exception cref="ScenarioMistakeException">There is no calendar, it cannot be read, or no meeting fits.</exception>
    public static StageMeeting? Choose(Scenario scenario, string? calendarFile)
    {
        if (scenario.Meeting is not { } rule)
        {
            return null;
        }

        if (calendarFile is null)
        {
            throw new ScenarioMistakeException(
                scenario.File,
                rule.Line,
                "a meeting is chosen, but there is no 'calendar'."
            );
        }

        IReadOnlyList<StageMeeting> meetings;
        try
        {
            meetings = StageCalendar.Read(calendarFile);
        }
        catch (FormatException error)
        {
            throw new ScenarioMistakeException(scenario.File, rule.Line, error.Message);
        }

        var found = rule switch
        {
            MeetingRule.StraddlesClockChange => StageCalendar.StraddlingClockChange(meetings, scenario.Zone),
            MeetingRule.ById byId => meetings.FirstOrDefault(meeting => meeting.Id == byId.Id),
            MeetingRule.ByBody byBody => meetings
                .Where(meeting => meeting.Title.Contains(byBody.Body, StringComparison.OrdinalIgnoreCase))
                .FirstOrDefault(meeting => byBody.Date is not { } date || meeting.Date == date),
            _ => throw new InvalidOperationException($"unknown rule {rule}"),
        };
        return found
            ?? throw new ScenarioMistakeException(
                scenario.File,
                rule.Line,
                $"none of the {meetings.Count} meetings of {Path.GetFileName(calendarFile)} fits."
            );
    }
}
