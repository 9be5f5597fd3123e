using System.Management.Automation;

namespace PartnerAuth.StandIns.Files;

/// <summary>Reads a text file.</summary>
[Cmdlet(VerbsCommon.Get, "Content")]
public sealed class GetContentCommand : PSCmdlet
{
    /// <summary>The file.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    /// <summary>As one text.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path.Select(SessionState.Path.GetUnresolvedProviderPathFromPSPath))
        {
            WriteObject(Raw ? File.ReadAllText(path) : File.ReadAllLines(path), enumerateCollection: true);
        }
    }
}
