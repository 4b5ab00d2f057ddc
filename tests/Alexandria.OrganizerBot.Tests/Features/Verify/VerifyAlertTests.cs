using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using Alexandria.OrganizerBot.Tests.Storage;

namespace Alexandria.OrganizerBot.Tests.Features.Verify;

/// <summary>Anybody can check a code; nobody can make one up.</summary>
public sealed class VerifyAlertTests : IAsyncDisposable
{
    private readonly Desk _desk = new(
        CampaignFolder.ReadAll(Checkout.At("campaigns"), ["alexandria-transfers"]).Campaigns.Single()
    );

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_code_says_what_when_and_where()
    {
        var action = await PublicAsync();

        var answer = await VerifyAsync(Person.Bo, action.AlertCode!);

        Assert.Equal(
            """
            This code is real. A1: Transit Board *public* hearing
            Posted on Mon, March 1, 5:00 AM (Piñon Flats time).
            When: Tue, March 16, 6:30 PM (Piñon Flats time)
            Where: Town Hall, room 2
            If what you have read says something else, please do not act on it, and ask an organizer.
            """.ReplaceLineEndings("\n"),
            answer
        );
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData(" {0} ")]
    [InlineData("{1}")]
    [InlineData("{2}")]
    public async Task Case_spaces_and_hyphens_do_not_matter(string typed)
    {
        var code = (await PublicAsync()).AlertCode!;

        var answer = await VerifyAsync(
            Person.Bo,
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                typed,
                code,
                code.ToLowerInvariant(),
                $"{code[..2]}-{code[2..]}"
            )
        );

        Assert.StartsWith("This code is real.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_gives_another_code_and_the_old_one_says_that_it_changed()
    {
        var before = await PublicAsync();
        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", before.Id.Code), ("place", "Library"));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", before.Id.Code));
        var after = _desk.Stored(before.Id);

        Assert.NotEqual(before.AlertCode, after.AlertCode);
        Assert.Contains("changed since", await VerifyAsync(Person.Bo, before.AlertCode!), StringComparison.Ordinal);
        Assert.Contains("Where: Library", await VerifyAsync(Person.Bo, before.AlertCode!), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "changed since",
            await VerifyAsync(Person.Bo, after.AlertCode!),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_cancelled_one_says_so()
    {
        var action = await PublicAsync();
        await _desk.CommandAsync(Person.Organizer, "action cancel", ("action", action.Id.Code));

        Assert.Contains(
            "Please do not come",
            await VerifyAsync(Person.Bo, action.AlertCode!),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_code_of_before_its_time_says_that_nothing_is_posted_yet()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        (string, string)[] at = [("action", draft.Id.Code), ("at", "2027-03-10 09:00")];
        await _desk.CommandAsync(Person.Organizer, "action post", at);
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", at);

        Assert.Contains(
            "to be posted on Wed, March 10, 9:00 AM",
            await VerifyAsync(Person.Bo, _desk.Stored(draft.Id).AlertCode!),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_unknown_code_is_not_from_this_bot_and_after_five_the_right_one_does_not_help_for_an_hour()
    {
        var code = (await PublicAsync()).AlertCode!;
        string[] wrong = ["K7Q2", "", "A1", "DROP", "ZZZZ"];
        Assert.DoesNotContain(code, wrong);
        foreach (var made in wrong)
            Assert.Equal(_desk.Words.Text("en", "verify.unknown"), await VerifyAsync(Person.Bo, made));

        var blocked = await VerifyAsync(Person.Bo, code);
        var other = await VerifyAsync(Person.Coordinator, code);
        _desk.Home.Time.Advance(TimeSpan.FromHours(1));
        var later = await VerifyAsync(Person.Bo, code);

        Assert.Equal(_desk.Words.Text("en", "verify.too-many-tries"), blocked);
        Assert.All([other, later], answer => Assert.StartsWith("This code is real.", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_campaigns_code_is_known_in_private_and_not_in_this_ones_place()
    {
        var theirs = _desk.Campaigns.All.Single(campaign => campaign != _desk.BusLine);
        var draft = await _desk.HearingAsync(ActionState.Draft, made => made with { Campaign = theirs.Id });
        var issued = await _desk.Store.WriteAsync(session =>
        {
            var given = session.IssueAlertCode(draft.Id, draft.Version, _desk.Now);
            session.Save(draft with { State = ActionState.Released, AlertCode = given });
            return given;
        });

        Assert.Equal(_desk.Words.Text("en", "verify.unknown"), await VerifyAsync(Person.Bo, issued));
        Assert.StartsWith(
            "This code is real.",
            await VerifyAsync(Person.Bo with { InPrivate = true }, issued),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_version_of_every_action_has_a_code_of_its_own_that_is_no_word_and_no_actions_code()
    {
        var codes = new List<string>();
        // As many as a thousand actions with three versions each: by chance alone some of them would meet.
        foreach (var batch in Enumerable.Range(1, 1000).Chunk(100))
            codes.AddRange(
                await _desk.Store.WriteAsync(session =>
                    batch
                        .SelectMany(number =>
                            Enumerable
                                .Range(1, 3)
                                .Select(version => session.IssueAlertCode(new ActionId(number), version, _desk.Now))
                        )
                        .ToList()
                )
            );

        Assert.Distinct(codes);
        Assert.All(codes, code => Assert.Matches("^[BCDFGHJKMNPQRSTVWXYZ2-9]{4}$", code));
        Assert.DoesNotContain(codes, code => ActionId.TryParse(code, out _));
        Assert.Equal(
            codes[0],
            await _desk.Store.WriteAsync(session => session.IssueAlertCode(new ActionId(1), 1, _desk.Now))
        );
    }

    [Fact]
    public async Task Another_instance_gives_other_codes()
    {
        using var home = new StoreHome();
        await using var theirs = home.Open();

        Assert.NotEqual(
            Enumerable.Range(1, 5).Select(number => _desk.Store.Keys.AlertCode(new ActionId(number), 1, turn: 0)),
            Enumerable.Range(1, 5).Select(number => theirs.Keys.AlertCode(new ActionId(number), 1, turn: 0))
        );
    }

    private async Task<CollectiveAction> PublicAsync()
    {
        var draft = await _desk.HearingAsync(ActionState.Draft);
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", draft.Id.Code));
        return _desk.Stored(draft.Id);
    }

    private async Task<string> VerifyAsync(Person person, string code) =>
        Desk.TextOf(await _desk.CommandAsync(person, "verify", ("code", code)));
}
