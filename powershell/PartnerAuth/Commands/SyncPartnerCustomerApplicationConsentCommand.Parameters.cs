using System.Management.Automation;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <content>The parameters.</content>
public sealed partial class SyncPartnerCustomerApplicationConsentCommand
{
    private const string AllSet = "All";
    private const string ByIdSet = "ById";

    /// <summary>Every customer that the sources list.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet, HelpMessage = "Every customer that -Source lists.")]
    public SwitchParameter All { get; set; }

    /// <summary>The customers: tenant ids, domains, or objects that name a tenant.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = ByIdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("Tenant", "TenantId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] CustomerId { get; set; } = [];

    /// <summary>Takes back what the manifest does not name.</summary>
    [Parameter(HelpMessage = "Take back what the manifest does not name.")]
    public SwitchParameter Prune { get; set; }

    /// <summary>Where -All looks: Partner Center, GDAP, contracts. An indirect reseller has GDAP alone.</summary>
    [Parameter(ParameterSetName = AllSet, HelpMessage = "Where -All looks: " + HelpText.Source)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidateSet("PartnerCenter", "Gdap", "Contracts")]
    public string[] Source { get; set; } = ["PartnerCenter"];
}
