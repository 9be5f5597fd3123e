using System.Management.Automation;

namespace PartnerAuth.StandIns.Objects;

/// <summary>Picks objects, or properties of objects.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly List<PSObject> taken = [];
    private PropertyArgument[] properties = [];
    private int seen;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>The one property whose values go on.</summary>
    [Parameter]
    public string? ExpandProperty { get; set; }

    /// <summary>Each different object once.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

    /// <summary>How many of the first.</summary>
    [Parameter]
    public int First { get; set; }

    /// <summary>How many of the last.</summary>
    [Parameter]
    public int Last { get; set; }

    /// <summary>How many are left out first.</summary>
    [Parameter]
    public int Skip { get; set; }

    private bool All => !MyInvocation.BoundParameters.ContainsKey(nameof(First))
        && !MyInvocation.BoundParameters.ContainsKey(nameof(Last));

    /// <inheritdoc/>
    protected override void BeginProcessing() => properties = [.. Property.Select(argument => new PropertyArgument(argument))];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || seen++ < Skip)
        {
            return;
        }

        if (Last > 0)
        {
            taken.Add(InputObject);
        }
        else if (All || seen - Skip <= First)
        {
            Emit(InputObject);
        }

        if (!All && Last == 0 && seen - Skip >= First)
        {
            StopUpstream();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Last > 0)
        {
            foreach (PSObject item in taken.TakeLast(Last).ToList())
            {
                Emit(item);
            }
        }
    }

    /// <summary>As Select-Object does: the engine ends the commands before this one. Its exception is not public.</summary>
    private void StopUpstream()
    {
        Type stop = typeof(PSObject).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)Activator.CreateInstance(stop, this)!;
    }

    private void Emit(PSObject item)
    {
        if (ExpandProperty is not null)
        {
            WriteObject(new PropertyArgument(ExpandProperty).ReadOne(item), enumerateCollection: true);
            return;
        }

        PSObject result = properties.Length == 0 ? item : Pick(item);
        if (Unique)
        {
            if (taken.Exists(other => Same(other, result)))
            {
                return;
            }

            taken.Add(result);
        }

        WriteObject(result);
    }

    private PSObject Pick(PSObject item)
    {
        PSObject picked = new();
        foreach ((string name, object? value) in properties.SelectMany(property => property.Read(item)))
        {
            picked.Properties.Add(new PSNoteProperty(name, value));
        }

        picked.TypeNames.Insert(0, "Selected." + item.TypeNames[0]);
        return picked;
    }

    private bool Same(PSObject one, PSObject other) => properties.Length == 0
        ? LanguagePrimitives.Equals(one, other)
        : one.Properties.All(property => LanguagePrimitives.Equals(property.Value, other.Properties[property.Name]?.Value));
}
