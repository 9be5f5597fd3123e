using System.Collections.Generic;
using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>
/// A command that may write several objects for each tenant, or all there are for none. Each is written as it comes, in
/// the order in which the tenants were asked for; the service works on all of them.
/// </summary>
public abstract class TenantQueryCmdlet : TenantCmdlet
{
    private readonly Queue<TenantQuery> queries = new();

    private protected TenantQueryCmdlet()
    {
    }

    /// <summary>True when what was found counts although a part of it could not be read.</summary>
    private protected virtual bool IsPartOfUse => false;

    /// <summary>Waits for what is still under way.</summary>
    protected override void EndProcessing()
    {
        while (queries.Count > 0)
        {
            Answer(queries.Peek(), wait: true);
        }

        base.EndProcessing();
    }

    private protected override void Release()
    {
        while (queries.Count > 0)
        {
            queries.Dequeue().Dispose();
        }
    }

    /// <summary>What the command writes for an answer; null for none.</summary>
    private protected abstract object? Value(OperationEvent answer, TenantRequest request);

    /// <summary>The id of the tenant that a value is about; null when it is about none.</summary>
    private protected abstract string? TenantId(object value);

    /// <summary>Ends a command that shall give one result per tenant, and gets none.</summary>
    private protected void RefuseResultWithout(bool isNamed, string remedy)
    {
        if (AsResult && !isNamed && !MyInvocation.ExpectingInput)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "-AsResult gives one result per customer that is asked for, and none was named.", remedy, target: null));
        }
    }

    /// <summary>Asks, and writes what is ready while the pipeline still delivers.</summary>
    private protected void Ask<T>(TenantRequest request, StartFunction start, T document)
    {
        if (Refusal(request) is { } refusal)
        {
            Fail(request, refusal, tenantId: null);
        }
        else
        {
            queries.Enqueue(new TenantQuery(request, Start(start, document)));
        }

        while (queries.Count > 0 && Answer(queries.Peek(), wait: queries.Count >= ThrottleLimit))
        {
            // The next in the queue may be ready too.
        }
    }

    /// <summary>
    /// Writes what comes of the first query, or without <paramref name="wait"/> what has come. It stays in the queue
    /// until that is all; then this is true.
    /// </summary>
    private bool Answer(TenantQuery query, bool wait)
    {
        if (!Pump(query.Operation, answer => Take(answer, query), wait))
        {
            return false;
        }

        if (AsResult)
        {
            WriteResult(query);
        }

        queries.Dequeue().Dispose();
        return true;
    }

    private void Take(OperationEvent answer, TenantQuery query)
    {
        if (answer.Error is { } error)
        {
            query.Errors.Add(error);
            if (!AsResult)
            {
                Fail(query.Request, ErrorRecordFactory.From(error, Target(query.Request)), error.TenantId);
            }
        }

        if (Value(answer, query.Request) is not { } value)
        {
            return;
        }

        if (AsResult)
        {
            query.Found.Add(value);
        }
        else
        {
            WriteObject(DefaultView.Of(value));
        }
    }

    private void WriteResult(TenantQuery query)
    {
        List<object> found = query.Found;
        List<ErrorDocument> errors = query.Errors;
        if (errors.Count > 0 && !(IsPartOfUse && found.Count > 0))
        {
            Fail(query.Request, ErrorRecordFactory.From(errors[0], Target(query.Request)), errors[0].TenantId);
            return;
        }

        errors.ForEach(error => WriteWarning(error.Message));
        string? tenantId = found.Count == 0 ? null : TenantId(found[0]);
        Succeed(query.Request, found.Count == 1 ? found[0] : found.ToArray(), tenantId);
    }

    /// <summary>What an error is about.</summary>
    private static string? Target(TenantRequest request) => request.Tenant.Length == 0 ? null : request.Tenant;
}
