using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Tests.Contracts.DiscordOpenApi;

/// <summary>
/// Checks a value against a JSON Schema 2020-12 of the kind that Discord's description is written in. Stricter than the
/// standard in one thing: a property that an object's schema does not name is an error, since a misspelt one would be
/// ignored in silence. A keyword that is not known here is an error too, so that nothing is passed over unread.
/// </summary>
/// <param name="document">The document in which <c>$ref</c> points.</param>
internal sealed class JsonSchemaCheck(JsonObject document)
{
    /// <summary>Said about a value, not about what it must be.</summary>
    private static readonly HashSet<string> Remarks = new(StringComparer.Ordinal)
    {
        "title",
        "description",
        "format",
        "contentEncoding",
        "default",
        "deprecated",
        "x-discord-union",
        "x-discord-variants",
    };

    /// <summary>What is wrong with the value, each with its place; nothing if it fits.</summary>
    public IReadOnlyList<string> Faults(JsonNode schema, JsonNode? value) => [.. Check(schema, value, "$")];

    private IEnumerable<string> Check(JsonNode schema, JsonNode? value, string at)
    {
        if (schema is JsonValue always && always.TryGetValue<bool>(out var fits))
            return fits ? [] : [$"{at}: nothing is allowed here"];
        var rules = schema.AsObject();
        return rules.SelectMany(rule => CheckRule(rule.Key, rule.Value!, rules, value, at));
    }

    private IEnumerable<string> CheckRule(string keyword, JsonNode rule, JsonObject rules, JsonNode? value, string at)
    {
        switch (keyword)
        {
            case "$ref":
                return Check(Resolve((string)rule!), value, at);
            case "type":
                return Types(rule).Any(type => IsOf(type, value))
                    ? []
                    : [$"{at}: {Show(value)} is not {rule.ToJsonString()}"];
            case "const":
                return JsonNode.DeepEquals(rule, value) ? [] : [$"{at}: {Show(value)} is not {rule.ToJsonString()}"];
            case "enum":
                return rule.AsArray().Any(one => JsonNode.DeepEquals(one, value))
                    ? []
                    : [$"{at}: {Show(value)} is none of {rule.ToJsonString()}"];
            case "allOf":
                return rule.AsArray().SelectMany(one => Check(one!, value, at));
            case "anyOf":
                return Choose(rule, value, at, fitting => fitting > 0);
            case "oneOf":
                return Choose(rule, value, at, fitting => fitting == 1);
            case "properties" or "required" or "additionalProperties" or "maxProperties":
                return value is JsonObject given ? CheckObject(keyword, rule, rules, given, at) : [];
            case "items" or "minItems" or "maxItems" or "uniqueItems":
                return value is JsonArray list ? CheckArray(keyword, rule, list, at) : [];
            case "minLength" or "maxLength" or "pattern":
                return value?.GetValueKind() == JsonValueKind.String
                    ? CheckText(keyword, rule, (string)value!, at)
                    : [];
            case "minimum" or "maximum":
                return value?.GetValueKind() == JsonValueKind.Number
                    ? CheckNumber(keyword, rule, Number(value), at)
                    : [];
            default:
                return Remarks.Contains(keyword)
                    ? []
                    : [$"{at}: the keyword {keyword} of the schema is not understood"];
        }
    }

    private IEnumerable<string> Choose(JsonNode branches, JsonNode? value, string at, Func<int, bool> isRight)
    {
        var faults = branches.AsArray().Select(branch => Check(branch!, value, at).ToList()).ToList();
        var fitting = faults.Count(found => found.Count == 0);
        if (isRight(fitting))
            return [];
        if (fitting > 0)
            return [$"{at}: fits {fitting} alternatives at once"];
        // The alternative with the fewest faults is most likely the one that was meant.
        return faults.MinBy(found => found.Count)!;
    }

    private IEnumerable<string> CheckObject(
        string keyword,
        JsonNode rule,
        JsonObject rules,
        JsonObject value,
        string at
    )
    {
        switch (keyword)
        {
            case "required":
                return rule.AsArray()
                    .Select(name => (string)name!)
                    .Where(name => !value.ContainsKey(name))
                    .Select(name => $"{at}: {name} is missing");
            case "properties":
                var named = rule.AsObject();
                return value.SelectMany(property =>
                    named[property.Key] is { } schema ? Check(schema, property.Value, $"{at}.{property.Key}")
                    : rules.ContainsKey("additionalProperties") ? []
                    : [$"{at}: there is no property {property.Key}"]
                );
            case "additionalProperties":
                var known = rules["properties"] as JsonObject;
                return value
                    .Where(property => known?.ContainsKey(property.Key) != true)
                    .SelectMany(property => Check(rule, property.Value, $"{at}.{property.Key}"));
            default:
                return value.Count <= (int)rule ? [] : [$"{at}: more than {rule} properties"];
        }
    }

    private IEnumerable<string> CheckArray(string keyword, JsonNode rule, JsonArray value, string at) =>
        keyword switch
        {
            "items" => value.SelectMany((item, index) => Check(rule, item, $"{at}[{index}]")),
            "minItems" => value.Count >= (int)rule ? [] : [$"{at}: fewer than {rule} items"],
            "maxItems" => value.Count <= (int)rule ? [] : [$"{at}: more than {rule} items"],
            _ => value.Select(item => item?.ToJsonString()).Distinct().Count() == value.Count || !(bool)rule
                ? []
                : [$"{at}: an item comes twice"],
        };

    private static IEnumerable<string> CheckText(string keyword, JsonNode rule, string text, string at)
    {
        // JSON Schema counts code points.
        var length = text.EnumerateRunes().Count();
        return keyword switch
        {
            "minLength" => length >= (int)rule ? [] : [$"{at}: shorter than {rule} characters"],
            "maxLength" => length <= (int)rule ? [] : [$"{at}: longer than {rule} characters"],
            _ => Regex.IsMatch(text, (string)rule!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1))
                ? []
                : [$"{at}: {text} does not match {rule}"],
        };
    }

    private static IEnumerable<string> CheckNumber(string keyword, JsonNode rule, decimal number, string at) =>
        keyword == "minimum"
            ? number >= Number(rule)
                ? []
                : [$"{at}: less than {rule}"]
            : number <= Number(rule)
                ? []
                : [$"{at}: more than {rule}"];

    private JsonNode Resolve(string reference)
    {
        JsonNode found = document;
        foreach (var step in reference.Split('/').Skip(1))
            found = found[step] ?? throw new InvalidOperationException($"{reference} points nowhere.");
        return found;
    }

    private static IEnumerable<string> Types(JsonNode rule) =>
        rule is JsonArray many ? many.Select(one => (string)one!) : [(string)rule!];

    private static bool IsOf(string type, JsonNode? value) =>
        (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            ("null", JsonValueKind.Null) => true,
            ("object", JsonValueKind.Object) => true,
            ("array", JsonValueKind.Array) => true,
            ("string", JsonValueKind.String) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
            ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => decimal.IsInteger(Number(value!)),
            _ => false,
        };

    private static decimal Number(JsonNode value) =>
        decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Show(JsonNode? value) =>
        value?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 80)] : "null";
}
