using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>However people pledge, join and part their chats, the number of people is the number of humans.</summary>
public sealed class LinkProperties
{
    private const int Chats = 6;
    private static readonly CampaignId Campaign = new("bus-line-7");

    private static readonly Gen<Step[]> Steps = Gen.OneOf(
        Gen.Select(Gen.Int[0, Chats - 1], Gen.Int[0, Chats - 1])
            .Select(Step (pair) => new Step.Join(pair.Item1, pair.Item2)),
        Gen.Int[0, Chats - 1].Select(Step (chat) => new Step.Part(chat)),
        Gen.Select(Gen.Int[0, (2 * Chats) - 1], Gen.Bool).Select(Step (pair) => new Step.Answer(pair.Item1, pair.Item2))
    ).Array[1, 40];

    [Fact]
    public async Task The_number_of_people_is_the_number_of_humans()
    {
        using var home = new StoreHome();
        await using var store = home.Open();
        await Steps.SampleAsync(
            steps =>
                store.WriteAsync(
                    session => HumansAreCountedOnce(session, store.Keys, steps),
                    TestContext.Current.CancellationToken
                ),
            iter: 100,
            threads: 1
        );
    }

    private static bool HumansAreCountedOnce(StoreSession session, MemberKeys keys, IReadOnlyList<Step> steps)
    {
        // One action for each play, and people of its own: all plays share one store.
        var action = session.NextActionId();
        session.Save(
            new CollectiveAction
            {
                Id = action,
                Campaign = Campaign,
                State = ActionState.Released,
                Title = "Hearing",
                Starts = new MeetingTime(new LocalDateTime(2027, 3, 16, 18, 30), DateTimeZone.Utc),
                Asks = [Ask.Attend],
            }
        );
        var model = new Dictionary<int, (bool Comes, Instant At)>();
        var joined = new Dictionary<int, int>();
        var at = Instant.FromUtc(2027, 3, 1, 12, 0);
        foreach (var step in steps)
        {
            at += Duration.FromMinutes(1);
            switch (step)
            {
                case Step.Answer(var chat, var comes):
                    session.Save(Answer(session.HumanBehind(Key(chat)), comes));
                    model[HumanOf(chat)] = (comes, at);
                    break;
                // As the conversation does it: nobody who is joined already.
                case Step.Join(var here, var there)
                    when !joined.ContainsKey(Chats + there) && !joined.ContainsValue(here):
                    var identity = Chats + there;
                    session.Join(
                        new MemberLink(Key(identity), Key(here), Networks.Signal, at + Duration.FromDays(180))
                    );
                    joined[identity] = here;
                    if (
                        model.Remove(identity, out var answer)
                        && (!model.TryGetValue(here, out var theirs) || theirs.At <= answer.At)
                    )
                        model[here] = answer;
                    break;
                case Step.Part(var chat):
                    session.Part(Key(chat));
                    foreach (var other in joined.Where(pair => pair.Value == chat).Select(pair => pair.Key).ToList())
                        joined.Remove(other);
                    break;
                default:
                    break;
            }
        }
        return Tally.Of(session.PledgesOf(action), [Ask.Attend]).People == model.Values.Count(answer => answer.Comes)
            && session.PledgesOf(action).Select(pledge => pledge.Member).Distinct().Count() == model.Count;

        // Every chat is somebody's on Discord, or on Signal from Chats on.
        MemberKey Key(int chat) =>
            keys.Of(Campaign, chat < Chats ? Networks.Discord : Networks.Signal, $"{action.Code}-{chat}");

        int HumanOf(int chat) => joined.TryGetValue(chat, out var human) ? human : chat;

        Pledge Answer(MemberKey member, bool comes) =>
            new(
                action,
                member,
                comes ? PledgeAnswer.Attend : PledgeAnswer.CantCome,
                Previous: null,
                HeadCount: 1,
                Networks.Signal,
                "en",
                at
            );
    }

    private abstract record Step
    {
        public sealed record Answer(int Chat, bool Comes) : Step;

        public sealed record Join(int Here, int There) : Step;

        public sealed record Part(int Chat) : Step;
    }
}
