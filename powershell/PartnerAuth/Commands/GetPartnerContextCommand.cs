using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerAuth.Commands;

/// <summary>
/// Gets the context that commands of this runspace use when none is given. Nothing when it is not connected.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerContext")]
[OutputType(typeof(PartnerContext))]
public sealed class GetPartnerContextCommand : PSCmdlet
{
    /// <summary>Gets all contexts that were connected in this runspace.</summary>
    [Parameter(HelpMessage = "Get all contexts that were connected in this runspace.")]
    public SwitchParameter ListAvailable { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RunspaceContexts contexts = RunspaceContexts.Current;
        if (ListAvailable)
        {
            WriteObject(contexts.Connected, enumerateCollection: true);
        }
        else if (contexts.Default is { Native.IsClosed: false } context)
        {
            WriteObject(context);
        }
    }
}
