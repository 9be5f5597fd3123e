using System;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Gives what all machines of a run have brought so far, one object for each customer: what Export-PartnerReport makes one
/// report of.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerFleetResult")]
[OutputType(typeof(PartnerResult))]
public sealed class GetPartnerFleetResultCommand : PartnerCmdlet
{
    /// <summary>The name that the run has in the parameter Fleet of the command that it is of.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The name that the run has in -Fleet of the command.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Fleet { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using NativeOperation operation = Start(NativeMethods.FleetResults, new FleetResultStart { Name = Fleet });
        Pump(operation, answer =>
        {
            if (answer.FleetRun is { } run)
            {
                TellHowFar(run);
            }
            else if (answer.Fleet is { } known)
            {
                WriteObject(DefaultView.Of(Result(answer, known)));
            }
            else if (answer.Error is { } error)
            {
                WriteError(ErrorRecordFactory.OfNoTenant(error, Fleet));
            }
        });
    }

    private static PartnerResult Result(OperationEvent answer, FleetDocument known)
    {
        TenantRequest request = TenantRequest.Done(known.Tenant, TimeSpan.FromMilliseconds(known.Milliseconds));
        DateTimeOffset finishedOn = DateTimeOffset.FromUnixTimeSeconds(known.FinishedOn);
        if (answer.Error is { } error)
        {
            return new PartnerResult(request, error.TenantId, value: null, ErrorRecordFactory.From(error, known.Tenant));
        }

        if (answer.AccessRepair is { } repair)
        {
            return new PartnerResult(request, repair.Before.TenantId, new PartnerCustomerRepair(repair, request, isWhatIf: false, finishedOn), error: null);
        }

        return answer.Sync is { } sync
            ? new PartnerResult(request, sync.TenantId, new PartnerConsentSync(request, sync, isWhatIf: false), error: null)
            : new PartnerResult(request, answer.Access!.TenantId, new PartnerCustomerAccess(answer.Access, request, finishedOn), error: null);
    }

    private void TellHowFar(FleetRunDocument run)
    {
        if (run.Finished < run.Tenants)
        {
            WriteWarning($"The run {Fleet} is not over: {run.Finished} of its {run.Tenants} tenants have a result.");
        }
        else
        {
            WriteVerbose($"The run {Fleet} is whole: {run.Tenants} tenants.");
        }
    }
}
