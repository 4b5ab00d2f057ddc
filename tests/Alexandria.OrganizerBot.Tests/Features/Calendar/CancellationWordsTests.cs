using Alexandria.OrganizerBot.Domain.Calendar;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class CancellationWordsTests
{
    [Theory]
    [InlineData("EventBodyName", "CANCELLED - City Council Public Hearing Meeting")]
    [InlineData("EventBodyName", "(Cancelled) City Council Public Hearing Meeting")]
    [InlineData("EventBodyName", "City Council Public Hearing Meeting - CANCELED")]
    [InlineData("EventComment", "CANCELED")]
    [InlineData("EventComment", "This meeting has been cancelled for lack of a quorum.")]
    [InlineData("EventComment", "Meeting of December 12 is cancelled")]
    [InlineData("EventComment", "Postponed to January 9")]
    [InlineData("EventComment", "Rescheduled to December 19, 2026")]
    [InlineData("EventLocation", "--em--CANCELED--em-- at hte request of the chair")]
    [InlineData("EventTime", "Canceled")]
    [InlineData("EventAgendaStatusName", "Canceled")]
    [InlineData("EventAgendaStatusName", "Cancelled")]
    [InlineData("EventAgendaStatusName", "Deferred")]
    [InlineData("EventMinutesStatusName", "Canceled")]
    [InlineData("EventAgendaFile", "https://alexandria.legistar1.com/x/Cancellation_Notice_26-12-12.pdf")]
    public void A_meeting_is_off_when_some_field_plainly_says_so(string field, string value)
    {
        var meeting = CalendarSamples.Meeting((field, value));

        Assert.Equal(MeetingStatus.Cancelled, meeting.Status);
        Assert.Equal("City Council Public Hearing Meeting", meeting.Title);
    }

    [Theory]
    [InlineData("EventComment", "Meeting will not be cancelled")]
    [InlineData("EventComment", "The meeting is not canceled.")]
    [InlineData("EventBodyName", "Cancellation Review Board")]
    [InlineData("EventComment", "Rescheduled from 4 Jul")]
    [InlineData("EventComment", "RECONVENED from December 5")]
    [InlineData("EventComment", "Jointly with the Committee on Aging.")]
    [InlineData("EventMinutesStatusName", "Deferred")]
    [InlineData("EventLocation", "Moved to Room 1305")]
    [InlineData("EventAgendaStatusName", "Final Revised")]
    public void A_meeting_is_on_when_words_only_resemble_a_cancellation(string field, string value)
    {
        var meeting = CalendarSamples.Meeting((field, value));

        Assert.Equal(MeetingStatus.Scheduled, meeting.Status);
        Assert.Equal(MeetingConfidence.Ok, meeting.Confidence);
    }

    [Theory]
    [InlineData("EventComment", "The work session that was to come before it has been canceled")]
    [InlineData("EventComment", "Rescheduled")]
    [InlineData("EventComment", "Recessed to 7/19 at 9:40 a.m.")]
    public void A_person_looks_at_what_is_not_clear(string field, string value)
    {
        var meeting = CalendarSamples.Meeting((field, value));

        Assert.Equal(MeetingStatus.Scheduled, meeting.Status);
        Assert.Equal(MeetingConfidence.NeedsReview, meeting.Confidence);
    }
}
