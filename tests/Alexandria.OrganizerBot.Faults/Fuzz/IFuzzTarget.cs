using CsCheck;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>A way into the program that strangers can write to.</summary>
internal interface IFuzzTarget : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Makes one input and hands it over.</summary>
    /// <param name="chance">Decides the whole input: the same chance gives the same input.</param>
    /// <returns>Null; or what was wrong, with the input.</returns>
    Task<string?> FeedAsync(PCG chance);
}

/// <summary>Of one kind of input.</summary>
internal abstract class FuzzTarget<TInput>(string name, Gen<TInput> inputs) : IFuzzTarget
{
    /// <summary>Real time that one input may take. Far more than any needs, so that a busy machine is no finding.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    public string Name => name;

    public async Task<string?> FeedAsync(PCG chance)
    {
        var input = inputs.Generate(chance, null, out _);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            await TryAsync(input);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception}\n{Show(input)}";
        }

        var took = System.Diagnostics.Stopwatch.GetElapsedTime(started);
        return took > Slow ? $"took {took.TotalSeconds:F1} s\n{Show(input)}" : null;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>Gives back what the target uses.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    /// <summary>Throws where the program does what it must not.</summary>
    protected abstract Task TryAsync(TInput input);

    protected abstract string Show(TInput input);
}

/// <summary>What came out is not what was promised.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
