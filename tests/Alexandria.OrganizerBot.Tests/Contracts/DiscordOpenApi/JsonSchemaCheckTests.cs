using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Tests.Contracts.DiscordOpenApi;

/// <summary>The check refuses what each keyword forbids, and passes what it allows.</summary>
public sealed class JsonSchemaCheckTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"type":["integer","null"]}""", "null", "1.5")]
    [InlineData("""{"type":"integer"}""", "3.0", "\"3\"")]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"const":4}""", "4", "5")]
    [InlineData("""{"enum":[4,5]}""", "5", "6")]
    [InlineData("""{"type":"string","maxLength":2}""", "\"😀😀\"", "\"abc\"")]
    [InlineData("""{"type":"string","minLength":1}""", "\"a\"", "\"\"")]
    [InlineData("""{"type":"string","pattern":"^(0|[1-9][0-9]*)$"}""", "\"10\"", "\"010\"")]
    [InlineData("""{"type":"integer","minimum":0,"maximum":9}""", "9", "10")]
    [InlineData("""{"type":"integer","minimum":0,"maximum":9}""", "0", "-1")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"type":"array","minItems":1}""", "[1]", "[]")]
    [InlineData("""{"type":"array","maxItems":1}""", "[1]", "[1,2]")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "[1,2]", "[1,1]")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""", """{"a":"b"}""", "{}")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"a":"b"}""", """{"b":"a"}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", """{"x":"y"}""", """{"x":1}""")]
    [InlineData(
        """{"type":"object","maxProperties":1,"additionalProperties":true}""",
        """{"x":1}""",
        """{"x":1,"y":2}"""
    )]
    [InlineData("""{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Id"}]}""", "\"12\"", "\"x\"")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":5}]}""", "4", "6")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "null", "\"a\"")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "2", "3")]
    public void What_fits_passes_and_what_does_not_is_refused(string schema, string right, string wrong)
    {
        var check = new JsonSchemaCheck(
            JsonNode.Parse("""{"components":{"schemas":{"Id":{"type":"string","pattern":"^[0-9]+$"}}}}""")!.AsObject()
        );

        Assert.Empty(check.Faults(JsonNode.Parse(schema)!, JsonNode.Parse(right)));
        Assert.NotEmpty(check.Faults(JsonNode.Parse(schema)!, JsonNode.Parse(wrong)));
    }

    [Fact]
    public void A_fault_names_its_place()
    {
        var schema = JsonNode.Parse(
            """{"properties":{"a":{"items":{"properties":{"b":{"type":"string"}},"required":["b"]}}}}"""
        )!;

        var faults = new JsonSchemaCheck([]).Faults(schema, JsonNode.Parse("""{"a":[{"b":"x"},{"b":1},{}]}"""));

        Assert.Equal(["$.a[1].b: 1 is not \"string\"", "$.a[2]: b is missing"], faults);
    }

    [Fact]
    public void A_keyword_that_is_not_understood_is_no_pass()
    {
        Assert.NotEmpty(new JsonSchemaCheck([]).Faults(JsonNode.Parse("""{"dependentRequired":{}}""")!, null));
    }
}
