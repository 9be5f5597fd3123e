using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Customers;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Gets the partner's customers: all, by id, or by domain. They are written as they come; from several sources, each once
/// and when all of them are read.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerCustomer", DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(PSCustomer), typeof(PartnerResult))]
public sealed class GetPartnerCustomerCommand : TenantQueryCmdlet
{
    private const string ByDomainSet = "ByDomain";
    private const string ByIdSet = "ById";

    /// <summary>The contexts to ask with, one after the other; the default of the runspace when left out.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Contexts)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext[]? Context { get; set; }

    /// <summary>The customers' ids; all customers when left out.</summary>
    [Parameter(
        Position = 0, ParameterSetName = ByIdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Customer ids, or objects that name a tenant.")]
    [Alias("TenantId")]
    [TenantTransformation]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[]? CustomerId { get; set; }

    /// <summary>The customer's domain, or its beginning.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ByDomainSet, HelpMessage = "The customer's domain, or its beginning.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Domain { get; set; }

    /// <summary>Where to look: no service lists all customers.</summary>
    [Parameter(HelpMessage = "Where to look: " + HelpText.Source)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidateSet("PartnerCenter", "Gdap", "Contracts")]
    public string[] Source { get; set; } = ["PartnerCenter"];

    private protected override bool IsPartOfUse => Source.Length > 1;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseResultWithout(CustomerId is not null || Domain is not null, "Give -CustomerId or -Domain, or leave -AsResult out.");
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
            }
        }
    }

    private protected override object? Value(OperationEvent answer, TenantRequest request)
    {
        if (answer.Customer is null)
        {
            return null;
        }

        PSCustomer customer = new(answer.Customer, request.Context!);
        return Source.Length > 1 ? DefaultView.WithSources(customer) : customer;
    }

    private protected override string? TenantId(object value) => (PSObject.AsPSObject(value).BaseObject as PSCustomer)?.TenantId;

    private void Ask(PartnerContext context, string? id)
    {
        string target = id ?? Domain ?? context.Account.Tenant ?? string.Empty;
        CustomerStart start = new()
        {
            Account = context.Native.Document,
            CustomerId = id,
            Domain = Domain,
            Sources = [.. Source],
            TimeoutSeconds = (uint)TimeoutSec,
        };
        Ask(new TenantRequest(0, target, context.Native, context), NativeMethods.CustomerList, start);
    }
}
