using Alexandria.OrganizerBot.Conversation;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>Keeps the answer to an event that no client of the network would send.</summary>
internal sealed class KeepingResponder : IResponder
{
    private readonly TaskCompletionSource<Reply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Reply> Answer => _answer.Task;

    public Task DeferAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
    {
        _answer.SetResult(reply);
        return Task.CompletedTask;
    }
}
