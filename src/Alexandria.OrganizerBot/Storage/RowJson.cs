using System.Text.Json;
using System.Text.Json.Serialization;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>How records are written inside sealed rows: instants in full precision, zones by id, enums by name.</summary>
internal static class RowJson
{
    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions
    {
        // What a record derives from its own values (MeetingTime.Instant) is not stored.
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(),
            new WrappedConverter<CampaignId, string>(id => id.Value, value => new CampaignId(value)),
            new WrappedConverter<MemberKey, string>(key => key.Value, value => new MemberKey(value)),
            new WrappedConverter<ActionId, int>(id => id.Number, value => new ActionId(value)),
            new OffsetConverter(),
        },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    public static byte[] Write<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, Options);

    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("A row holds null.");

    /// <summary>Writes a distance to a milestone as <c>{"DaysBefore":3}</c>, as campaign files call it too.</summary>
    private sealed class OffsetConverter : JsonConverter<ReminderOffset>
    {
        public override ReminderOffset Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            var (unit, count) = JsonSerializer.Deserialize<Dictionary<string, int>>(ref reader, options)!.Single();
            return unit switch
            {
                nameof(ReminderOffset.DaysBefore) => new ReminderOffset.DaysBefore(count),
                nameof(ReminderOffset.OfficeDaysBefore) => new ReminderOffset.OfficeDaysBefore(count),
                nameof(ReminderOffset.HoursBefore) => new ReminderOffset.HoursBefore(count),
                nameof(ReminderOffset.HoursAfter) => new ReminderOffset.HoursAfter(count),
                nameof(ReminderOffset.DaysAfter) => new ReminderOffset.DaysAfter(count),
                _ => throw new JsonException($"Unknown distance {unit}."),
            };
        }

        public override void Write(Utf8JsonWriter writer, ReminderOffset value, JsonSerializerOptions options)
        {
            var count = value switch
            {
                ReminderOffset.DaysBefore(var days) => days,
                ReminderOffset.OfficeDaysBefore(var days) => days,
                ReminderOffset.HoursBefore(var hours) => hours,
                ReminderOffset.HoursAfter(var hours) => hours,
                ReminderOffset.DaysAfter(var days) => days,
                _ => throw new JsonException($"Unknown distance {value.GetType().Name}."),
            };
            writer.WriteStartObject();
            writer.WriteNumber(value.GetType().Name, count);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes an id as its bare value.</summary>
    private sealed class WrappedConverter<TId, TValue>(Func<TId, TValue> unwrap, Func<TValue, TId> wrap)
        : JsonConverter<TId>
        where TId : struct
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            wrap(JsonSerializer.Deserialize<TValue>(ref reader, options)!);

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, unwrap(value), options);
    }
}
