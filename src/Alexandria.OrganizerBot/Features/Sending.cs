using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features;

/// <summary>A message at the moment of sending: the row, what the store knows now, and how its reader is spoken to.</summary>
internal sealed record Sending(OutboxMessage Message, StoreSession Session, Voice Voice);
