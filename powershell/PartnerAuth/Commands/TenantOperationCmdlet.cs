using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>
/// A command whose tenants, all of a pipeline, go through one native operation. It works on several at once, and each
/// result is written as soon as it is there.
/// </summary>
public abstract class TenantOperationCmdlet : TenantCmdlet
{
    private readonly Dictionary<uint, TenantRequest> pending = [];
    private uint asked;

    private protected TenantOperationCmdlet()
    {
    }

    /// <summary>Waits for what is still under way.</summary>
    protected override void EndProcessing()
    {
        try
        {
            Running?.Finish();
            Drain(WaitMilliseconds, until: 0);
        }
        catch (NativeException defect)
        {
            End(defect);
        }

        Progress.Complete();
        base.EndProcessing();
    }

    private protected override void Release()
    {
        Running?.Dispose();
        Running = null;
    }

    /// <summary>
    /// Starts the operation with its first request; <paramref name="complete"/> says that there will be no other.
    /// </summary>
    private protected abstract NativeOperation Open(TenantRequest first, bool complete);

    /// <summary>Adds a request to the operation.</summary>
    private protected abstract void Feed(NativeOperation operation, TenantRequest next);

    /// <summary>What the command writes for a request that succeeded, and the tenant's id.</summary>
    private protected abstract object Value(OperationEvent result, TenantRequest request, out string? tenantId);

    /// <summary>Asks for one tenant and writes what is ready meanwhile.</summary>
    /// <param name="tenant">As it was given.</param>
    /// <param name="account">Who asks.</param>
    /// <param name="context">Where the account comes from; null when credentials were given.</param>
    /// <param name="isOnly">True when no other tenant will be asked for.</param>
    private protected void Ask(string tenant, NativeAccount account, PartnerContext? context, bool isOnly)
    {
        TenantRequest request = new(asked++, tenant, account, context);
        if (Refuse(request))
        {
            return;
        }

        try
        {
            if (Running is null)
            {
                Running = Open(request, isOnly);
            }
            else
            {
                Feed(Running, request);
            }

            pending.Add(request.Item, request);
        }
        catch (NativeException refused) when (refused.Status == NativeStatus.BadArgument)
        {
            // This request alone can't be read; the others are unharmed.
            Fail(request, ErrorRecordFactory.From(refused, tenant), tenantId: null);
            return;
        }
        catch (NativeException defect)
        {
            End(defect);
        }

        GC.KeepAlive(account);
        WriteReady();

        // More than this in store would not be faster, and would make Ctrl+C and memory slower.
        Drain(WaitMilliseconds, until: 2 * ThrottleLimit);
    }

    /// <summary>True when nobody knows yet how many tenants there are.</summary>
    private protected virtual bool IsMoreToCome => MyInvocation.ExpectingInput;

    /// <summary>Writes what is done, without waiting.</summary>
    private protected void WriteReady() => Drain(0, until: 0);

    /// <summary>Waits until everything that was asked for is done.</summary>
    private protected void Await() => Drain(WaitMilliseconds, until: 0);

    /// <summary>
    /// Takes events until at most <paramref name="until"/> requests are open, or, without a time to wait, until there
    /// is none left to take.
    /// </summary>
    private void Drain(uint timeoutMilliseconds, int until)
    {
        while (pending.Count > until && Running is not null)
        {
            NextStatus status = Next(Running, timeoutMilliseconds, out OperationEvent? next);
            if (next is not null && !Tell(Running, next))
            {
                Take(next);
            }

            if (Progress.IsDue)
            {
                ShowProgress();
            }

            if (status == NextStatus.End || (status == NextStatus.Timeout && timeoutMilliseconds == 0))
            {
                return;
            }
        }
    }

    private void Take(OperationEvent ended)
    {
        if (ended.Item is not uint item || !pending.TryGetValue(item, out TenantRequest? request))
        {
            return;
        }

        pending.Remove(item);
        if (ended.Error is not null)
        {
            Fail(request, ErrorRecordFactory.From(ended.Error, request.Tenant), ended.Error.TenantId);
            return;
        }

        object value = Value(ended, request, out string? tenantId);
        Succeed(request, value, tenantId);
    }

    /// <summary>Ends the command. After Ctrl+C the operation takes nothing more, which is no defect.</summary>
    private void End(NativeException defect)
    {
        if (Stopping)
        {
            throw new PipelineStoppedException();
        }

        ThrowTerminatingError(ErrorRecordFactory.From(defect));
    }

    private void ShowProgress()
    {
        long done = asked - pending.Count;

        int percent = IsMoreToCome ? -1 : (int)(100 * done / Math.Max(1, asked));
        Progress.Show($"{done} of {asked} tenants", percent);
    }
}
