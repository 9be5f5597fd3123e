using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>
/// Reads a hashtable or any object by property name, case ignored: parameters take data from anywhere.
/// </summary>
internal readonly struct PlainObject(object input)
{
    /// <summary>More than a person reads.</summary>
    private const int MostNames = 40;

    private readonly IDictionary? entries = Unwrap(input) as IDictionary;
    private readonly PSObject properties = PSObject.AsPSObject(input);

    /// <summary>The names of what it holds, the first of many, for a message.</summary>
    internal string Names
    {
        get
        {
            IEnumerable<string> names = entries is null
                ? properties.Properties.Select(property => property.Name)
                : entries.Keys.Cast<object>().Select(key => key.ToString() ?? string.Empty);
            string joined = string.Join(", ", names.Take(MostNames));
            return joined.Length == 0 ? "none" : GivenText.OneLine(joined);
        }
    }

    /// <summary>The value of an entry or a property; null when there is none or it is null.</summary>
    internal object? this[string name] => Entry(name) ?? Unwrap(properties.Properties[name]?.Value);

    /// <summary>
    /// The value as a text, when it is one that is not blank or a Guid; null otherwise, as no object becomes its string
    /// form.
    /// </summary>
    internal string? Text(string name) => this[name] switch
    {
        string text when !string.IsNullOrWhiteSpace(text) => text,
        Guid id => id.ToString(),
        _ => null,
    };

    /// <summary>What PowerShell wrapped.</summary>
    internal static object? Unwrap(object? value) =>
        value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;

    private object? Entry(string name)
    {
        if (entries is null)
        {
            return null;
        }

        object? key = entries.Keys.Cast<object>()
            .FirstOrDefault(key => string.Equals(key as string, name, StringComparison.OrdinalIgnoreCase));
        return key is null ? null : Unwrap(entries[key]);
    }
}
