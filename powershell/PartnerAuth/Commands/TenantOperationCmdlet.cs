using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// A command whose tenants, all of a pipeline, go through one native operation. It works on several at once, and each
/// result is written as soon as it is there.
/// </summary>
public abstract partial class TenantOperationCmdlet : TenantCmdlet
{
    /// <summary>More tenants than this are not taken from the pipeline before others are done.</summary>
    private const int MostWaiting = 10_000;

    private readonly Dictionary<uint, TenantRequest> pending = [];
    private readonly Queue<TenantRequest> waiting = new();
    private bool isInputComplete;

    private protected TenantOperationCmdlet()
    {
    }

    /// <summary>Results in the order of the input.</summary>
    [Parameter(HelpMessage = "Write results in the order of the input, each after those before it.")]
    public SwitchParameter Ordered { get; set; }

    /// <summary>The name of a variable that gets the summary.</summary>
    [Parameter(HelpMessage = "The name of a variable, without the dollar sign, that gets the summary.")]
    [OneLineTransformation]
    [ValidatePattern(@"^\w+$")]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (SummaryVariable is not null)
        {
            SessionState.PSVariable.Set(SummaryVariable, Summary);
        }
    }

    /// <summary>Waits for what is still under way.</summary>
    protected override void EndProcessing()
    {
        isInputComplete = true;
        try
        {
            Work(WaitMilliseconds, until: 0);
            Running?.Finish();
        }
        catch (NativeException defect)
        {
            End(defect);
        }

        Progress.Complete();
        EndNotes();
        TellOutcome();
        base.EndProcessing();
    }

    private protected override void Release()
    {
        Running?.Dispose();
        Running = null;
        notes?.Dispose();
        fleet?.Dispose();
    }

    /// <summary>
    /// Starts the operation with its first request; <paramref name="complete"/> says that there will be no other.
    /// </summary>
    private protected abstract NativeOperation Open(TenantRequest first, bool complete);

    /// <summary>Adds a request to the operation.</summary>
    private protected abstract void Feed(NativeOperation operation, TenantRequest next);

    /// <summary>What the command writes for a request that succeeded, and the tenant's id.</summary>
    private protected abstract object Value(OperationEvent result, TenantRequest request, out string? tenantId);

    /// <summary>What the command writes for a request that nobody has to be asked for, and the tenant's id; null for others.</summary>
    private protected virtual object? AtOnce(TenantRequest request, out string? tenantId)
    {
        tenantId = null;
        return null;
    }

    /// <summary>Asks for one tenant and writes what is ready meanwhile.</summary>
    /// <param name="tenant">As it was given.</param>
    /// <param name="account">Who asks.</param>
    /// <param name="context">Where the account comes from; null when credentials were given.</param>
    /// <param name="isOnly">True when no other tenant will be asked for.</param>
    private protected void Ask(string tenant, NativeAccount account, PartnerContext? context, bool isOnly)
    {
        if (IsFinished(tenant, account))
        {
            return;
        }

        JoinFleet(account);

        TenantRequest request = NewRequest(tenant, account, context);
        if (Refusal(request) is { } refusal)
        {
            Failed(request, refusal, Catalog.ErrorKinds.InvalidInput, "input", tenantId: null);
        }
        else if (AtOnce(request, out string? tenantId) is { } value)
        {
            Succeeded(request, value, tenantId);
        }
        else if (isOnly)
        {
            Send(request, complete: true);
        }
        else
        {
            waiting.Enqueue(request);
        }

        Work(0, until: 0);
        if (waiting.Count >= MostWaiting)
        {
            Work(WaitMilliseconds, until: MostWaiting / 2);
        }
    }

    /// <summary>True when nobody knows yet how many tenants there are.</summary>
    private protected virtual bool IsMoreToCome => MyInvocation.ExpectingInput;

    /// <summary>Writes what is done, without waiting.</summary>
    private protected void WriteReady() => Work(0, until: 0);

    /// <summary>Waits until everything that was asked for is done.</summary>
    private protected void Await() => Work(WaitMilliseconds, until: 0);

    /// <summary>
    /// Hands out what waits and takes events, until at most <paramref name="until"/> requests are open, or, without a time
    /// to wait, until there is nothing to take.
    /// </summary>
    private void Work(uint timeoutMilliseconds, int until)
    {
        while (true)
        {
            SendWaiting();
            if (pending.Count + waiting.Count <= until || pending.Count == 0 || Running is null)
            {
                return;
            }

            NextStatus status = Next(Running, timeoutMilliseconds, out OperationEvent? next);
            if (next?.Kind == EventKind.Retry)
            {
                Summary.SentAgain(next.Item ?? 0);
            }
            else if (next is not null && !Tell(Running, next))
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

    /// <summary>
    /// More than this in store would not be faster, and would make Ctrl+C and memory slower. A run of a fleet has to know all.
    /// </summary>
    private void SendWaiting()
    {
        while (waiting.Count > 0 && (fleet is not null || pending.Count < 2 * ThrottleLimit))
        {
            TenantRequest next = waiting.Dequeue();
            if (!Withhold(next))
            {
                Send(next, complete: false);
            }
        }
    }

    private void Send(TenantRequest request, bool complete)
    {
        request.Begin();
        try
        {
            if (Running is null)
            {
                Running = Open(request, complete);
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
            Failed(request, ErrorRecordFactory.From(refused, request.Tenant), Catalog.ErrorKinds.InvalidInput, "input", tenantId: null);
        }
        catch (NativeException defect)
        {
            End(defect);
        }

        GC.KeepAlive(request.Account);
    }

    private void Take(OperationEvent ended)
    {
        if (ended.Item is not uint item || !pending.TryGetValue(item, out TenantRequest? request))
        {
            return;
        }

        pending.Remove(item);
        if (ended.Error is { OfCredential: true } credential)
        {
            FailedByCredential(request, credential);
        }
        else if (ended.Error is { } error)
        {
            Failed(request, ErrorRecordFactory.From(error, request.Tenant), error.Kind, error.Class, error.TenantId);
        }
        else if (!IsDoneByOthers(ended, request))
        {
            object value = Value(ended, request, out string? tenantId);
            NoteSettled(request, value, tenantId);
            Succeeded(request, value, tenantId);
        }
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
}
