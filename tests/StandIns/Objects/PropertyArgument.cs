using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace PartnerAuth.StandIns.Objects;

/// <summary>One element of <c>-Property</c>: a name, a wildcard, a script block, or a hashtable with Name and Expression.</summary>
internal sealed class PropertyArgument
{
    private readonly PSPropertyExpression expression;

    public PropertyArgument(object argument)
    {
        object value = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        if (value is IDictionary table)
        {
            Name = Entry(table, "Name", "N", "Label", "L")?.ToString();
            Descending = LanguagePrimitives.IsTrue(Entry(table, "Descending"));
            value = Entry(table, "Expression", "E") ?? throw new PSArgumentException("The Expression key is missing.");
        }

        expression = value is ScriptBlock block ? new PSPropertyExpression(block) : new PSPropertyExpression(value.ToString());
        Name ??= value is ScriptBlock ? value.ToString() : null;
    }

    /// <summary>The name of a calculated property; null where the property's own name counts.</summary>
    public string? Name { get; }

    public bool Descending { get; }

    /// <summary>What the argument is for this object: several properties for a wildcard, one empty one for an unknown name.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Read(PSObject from)
    {
        List<PSPropertyExpressionResult> found = expression.GetValues(from);
        return found.Count == 0
            ? [new(Name ?? expression.ToString(), null)]
            : found.Select(one => new KeyValuePair<string, object?>(Name ?? one.ResolvedExpression.ToString(), one.Result));
    }

    public object? ReadOne(PSObject from) => Read(from).First().Value;

    private static object? Entry(IDictionary table, params string[] names)
    {
        foreach (DictionaryEntry entry in table)
        {
            if (names.Contains(entry.Key.ToString(), StringComparer.OrdinalIgnoreCase))
            {
                return entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            }
        }

        return null;
    }
}
