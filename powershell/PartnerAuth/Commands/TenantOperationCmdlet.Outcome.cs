using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>What comes of the tenants: results, failures, a credential that fails itself, the summary, the progress.</summary>
public abstract partial class TenantOperationCmdlet
{
    private readonly Dictionary<NativeAccount, CredentialFailure> failures = [];
    private OutcomeOrder? order;
    private PartnerSummary? summary;

    private PartnerSummary Summary => summary ??= new PartnerSummary(MyInvocation.MyCommand.Name);

    /// <summary>
    /// Writes what stands for a tenant that was refused or not tried because the credential itself fails. The failure is
    /// one error at the end, and not one per tenant.
    /// </summary>
    private protected virtual void FailWithCredential(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        if (AsResult)
        {
            Fail(request, error, tenantId);
        }
    }

    /// <summary>The next request, which is counted.</summary>
    private protected TenantRequest NewRequest(string tenant, NativeAccount account, PartnerContext? context)
    {
        TenantRequest request = new((uint)Summary.Tenants, tenant, account, context);
        Summary.Asked();
        return request;
    }

    /// <summary>Counts a result and writes it.</summary>
    private protected void Succeeded(TenantRequest request, object value, string? tenantId)
    {
        Summary.Success(request);
        SeenTenants.Add(tenantId, request.Tenant, name: null);
        Write(request, () => Succeed(request, value, tenantId));
    }

    /// <summary>Counts a failure and writes it.</summary>
    private protected void Failed(TenantRequest request, ErrorRecord error, string kind, string? causeClass, string? tenantId)
    {
        Summary.Failure(request, string.IsNullOrEmpty(causeClass) ? kind : causeClass!);
        Write(request, () => Fail(request, error, tenantId));
    }

    private void Write(TenantRequest request, Action write)
    {
        if (Ordered)
        {
            (order ??= new OutcomeOrder()).Add(request.Item, write);
        }
        else
        {
            write();
        }
    }

    /// <summary>Every other tenant would fail alike, and hundreds of equal failures push an account towards a block.</summary>
    private void FailedByCredential(TenantRequest request, ErrorDocument error)
    {
        if (!failures.TryGetValue(request.Account, out CredentialFailure? failure))
        {
            failures.Add(request.Account, failure = new CredentialFailure(request, error));
        }

        if (error.HeldBack)
        {
            failure.NotTried++;
            Summary.WithoutTrial();
        }
        else
        {
            failure.Alike++;
            Summary.Failure(request, error.Class);
        }

        Write(request, () => FailWithCredential(request, ErrorRecordFactory.From(error, request.Tenant), error.TenantId));
    }

    /// <summary>Does not hand a request out whose credential has failed in this command; another context's goes on.</summary>
    private bool Withhold(TenantRequest request)
    {
        if (failures.Count == 0 || !failures.TryGetValue(request.Account, out CredentialFailure? failure))
        {
            return false;
        }

        failure.NotTried++;
        Summary.WithoutTrial();
        Write(request, () => FailWithCredential(request, ErrorRecordFactory.NotTried(failure.Error, request.Tenant), tenantId: null));
        return true;
    }

    /// <summary>Tells the failure of the credential, and the counts of a command over several tenants.</summary>
    private void TellOutcome()
    {
        Summary.Stop();
        foreach (CredentialFailure failure in failures.Values)
        {
            string more = Summary.Tenants > 1 ? failure.Text : string.Empty;
            if (!AsResult)
            {
                WriteError(ErrorRecordFactory.OfCredential(failure.Error, failure.First.Tenant, more));
            }
            else if (more.Length > 0)
            {
                WriteWarning($"{failure.Error.Message} {more} {failure.Error.Remedy}");
            }
        }

        if (Summary.Tenants > 1 || SummaryVariable is not null)
        {
            WriteInformation(Summary, ["PartnerAuth", "Summary"]);
        }
    }

    private void ShowProgress()
    {
        int done = Summary.Done;
        double rate = done / Math.Max(Summary.Duration.TotalSeconds, 0.001);

        // While more may come, nobody knows the whole.
        bool isWholeKnown = isInputComplete || !IsMoreToCome;
        int percent = isWholeKnown ? (int)(100L * done / Math.Max(1, Summary.Tenants)) : -1;
        int left = isWholeKnown && done > 0 ? (int)Math.Ceiling((Summary.Tenants - done) / rate) : -1;
        string failed = Summary.Failed > 0 ? $", {Summary.Failed} failed" : string.Empty;
        int inFlight = Math.Min(pending.Count, ThrottleLimit);
        Progress.Show(
            FormattableString.Invariant($"{done} of {Summary.Tenants} tenants{failed}, {inFlight} in flight, {rate:0.0} a second"), percent, left);
    }
}
