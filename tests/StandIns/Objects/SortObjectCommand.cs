using System.Management.Automation;

namespace PartnerAuth.StandIns.Objects;

/// <summary>Sorts objects; equal ones keep their order.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private static readonly IComparer<object?> Order =
        Comparer<object?>.Create((left, right) => LanguagePrimitives.Compare(left, right, ignoreCase: true));

    private readonly List<PSObject> items = [];

    /// <summary>The objects.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>What to sort by, most important first.</summary>
    [Parameter(Position = 0)]
    public object[] Property { get; set; } = [];

    /// <summary>The greatest first.</summary>
    [Parameter]
    public SwitchParameter Descending { get; set; }

    /// <summary>Of equal ones the first only.</summary>
    [Parameter]
    public SwitchParameter Unique { get; set; }

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
        List<(Func<PSObject, object?> Read, bool Descending)> keys = Property.Length == 0
            ? [(item => item, Descending)]
            : [.. Property.Select(argument => new PropertyArgument(argument))
                .Select(argument => ((Func<PSObject, object?>)argument.ReadOne, Descending || argument.Descending))];

        // The last key first: a stable sort keeps what the earlier passes did among equals.
        IEnumerable<PSObject> sorted = items;
        foreach ((Func<PSObject, object?> read, bool descending) in Enumerable.Reverse(keys))
        {
            sorted = descending ? sorted.OrderByDescending(read, Order) : sorted.OrderBy(read, Order);
        }

        PSObject? last = null;
        foreach (PSObject item in sorted)
        {
            if (!Unique || last is null || keys.Any(key => Order.Compare(key.Read(last), key.Read(item)) != 0))
            {
                WriteObject(item);
                last = item;
            }
        }
    }
}
