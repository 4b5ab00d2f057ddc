using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>The only door to what the bot remembers.</summary>
internal sealed class Store : IAsyncDisposable
{
    private Store() { }

    /// <summary>Raised after each group's barrier, on the writer's thread: return at once.</summary>
    public event Action? Committed;

    /// <summary>Keyed hashes of people and events.</summary>
    public MemberKeys Keys => throw new NotSupportedException();

    /// <summary>Ends, with the reason, when the disk failed: the host must stop the process. Never ends otherwise.</summary>
    public Task<Exception> Fatal => throw new NotSupportedException();

    /// <summary>Opens the store, creating key and database on the very first start.</summary>
    /// <exception cref="StoreRefusedException">It must not be opened; the message says why and what to do.</exception>
    public static Store Open(StoreOptions options, TimeProvider time, ILogger<Store> logger) =>
        throw new NotSupportedException();

    /// <summary>
    /// Runs the work in a transaction on the writer's thread; completes once it is durable. The work is synchronous and may
    /// run again (no effect, clock or chance inside).
    /// </summary>
    public Task<T> WriteAsync<T>(Func<StoreSession, T> work, CancellationToken ct = default) =>
        throw new NotSupportedException();

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<StoreSession> work, CancellationToken ct = default) =>
        throw new NotSupportedException();

    /// <summary>Reads committed data on the caller's thread; a method that writes throws.</summary>
    public T Read<T>(Func<StoreSession, T> work) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        Committed?.Invoke();
        throw new NotSupportedException();
    }
}
