using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;

namespace Alexandria.OrganizerBot.Tests.Features.Audit;

/// <summary>What organizers do leaves a line that names nobody and says nothing of what was written.</summary>
public sealed class AuditTests : IAsyncDisposable
{
    /// <summary>Commands of organizers and coordinators that leave no line, each with its reason.</summary>
    private static readonly Dictionary<string, string> WithoutEntry = new(StringComparer.Ordinal)
    {
        ["action preview"] = "it shows what organizers wrote and changes nothing",
        ["status"] = "it shows numbers of messages and changes nothing",
        ["calendar changes"] = "it lists what waits; here nothing does, and what answers a change is tested with it",
        ["deliveries list"] = "it shows numbers of messages and changes nothing",
        ["audit"] = "reading the trail would fill the trail",
    };

    private readonly Desk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Every_command_of_organizers_and_coordinators_leaves_a_line_or_has_a_reason_not_to()
    {
        var silent = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var command in _desk.Catalog.Commands.Where(command => command.Access > Access.Everyone))
        {
            var left = false;
            foreach (var example in command.Examples)
            {
                await SetUpAsync();
                var before = Trail().Count;
                var typed = TypedCommand.Parse(example);
                var options = typed
                    .Options.Select(option => (option.Key, Value(command, option.Key, option.Value)))
                    .ToArray();
                await _desk.CommandAsync(Person.Organizer, command.Name, options);
                left |= Trail().Count > before;
            }
            if (!left)
                silent.Add(command.Name);
        }

        Assert.Equal(WithoutEntry.Keys.Order(StringComparer.Ordinal), silent);
    }

    [Fact]
    public async Task The_trail_says_what_was_done_and_not_what_was_written_or_by_whom()
    {
        await _desk.CommandAsync(
            Person.Organizer,
            "action create",
            ("title", "A secret title"),
            ("when", "2027-03-16 7pm"),
            ("place", "A secret place")
        );
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", "A1"));
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", "A1"));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", "A1"));
        await _desk.CommandAsync(Person.Coordinator, "tally", ("action", "A1"));
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", "A1"), ("note", "A secret note"));
        await _desk.CommandAsync(Person.Organizer, "action cancel", ("action", "A1"));

        var trail = Trail();
        Assert.Equal(
            [
                (AuditRole.Organizer, AuditDeed.Created, AuditResult.Done),
                (AuditRole.Organizer, AuditDeed.Proposed, AuditResult.Done),
                (AuditRole.Organizer, AuditDeed.Released, AuditResult.Refused),
                (AuditRole.Organizer, AuditDeed.Released, AuditResult.Done),
                (AuditRole.Coordinator, AuditDeed.TallyPulled, AuditResult.Done),
                (AuditRole.Organizer, AuditDeed.Edited, AuditResult.Waiting),
                (AuditRole.Organizer, AuditDeed.Cancelled, AuditResult.Done),
            ],
            trail.Select(entry => (entry.Role, entry.Deed, entry.Result))
        );
        Assert.All(trail, entry => Assert.Equal("A1", entry.About));
        Assert.Distinct([trail[0].Who, trail[3].Who, trail[4].Who]);
        Assert.Single(new[] { 0, 1, 2, 5, 6 }.Select(at => trail[at].Who).Distinct());
        var everything = string.Join('\n', trail) + Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "audit"));
        Assert.DoesNotContain("secret", everything, StringComparison.Ordinal);
        Assert.All(
            (Person[])[Person.Organizer, TwoOrganizers.Second, Person.Coordinator],
            person =>
            {
                Assert.DoesNotContain(person.Id, everything, StringComparison.Ordinal);
                Assert.DoesNotContain(_desk.KeyOf(person).Value, everything, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task The_second_is_not_kept_and_the_code_of_a_person_changes_with_the_month()
    {
        _desk.Home.Time.Advance(TimeSpan.FromSeconds(59));
        await TallyAsync();
        _desk.Home.Time.Advance(TimeSpan.FromDays(31));
        await TallyAsync();

        var trail = Trail();
        Assert.All(trail, entry => Assert.Equal(0, entry.At.ToUnixTimeSeconds() % 60));
        Assert.NotEqual(trail[0].Who, trail[1].Who);
    }

    [Fact]
    public async Task A_deed_that_is_rolled_back_leaves_no_line()
    {
        var action = await _desk.HearingAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _desk.Store.WriteAsync(session =>
            {
                session.Audit(
                    action.Campaign,
                    AuditRole.Organizer,
                    _desk.KeyOf(Person.Organizer),
                    AuditDeed.Cancelled,
                    action.Id.Code,
                    AuditResult.Done,
                    _desk.Now
                );
                throw new InvalidOperationException("rejected");
            })
        );

        Assert.Empty(Trail());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a title")]
    [InlineData("700000000000000004")]
    [InlineData("+15555550123")]
    public async Task Only_a_code_of_ours_can_stand_in_it(string about) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _desk.Store.WriteAsync(session =>
                session.Audit(
                    _desk.BusLine.Id,
                    AuditRole.Bot,
                    human: null,
                    AuditDeed.Created,
                    about,
                    AuditResult.Done,
                    _desk.Now
                )
            )
        );

    [Fact]
    public async Task Organizers_read_the_newest_twenty_first_and_the_rest_by_page()
    {
        for (var n = 0; n < 41; n++)
            await TallyAsync();

        var first = Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "audit"));
        var third = Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "audit", ("page", "3")));
        var fourth = Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "audit", ("page", "4")));
        var nonsense = Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "audit", ("page", "-1")));
        var coordinator = Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "audit"));

        Assert.Contains("\n41. Mon, March 1, 5:00 AM, coordinator ", first, StringComparison.Ordinal);
        Assert.Contains("\n22. ", first, StringComparison.Ordinal);
        Assert.DoesNotContain("\n21. ", first, StringComparison.Ordinal);
        Assert.Contains(": pulled the tally of A1 (done)", first, StringComparison.Ordinal);
        Assert.Contains("\n1. ", third, StringComparison.Ordinal);
        Assert.DoesNotContain("\n2. ", third, StringComparison.Ordinal);
        Assert.All(
            [fourth, nonsense],
            answer => Assert.StartsWith("There are 3 pages", answer, StringComparison.Ordinal)
        );
        Assert.Equal(_desk.Words.Text("en", "error.organizers-only"), coordinator);
    }

    private IReadOnlyList<AuditEntry> Trail() => _desk.Store.Read(session => session.AuditOf(_desk.BusLine.Id)).Entries;

    private async Task TallyAsync()
    {
        if (_desk.Store.Read(session => session.Find(new ActionId(1))) is null)
            await _desk.HearingAsync();
        await _desk.CommandAsync(Person.Coordinator, "tally", ("action", "A1"));
    }

    private string _draft = "";
    private string _item = "";

    /// <summary>A new draft, and a message that did not arrive.</summary>
    private async Task SetUpAsync()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        _draft = draft.Id.Code;
        await _desk.Store.WriteAsync(session =>
            session.Save(
                new Pledge(
                    draft.Id,
                    _desk.KeyOf(Person.Bo),
                    PledgeAnswer.Attend,
                    Previous: null,
                    1,
                    Networks.Discord,
                    "en",
                    _desk.Now
                )
                {
                    Place = PledgePlace.Held,
                }
            )
        );
        var failed = await _desk.HearingAsync();
        await _desk.Store.WriteAsync(session =>
            session.Enqueue(
                Contracts.Samples.Message($"{failed.Id.Code}|failed", action: failed.Id.Number) with
                {
                    Campaign = _desk.BusLine.Id,
                    State = OrganizerBot.Delivery.DeliveryState.Dead,
                    Reason = "no-permission",
                    UsefulUntil = null,
                }
            )
        );
        _item = _desk
            .Store.Read(session => OrganizerBot.Features.Deliveries.UndeliveredItem.Of(session, _desk.BusLine.Id))[0]
            .Code;
    }

    /// <summary>The example's value, pointed at what is there.</summary>
    private string Value(CommandSpec command, string option, string value) =>
        option switch
        {
            "action" when command.Name == "tally" => "A2",
            "action" => _draft,
            "every" when value != "stop" => "tuesday",
            "item" => _item,
            "member" => Person.Bo.Id,
            _ => value,
        };
}
