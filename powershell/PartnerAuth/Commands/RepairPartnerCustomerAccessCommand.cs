using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Repairs the way to customers where it is broken in their consents: looks at each as Test-PartnerCustomerAccess does,
/// brings the consent to the manifest where that is what is broken, and looks again. It never changes GDAP
/// relationships, groups or roles: what is broken there is told with what repairs it.
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Repair, "PartnerCustomerAccess", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PartnerCustomerRepair), typeof(PartnerResult))]
public sealed class RepairPartnerCustomerAccessCommand : TenantOperationCmdlet
{
    private Confirmation? confirmation;
    private JournalFile? journal;
    private ManifestFile? manifest;
    private bool hasFailed;

    /// <summary>A customer may wait a minute until its consent counts.</summary>
    public RepairPartnerCustomerAccessCommand() => TimeoutSec = 300;

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForSync)]
    [OneLineTransformation]
    public PartnerContext? Context { get; set; }

    /// <summary>The customers: tenant ids, domains, or objects that name a tenant, such as those of Test-PartnerCustomerAccess.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("Tenant", "TenantId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    public string[] CustomerId { get; set; } = [];

    /// <summary>The resources that shall be reached, by short names; those of the manifest when left out.</summary>
    [Parameter(HelpMessage = "Short names of the resources that shall be reached.")]
    [Alias("Workload")]
    [OneLineTransformation]
    [ValidateSet(
        "Graph", "ExchangeOnline", "SecurityCompliance", "Azure", "MicrosoftTeams", "SharePoint", "Defender", "ManagementApi")]
    public string[] For { get; set; } = [];

    /// <summary>Asks a customer again who took the consent back.</summary>
    [Parameter(HelpMessage = "Ask a customer again who took the consent back.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the scopes that the manifest names for setting up.</summary>
    [Parameter(HelpMessage = "Leave the scopes in place that the manifest names for setting up.")]
    public SwitchParameter KeepBootstrap { get; set; }

    /// <summary>The manifest of the application, JSON or psd1.</summary>
    [Parameter(Mandatory = true, HelpMessage = "The manifest's file, JSON or psd1.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Manifest { get; set; } = string.Empty;

    /// <summary>Deletes a consent that can't be extended and makes it anew with all scopes; needs -ResumePath.</summary>
    [Parameter(HelpMessage = "Delete a consent that can't be extended and make it anew; needs -ResumePath.")]
    public SwitchParameter Recreate { get; set; }

    /// <summary>The run's journal: what is deleted is written there first, and the next run goes on from it.</summary>
    [Parameter(HelpMessage = "The file in which the run notes what it does, and from which the next goes on.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? ResumePath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        confirmation = new Confirmation(this);
        manifest = ManifestFile.OfApplication(FullPath(Manifest), Manifest, out ErrorRecord? error);
        if (error is null && Recreate && ResumePath is null)
        {
            error = ErrorRecordFactory.RecreateNeedsJournal();
        }

        if (error is null && ResumePath is not null && !confirmation.IsWhatIf)
        {
            journal = JournalFile.Open(FullPath(ResumePath), manifest!.Document.ApplicationId!, out error);
        }

        if (error is not null)
        {
            ThrowTerminatingError(error);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        bool isOnly = CustomerId.Length == 1 && !IsMoreToCome;
        foreach (string customer in CustomerId)
        {
            if (RefusedTenant.Of(customer) is not null || MayChange(customer))
            {
                Ask(customer, context.Native, context, isOnly);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (journal is not null)
        {
            journal.WentWell = !hasFailed;
        }
    }

    private protected override void Release()
    {
        base.Release();
        journal?.Dispose();
        manifest?.Dispose();
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.AccessRepair,
        new AccessRepairStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit, Workloads = [.. For] });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        PartnerCustomerRepair repair = new(result.AccessRepair!, request, confirmation!.IsWhatIf);
        tenantId = repair.TenantId;
        if (repair.IsWhatIf && repair.Changes.Count > 0)
        {
            _ = ShouldProcess(request.Tenant, $"{repair.Cause}: {string.Join("; ", repair.Changes)}");
        }

        return repair;
    }

    private protected override void Fail(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        hasFailed = true;
        base.Fail(request, error, tenantId);
    }

    private bool MayChange(string customer) =>
        confirmation!.IsWhatIf
        || confirmation.Allows(
            customer,
            Recreate ? "Bring the consent to the manifest, where need be by deleting it and making it anew," : "Bring the consent to the manifest");

    private SyncItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        Customer = request.Tenant,
        Force = Force,
        Item = request.Item,
        Journal = journal?.Id,
        KeepBootstrap = KeepBootstrap,
        Manifest = manifest!.Id,
        Prune = false,
        Recreate = Recreate,
        TimeoutSeconds = (uint)TimeoutSec,
        WhatIf = confirmation!.IsWhatIf,
    };
}
