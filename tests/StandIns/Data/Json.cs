using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace PartnerAuth.StandIns.Data;

/// <summary>Between JSON and the objects of PowerShell.</summary>
internal static class Json
{
    /// <summary>Objects become PSCustomObject or Hashtable, arrays Object[], whole numbers Int64.</summary>
    public static object? Read(JsonElement element, bool asHashtable) => element.ValueKind switch
    {
        JsonValueKind.Object => asHashtable ? ReadTable(element) : ReadObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(item => Read(item, asHashtable)).ToArray(),
        JsonValueKind.String => ReadText(element),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Writes a value; what lies deeper than <paramref name="depth"/> is written as its text.</summary>
    public static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        object? inner = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        switch (inner)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case string or char or Guid or Uri or Version:
                writer.WriteStringValue(inner.ToString());
                break;
            case DateTime moment:
                writer.WriteStringValue(moment.ToString("o", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                writer.WriteStringValue(moment.ToString("o", CultureInfo.InvariantCulture));
                break;
            case Enum name:
                writer.WriteNumberValue(Convert.ToInt64(name, CultureInfo.InvariantCulture));
                break;
            case double or float or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(inner, CultureInfo.InvariantCulture));
                break;
            case IConvertible number:
                writer.WriteNumberValue(number.ToInt64(CultureInfo.InvariantCulture));
                break;
            case var _ when depth < 0:
                writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
                break;
            case IDictionary table:
                WriteMembers(writer, Entries(table), depth);
                break;
            case IEnumerable many:
                writer.WriteStartArray();
                foreach (object? item in many)
                {
                    Write(writer, item, depth - 1);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteMembers(writer, PSObject.AsPSObject(value).Properties.Select(one => (one.Name, (object?)one.Value)), depth);
                break;
        }
    }

    private static IEnumerable<(string Name, object? Value)> Entries(IDictionary table)
    {
        foreach (DictionaryEntry entry in table)
        {
            yield return (entry.Key.ToString()!, entry.Value);
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> members, int depth)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value, depth - 1);
        }

        writer.WriteEndObject();
    }

    private static PSObject ReadObject(JsonElement element)
    {
        PSObject result = new();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            result.Properties.Add(new PSNoteProperty(member.Name, Read(member.Value, asHashtable: false)));
        }

        return result;
    }

    private static Hashtable ReadTable(JsonElement element)
    {
        Hashtable result = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in element.EnumerateObject())
        {
            result[member.Name] = Read(member.Value, asHashtable: true);
        }

        return result;
    }

    // The real cmdlet makes a DateTime of an ISO 8601 text, and scripts rely on it.
    private static object ReadText(JsonElement element)
    {
        string text = element.GetString()!;
        return text.Contains('T') && element.TryGetDateTime(out DateTime moment) ? moment : text;
    }
}
