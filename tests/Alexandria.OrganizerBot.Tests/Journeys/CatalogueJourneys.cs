using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>What the catalogue documents is what people can type.</summary>
public sealed class CatalogueJourneys : Journey
{
    [Fact]
    public async Task Every_documented_example_can_be_typed_as_it_stands_and_is_understood()
    {
        var stage = await OpenStageAsync(new StagePlan { Calendar = CreateJourneys.CouncilCalendar });
        var catalog = stage.Services.GetRequiredService<FeatureCatalog>();
        var examples = catalog.Commands.SelectMany(command => command.Examples).ToList();

        foreach (var example in examples)
        {
            var reply = await stage.TypeAsync("Olga", "#organizers", example);
            Assert.Contains(reply.Kind, (StageReplyKind[])[StageReplyKind.Ephemeral, StageReplyKind.Modal]);
            Assert.NotEmpty(reply.Text);
            Assert.DoesNotContain("This was not understood", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Something went wrong", reply.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("This is for", reply.Text, StringComparison.Ordinal);
        }
        Assert.All(catalog.Commands, command => Assert.NotEmpty(command.Examples));
    }

    [Fact]
    public async Task Help_lists_to_each_all_that_they_may_do()
    {
        var stage = await OpenStageAsync();
        var catalog = stage.Services.GetRequiredService<FeatureCatalog>();
        var people = new Dictionary<string, OrganizerBot.Conversation.Access>
        {
            ["Ana"] = OrganizerBot.Conversation.Access.Everyone,
            ["Carmen"] = OrganizerBot.Conversation.Access.Coordinator,
            ["Olga"] = OrganizerBot.Conversation.Access.Organizer,
        };

        foreach (var (person, access) in people)
        {
            var lines = (await stage.TypeAsync(person, "#organizers", "/help")).Text.Split('\n');
            Assert.Equal(
                catalog
                    .Commands.Where(command => command.Access <= access)
                    .Select(command => $"/{command.Name}")
                    .Order(StringComparer.Ordinal),
                lines
                    .Where(line => line.StartsWith("- /", StringComparison.Ordinal))
                    .Select(line => line[2..line.IndexOf(':', StringComparison.Ordinal)])
                    // To those who organize, what members can do is named in one line.
                    .Concat(lines.Where(line => line.StartsWith('/')).SelectMany(line => line.Split(", ")))
                    .Order(StringComparer.Ordinal)
            );
        }
    }
}
