using System.Text.Json;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Platforms.Discord;

public sealed class DiscordOutcomesTests
{
    /// <summary>Discord's refusals by status and code, and what becomes of the message.</summary>
    [Theory]
    [InlineData(403, 50007, "unreachable direct-closed")]
    [InlineData(403, 50278, "unreachable direct-closed")]
    [InlineData(403, 50001, "refused no-permission")]
    [InlineData(403, 50013, "refused no-permission")]
    [InlineData(404, 10003, "refused channel-gone")]
    [InlineData(404, 10008, "refused message-gone")]
    [InlineData(400, 50035, "refused discord-400-50035")]
    [InlineData(403, 0, "refused discord-403-0")]
    [InlineData(400, 40003, "later opening-too-fast in 600 s")]
    [InlineData(429, 30046, "later old-edits in 3600 s")]
    [InlineData(401, 0, "later unauthorized")]
    public void A_refusal_says_whether_it_will_ever_go_out(int status, int code, string outcome)
    {
        var refused = new RestResult<DiscordMessage>.Refused(status, code, "sentence", (JsonElement?)null);

        Assert.Equal(outcome, Words(DiscordOutcomes.OfMessage(refused)));
        Assert.Equal(outcome, Words(DiscordOutcomes.OfEdit(refused)));
        Assert.Equal(
            outcome,
            Words(
                DiscordOutcomes.NotApplied(
                    new RestResult<DiscordChannel>.Refused(status, code, "sentence", (JsonElement?)null)
                )
            )
        );
    }

    [Fact]
    public void Too_early_waits_as_long_as_Discord_asks() =>
        Assert.Equal(
            "later rate-limited in 7 s",
            Words(
                DiscordOutcomes.OfMessage(
                    new RestResult<DiscordMessage>.RateLimited(TimeSpan.FromSeconds(7), "shared", Global: false)
                )
            )
        );

    [Theory]
    [InlineData(true, "uncertain no-answer", "later unavailable")]
    [InlineData(false, "later unavailable", "later unavailable")]
    public void Without_an_answer_a_new_message_is_uncertain_if_it_may_have_arrived_and_an_edit_never(
        bool mayHaveArrived,
        string message,
        string edit
    )
    {
        var nothing = new RestResult<DiscordMessage>.Unavailable("time-out", mayHaveArrived);

        Assert.Equal(message, Words(DiscordOutcomes.OfMessage(nothing)));
        Assert.Equal(edit, Words(DiscordOutcomes.OfEdit(nothing)));
    }

    [Fact]
    public void What_was_sent_can_be_found_again() =>
        Assert.Equal(
            new SendOutcome.Sent("5", "6"),
            DiscordOutcomes.OfMessage(new RestResult<DiscordMessage>.Ok(new DiscordMessage("5", "6")))
        );

    [Theory]
    [InlineData("A1.1.day-before|some-member")]
    [InlineData("")]
    public void A_nonce_is_short_and_the_same_for_each_try(string id)
    {
        var nonce = DiscordPlatform.NonceOf(id);

        Assert.InRange(nonce.Length, 20, 25);
        Assert.Equal(nonce, DiscordPlatform.NonceOf(id));
        Assert.NotEqual(nonce, DiscordPlatform.NonceOf(id + "x"));
    }

    [Fact]
    public void A_nonce_survives_an_update_of_the_bot() =>
        // The same after a restart with a newer version, or a message in flight at the update would be shown twice.
        Assert.Equal("3hp-CwVEuuOpVANvv2iGVZ", DiscordPlatform.NonceOf("A1.1.day-before|some-member"));

    private static string Words(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Unreachable(var reason) => $"unreachable {reason}",
            SendOutcome.Refused(var reason) => $"refused {reason}",
            SendOutcome.Uncertain(var reason) => $"uncertain {reason}",
            SendOutcome.TryLater({ } after, var reason) => $"later {reason} in {(int)after.TotalSeconds} s",
            SendOutcome.TryLater(_, var reason) => $"later {reason}",
            _ => outcome.ToString(),
        };
}
