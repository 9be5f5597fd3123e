using System;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// A command that takes many tenants: how many at once, how long each, and how its outcome is written.
/// </summary>
public abstract class TenantCmdlet : PartnerCmdlet, IDisposable
{
    private protected TenantCmdlet()
    {
    }

    /// <summary>One PartnerResult per input, in place of outputs and errors.</summary>
    [Parameter(HelpMessage = "Write one PartnerResult per tenant, also for those that fail.")]
    public SwitchParameter AsResult { get; set; }

    /// <summary>The most tenants that are worked on at once.</summary>
    [Parameter(HelpMessage = "The most tenants that are worked on at once.")]
    [OneLineTransformation]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>
    /// The most time that one tenant may take, in seconds. A sign-in takes five minutes at most, or this time when it is
    /// given and less.
    /// </summary>
    [Parameter(HelpMessage = "The most time that one tenant may take, in seconds.")]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>
    /// Ends what still runs: PowerShell calls it on every way out, also when a later command has enough.
    /// </summary>
    public void Dispose() => Release();

    /// <summary>Frees what the command holds.</summary>
    private protected abstract void Release();

    /// <summary>Writes what came of a request.</summary>
    private protected void Succeed(TenantRequest request, object value, string? tenantId) =>
        WriteObject(DefaultView.Of(AsResult ? new PartnerResult(request, tenantId, value, error: null) : value));

    /// <summary>Why a request can't be made, when its tenant is an object that names none.</summary>
    private protected static ErrorRecord? Refusal(TenantRequest request) => RefusedTenant.Of(request.Tenant) is { } refused
        ? ErrorRecordFactory.InvalidInput(refused.Reason, RefusedTenant.Remedy, refused.Given)
        : null;

    /// <summary>Writes why a request failed.</summary>
    private protected virtual void Fail(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        if (AsResult)
        {
            WriteObject(DefaultView.Of(new PartnerResult(request, tenantId, value: null, error)));
        }
        else
        {
            WriteError(error);
        }
    }
}
