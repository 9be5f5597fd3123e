using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Removes environments that were added in this process. What was connected with one stays connected.</summary>
[Cmdlet(VerbsCommon.Remove, "PartnerEnvironment", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemovePartnerEnvironmentCommand : PSCmdlet
{
    /// <summary>Their names.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The names of environments that Add-PartnerEnvironment added.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            PartnerEnvironment? environment = PartnerEnvironment.Named(name);
            if (environment?.Type != PartnerEnvironmentType.Custom)
            {
                WriteError(ErrorRecordFactory.InvalidInput(
                    environment is null ? $"'{GivenText.OneLine(name)}' is the name of no environment." : $"{environment} is built in and stays.",
                    "Name an environment that Add-PartnerEnvironment added; Get-PartnerEnvironment lists them.",
                    name));
            }
            else if (this.May($"Remove the environment {environment}"))
            {
                CustomEnvironments.Remove(environment);
            }
        }
    }
}
