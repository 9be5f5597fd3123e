using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PartnerAuth.StandIns.Data;

/// <summary>Writes objects as JSON.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> items = [];

    /// <summary>The objects.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowNull]
    public object? InputObject { get; set; }

    /// <summary>How deep members are followed.</summary>
    [Parameter, ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    /// <summary>One line.</summary>
    [Parameter]
    public SwitchParameter Compress { get; set; }

    /// <summary>An array also for one object.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => items.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        object? value = items.Count == 1 && !AsArray ? items[0] : items;
        JsonWriterOptions options = new() { Indented = !Compress, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, options))
        {
            Json.Write(writer, value, Depth);
        }

        WriteObject(Encoding.UTF8.GetString(text.ToArray()));
    }
}
