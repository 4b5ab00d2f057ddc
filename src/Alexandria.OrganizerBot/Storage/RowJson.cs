using System.Globalization;
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
    /// <summary>What is written of a record, and what is not.</summary>
    internal static JsonSerializerOptions Options { get; } =
        new JsonSerializerOptions
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

    /// <summary>Writes a distance as its kind and number, for example <c>DaysBefore 7</c>.</summary>
    private sealed class OffsetConverter : JsonConverter<ReminderOffset>
    {
        public override ReminderOffset Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            if (
                reader.GetString()?.Split(' ') is not [var kind, var text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
                throw new JsonException("A distance is a kind and a number.");
            return kind switch
            {
                nameof(ReminderOffset.DaysBefore) => new ReminderOffset.DaysBefore(number),
                nameof(ReminderOffset.OfficeDaysBefore) => new ReminderOffset.OfficeDaysBefore(number),
                nameof(ReminderOffset.HoursBefore) => new ReminderOffset.HoursBefore(number),
                nameof(ReminderOffset.HoursAfter) => new ReminderOffset.HoursAfter(number),
                nameof(ReminderOffset.DaysAfter) => new ReminderOffset.DaysAfter(number),
                _ => throw new JsonException("There is no such distance."),
            };
        }

        public override void Write(Utf8JsonWriter writer, ReminderOffset value, JsonSerializerOptions options)
        {
            var number = value switch
            {
                ReminderOffset.DaysBefore(var days) => days,
                ReminderOffset.OfficeDaysBefore(var days) => days,
                ReminderOffset.HoursBefore(var hours) => hours,
                ReminderOffset.HoursAfter(var hours) => hours,
                ReminderOffset.DaysAfter(var days) => days,
                _ => throw new JsonException("There is no such distance."),
            };
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {number}"));
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
