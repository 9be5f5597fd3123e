using System.Management.Automation;

namespace PartnerAuth.StandIns.Files;

/// <summary>Writes objects as comma-separated values.</summary>
[Cmdlet(VerbsData.Export, "Csv")]
public sealed class ExportCsvCommand : PSCmdlet
{
    private readonly List<string> lines = [];

    /// <summary>The objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = new();

    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = string.Empty;

    /// <summary>Leaves the line out that names the type.</summary>
    [Parameter]
    public SwitchParameter NoTypeInformation { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PSPropertyInfo[] properties = [.. InputObject.Properties];
        if (lines.Count == 0)
        {
            lines.Add(Line(properties.Select(property => property.Name)));
        }

        lines.Add(Line(properties.Select(property => LanguagePrimitives.ConvertTo<string>(property.Value))));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        File.WriteAllLines(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path), lines);

    private static string Line(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(cell => $"\"{cell?.Replace("\"", "\"\"")}\""));
}
