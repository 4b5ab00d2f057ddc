using Alexandria.OrganizerBot.Conversation.Saying;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>What understands an event, and what keeps it until it is handled.</summary>
internal sealed record ConversationReaders(RequestReader Requests, SaidReader Said, Inbox Inbox);
