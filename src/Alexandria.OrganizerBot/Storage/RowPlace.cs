using System.Globalization;
using System.Text;
using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// What a sealed record is bound to: collection, id and fields, each with its length so that none can flow into the next.
/// </summary>
internal static class RowPlace
{
    public const string Id = "_id";
    public const string Sealed = "v";

    public static byte[] Of(RowDefinition definition, BsonDocument row)
    {
        var place = new StringBuilder(128).Append(definition.Collection).Append('/').Append(row[Id].AsString);
        foreach (var column in definition.Columns)
        {
            var value = row[column.Name];
            var text =
                value.IsNull ? ""
                : value.IsString ? 's' + value.AsString
                : 'n' + value.AsInt64.ToString(CultureInfo.InvariantCulture);
            place.Append('\n').Append(column.Name).Append(text.Length).Append(':').Append(text);
        }

        return Encoding.UTF8.GetBytes(place.ToString());
    }
}
