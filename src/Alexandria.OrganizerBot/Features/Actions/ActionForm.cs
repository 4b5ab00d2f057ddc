using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>The form in which an organizer writes an action, empty or with what it is now.</summary>
internal static class ActionForm
{
    public const string Create = "create";
    public const string Edit = "edit";

    /// <summary>The names of its fields.</summary>
    public static IReadOnlyList<string> Names { get; } = ["title", "when", "place", "note"];

    public static Form ForNew(Voice voice) =>
        new(
            new ButtonId(Create),
            voice.Text("form.create"),
            Fields(voice, title: null, when: null, place: null, note: null)
        );

    public static Form ForEdit(CollectiveAction action, Voice voice) =>
        new(
            new ButtonId(Edit, action.Id.Code),
            voice.Text("form.edit", ("code", action.Id.Code)),
            Fields(voice, action.Title, Voice.Typed(action.Starts), action.Location, action.Note)
        );

    private static IReadOnlyList<FormField> Fields(
        Voice voice,
        string? title,
        string? when,
        string? place,
        string? note
    ) =>
        [
            new FormField("title", voice.Text("form.title"), title, ActionFields.LongestTitle) { Required = true },
            new FormField("when", voice.Text("form.when"), when, MaxLength: 60)
            {
                Required = true,
                Hint = voice.Text("form.when-hint"),
            },
            new FormField("place", voice.Text("form.place"), place, ActionFields.LongestPlace),
            new FormField("note", voice.Text("form.note"), note, ActionFields.LongestNote) { Long = true },
        ];
}
