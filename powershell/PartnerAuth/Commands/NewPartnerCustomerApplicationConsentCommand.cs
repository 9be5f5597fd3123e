using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Models.ApplicationConsents;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Consents to an application in customers' tenants, through Partner Center.</summary>
[Cmdlet(
    VerbsCommon.New, "PartnerCustomerApplicationConsent", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ApplicationConsent), typeof(PartnerResult))]
public sealed class NewPartnerCustomerApplicationConsentCommand : TenantOperationCmdlet
{
    /// <summary>What the application may do for users: one grant per resource.</summary>
    [Parameter(Mandatory = true, HelpMessage = "Grants with EnterpriseApplicationId and Scope.")]
    [ValidateNotNullOrEmpty]
    [GrantTransformation]
    public ApplicationGrant[] ApplicationGrants { get; set; } = [];

    /// <summary>The application.</summary>
    [Parameter(Mandatory = true, HelpMessage = HelpText.ApplicationId)]
    [OneLineTransformation]
    [ValidatePattern(ApplicationIdPattern)]
    public string? ApplicationId { get; set; }

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForPartnerCenter)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The customers: tenant ids, domains, or objects that name a tenant.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("TenantId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[] CustomerId { get; set; } = [];

    /// <summary>The application's name as the customer sees it.</summary>
    [Parameter(HelpMessage = "The application's name as the customer sees it.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? DisplayName { get; set; }

    /// <summary>The file that notes which customers are done; the next run goes on from it.</summary>
    [Parameter(HelpMessage = HelpText.ResumePath)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? ResumePath { get; set; }

    private protected override string? NotesPath => ResumePath;

    private protected override string? Goal => $"consent to {ApplicationId}: {GrantText}";

    private string GrantText => string.Join("; ", ApplicationGrants.Select(grant => grant.ToString()));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        WarnIfRetired(UseKind.Client, ApplicationId!);
        foreach (string? resource in ApplicationGrants.Select(grant => grant?.EnterpriseApplicationId).Distinct())
        {
            WarnIfRetired(UseKind.Resource, resource ?? string.Empty);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        string consent = $"Consent to application {ApplicationId} for {GrantText}";
        bool isOnly = CustomerId.Length == 1 && !MyInvocation.ExpectingInput;
        foreach (string customer in CustomerId)
        {
            if (RefusedTenant.Of(customer) is not null || this.May($"{consent} in {customer}"))
            {
                Ask(customer, context.Native, context, isOnly);
            }
        }
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.ConsentGrant,
        new ConsentStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        ConsentDocument consent = result.Consent!;
        tenantId = consent.TenantId;
        return new ApplicationConsent(consent, request.Context!);
    }

    private ConsentItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        ApplicationId = ApplicationId!,
        Customer = request.Tenant,
        DisplayName = DisplayName,
        Grants = [.. ApplicationGrants.Select(Document)],
        Item = request.Item,
        TimeoutSeconds = (uint)TimeoutSec,
    };

    private static GrantDocument Document(ApplicationGrant grant) => new()
    {
        EnterpriseApplicationId = grant.EnterpriseApplicationId ?? string.Empty,
        Scope = grant.Scope ?? string.Empty,
    };
}
