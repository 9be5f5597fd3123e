using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>
/// Tells what an application may do in customers: from the customer's directory, which needs Directory.Read.All in its
/// consent there, else from the application's own tokens.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerCustomerApplicationConsent")]
[OutputType(typeof(PartnerApplicationConsent), typeof(PartnerResult))]
public sealed class GetPartnerCustomerApplicationConsentCommand : ConsentCmdlet
{
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

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.ConsentRead,
        new GrantedStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        GrantedDocument granted = result.Granted!;
        tenantId = granted.TenantId;
        return new PartnerApplicationConsent(granted, request);
    }

    private GrantedItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        ApplicationId = ApplicationId,
        Customer = request.Tenant,
        Item = request.Item,
        TimeoutSeconds = (uint)TimeoutSec,
    };
}
