using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Brings customers to what a manifest wants an application to be able to do there: reads what is granted, adds what is
/// missing, waits until it counts, and tells how each customer went.
/// </summary>
[Cmdlet(
    VerbsData.Sync, "PartnerCustomerApplicationConsent", DefaultParameterSetName = ByIdSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PartnerConsentSync), typeof(PartnerResult))]
public sealed partial class SyncPartnerCustomerApplicationConsentCommand : ConsentRunCmdlet
{
    private protected override bool IsMoreToCome => base.IsMoreToCome || All;

    private protected override string? FleetGoal => $"{base.FleetGoal}; {(Prune ? "prune" : string.Empty)}";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!All)
        {
            Bring(CustomerId);
            return;
        }

        PartnerContext context = Connected(Context);
        JoinFleet(context.Native);
        BringBack(context);
        BringAll(context);
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.ConsentSync,
        new SyncStart { Complete = complete, Items = [Item(first, Prune)], ThrottleLimit = (uint)ThrottleLimit });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next, Prune));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        SyncDocument document = result.Sync!;
        tenantId = document.TenantId;
        PartnerConsentSync synced = new(request, document, Confirmation!.IsWhatIf);
        if (Confirmation.IsWhatIf && synced.Changes.Count > 0)
        {
            _ = this.May($"In {request.Tenant} ({synced.Outcome}): {string.Join("; ", synced.Changes)}");
        }

        return synced;
    }

    private protected override void Fail(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        WriteFailed(request, error, tenantId);
        base.Fail(request, error, tenantId);
    }

    private protected override void FailWithCredential(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        WriteFailed(request, error, tenantId);
        base.FailWithCredential(request, error, tenantId);
    }

    private void WriteFailed(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        if (!AsResult)
        {
            PartnerConsentUrl? link = IsForAdministrator(error) ? Link(request) : null;
            WriteObject(DefaultView.Of(
                new PartnerConsentSync(request, ApplicationId, error, tenantId, link, Confirmation!.IsWhatIf)));
        }
    }

    /// <summary>Brings every customer of the sources there, the first ones while later pages are still read.</summary>
    private void BringAll(PartnerContext context)
    {
        CustomerStart start = new()
        {
            Account = context.Native.Document,
            Sources = [.. Source],
            TimeoutSeconds = (uint)TimeoutSec,
        };
        using NativeOperation list = Start(NativeMethods.CustomerList, start);
        while (Next(list, WaitMilliseconds, out OperationEvent? next) != NextStatus.End)
        {
            if (next is null || Tell(list, next))
            {
                WriteReady();
            }
            else if (next.Customer is { } customer)
            {
                Bring(customer.TenantId ?? customer.CustomerId, context, isOnly: false);
            }
            else if (next.Error is { } error)
            {
                // Those that were listed before are brought there all the same.
                HasFailed = true;
                WriteError(ErrorRecordFactory.From(error, target: null));
            }
        }
    }

    /// <summary>Asks once where something is taken away, or where -Confirm was given.</summary>
    private protected override bool MayChange(string customer)
    {
        if (Confirmation!.IsWhatIf)
        {
            return true;
        }

        if (Recreate || Prune)
        {
            string what = (Recreate.IsPresent, Prune.IsPresent) switch
            {
                (true, true) => "Consents that can't be extended are deleted and made anew, and what the manifest does not name is taken back.",
                (true, false) => "Consents that can't be extended are deleted and made anew with all their scopes.",
                _ => "What the manifest does not name is taken back.",
            };
            return Confirmation.AllowsRemoval($"{what} This holds for {customer} and every other customer of this run. Go on?");
        }

        return Confirmation.Allows(customer, $"Grant application {ApplicationId} what {Manifest} wants ({Wanted})");
    }

    /// <summary>True when the partner can't consent there, and the customer's administrator can.</summary>
    private static bool IsForAdministrator(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("NoAccess", StringComparison.Ordinal)
        || error.FullyQualifiedErrorId.StartsWith("CustomerNotFound", StringComparison.Ordinal);

    /// <summary>A link for the customer's administrator; making one asks nobody.</summary>
    private PartnerConsentUrl? Link(TenantRequest request)
    {
        AdminConsentItem item = new()
        {
            ClientId = ApplicationId,
            Environment = request.Account.Document.Environment,
            Item = 0,
            Scopes = [],
            Tenant = request.Tenant,
        };
        using NativeOperation operation = Start(NativeMethods.AdminConsent, new AdminConsentStart { Items = [item] });
        operation.Finish();
        PartnerConsentUrl? link = null;
        while (operation.Next(WaitMilliseconds, out OperationEvent? told) != NextStatus.End)
        {
            link = told?.ConsentUrl is { } url ? new PartnerConsentUrl(request.Tenant, url) : link;
        }

        return link;
    }
}
