using System.Globalization;

namespace Alexandria.OrganizerBot.Faults;

/// <summary>The options of a verb: <c>--name value</c>.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="MisusedException">An option is unknown or has no value.</exception>
    public static Options Read(IReadOnlyList<string> arguments, params string[] known)
    {
        var options = new Options();
        for (var at = 0; at < arguments.Count; at += 2)
        {
            var name = arguments[at].StartsWith("--", StringComparison.Ordinal) ? arguments[at][2..] : "";
            if (!known.Contains(name, StringComparer.Ordinal) || at + 1 == arguments.Count)
                throw new MisusedException(
                    $"'{arguments[at]}' is not understood here; possible: {string.Join(", ", known.Select(one => $"--{one} VALUE"))}."
                );
            options._values[name] = arguments[at + 1];
        }

        return options;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="MisusedException">It is no number, or not a positive one.</exception>
    public int Number(string name, int otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new MisusedException($"--{name} is a number above 0.");
    }
}

/// <summary>The program was called wrongly; the message says how it is called.</summary>
internal sealed class MisusedException(string message) : Exception(message);
