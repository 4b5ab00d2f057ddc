using Alexandria.OrganizerBot.Conversation.Saying;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>What understands an event, what turns it away, and what keeps it until it is handled.</summary>
internal sealed record ConversationReaders(RequestReader Requests, SaidReader Said, Inbox Inbox, Doorkeeper Door);
