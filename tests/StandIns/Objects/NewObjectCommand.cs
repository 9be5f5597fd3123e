using System.Collections;
using System.Management.Automation;

namespace PartnerAuth.StandIns.Objects;

/// <summary>Makes an object of a .NET type.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    // The engine picks the constructor and converts the arguments; the table keeps a new collection from being unrolled.
    private static readonly ScriptBlock Constructor =
        ScriptBlock.Create("param($Type, $Values) @{ Made = $Type::new.Invoke($Values) }");

    /// <summary>The type.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = string.Empty;

    /// <summary>Arguments of the constructor.</summary>
    [Parameter(Position = 1), Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    /// <summary>Properties to set.</summary>
    [Parameter]
    public IDictionary? Property { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo(TypeName, out Type type))
        {
            PSArgumentException missing =
                new($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded.");
            ThrowTerminatingError(new ErrorRecord(missing, "TypeNotFound", ErrorCategory.InvalidType, TypeName));
        }

        PSObject made = type == typeof(PSObject) || type == typeof(PSCustomObject)
            ? new PSObject()
            : PSObject.AsPSObject(Construct(type));
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            Set(made, (string)entry.Key, entry.Value);
        }

        WriteObject(made);
    }

    private object Construct(Type type)
    {
        PSObject table = InvokeCommand.InvokeScript(useLocalScope: true, Constructor, null, type, ArgumentList)[0];
        return ((Hashtable)table.BaseObject)["Made"]!;
    }

    private void Set(PSObject made, string name, object? value)
    {
        if (made.Properties[name] is PSPropertyInfo present)
        {
            present.Value = value;
        }
        else if (made.BaseObject is PSCustomObject)
        {
            made.Properties.Add(new PSNoteProperty(name, value));
        }
        else
        {
            InvalidOperationException unknown = new($"The member \"{name}\" was not found for the specified .NET object.");
            ThrowTerminatingError(new ErrorRecord(unknown, "InvalidOperationException", ErrorCategory.InvalidOperation, made));
        }
    }
}
