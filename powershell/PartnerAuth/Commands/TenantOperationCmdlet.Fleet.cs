using System;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>A run that several machines divide: each tenant is done by one of them.</summary>
public abstract partial class TenantOperationCmdlet
{
    private FleetRun? fleet;
    private string? fleetPurpose;

    /// <summary>The run's name; null for a run of this process alone.</summary>
    private protected virtual string? FleetName => null;

    /// <summary>The run, for an item of the operation; null without one.</summary>
    private protected ulong? FleetId => fleet?.Id;

    /// <summary>What the run does to a tenant, as far as parameters decide it: a run of that name does one thing.</summary>
    private protected virtual string? FleetGoal => Goal;

    /// <summary>Ends the command when parameters are there that make no sense in a run that is divided.</summary>
    private protected void RefuseFleetWith(bool hasNotes, bool isWhatIf)
    {
        if (FleetName is null || !(hasNotes || isWhatIf))
        {
            return;
        }

        ThrowTerminatingError(hasNotes
            ? ErrorRecordFactory.InvalidInput(
                "-Fleet and -ResumePath both note which customers are done, one for all machines and one in a file of this one.",
                "Leave -ResumePath out: a run of the same name goes on from where it was.",
                target: null)
            : ErrorRecordFactory.InvalidInput(
                "With -WhatIf nothing is done, and a run of a fleet would note its customers as done.",
                "Leave -Fleet out to see what would be done.",
                target: null));
    }

    /// <summary>Joins the run with that partner's account, once; nothing is sent to a service before.</summary>
    private protected void JoinFleet(NativeAccount account)
    {
        if (FleetName is null)
        {
            return;
        }

        // What is done for one partner is not done for another.
        string partner = $"as {account.Document.ClientId} of {account.HomeTenant}".ToLowerInvariant();
        string purpose = $"{MyInvocation.MyCommand.Name}; {FleetGoal}; {partner}";
        if (fleet is not null)
        {
            if (purpose != fleetPurpose)
            {
                ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                    "The customers come with contexts of several partners, and a run of a fleet is one partner's.",
                    "Run the command once for each partner, with a name of its own for -Fleet.",
                    target: null));
            }

            return;
        }

        FleetJoinStart start = new()
        {
            Name = FleetName, Purpose = purpose, ThrottleLimit = (uint)ThrottleLimit,
        };
        FleetRunDocument? run = null;
        ErrorDocument? refusal = null;
        using (NativeOperation operation = Start(NativeMethods.FleetJoin, start))
        {
            Pump(operation, answer =>
            {
                run = answer.FleetRun ?? run;
                refusal = answer.Error ?? refusal;
            });
        }

        if (run is null)
        {
            ThrowTerminatingError(ErrorRecordFactory.OfNoTenant(refusal!, FleetName));
        }

        fleet = new FleetRun(run!);
        fleetPurpose = purpose;
        if (run!.Tenants > 0 && run.Finished == run.Tenants)
        {
            WriteWarning($"The run {FleetName} was whole before: of its {run.Tenants} customers, only those that failed are done again. Another name begins anew.");
        }

        WriteVerbose($"The run {FleetName} has {run!.Tenants} tenants so far, and {run.Finished} of them have a result.");
    }

    /// <summary>Counts a tenant whose result another machine or an earlier run has; false for any other.</summary>
    private bool IsDoneByOthers(OperationEvent ended, TenantRequest request)
    {
        if (ended.Fleet is not { ByOthers: true })
        {
            return false;
        }

        Summary.ByOthers();
        Write(request, () => { });
        return true;
    }
}
