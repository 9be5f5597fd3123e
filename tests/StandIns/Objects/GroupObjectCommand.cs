using System.Collections.ObjectModel;
using System.Management.Automation;

namespace PartnerAuth.StandIns.Objects;

/// <summary>Groups objects by the text of their properties.</summary>
[Cmdlet("Group", "Object")]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<PSObject> items = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to group by.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>Leave the members out.</summary>
    [Parameter]
    public SwitchParameter NoElement { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            items.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        List<PropertyArgument> properties = [.. Property.Select(argument => new PropertyArgument(argument))];
        IEnumerable<IGrouping<string, PSObject>> groups = items
            .GroupBy(item => NameOf(item, properties), StringComparer.CurrentCultureIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.CurrentCultureIgnoreCase);
        foreach (IGrouping<string, PSObject> group in groups)
        {
            PSObject result = new();
            result.Properties.Add(new PSNoteProperty("Count", group.Count()));
            result.Properties.Add(new PSNoteProperty("Name", group.Key));
            if (!NoElement)
            {
                result.Properties.Add(new PSNoteProperty("Group", new Collection<PSObject>([.. group])));
            }

            WriteObject(result);
        }
    }

    private static string NameOf(PSObject item, List<PropertyArgument> properties) => properties.Count == 0
        ? item.ToString()
        : string.Join(", ", properties.Select(property => LanguagePrimitives.ConvertTo<string>(property.ReadOne(item))));
}
