using System.Collections.Concurrent;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Members;

/// <summary>
/// Counts wrong codes, so that nobody guesses one: five an hour for each person. Kept in memory; a code lives ten minutes,
/// and has 31^8 neighbours.
/// </summary>
internal sealed class LinkTries
{
    private const int Most = 5;
    private static readonly Duration Window = Duration.FromHours(1);
    private readonly ConcurrentDictionary<string, Tries> _byPerson = new(StringComparer.Ordinal);

    public bool MayTry(string person, Instant now) =>
        !_byPerson.TryGetValue(person, out var tries) || now >= tries.Since + Window || tries.Count < Most;

    public void Failed(string person, Instant now)
    {
        foreach (var (old, tries) in _byPerson)
        {
            if (now >= tries.Since + Window)
                _byPerson.TryRemove(old, out _);
        }
        _byPerson.AddOrUpdate(person, _ => new Tries(1, now), (_, tries) => tries with { Count = tries.Count + 1 });
    }

    private sealed record Tries(int Count, Instant Since);
}
