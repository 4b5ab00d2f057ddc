using System.Text.Json;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// A call on its way. Either its request begins to be written, or it is given up before: the two exclude each other, so that
/// <see cref="SignalResult{T}.Unavailable.MayHaveArrived"/> is never wrongly false.
/// </summary>
internal sealed class PendingCall
{
    private const int Waiting = 0;
    private const int Writing = 1;
    private const int GivenUp = 2;

    private readonly TaskCompletionSource<SignalResult<JsonElement>> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int _state = Waiting;

    public Task<SignalResult<JsonElement>> Answer => _answer.Task;

    /// <returns>False where the call was given up: then nothing of it must be written.</returns>
    public bool TryBeginWriting() => Interlocked.CompareExchange(ref _state, Writing, Waiting) == Waiting;

    public void Complete(SignalResult<JsonElement> answer) => _answer.TrySetResult(answer);

    /// <summary>Ends the call without an answer, unless it has one.</summary>
    public void GiveUp(string reason)
    {
        var began = Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Writing;
        _answer.TrySetResult(new SignalResult<JsonElement>.Unavailable(reason, began));
    }
}
