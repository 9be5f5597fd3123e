using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
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

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForSync)]
    [OneLineTransformation]
    public PartnerContext? Context { get; set; }

    /// <summary>The customers: tenant ids, domains, or objects that name a tenant.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = ByIdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("Tenant", "TenantId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    public string[] CustomerId { get; set; } = [];

    /// <summary>Asks a customer again who took the consent back.</summary>
    [Parameter(HelpMessage = "Ask a customer again who took the consent back.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the scopes that the manifest names for setting up.</summary>
    [Parameter(HelpMessage = "Leave the scopes in place that the manifest names for setting up.")]
    public SwitchParameter KeepBootstrap { get; set; }

    /// <summary>
    /// The manifest, JSON or psd1: application (id, displayName, redirectUris), grants (for each resource the delegated
    /// scopes and the application roles) and bootstrap (scopes of Microsoft Graph for setting up, taken back afterwards).
    /// </summary>
    [Parameter(Mandatory = true, HelpMessage = "The manifest's file, JSON or psd1.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Manifest { get; set; } = string.Empty;

    /// <summary>Takes back what the manifest does not name.</summary>
    [Parameter(HelpMessage = "Take back what the manifest does not name.")]
    public SwitchParameter Prune { get; set; }

    /// <summary>Deletes a consent that can't be extended and makes it anew with all scopes; needs -ResumePath.</summary>
    [Parameter(HelpMessage = "Delete a consent that can't be extended and make it anew; needs -ResumePath.")]
    public SwitchParameter Recreate { get; set; }

    /// <summary>The run's journal: what is deleted is written there first, and the next run goes on from it.</summary>
    [Parameter(HelpMessage = "The file in which the run notes what it does, and from which the next goes on.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? ResumePath { get; set; }

    /// <summary>Where -All looks: Partner Center, GDAP, contracts. An indirect reseller has GDAP alone.</summary>
    [Parameter(ParameterSetName = AllSet, HelpMessage = "Where -All looks: " + HelpText.Source)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidateSet("PartnerCenter", "Gdap", "Contracts")]
    public string[] Source { get; set; } = ["PartnerCenter"];
}
