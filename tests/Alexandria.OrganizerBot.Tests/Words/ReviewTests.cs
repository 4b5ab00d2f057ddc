using System.Text;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Words;

/// <summary>Claims about people or law: unreviewed unless stated, in every language, and marked until then.</summary>
public sealed class ReviewTests : IAsyncDisposable
{
    private const string Unreviewed = "(NOT REVIEWED) ";
    private const string SinRevisar = "(SIN REVISAR) ";

    private static readonly Catalogue Catalogue = Catalogue.Load();

    private readonly Desk _desk = new();

    [Fact]
    public void Every_claim_is_a_key_of_the_catalogues() =>
        Assert.All(Catalogue.ClaimKeys, key => Assert.True(Catalogue.Has(key), key));

    [Fact]
    public void Every_review_that_is_built_in_is_of_a_claim_as_it_stands()
    {
        Assert.NotEmpty(Catalogue.Reviews);
        Assert.All(
            Catalogue.Reviews,
            review =>
                Assert.True(
                    Catalogue.FindClaim(review.Language, review.Text)?.IsReviewedIn([review]) == true,
                    $"{review.Text} ({review.Language}) is no claim, or was changed after its review: have it read again."
                )
        );
    }

    /// <summary>What holds in one town need not hold in the next.</summary>
    [Fact]
    public void Nobody_vouches_for_law_in_every_place() =>
        Assert.DoesNotContain(Catalogue.Reviews, review => review.Text is "alert.public" or "alert.accessibility");

    [Theory]
    [InlineData("en", Unreviewed)]
    [InlineData("es", SinRevisar)]
    public void An_unreviewed_claim_is_marked_in_its_language(string language, string mark) =>
        Assert.Equal(
            mark + Catalogue.Text(language, "alert.public"),
            Voice(language, _desk.BusLine).Text("alert.public")
        );

    [Fact]
    public void A_text_that_makes_no_claim_is_never_marked() =>
        Assert.All(
            Catalogue.Keys("en").Except(Catalogue.ClaimKeys).Where(key => !Catalogue.IsPlural("en", key)),
            key =>
            {
                if (!Catalogue.Forms("en", key).Values.Any(text => text.Contains('{', StringComparison.Ordinal)))
                    Assert.Equal(Catalogue.Text("en", key), Voice("en", _desk.BusLine).Text(key));
            }
        );

    [Fact]
    public void What_the_developers_vouch_for_is_not_marked_in_their_language_and_in_others_it_is()
    {
        Assert.Equal(Catalogue.Text("en", "alert.privacy"), Voice("en", _desk.BusLine).Text("alert.privacy"));
        Assert.StartsWith(SinRevisar, Voice("es", _desk.BusLine).Text("alert.privacy"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_of_the_campaign_takes_the_mark_away_for_this_campaign_and_language_alone()
    {
        var claim = Catalogue.FindClaim("es", "alert.public")!;
        var reviewed = _desk.BusLine with { Reviews = [ReviewOf(claim)] };

        Assert.Equal(Catalogue.Text("es", "alert.public"), Voice("es", reviewed).Text("alert.public"));
        Assert.StartsWith(Unreviewed, Voice("en", reviewed).Text("alert.public"), StringComparison.Ordinal);
        Assert.StartsWith(SinRevisar, Voice("es", _desk.BusLine).Text("alert.public"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_purpose_that_was_changed_after_its_review_is_marked()
    {
        var before = Voice("es", _desk.BusLine).Purpose;
        var changed = _desk.BusLine with
        {
            Purpose = new LocalizedText(
                new Dictionary<string, string>(_desk.BusLine.Purpose.ByLanguage) { ["es"] = before + "!" }
            ),
        };

        Assert.DoesNotContain(SinRevisar, before, StringComparison.Ordinal);
        Assert.Equal($"{SinRevisar}{before}!", Voice("es", changed).Purpose);
    }

    [Theory]
    [InlineData("{count} hour", "{count} hour", true)]
    [InlineData("{count} hour", "{count} long hour", false)]
    [InlineData("{count} hours", "{count} long hours", false)]
    public void Whoever_changes_one_form_of_a_plural_voids_its_review(string was, string now, bool reviewed)
    {
        var before = Plural("{count} hour", "{count} hours");
        var reviews = before.FindClaim("en", "kept")!;

        var after = Plural(
            "{count} hour".Equals(was, StringComparison.Ordinal) ? now : "{count} hour",
            "{count} hours".Equals(was, StringComparison.Ordinal) ? now : "{count} hours"
        );

        Assert.Equal(reviewed, after.FindClaim("en", "kept")!.IsReviewedIn([ReviewOf(reviews)]));
    }

    [Fact]
    public void A_language_that_lacks_a_claim_says_the_English_one_and_its_review_counts()
    {
        var words = Catalogue.From(
            new Dictionary<string, Stream>
            {
                ["en"] = Json("""{ "kept": "Nothing is kept.", "review.mark": "NO! {text}" }"""),
                ["fr"] = Json("{}"),
            },
            ReviewsOf("kept")
        );

        Assert.Equal("en", words.FindClaim("fr", "kept")!.Language);
        Assert.Equal("NO! Nothing is kept.", new Voice(words, "fr", _desk.BusLine, _desk.Now).Text("kept"));
    }

    [Fact]
    public void A_file_of_reviews_with_a_name_in_the_place_of_a_role_is_refused() =>
        Assert.Throws<System.Text.Json.JsonException>(() =>
            WordReviews.Parse(
                Json(
                    """{ "claims": {}, "reviews": [{ "text": "a", "language": "en", "fingerprint": "0", "date": "2026-11-24", "by": "Maria" }] }"""
                )
            )
        );

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Voice Voice(string language, Campaign campaign) => new(Catalogue, language, campaign, _desk.Now);

    private static TextReview ReviewOf(ClaimText claim) =>
        new(claim.Key, claim.Language, claim.Fingerprint, new LocalDate(2026, 11, 24), ReviewerRole.Speaker);

    private static Catalogue Plural(string one, string other) =>
        Catalogue.From(
            new Dictionary<string, Stream>
            {
                ["en"] = Json($$"""{ "kept": { "one": "{{one}}", "other": "{{other}}" } }"""),
            },
            ReviewsOf("kept")
        );

    private static WordReviews ReviewsOf(string key) =>
        WordReviews.Parse(Json($$"""{ "claims": { "{{key}}": "a sample" }, "reviews": [] }"""));

    private static MemoryStream Json(string text) => new(Encoding.UTF8.GetBytes(text));
}
