using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>A test that goes through the whole bot. What must hold after every journey is checked at its end.</summary>
public abstract class Journey : IAsyncLifetime
{
    private readonly List<BotOnStage> _stages = [];

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Whether the journey is about something that the bot must log as an error.</summary>
    private protected bool ErrorsAreExpected { get; set; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var stage in _stages)
            await stage.DisposeAsync();
        foreach (var stage in _stages)
        {
            stage.AssertRequestsAreAsDiscordDescribesThem();
            if (!ErrorsAreExpected)
                stage.AssertNoErrorsLogged();
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>The stage as planned, with the bot on it; it is taken down after the test.</summary>
    private protected async Task<BotOnStage> OpenStageAsync(StagePlan? plan = null)
    {
        var stage = await BotOnStage.OpenAsync(plan ?? new StagePlan());
        _stages.Add(stage);
        return stage;
    }

    private protected static void AssertEphemeral(StageReply reply) =>
        Assert.Equal(StageReplyKind.Ephemeral, reply.Kind);
}
