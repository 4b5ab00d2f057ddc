using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>Actions that come again.</content>
internal sealed partial class StoreSession
{
    private Rows<ActionSeries> SeriesRows => field ??= new(StoreSchema.Series, scope);

    public void Save(ActionSeries series) => SeriesRows.Save(series);

    /// <summary>The series that began with the action; null: none did.</summary>
    public ActionSeries? FindSeries(ActionId first) => SeriesRows.Find(first.Code);

    /// <summary>The campaign's series, stopped ones included until they are forgotten, by their number.</summary>
    public IReadOnlyList<ActionSeries> SeriesOf(CampaignId campaign) =>
        [.. SeriesRows.WithField("campaign", campaign.Value).OrderBy(series => series.Id.Number)];

    /// <summary>Forgets series of which nothing comes any more since before the instant: nothing would be made of them.</summary>
    private void DropEndedSeries(CampaignId campaign, Instant overBefore)
    {
        var ended = SeriesOf(campaign)
            .Where(series =>
                series.Rule.On(series.Rule.Last).Instant < overBefore
                || (series.IsStopped && series.Rule.On(series.Made.Max(made => made.Day)).Instant < overBefore)
            );
        foreach (var series in ended.ToList())
            SeriesRows.Delete(series.Id.Code);
    }
}
