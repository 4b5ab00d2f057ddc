using System.Text;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Signal;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Signal;

/// <summary>What an envelope says, from frames that were recorded.</summary>
public sealed class SignalEnvelopeTests
{
    private static readonly Aci A = Recorded.Id(Recorded.A);
    private static readonly Aci B = Recorded.Id(Recorded.B);

    [Fact]
    public void A_message_to_the_bot_alone()
    {
        var message = Assert.IsType<SignalEvent.Message>(Recorded.EventOf(Recorded.Message));

        Assert.Equal(new MessageId(A, 1795491234574), message.Id);
        Assert.Null(message.GroupId);
        Assert.Equal("hello 🚩 *bold* text", message.Content.Text);
        Assert.Null(message.Content.Quote);
        Assert.Null(message.Content.ExpiresIn);
        Assert.False(message.Content.IsViewOnce);
        Assert.Empty(message.Content.Mentions);
        Assert.Empty(message.Content.Attachments);
    }

    [Fact]
    public void An_answer_in_a_group_names_what_it_answers()
    {
        var message = Assert.IsType<SignalEvent.Message>(Recorded.EventOf(Recorded.QuoteInGroup));

        Assert.Equal(new MessageId(B, 1795491660515), message.Id);
        Assert.Equal(Recorded.GroupId, message.GroupId);
        Assert.Equal("!pledge 2", message.Content.Text);
        Assert.Equal(
            new Quote(new MessageId(A, 1795491658652), "Action alert: call your rep today"),
            message.Content.Quote
        );
    }

    [Fact]
    public void A_reaction_and_its_removal()
    {
        var added = Assert.IsType<SignalEvent.Reaction>(Recorded.EventOf(Recorded.Reaction));
        var removed = Assert.IsType<SignalEvent.Reaction>(Recorded.EventOf(Recorded.ReactionRemoved));

        Assert.Equal(
            new SignalEvent.Reaction(
                new MessageId(B, 1795491659578),
                Recorded.GroupId,
                new MessageId(A, 1795491658652),
                "✅",
                IsRemoved: false
            ),
            added
        );
        Assert.True(removed.IsRemoved);
        Assert.Equal(("👍", new MessageId(A, 1795491234574)), (removed.Emoji, removed.Target));
        Assert.Null(removed.GroupId);
    }

    [Fact]
    public void An_edit_names_the_message_as_it_was_first_sent()
    {
        var edit = Assert.IsType<SignalEvent.Edited>(Recorded.EventOf(Recorded.Edit));

        Assert.Equal(new MessageId(A, 1795491662380), edit.Id);
        Assert.Equal(new MessageId(A, 1795491658652), edit.Target);
        Assert.Equal("Action alert (edited)", edit.Content.Text);
        Assert.Equal(Recorded.GroupId, edit.GroupId);
    }

    [Fact]
    public void A_deletion_names_a_message_of_the_same_person() =>
        Assert.Equal(
            new SignalEvent.Deleted(new MessageId(A, 1795491664269), Recorded.GroupId, new MessageId(A, 1795491658652)),
            Recorded.EventOf(Recorded.Deletion)
        );

    [Fact]
    public void A_mention_stands_in_place_of_one_character()
    {
        var content = Assert.IsType<SignalEvent.Message>(Recorded.EventOf(Recorded.Mentions)).Content;

        var mention = Assert.Single(content.Mentions);
        Assert.Equal(new Mention(0, 1, B), mention);
        Assert.Equal("\uFFFC", content.Text.Substring(mention.Start, mention.Length));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(8, 1)]
    [InlineData(7, 2)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void A_mention_outside_the_text_is_left_out(int start, int length)
    {
        var frame = Recorded.Mentions.Replace(
            "\"start\":0,\"length\":1",
            $"\"start\":{start},\"length\":{length}",
            StringComparison.Ordinal
        );

        Assert.Empty(Assert.IsType<SignalEvent.Message>(Recorded.EventOf(frame)).Content.Mentions);
    }

    [Fact]
    public void An_attachment_comes_as_its_description()
    {
        var content = Assert.IsType<SignalEvent.Message>(Recorded.EventOf(Recorded.Attachment)).Content;

        Assert.Equal("att", content.Text);
        Assert.Equal(new AttachmentInfo("text/plain", "a.txt", 5), Assert.Single(content.Attachments));
    }

    [Fact]
    public void An_attachment_without_a_word_is_a_message_too()
    {
        var frame = Recorded.Attachment.Replace("\"message\":\"att\"", "\"message\":null", StringComparison.Ordinal);

        Assert.Equal("", Assert.IsType<SignalEvent.Message>(Recorded.EventOf(frame)).Content.Text);
    }

    [Fact]
    public void A_changed_group_says_only_that_it_changed() =>
        Assert.Equal(
            new SignalEvent.GroupChanged(new MessageId(A, 1795491663320), Recorded.GroupId),
            Recorded.EventOf(Recorded.GroupUpdate)
        );

    [Fact]
    public void A_vote_counts_options_from_0()
    {
        var vote = Assert.IsType<SignalEvent.PollVote>(Recorded.EventOf(Recorded.Vote));

        Assert.Equal(new MessageId(B, 1795491700000), vote.Id);
        Assert.Equal(new MessageId(A, 1795491690000), vote.Poll);
        Assert.Equal([0, 2], vote.Options);
        Assert.Equal(3, vote.VoteCount);
        Assert.Equal(Recorded.GroupId, vote.GroupId);
    }

    [Fact]
    public void What_could_not_be_decrypted_names_sender_and_error() =>
        Assert.Equal(
            new SignalEvent.Undecryptable(B, 1795491700001, "UntrustedIdentityException"),
            Recorded.EventOf(Recorded.Exception)
        );

    [Theory]
    [InlineData(Recorded.ProfileUpdate, "profile")]
    [InlineData(Recorded.Receipt, "receipt")]
    [InlineData(Recorded.Typing, "typing")]
    public void What_says_nothing_to_a_bot_is_counted_by_its_kind(string frame, string kind) =>
        Assert.Equal(new SignalEvent.Other(kind), Recorded.EventOf(frame));

    [Theory]
    [InlineData("""{"syncMessage":{"sentMessage":{"message":"hello"}}}""", "sync")]
    [InlineData("""{"callMessage":{}}""", "call")]
    [InlineData("""{"storyMessage":{}}""", "story")]
    [InlineData("""{"brandNewMessage":{}}""", "unknown")]
    [InlineData("""{"dataMessage":{"timestamp":1,"message":null,"isExpirationUpdate":true}}""", "timer")]
    [InlineData("""{"dataMessage":{"timestamp":1,"sticker":{"packId":"x"}}}""", "sticker")]
    [InlineData("""{"dataMessage":{"timestamp":1,"pollCreate":{"question":"?"}}}""", "pollCreate")]
    [InlineData("""{"dataMessage":{"timestamp":1,"reaction":{"emoji":"👍"}}}""", "malformed")]
    [InlineData("""{"dataMessage":{"timestamp":1,"remoteDelete":{}}}""", "malformed")]
    [InlineData("""{"dataMessage":{"timestamp":1,"pollVote":{"optionIndexes":[0]}}}""", "malformed")]
    [InlineData("""{"editMessage":{"dataMessage":{"timestamp":1,"message":"hello"}}}""", "malformed")]
    public void Rarer_kinds_are_counted_by_a_name_of_ours(string members, string kind)
    {
        var envelope = "{\"sourceUuid\":\"" + Recorded.B + "\",\"timestamp\":1," + members[1..];

        Assert.Equal(new SignalEvent.Other(kind), Read("{\"envelope\":" + envelope + "}"));
    }

    [Theory]
    [InlineData("\"sourceUuid\":null")]
    [InlineData("\"sourceUuid\":\"PNI:ada8f3c1-f25f-4014-81e3-8c6bbb17a294\"")]
    [InlineData("\"sourceUuid\":5")]
    public void Nobody_is_known_by_a_number(string source) =>
        Assert.Equal(
            new SignalEvent.Other("anonymous"),
            Read(
                $$$$"""{"envelope":{{{{{source}}}},"sourceNumber":"+15551230002","timestamp":1,"dataMessage":{"message":"hello"}}}"""
            )
        );

    [Fact]
    public void Members_of_other_kinds_than_expected_read_as_absent()
    {
        var message = Assert.IsType<SignalEvent.Message>(
            Read(
                $$$$"""
                {"envelope":{"sourceUuid":"{{{{Recorded.B}}}}","timestamp":7,"brandNew":[{}],"dataMessage":{"timestamp":"soon",
                "message":"hello \ud83d\udea9","expiresInSeconds":-5,"viewOnce":"no","quote":[1],"mentions":{"a":1},
                "attachments":[3,{"size":"big"}],"groupInfo":"none"}}}
                """
            )
        );

        Assert.Equal(7, message.Id.Timestamp);
        Assert.Equal("hello 🚩", message.Content.Text);
        Assert.Null(message.GroupId);
        Assert.Null(message.Content.ExpiresIn);
        Assert.Null(message.Content.Quote);
        Assert.Empty(message.Content.Mentions);
        Assert.All(message.Content.Attachments, file => Assert.Equal(new AttachmentInfo(null, null, null), file));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text_and_no_trouble() =>
        Assert.Equal(
            "",
            Assert
                .IsType<SignalEvent.Message>(
                    Read(
                        $$$$"""{"envelope":{"sourceUuid":"{{{{Recorded.B}}}}","timestamp":7,"dataMessage":{"message":"\ud83d"}}}"""
                    )
                )
                .Content.Text
        );

    [Fact]
    public void A_disappearing_message_says_when() =>
        Assert.Equal(
            TimeSpan.FromHours(1),
            Assert
                .IsType<SignalEvent.Message>(
                    Recorded.EventOf(
                        Recorded.Message.Replace(
                            "\"expiresInSeconds\":0",
                            "\"expiresInSeconds\":3600",
                            StringComparison.Ordinal
                        )
                    )
                )
                .Content.ExpiresIn
        );

    [Fact]
    public void Any_bytes_can_be_read() =>
        Gen.Byte.Array[0, 200].Sample(bytes => SignalEnvelope.Read(bytes) is SignalEvent.Other { Kind: "malformed" });

    [Fact]
    public void Any_envelope_cut_or_altered_can_be_read() =>
        Gen.Select(Gen.Int[0, Recorded.All.Length - 1], Gen.Int[0, 2000], Gen.Byte)
            .Sample(
                (which, at, value) =>
                {
                    var bytes = Encoding.UTF8.GetBytes(Recorded.All[which]);
                    bytes[at % bytes.Length] = value;
                    Assert.NotNull(SignalEnvelope.Read(bytes));
                    Assert.NotNull(SignalEnvelope.Read(bytes.AsMemory(0, at % bytes.Length)));
                }
            );

    [Fact]
    public void Nothing_of_what_people_wrote_is_printed()
    {
        var printed = Recorded
            .All.Where(frame => frame.Contains("receive", StringComparison.Ordinal))
            .Select(Recorded.EventOf)
            .SelectMany(happened =>
                new[] { happened.ToString(), (happened as SignalEvent.Message)?.Content.ToString() }
            )
            .OfType<string>()
            .ToList();

        Assert.DoesNotContain(
            printed,
            text => Recorded.Secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal))
        );
    }

    private static SignalEvent Read(string json) => SignalEnvelope.Read(Encoding.UTF8.GetBytes(json));
}
