using System.Text.Json;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Tests.Discord;

public sealed class InteractionParsingTests
{
    internal const string ButtonInGuild = """
        {"id":"101","application_id":"500","type":3,"token":"secret-token","version":1,"guild_id":"77","channel_id":"88",
         "member":{"user":{"id":"4242","username":"someone"},"roles":["1","2"],"permissions":"4503599627370495","joined_at":"x"},
         "app_permissions":"2248473465835073","locale":"es-419","guild_locale":"en-US","context":0,"entitlements":[],
         "message":{"id":"99","flags":32768,"components":[{"type":999}]},
         "data":{"custom_id":"pledge:42","component_type":2,"id":7}}
        """;

    [Fact]
    public void A_button_in_a_guild()
    {
        var interaction = Parse(ButtonInGuild);

        Assert.Equal(InteractionType.Component, interaction.Type);
        Assert.Equal(("101", "500", "secret-token"), (interaction.Id, interaction.ApplicationId, interaction.Token));
        Assert.Equal(("77", "88", "4242"), (interaction.GuildId, interaction.ChannelId, interaction.UserId));
        Assert.Equal(["1", "2"], interaction.MemberRoles);
        Assert.True(DiscordPermissions.Include(interaction.MemberPermissions, DiscordPermissions.ManageGuild));
        Assert.Equal(2248473465835073UL, interaction.AppPermissions);
        Assert.Equal(("es-419", "en-US"), (interaction.Locale, interaction.GuildLocale));
        Assert.Equal(("99", MessageFlags.ComponentsV2), (interaction.MessageId, interaction.MessageFlags));
        Assert.Equal(
            ("pledge:42", ComponentType.Button),
            (interaction.Data?.CustomId, interaction.Data?.ComponentType)
        );
        Assert.False(interaction.IsDirectMessage);
    }

    [Fact]
    public void A_command_in_a_direct_message_with_hardly_anything_in_it()
    {
        var interaction = Parse("""{"id":"1","application_id":"2","type":2,"token":"t","user":{"id":"3"}}""");

        Assert.Equal("3", interaction.UserId);
        Assert.True(interaction.IsDirectMessage);
        Assert.Empty(interaction.MemberRoles);
        Assert.Null(interaction.Data);
        Assert.Null(interaction.Locale);
    }

    [Fact]
    public void A_sub_command_in_a_group_with_values_of_every_kind()
    {
        var data = ParseData(
            """
            {"id":"55","name":"action","type":1,"options":[{"name":"edit","type":2,"options":[{"name":"place","type":1,
              "options":[{"name":"where","type":3,"value":"Town hall"},{"name":"seats","type":4,"value":40},
                         {"name":"open","type":5,"value":true},{"name":"share","type":10,"value":0.5},
                         {"name":"who","type":99,"value":{"new":"kind"}}]}]}]}
            """
        );

        Assert.Equal("action edit place", data.CommandPath);
        Assert.Equal("Town hall", data.Option("where")?.Text);
        Assert.Equal(40, data.Option("seats")?.Integer);
        Assert.True(data.Option("open")?.Boolean);
        Assert.Equal("0.5", data.Option("share")?.Text);
        Assert.Null(data.Option("who")?.Integer);
        Assert.Null(data.Option("absent"));
    }

    [Fact]
    public void The_option_being_typed()
    {
        var data = ParseData(
            """
            {"name":"pledge","options":[{"name":"ask","type":3,"value":"sp"},{"name":"action","type":3,"value":"co","focused":true}]}
            """
        );

        Assert.Equal("pledge", data.CommandPath);
        Assert.Equal("action", data.FocusedOption?.Name);
    }

    [Fact]
    public void A_command_without_options() => Assert.Equal("help", ParseData("""{"name":"help"}""").CommandPath);

    /// <summary>.NET throws where such a text is asked for, and where any other field of an object with such a name is.</summary>
    [Fact]
    public void Half_a_character_reads_as_absent()
    {
        Assert.Null(ParseData("""{"custom_id":"\ud800","component_type":2}""").CustomId);
        Assert.Null(ParseData("""{"name":"x","options":[{"name":"a","type":3,"value":"\ud800"}]}""").Option("a")?.Text);
        Assert.Equal("", ParseData("""{"name":"help","\ud800":1}""").CommandPath);
    }

    [Fact]
    public void A_select_with_two_values()
    {
        var data = ParseData("""{"custom_id":"lang","component_type":3,"values":["es","am",null,7]}""");
        Assert.Equal(["es", "am"], data.Values);
    }

    [Fact]
    public void The_fields_of_a_modal_are_found_in_labels_and_in_outdated_rows()
    {
        var data = ParseData(
            """
            {"custom_id":"testimony","components":[
              {"type":10,"id":1},
              {"type":18,"id":2,"component":{"type":4,"id":3,"custom_id":"text","value":"I live here."}},
              {"type":18,"id":4,"component":{"type":21,"custom_id":"side","value":null}},
              {"type":18,"id":5,"component":{"type":22,"custom_id":"days","values":["mon","tue"]}},
              {"type":18,"id":6,"component":{"type":23,"custom_id":"agree","value":true}},
              {"type":1,"components":[{"type":4,"custom_id":"old","value":"row"}]},
              {"type":77,"something":"new"}],
             "resolved":{"users":{}}}
            """
        );

        Assert.Equal(["text", "side", "days", "agree", "old"], data.Fields.Select(field => field.CustomId));
        Assert.Equal("I live here.", data.Field("text")?.Value);
        Assert.Null(data.Field("side")?.Value);
        Assert.Equal(["mon", "tue"], data.Field("days")!.Values);
        Assert.True(data.Field("agree")?.Checked);
        Assert.Equal("row", data.Field("old")?.Value);
        Assert.NotNull(data.Resolved);
    }

    [Theory]
    [InlineData("""{"application_id":"2","type":2,"token":"t","user":{"id":"3"}}""")]
    [InlineData("""{"id":"1","application_id":"2","type":2,"user":{"id":"3"}}""")]
    [InlineData("""{"id":"1","application_id":"2","type":2,"token":"t"}""")]
    [InlineData("""{"id":"1","application_id":"2","type":"2","token":"t","user":{"id":"3"}}""")]
    [InlineData("[]")]
    public void Without_what_an_answer_needs_it_is_refused(string json) =>
        Assert.Throws<FormatException>(() => Parse(json));

    [Theory]
    [InlineData(
        """{"id":"1","application_id":"2","type":6,"token":"t","user":{"id":"3"},"locale":5,"guild_id":7,"data":[]}"""
    )]
    [InlineData(
        """{"id":"1","application_id":"2","type":6,"token":"t","member":{"user":{"id":"3"},"roles":null,"permissions":12},"app_permissions":"99999999999999999999999"}"""
    )]
    public void Fields_of_an_unexpected_kind_read_as_absent(string json)
    {
        var interaction = Parse(json);

        Assert.Equal((InteractionType)6, interaction.Type);
        Assert.Null(interaction.Locale);
        Assert.Null(interaction.GuildId);
        Assert.Empty(interaction.MemberRoles);
        Assert.Equal(0UL, interaction.MemberPermissions);
        Assert.Equal(0UL, interaction.AppPermissions);
    }

    [Fact]
    public void Printing_shows_neither_token_nor_person()
    {
        var printed = new GatewayEvent.InteractionCreated(Parse(ButtonInGuild), 0).ToString();
        Assert.Contains("101", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("4242", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GUILD_CREATE", """{"id":"7"}""", typeof(GatewayEvent.GuildAvailable))]
    [InlineData("GUILD_CREATE", """{"id":"7","unavailable":false}""", typeof(GatewayEvent.GuildAvailable))]
    [InlineData("GUILD_CREATE", """{"id":"7","unavailable":true}""", null)]
    [InlineData("GUILD_DELETE", """{"id":"7"}""", typeof(GatewayEvent.GuildRemoved))]
    [InlineData("GUILD_DELETE", """{"id":"7","unavailable":true}""", null)]
    [InlineData("TYPING_START", """{"id":"7"}""", null)]
    [InlineData(null, "{}", null)]
    public void An_outage_of_a_guild_is_not_its_removal(string? name, string data, Type? expected) =>
        Assert.Equal(expected, EventParser.Parse(name, Json(data), 0)?.GetType());

    private static Interaction Parse(string json) => Interaction.Parse(Json(json));

    private static InteractionData ParseData(string data) =>
        Parse($$"""{"id":"1","application_id":"2","type":2,"token":"t","user":{"id":"3"},"data":{{data}}}""").Data!;

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
