using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>
/// A form as a person fills it in, with what Discord's client would not let them send (components/reference, and
/// interactions/receiving-and-responding, modal submit data). Needs the world's gate.
/// </summary>
internal sealed class FilledForm(JsonObject modal, ResolvedNames names, StageWorld world, Views views)
{
    private const int TextInput = 4;
    private const int Label = 18;
    private const int FileUpload = 19;
    private const int RadioGroup = 21;
    private const int CheckboxGroup = 22;
    private const int Checkbox = 23;
    private const int MostText = 4000;
    private const int MostChecked = 10;

    /// <summary>The <c>data</c> of the interaction.</summary>
    /// <param name="typed">Values by label or custom id; what is left out stays as the form came.</param>
    /// <exception cref="StageException">The client would not send it.</exception>
    public JsonObject Data(IReadOnlyDictionary<string, string> typed)
    {
        var fields = VisibleText.AllComponents(modal["components"]).Where(part => part.Has("custom_id")).ToList();
        var unknown = typed.Keys.FirstOrDefault(key => !fields.Any(field => IsFor(field, key)));
        if (unknown is not null)
        {
            throw new StageException(
                $"The form has no field {unknown}; it has: {string.Join(", ", fields.Select(LabelOf))}."
            );
        }
        var parts = new JsonArray();
        var number = 1;
        foreach (var part in modal.Objects("components"))
        {
            var field = part["component"] as JsonObject ?? part.Objects("components").FirstOrDefault();
            var submitted = new JsonObject { ["type"] = part.Whole("type"), ["id"] = part.Whole("id") ?? number++ };
            if (field is not null)
            {
                var given = typed.Where(entry => IsFor(field, entry.Key)).Select(entry => entry.Value).FirstOrDefault();
                var answer = Answer(field, given);
                answer["id"] = field.Whole("id") ?? number++;
                if (part.Whole("type") == Label)
                {
                    submitted["component"] = answer;
                }
                else
                {
                    submitted["components"] = new JsonArray(answer);
                }
            }
            parts.Add(submitted);
        }
        var data = new JsonObject { ["custom_id"] = modal.Text("custom_id"), ["components"] = parts };
        if (names.All.Count > 0)
        {
            data["resolved"] = names.All;
        }
        return data;
    }

    private JsonObject Answer(JsonObject field, string? given)
    {
        var answer = new JsonObject { ["type"] = field.Whole("type"), ["custom_id"] = field.Text("custom_id") };
        switch (field.Whole("type"))
        {
            case TextInput:
                answer["value"] = Text(field, given ?? field.Text("value") ?? "");
                break;
            case RadioGroup:
                var chosen = string.IsNullOrEmpty(given) ? Preset(field).FirstOrDefault() : Menus.Offered(field, given);
                MustBeFilled(field, chosen is not null);
                answer["value"] = chosen;
                break;
            case Checkbox:
                answer["value"] = given switch
                {
                    null => field.Truth("default") ?? false,
                    "true" or "yes" => true,
                    "false" or "no" => false,
                    _ => throw new StageException($"{LabelOf(field)} is ticked with true or false, not {given}."),
                };
                break;
            case CheckboxGroup:
                var ticked = given is null
                    ? [.. Preset(field)]
                    : Several(given).ConvertAll(one => Menus.Offered(field, one));
                Fitting(field, ticked.Count, leastByDefault: 1, field.Whole("max_values") ?? MostChecked);
                answer["values"] = Json.ArrayOf(ticked);
                break;
            case FileUpload:
                var files = Several(given ?? "");
                Fitting(field, files.Count, leastByDefault: 1, field.Whole("max_values") ?? 1);
                answer["values"] = Json.ArrayOf(files.ConvertAll(Upload));
                break;
            default:
                var picked = given is null ? [.. Preset(field)] : Several(given);
                Fitting(field, picked.Count, leastByDefault: 1, field.Whole("max_values") ?? 1);
                answer["values"] = Json.ArrayOf(picked.Count == 0 ? [] : Menus.Values(field, picked, names));
                break;
        }
        return answer;
    }

    private string Text(JsonObject field, string text)
    {
        MustBeFilled(field, text.Length > 0);
        var length = Json.Length(text);
        var least = field.Whole("min_length") ?? 0;
        var most = field.Whole("max_length") ?? MostText;
        return length == 0 || (length >= least && length <= most)
            ? text
            : throw new StageException($"{LabelOf(field)} takes {least} to {most} characters, not {length}.");
    }

    private void MustBeFilled(JsonObject field, bool isFilled)
    {
        if (!isFilled && field.Truth("required") != false)
        {
            throw new StageException($"{LabelOf(field)} is required.");
        }
    }

    /// <summary>Nothing at all is right where the field is not required; else the field's own numbers hold.</summary>
    private void Fitting(JsonObject field, int count, long leastByDefault, long most)
    {
        MustBeFilled(field, count > 0 || field.Whole("min_values") == 0);
        var least = field.Whole("min_values") ?? leastByDefault;
        if (count > 0 && (count < least || count > most))
        {
            throw new StageException($"{LabelOf(field)} takes {least} to {most} values, not {count}.");
        }
    }

    // A file of the stage holds its own name: enough to be told apart, and nobody's data.
    private string Upload(string name)
    {
        var file = new StoredFile(world.Ids.Next(), name, null, "text/plain", Encoding.UTF8.GetBytes(name));
        world.KeepUpload(file);
        names.Resolve("attachments", file.Id, views.Upload(file));
        return file.Id;
    }

    private static IEnumerable<string> Preset(JsonObject field) =>
        field
            .Objects("options")
            .Where(option => option.Truth("default") == true)
            .Select(option => option.Text("value")!);

    private static List<string> Several(string given) =>
        [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private bool IsFor(JsonObject field, string key) => field.Text("custom_id") == key || LabelOf(field) == key;

    private string LabelOf(JsonObject field) =>
        modal.Objects("components").FirstOrDefault(part => part["component"] == field).Text("label")
        ?? field.Text("label")
        ?? field.Text("custom_id")!;
}
