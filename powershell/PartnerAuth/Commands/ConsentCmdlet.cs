using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>A command about the consents of one application in many customers.</summary>
public abstract class ConsentCmdlet : TenantOperationCmdlet
{
    private protected ConsentCmdlet()
    {
    }

    /// <summary>The application; the context's own when left out.</summary>
    [Parameter(HelpMessage = "The application (client) id; the context's when left out.")]
    [Alias("ClientId")]
    [OneLineTransformation]
    [ValidatePattern(ApplicationIdPattern)]
    public string? ApplicationId { get; set; }

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForCustomerConsents)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The customers: tenant ids, domains, or objects that name a tenant.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("Tenant", "TenantId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] CustomerId { get; set; } = [];
}
