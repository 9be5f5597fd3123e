using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Takes an application's consent in customers back, through Partner Center. The application's service principal, with
/// what it may do alone, stays in the customer's directory unless -IncludeServicePrincipal deletes it, which needs
/// Application.ReadWrite.All in the consent.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove, "PartnerCustomerApplicationConsent", SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PartnerConsentRemoval), typeof(PartnerResult))]
public sealed class RemovePartnerCustomerApplicationConsentCommand : ConsentCmdlet
{
    private Confirmation? confirmation;

    /// <summary>Deletes the application's service principal as well.</summary>
    [Parameter(HelpMessage = "Delete the application's service principal in the customer as well; that needs Application.ReadWrite.All of Microsoft Graph in the consent.")]
    public SwitchParameter IncludeServicePrincipal { get; set; }

    /// <summary>The file that notes which customers are done; the next run goes on from it.</summary>
    [Parameter(HelpMessage = HelpText.ResumePath)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? ResumePath { get; set; }

    private protected override string? NotesPath => ResumePath;

    private protected override string? Goal => $"removal of {ApplicationId}{(IncludeServicePrincipal ? " with its service principal" : string.Empty)}";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        confirmation ??= new Confirmation(this);
        string application = ApplicationId ?? context.Native.Document.ClientId;
        string action = IncludeServicePrincipal
            ? $"Take back the consent of application {application} and delete its service principal"
            : $"Take back the consent of application {application}";
        bool isOnly = CustomerId.Length == 1 && !MyInvocation.ExpectingInput;
        foreach (string customer in CustomerId)
        {
            if (RefusedTenant.Of(customer) is not null || confirmation.Allows(customer, action))
            {
                Ask(customer, context.Native, context, isOnly);
            }
        }
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.ConsentRemove,
        new RemovalStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        RemovalDocument removal = result.Removal!;
        tenantId = removal.TenantId;
        return new PartnerConsentRemoval(removal, request);
    }

    private RemovalItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        ApplicationId = ApplicationId,
        Customer = request.Tenant,
        Item = request.Item,
        TimeoutSeconds = (uint)TimeoutSec,
        WithServicePrincipal = IncludeServicePrincipal,
    };
}
