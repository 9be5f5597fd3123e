using System.Management.Automation;

namespace PartnerAuth.StandIns.Objects;

/// <summary>Counts objects and calculates over a property.</summary>
[Cmdlet("Measure", "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly List<double> values = [];
    private int count;

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The property; the object itself when left out.</summary>
    [Parameter(Position = 0)]
    public string? Property { get; set; }

    /// <summary>Add up.</summary>
    [Parameter]
    public SwitchParameter Sum { get; set; }

    /// <summary>The mean.</summary>
    [Parameter]
    public SwitchParameter Average { get; set; }

    /// <summary>The greatest.</summary>
    [Parameter]
    public SwitchParameter Maximum { get; set; }

    /// <summary>The smallest.</summary>
    [Parameter]
    public SwitchParameter Minimum { get; set; }

    private bool Calculates => Sum || Average || Maximum || Minimum;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object? value = InputObject is null || Property is null ? InputObject : InputObject.Properties[Property]?.Value;
        if (value is null)
        {
            return;
        }

        count++;
        if (Calculates)
        {
            values.Add(LanguagePrimitives.ConvertTo<double>(value));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool any = values.Count > 0;
        PSObject result = new();
        result.Properties.Add(new PSNoteProperty("Count", count));
        result.Properties.Add(new PSNoteProperty("Average", Average && any ? values.Average() : null));
        result.Properties.Add(new PSNoteProperty("Sum", Sum && any ? values.Sum() : null));
        result.Properties.Add(new PSNoteProperty("Maximum", Maximum && any ? values.Max() : null));
        result.Properties.Add(new PSNoteProperty("Minimum", Minimum && any ? values.Min() : null));
        result.Properties.Add(new PSNoteProperty("Property", Property));
        WriteObject(result);
    }
}
