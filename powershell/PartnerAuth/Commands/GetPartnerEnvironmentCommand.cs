using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Gets the environments by name: the clouds, those that have closed among them, and those that were added.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerEnvironment")]
[OutputType(typeof(PSPartnerEnvironment))]
public sealed class GetPartnerEnvironmentCommand : PSCmdlet
{
    /// <summary>The name of one; all when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The name of an environment.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerEnvironment[] found =
            [.. PartnerEnvironment.All.Where(environment => Name is null || environment.EnvironmentName.Equals(Name))];
        if (found.Length == 0)
        {
            WriteError(ErrorRecordFactory.InvalidInput(
                $"'{GivenText.OneLine(Name!)}' is the name of no environment.",
                $"Use one of {string.Join(", ", PartnerEnvironment.Names)}.",
                Name));
        }

        WriteObject(found.Select(environment => new PSPartnerEnvironment(environment)), enumerateCollection: true);
    }
}
