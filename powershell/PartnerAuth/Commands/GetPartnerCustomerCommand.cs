using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Customers;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Gets the partner's customers: all, by id, or by domain. They are written as they come.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerCustomer", DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(PSCustomer), typeof(PartnerResult))]
public sealed class GetPartnerCustomerCommand : TenantCmdlet
{
    private const string ByDomainSet = "ByDomain";
    private const string ByIdSet = "ById";

    /// <summary>What was asked for, in the order in which it is answered. The service works on all of them.</summary>
    private readonly Queue<CustomerQuery> queries = new();

    /// <summary>The contexts to ask with, one after the other; the default of the runspace when left out.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true, HelpMessage = "The contexts of Connect-PartnerCenter to ask with.")]
    [OneLineTransformation]
    public PartnerContext[]? Context { get; set; }

    /// <summary>The customers' ids; all customers when left out.</summary>
    [Parameter(
        Position = 0, ParameterSetName = ByIdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Customer ids, or objects that name a tenant.")]
    [Alias("TenantId")]
    [TenantTransformation]
    public string[]? CustomerId { get; set; }

    /// <summary>The customer's domain, or its beginning.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ByDomainSet, HelpMessage = "The customer's domain, or its beginning.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? Domain { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        bool hasInput = CustomerId is not null || Domain is not null || MyInvocation.ExpectingInput;
        if (AsResult && !hasInput)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "-AsResult gives one result per customer that is asked for, and none was named.",
                "Give -CustomerId or -Domain, or leave -AsResult out.",
                target: null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PartnerContext? given in (PartnerContext?[]?)Context ?? [null])
        {
            PartnerContext context = Connected(given);
            foreach (string? id in (string?[]?)CustomerId ?? [null])
            {
                Ask(context, id);
                while (queries.Count > 0 && Answer(queries.Peek(), wait: queries.Count >= ThrottleLimit))
                {
                    // What is ready is written while the pipeline still delivers.
                }
            }
        }
    }

    /// <inheritdoc/>
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

    private void Ask(PartnerContext context, string? id)
    {
        string target = id ?? Domain ?? context.Account.Tenant ?? string.Empty;
        TenantRequest request = new(0, target, context.Native, context);
        if (Refuse(request))
        {
            return;
        }

        CustomerStart start = new()
        {
            Account = context.Native.Document,
            CustomerId = id,
            Domain = Domain,
            TimeoutSeconds = (uint)TimeoutSec,
        };
        queries.Enqueue(new CustomerQuery(request, Start(NativeMethods.CustomerList, start)));
    }

    /// <summary>
    /// Writes what comes of the first query, or without <paramref name="wait"/> what has come. It stays in the queue
    /// until that is all; then this is true.
    /// </summary>
    private bool Answer(CustomerQuery query, bool wait)
    {
        if (!Pump(query.Operation, answer => Take(answer, query), wait))
        {
            return false;
        }

        List<PSCustomer> found = query.Found;
        if (query.Error is { } error)
        {
            Fail(query.Request, ErrorRecordFactory.From(error, query.Request.Tenant), error.TenantId);
        }
        else if (AsResult)
        {
            Succeed(query.Request, found.Count == 1 ? found[0] : found.ToArray(), found.Count == 1 ? found[0].TenantId : null);
        }

        queries.Dequeue().Dispose();
        return true;
    }

    private void Take(OperationEvent answer, CustomerQuery query)
    {
        query.Error = answer.Error ?? query.Error;
        if (answer.Customer is null)
        {
            return;
        }

        PSCustomer customer = new(answer.Customer, query.Request.Context!);
        if (AsResult)
        {
            query.Found.Add(customer);
        }
        else
        {
            WriteObject(customer);
        }
    }
}
