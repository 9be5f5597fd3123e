using System;
using System.Management.Automation;
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
public sealed class RepairPartnerCustomerAccessCommand : ConsentRunCmdlet
{
    /// <summary>The customers: tenant ids, domains, or objects that name a tenant, such as those of Test-PartnerCustomerAccess.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("Tenant", "TenantId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] CustomerId { get; set; } = [];

    /// <summary>The resources that shall be reached, by short names; those of the manifest when left out.</summary>
    [Parameter(HelpMessage = "Short names of the resources that shall be reached.")]
    [Alias("Workload")]
    [OneLineTransformation]
    [ValidateSet(
        "Graph", "ExchangeOnline", "SecurityCompliance", "Azure", "MicrosoftTeams", "SharePoint", "Defender", "ManagementApi")]
    public string[] For { get; set; } = [];

    private protected override string? Goal => $"repair of access: {string.Join(", ", For)}; {Wanted}";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Bring(CustomerId);

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.AccessRepair,
        new AccessRepairStart
        {
            Complete = complete, Items = [Item(first, prune: false)], ThrottleLimit = (uint)ThrottleLimit, Workloads = [.. For],
        });

    private protected override void Feed(NativeOperation operation, TenantRequest next) =>
        operation.Feed(Item(next, prune: false));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        PartnerCustomerRepair repair = new(result.AccessRepair!, request, Confirmation!.IsWhatIf, DateTimeOffset.UtcNow);
        tenantId = repair.TenantId;
        if (repair.IsWhatIf && repair.Changes.Count > 0)
        {
            _ = this.May($"In {request.Tenant} ({repair.Cause}): {string.Join("; ", repair.Changes)}");
        }

        return repair;
    }

    private protected override bool IsSettled(object value) =>
        value is PartnerCustomerRepair repair && (repair.After ?? repair.Before).IsWorking;

    private protected override bool MayChange(string customer) =>
        Confirmation!.IsWhatIf
        || Confirmation.Allows(
            customer,
            Recreate
                ? "Bring the consent to the manifest, where need be by deleting it and making it anew,"
                : "Bring the consent to the manifest");
}
