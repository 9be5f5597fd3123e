using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Gets GDAP relationships with their roles and groups: of all customers, of those named, or by id. They are written as
/// they come. It reads Microsoft Graph in the partner's own tenant and needs DelegatedAdminRelationship.Read.All there.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerDelegatedAdminRelationship", DefaultParameterSetName = ByTenantSet)]
[OutputType(typeof(PartnerDelegatedAdminRelationship), typeof(PartnerResult))]
public sealed class GetPartnerDelegatedAdminRelationshipCommand : TenantQueryCmdlet
{
    private const string ByIdSet = "ById";
    private const string ByTenantSet = "ByTenant";

    /// <summary>The contexts to ask with, one after the other; the default of the runspace when left out.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextsForRelationships)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext[]? Context { get; set; }

    /// <summary>The relationships' ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByIdSet, HelpMessage = "Ids of relationships: two GUIDs each.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string[]? RelationshipId { get; set; }

    /// <summary>Leaves out which groups have which roles, which is a call per relationship.</summary>
    [Parameter(HelpMessage = "Leave out the groups, which are a call per relationship.")]
    public SwitchParameter SkipAssignments { get; set; }

    /// <summary>Those at one of these statuses; all when left out.</summary>
    [Parameter(HelpMessage = "Only relationships at one of these statuses.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidateSet(
        "created", "approvalPending", "approved", "activating", "active", "expiring", "expired", "terminationRequested",
        "terminating", "terminated")]
    public string[] Status { get; set; } = [];

    /// <summary>The customers; all when left out.</summary>
    [Parameter(
        Position = 0, ParameterSetName = ByTenantSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Alias("CustomerId", "TenantId", "Domain")]
    [TenantTransformation]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string[]? Tenant { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RefuseResultWithout(Tenant is not null || RelationshipId is not null, "Give -Tenant or -RelationshipId, or leave -AsResult out.");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PartnerContext? given in (PartnerContext?[]?)Context ?? [null])
        {
            PartnerContext context = Connected(given);
            foreach (string? wanted in (string?[]?)(RelationshipId ?? Tenant) ?? [null])
            {
                Ask(context, wanted);
            }
        }
    }

    private protected override object? Value(OperationEvent answer, TenantRequest request) => answer.Relationship is null
        ? null
        : new PartnerDelegatedAdminRelationship(answer.Relationship, request.Context!, DateTimeOffset.UtcNow);

    private protected override string? TenantId(object value) => (value as PartnerDelegatedAdminRelationship)?.TenantId;

    private void Ask(PartnerContext context, string? wanted)
    {
        bool isById = RelationshipId is not null;
        RelationshipStart start = new()
        {
            Account = context.Native.Document,
            Customer = isById ? null : wanted,
            RelationshipId = isById ? wanted : null,
            SkipAssignments = SkipAssignments,
            Statuses = [.. Status],
            TimeoutSeconds = (uint)TimeoutSec,
        };
        string target = wanted ?? context.Account.Tenant ?? string.Empty;
        Ask(new TenantRequest(0, target, context.Native, context), NativeMethods.RelationshipList, start);
    }
}
