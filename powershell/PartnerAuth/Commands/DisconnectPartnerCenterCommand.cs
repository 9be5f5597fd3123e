using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Closes contexts and zeroes their secrets: the default of the runspace, or those given.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "PartnerCenter", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectPartnerCenterCommand : PSCmdlet
{
    /// <summary>The contexts to close; the default of the runspace when left out.</summary>
    [Parameter(
        ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The contexts to close.")]
    [OneLineTransformation]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext[]? Context { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RunspaceContexts contexts = RunspaceContexts.Current;
        PartnerContext[] closing = Context ?? (contexts.Default is null ? [] : [contexts.Default]);
        foreach (PartnerContext context in closing)
        {
            string question = $"Disconnect {context} from Partner Center?";
            if (ShouldProcess("Disconnects the current session from Partner Center.", question, "Disconnect-PartnerCenter"))
            {
                contexts.Remove(context);
            }
        }
    }
}
