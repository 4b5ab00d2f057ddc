using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Rest;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>
/// Collects what is wrong with a body in the shape of Discord's error 50035: a tree of property names and indices with
/// <c>_errors</c> at the place of each fault (reference, error messages).
/// </summary>
internal sealed class FormErrors
{
    private readonly string[] _path;

    public FormErrors()
        : this([], []) { }

    private FormErrors(JsonObject tree, string[] path)
    {
        Tree = tree;
        _path = path;
    }

    public JsonObject Tree { get; }

    /// <summary>The same collection, one step deeper.</summary>
    public FormErrors At(string name) => new(Tree, [.. _path, name]);

    public FormErrors At(int index) => At(index.Plain());

    public void AddHere(string code, string message)
    {
        var node = Tree;
        foreach (var step in _path)
        {
            node = node[step] as JsonObject ?? (JsonObject)(node[step] = new JsonObject());
        }
        var list = node["_errors"] as JsonArray ?? (JsonArray)(node["_errors"] = new JsonArray());
        list.Add(new JsonObject { ["code"] = code, ["message"] = message });
    }

    public void Required(string name) => At(name).AddHere("BASE_TYPE_REQUIRED", "This field is required");

    public void OneOf(string name, params IEnumerable<string> allowed) =>
        At(name).AddHere("BASE_TYPE_CHOICES", $"Value must be one of ({string.Join(", ", allowed)}).");

    /// <summary>Checks a text's length in code points, and its presence if <paramref name="required"/>.</summary>
    public void Text(JsonObject body, string name, int least, int most, bool required = false)
    {
        if (!body.Has(name))
        {
            if (required)
            {
                Required(name);
            }
            return;
        }
        if (body.Text(name) is not { } text)
        {
            At(name).AddHere("BASE_TYPE_STRING", "Value must be a string");
            return;
        }
        var length = Json.Length(text);
        if (length < least || length > most)
        {
            Length(name, least, most);
        }
    }

    public void Length(string name, int least, int most)
    {
        if (least > 0)
        {
            At(name).AddHere("BASE_TYPE_BAD_LENGTH", $"Must be between {least} and {most} in length.");
        }
        else
        {
            At(name).AddHere("BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
        }
    }

    /// <summary>Refuses the request with all that was collected.</summary>
    /// <exception cref="DiscordRefusal">Something was wrong.</exception>
    public void ThrowIfAny()
    {
        if (Tree.Count > 0)
        {
            throw DiscordRefusal.InvalidForm(Tree);
        }
    }
}
