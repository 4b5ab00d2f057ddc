using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Features.Wipe;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features;

/// <summary>What features are built from.</summary>
internal sealed record FeatureTools(Store Store, RequestReader Reader, Catalogue Words)
{
    /// <summary>How the networks are.</summary>
    public NetworkBoard Networks { get; init; } = NetworkBoard.Empty;

    /// <summary>Ends this instance; where nothing is given, as in a list of commands, nothing happens.</summary>
    public DestroyEverything Destroy { get; init; } = () => { };
}
