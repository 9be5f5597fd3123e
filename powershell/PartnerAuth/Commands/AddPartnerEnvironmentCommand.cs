using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Adds an environment for this process: a cloud that is not built in, or an identity server of one's own. Real secrets
/// go to its hosts, which a warning names.
/// </summary>
[Cmdlet(VerbsCommon.Add, "PartnerEnvironment", SupportsShouldProcess = true)]
[OutputType(typeof(PSPartnerEnvironment))]
public sealed class AddPartnerEnvironmentCommand : PartnerCmdlet
{
    /// <summary>Base address of the sign-in service: https, a host, a port if needed.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Base address of the sign-in service: https://host or https://host:port.")]
    [Alias("ActiveDirectoryEndpoint")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string ActiveDirectoryAuthority { get; set; } = string.Empty;

    /// <summary>
    /// Audiences by short resource name, without <c>/.default</c>. Those of Graph, Partner Center and Azure are their
    /// addresses when left out; the others are not known.
    /// </summary>
    [Parameter(HelpMessage = "Audiences by short resource name, for example @{ ExchangeOnline = 'https://outlook.example.com' }.")]
    [OneLineTransformation]
    [ValidateNotNull]
    public IDictionary Audience { get; set; } = new Hashtable();

    /// <summary>Base address of Azure Resource Manager.</summary>
    [Parameter(HelpMessage = "Base address of Azure Resource Manager.")]
    [Alias("ResourceManagerEndpoint")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? AzureEndpoint { get; set; }

    /// <summary>Base address of Microsoft Graph, without version.</summary>
    [Parameter(HelpMessage = "Base address of Microsoft Graph, without version.")]
    [Alias("MicrosoftGraphUrl")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? GraphEndpoint { get; set; }

    /// <summary>The name by which <c>-Environment</c> takes it.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The name by which -Environment takes it.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>Base address of Partner Center, without version.</summary>
    [Parameter(HelpMessage = "Base address of Partner Center, without version.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? PartnerCenterEndpoint { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        EnvironmentDocument? document = Checked();
        if (document is null)
        {
            return;
        }

        PartnerEnvironment environment = PartnerEnvironment.Custom(document);
        string hosts = string.Join(", ", Hosts(document.Custom!));
        if (!this.May($"Add the environment {environment}, so that secrets and tokens go to {hosts}"))
        {
            return;
        }

        if (!CustomEnvironments.TryAdd(environment))
        {
            WriteError(ErrorRecordFactory.InvalidInput(
                $"The environment {environment} was added already.",
                $"Remove it first with Remove-PartnerEnvironment {environment}, or give the new one another name.",
                Name));
            return;
        }

        WriteWarning($"Secrets and tokens for the environment {environment} will be sent to {hosts}. It lasts until this process ends.");
        WriteObject(new PSPartnerEnvironment(environment));
    }

    /// <summary>The environment with its addresses in one form; null when it can't be one, which is told.</summary>
    private EnvironmentDocument? Checked()
    {
        EnvironmentDocument? document = null;
        using NativeOperation operation = Start(NativeMethods.EnvironmentCheck, Described());
        Pump(operation, answer =>
        {
            document = answer.Environment;
            if (answer.Error is not null)
            {
                WriteError(ErrorRecordFactory.OfNoTenant(answer.Error, Name));
            }
        });
        return document;
    }

    private EnvironmentStart Described() => new()
    {
        Environment = new EnvironmentDocument
        {
            Custom = new CustomCloudDocument
            {
                Audiences = [.. Audience.Keys.Cast<object>().Select(GivenAudience)],
                Azure = AzureEndpoint,
                Graph = GraphEndpoint,
                Login = ActiveDirectoryAuthority,
                PartnerCenter = PartnerCenterEndpoint,
            },
            Name = Name,
        },
    };

    private AudienceDocument GivenAudience(object resource)
    {
        string name = resource.ToString() ?? string.Empty;
        return new AudienceDocument { Audience = new PlainObject(Audience).Text(name) ?? string.Empty, Resource = name };
    }

    private static IEnumerable<string> Hosts(CustomCloudDocument custom)
    {
        string?[] addresses = [custom.Login, custom.Graph, custom.PartnerCenter, custom.Azure];
        return addresses.OfType<string>().Select(address => new Uri(address).Authority).Distinct();
    }
}
