using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Tests.World;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Platforms.Discord;

public sealed class DiscordCardsTests
{
    [Fact]
    public void Each_part_has_its_markup_and_text_between_two_rules_is_one_component()
    {
        var card = new Card
        {
            Parts =
            [
                new CardPart.Heading("Hearing *now*"),
                new CardPart.Paragraph("Come."),
                new CardPart.When("Tue, 7:00 PM", Instant.FromUnixTimeSeconds(1_805_155_200)),
                new CardPart.Rule(),
                new CardPart.Bullets(["one", "- two"]),
                new CardPart.Link("More [here]", new Uri("https://transit.example/a?b=c>d")),
                new CardPart.Small("small print"),
            ],
        };

        Assert.Equal(
            """
            ### Hearing \*now\*
            Come.
            Tue, 7:00 PM (<t:1805155200:f>)
            ────────
            - one
            - \- two
            [More \[here]](<https://transit.example/a?b=c%3Ed>)
            -# small print
            """,
            string.Join(
                '\n',
                Shown
                    .Of(card)
                    .Skip(1) // the container
                    .Select(component => component is TextDisplay(var text) ? text : "────────")
            ),
            ignoreLineEndingDifferences: true
        );
    }

    [Fact]
    public void Buttons_stand_in_rows_of_five_with_colours_by_weight()
    {
        var card = new Card
        {
            Buttons =
            [
                .. Enumerable
                    .Range(1, 7)
                    .Select(n => new CardButton($"Button {n}", new ButtonId("b", $"{n}"), (ButtonWeight)(n % 3))),
            ],
        };

        var rows = DiscordCards.Render(card).Components!.Cast<ActionRow>().ToList();

        Assert.Equal([5, 2], rows.Select(row => row.Components.Count));
        var first = rows[0].Components.Cast<Button>().ToList();
        Assert.Equal(
            [ButtonStyle.Primary, ButtonStyle.Danger, ButtonStyle.Secondary],
            first.Take(3).Select(button => button.Style)
        );
        Assert.Equal(("Button 1", "b:1"), (first[0].Label, first[0].CustomId));
    }

    [Fact]
    public void A_picture_stands_where_it_belongs_and_a_table_at_the_end()
    {
        var card = new Card
        {
            Parts = [new CardPart.Picture("tally.png", "bars"), new CardPart.Paragraph("after")],
            Files =
            [
                new CardFile("tally.png", "image/png", new byte[] { 1 }, "bars"),
                new CardFile("tally.csv", "text/csv", new byte[] { 2 }, "numbers"),
            ],
        };

        var body = DiscordCards.Render(card);

        Assert.Equal(
            new MediaGalleryItem(new MediaReference("attachment://tally.png"), "bars"),
            Assert.IsType<MediaGallery>(Inside(body)[0]).Items.Single()
        );
        Assert.Equal(new TextDisplay("after"), Inside(body)[1]);
        Assert.Equal(new FileComponent(new MediaReference("attachment://tally.csv")), Inside(body)[2]);
        Assert.Equal(["tally.png", "tally.csv"], body.Files.Select(file => file.Name));
        Assert.Equal(["bars", "numbers"], body.Files.Select(file => file.Description));
    }

    [Fact]
    public void Small_print_that_a_card_ends_with_stands_below_the_buttons()
    {
        var card = new Card
        {
            Parts =
            [
                new CardPart.Heading("What"),
                new CardPart.Small("beside"),
                new CardPart.Paragraph("Why"),
                new CardPart.Rule(),
                new CardPart.Small("who sees it"),
                new CardPart.Small("the code"),
            ],
            Buttons = [new CardButton("Yes", new ButtonId("b"))],
        };

        var inside = Inside(DiscordCards.Render(card));

        Assert.Equal(new TextDisplay("### What\n-# beside\nWhy"), inside[0]);
        Assert.IsType<ActionRow>(inside[1]);
        Assert.IsType<Separator>(inside[2]);
        Assert.Equal(new TextDisplay("-# who sees it\n-# the code"), inside[3]);
        Assert.Equal(4, inside.Count);
    }

    [Fact]
    public void Small_print_is_kept_where_the_text_above_it_has_to_give_way()
    {
        var card = new Card
        {
            Parts = [new CardPart.Paragraph(new string('x', 3_990)), new CardPart.Small("who sees it")],
        };

        Assert.Equal("…\n-# who sees it", Shown.Text(card));
    }

    [Fact]
    public void Where_there_are_too_many_topics_the_lines_between_them_give_way()
    {
        var card = new Card
        {
            Parts =
            [
                new CardPart.Heading("All"),
                .. Enumerable
                    .Range(1, 30)
                    .SelectMany(n => (CardPart[])[new CardPart.Rule(), new CardPart.Paragraph($"topic {n}")]),
            ],
        };

        Assert.InRange(Shown.Of(card).Count, 1, 40);
        Assert.Contains("topic 30", Shown.Text(card), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_has_no_frame_and_no_card_has_a_colour()
    {
        Assert.IsType<TextDisplay>(Assert.Single(DiscordCards.Render(Card.Of("Thank you.")).Components!));
        var framed = DiscordCards.Render(new Card { Parts = [new CardPart.Heading("What")] });
        Assert.Null(Assert.IsType<Container>(Assert.Single(framed.Components!)).AccentColor);
    }

    [Fact]
    public void Nobody_is_ever_mentioned_and_only_what_is_private_is_ephemeral()
    {
        var open = DiscordCards.Render(Card.Of("@everyone"), nonce: "n");
        var hidden = DiscordCards.Render(Card.Of("x"), ephemeral: true);

        Assert.Equal(AllowedMentions.Nobody, open.AllowedMentions);
        Assert.Equal((MessageFlags.ComponentsV2, "n"), (open.Flags, open.Nonce));
        Assert.Equal(MessageFlags.ComponentsV2 | MessageFlags.Ephemeral, hidden.Flags);
        Assert.Equal(new TextDisplay("@\u200Beveryone"), Assert.Single(open.Components!));
    }

    [Fact]
    public void Where_text_is_too_long_for_Discord_the_reader_sees_that_something_is_missing()
    {
        var lines = Enumerable.Range(1, 60).Select(n => $"A{n} {new string('x', 150)}").ToList();

        var text = Text(new Card { Parts = [new CardPart.Bullets(lines), new CardPart.Paragraph("the end")] });

        Assert.StartsWith("- A1 xxx", text, StringComparison.Ordinal);
        Assert.EndsWith("…\nthe end", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(character => character == '…'));
    }

    [Fact]
    public void A_cut_label_never_ends_in_half_a_character()
    {
        var label = new string('x', 78) + "😀😀";
        var card = new Card { Buttons = [new CardButton(label, new ButtonId("b"))] };

        var row = Assert.IsType<ActionRow>(Assert.Single(DiscordCards.Render(card).Components!));

        Assert.Equal(new string('x', 78) + "…", Assert.IsType<Button>(row.Components[0]).Label);
    }

    [Fact]
    public void Whatever_is_said_stays_within_Discord_s_limits() =>
        AnyCard()
            .Sample(
                card =>
                {
                    var body = DiscordCards.Render(card);
                    var all = Shown.All(body.Components!).ToList();

                    Assert.InRange(all.OfType<TextDisplay>().Sum(display => display.Content.Length), 0, 4_000);
                    Assert.InRange(all.Count, 0, 40);
                    Assert.All(all.OfType<TextDisplay>(), display => Assert.NotEqual(0, display.Content.Length));
                    Assert.All(all.OfType<ActionRow>(), row => Assert.InRange(row.Components.Count, 1, 5));
                    Assert.All(all.OfType<Button>(), button => Assert.InRange(button.Label!.Length, 1, 80));
                    Assert.All(all.OfType<Button>(), button => Assert.InRange(button.CustomId!.Length, 1, 100));
                    Assert.Equal(card.Buttons.Count, all.OfType<Button>().Count());
                },
                iter: 500,
                threads: 1
            );

    /// <summary>Up to eight parts of any length and as many buttons as no alert of ours has.</summary>
    private static Gen<Card> AnyCard()
    {
        var text = Gen.Select(Choose.From("word ", "*_", "\n", "@", "😀"), Gen.Int[1, 3_000])
            .Select((unit, times) => string.Concat(Enumerable.Repeat(unit, times)));
        var part = Gen.OneOf(
            text.Select(t => (CardPart)new CardPart.Heading(t)),
            text.Select(t => (CardPart)new CardPart.Paragraph(t)),
            text.Array[0, 5].Select(t => (CardPart)new CardPart.Bullets(t)),
            text.Select(t => (CardPart)new CardPart.Small(t)),
            Gen.Bool.Select(wide => (CardPart)new CardPart.Rule(wide))
        );
        var button = text.Select(t => t.Trim() is { Length: > 0 } label ? label : "x");
        return Gen.Select(part.Array[0, 8], button.Array[0, 12])
            .Select(
                (parts, labels) =>
                    new Card
                    {
                        Parts = parts,
                        Buttons =
                        [
                            .. labels.Select(
                                (label, n) =>
                                    new CardButton(label, new ButtonId("b", n.ToString(CultureInfo.InvariantCulture)))
                            ),
                        ],
                    }
            );
    }

    private static IReadOnlyList<Component> Inside(MessageBody body) =>
        Assert.IsType<Container>(Assert.Single(body.Components!)).Components;

    private static string Text(Card card) =>
        Assert.IsType<TextDisplay>(Assert.Single(DiscordCards.Render(card).Components!)).Content;
}
