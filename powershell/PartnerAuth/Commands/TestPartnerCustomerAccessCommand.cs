using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Tells for each customer whether the way there is whole: the refresh token, GDAP, the sign-in, the consent, and what
/// each resource wants; else the first broken link, why, and what repairs it. GDAP is read with
/// DelegatedAdminRelationship.Read.All and User.Read of Microsoft Graph, consented in the partner's own tenant; without
/// them those steps are unknown.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PartnerCustomerAccess")]
[OutputType(typeof(PartnerCustomerAccess), typeof(PartnerResult))]
public sealed class TestPartnerCustomerAccessCommand : TenantOperationCmdlet
{
    private ManifestFile? manifest;

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForAccess)]
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

    /// <summary>A relationship that ends within so many days is told of.</summary>
    [Parameter(HelpMessage = "Tell of a relationship that ends within so many days.")]
    [OneLineTransformation]
    [ValidateRange(1, 730)]
    public int ExpiringInDays { get; set; } = 30;

    /// <summary>The name of a run that several machines divide through the Redis server of Register-PartnerTokenCache.</summary>
    [Parameter(HelpMessage = HelpText.Fleet)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? Fleet { get; set; }

    /// <summary>The resources that shall be reached, by short names; those of the manifest, or Graph, when left out.</summary>
    [Parameter(HelpMessage = "Short names of the resources that shall be reached.")]
    [Alias("Workload")]
    [OneLineTransformation]
    [ValidateSet(
        "Graph", "ExchangeOnline", "SecurityCompliance", "Azure", "MicrosoftTeams", "SharePoint", "Defender", "ManagementApi")]
    public string[] For { get; set; } = [];

    /// <summary>The manifest that says what the application shall be able to do there, JSON or psd1.</summary>
    [Parameter(HelpMessage = "The manifest's file, JSON or psd1.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    [ArgumentCompleter(typeof(ManifestCompleter))]
    public string? Manifest { get; set; }

    /// <summary>The file that notes which customers are done; the next run goes on from it.</summary>
    [Parameter(HelpMessage = HelpText.ResumePath)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? ResumePath { get; set; }

    private protected override string? NotesPath => ResumePath;

    private protected override string? FleetName => Fleet;

    private protected override string? FleetGoal => $"{Goal}; within {ExpiringInDays}";

    private protected override string? Goal => $"access: {string.Join(", ", For)}; {manifest?.Document.Summary}";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseFleetWith(ResumePath is not null, isWhatIf: false);
        if (Manifest is null)
        {
            return;
        }

        manifest = ManifestFile.Read(FullPath(Manifest), out ErrorRecord? error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        bool isOnly = CustomerId.Length == 1 && !MyInvocation.ExpectingInput;
        foreach (string customer in CustomerId)
        {
            Ask(customer, context.Native, context, isOnly);
        }
    }

    private protected override bool IsSettled(object value) => ((PartnerCustomerAccess)value).IsWorking;

    private protected override void Release()
    {
        base.Release();
        manifest?.Dispose();
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.AccessTest,
        new AccessStart
        {
            Complete = complete,
            ExpiringDays = (uint)ExpiringInDays,
            Items = [Item(first)],
            Manifest = manifest?.Id,
            ThrottleLimit = (uint)ThrottleLimit,
            Workloads = [.. For],
        });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        AccessDocument access = result.Access!;
        tenantId = access.TenantId;
        return new PartnerCustomerAccess(access, request, DateTimeOffset.UtcNow);
    }

    private AccessItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        Customer = request.Tenant,
        Fleet = FleetId,
        Item = request.Item,
        TimeoutSeconds = (uint)TimeoutSec,
    };
}
