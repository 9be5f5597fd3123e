using System.Management.Automation;
using System.Text.Json;

namespace PartnerAuth.StandIns.Data;

/// <summary>Reads JSON.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly List<string> lines = [];

    /// <summary>The text; lines from the pipeline are put together.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString]
    public string InputObject { get; set; } = string.Empty;

    /// <summary>Objects become hashtables.</summary>
    [Parameter]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>An array stays one object.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => lines.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string text = string.Join('\n', lines);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            WriteObject(Json.Read(document.RootElement, AsHashtable), enumerateCollection: !NoEnumerate);
        }
        catch (JsonException error)
        {
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException("Conversion from JSON failed with error: " + error.Message),
                "System.ArgumentException",
                ErrorCategory.NotSpecified,
                null));
        }
    }
}
