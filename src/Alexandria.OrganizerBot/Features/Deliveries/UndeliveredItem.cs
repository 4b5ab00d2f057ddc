using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Deliveries;

/// <summary>Messages that did not arrive for one cause: of one kind, about one action, on one network.</summary>
/// <param name="Code">
/// Five letters and digits, the same whenever it is listed. It is looked up among the asking campaign's own items only, so
/// that it means nothing in another.
/// </param>
/// <param name="Messages">At least one.</param>
internal sealed record UndeliveredItem(string Code, IReadOnlyList<OutboxMessage> Messages)
{
    /// <summary>Without letters that can be taken for digits.</summary>
    private const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    private const int CodeLength = 5;

    private OutboxMessage First => Messages[0];

    /// <summary>Whether it may have arrived.</summary>
    public bool IsUnknown => First.State == DeliveryState.Unknown;

    /// <summary>The campaign's items, in the order in which their first messages were written.</summary>
    public static IReadOnlyList<UndeliveredItem> Of(StoreSession session, CampaignId campaign) =>
        [
            .. session
                .Undelivered(campaign)
                .GroupBy(message =>
                    (message.Content.About, KindOf(message.Content), message.Network, message.State, message.Reason)
                )
                .Select(group => new UndeliveredItem(CodeOf(campaign, group.Key.ToString()), [.. group])),
        ];

    /// <summary>The item that somebody typed; null: the campaign has none with this code.</summary>
    public static UndeliveredItem? Find(StoreSession session, CampaignId campaign, string? typed) =>
        Of(session, campaign).FirstOrDefault(item => item.Code.Equals(typed, StringComparison.OrdinalIgnoreCase));

    public string Line(Voice voice) =>
        voice.Text(
            IsUnknown ? "deliveries.unknown" : "deliveries.dead",
            ("item", Code),
            ("what", What(voice)),
            ("count", Messages.Count),
            ("network", NetworkName(First.Network)),
            ("reason", First.Reason ?? "?")
        );

    public static string NetworkName(string network) => network == Networks.Signal ? "Signal" : "Discord";

    private string What(Voice voice)
    {
        var kind = voice.Text(KindOf(First.Content));
        return First.Content.About is { } action
            ? voice.Text("deliveries.kind-of", ("kind", kind), ("code", action.Code))
            : kind;
    }

    private static string KindOf(MessageContent content) =>
        content switch
        {
            MessageContent.Alert => "deliveries.kind.alert",
            MessageContent.AlertChanged or MessageContent.Moved => "deliveries.kind.change",
            MessageContent.Cancellation => "deliveries.kind.cancellation",
            MessageContent.Reminder => "deliveries.kind.reminder",
            MessageContent.Offer => "deliveries.kind.offer",
            MessageContent.ReachTest => "deliveries.kind.test",
            MessageContent.ThreadStart or MessageContent.ThreadOpening => "deliveries.kind.thread",
            MessageContent.EventMirror => "deliveries.kind.event",
            MessageContent.Poll or MessageContent.PollEnd => "deliveries.kind.poll",
            _ => "deliveries.kind.notice",
        };

    private static string CodeOf(CampaignId campaign, string group)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{campaign.Value}|{group}"));
        return string.Concat(hash.Take(CodeLength).Select(part => Letters[part % Letters.Length]));
    }
}
