using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// A command that brings consents of customers to a manifest, with a journal from which the next run goes on: who lost a
/// consent to a crash gets it back before anything else happens.
/// </summary>
public abstract class ConsentRunCmdlet : TenantOperationCmdlet
{
    private readonly HashSet<string> begun = new(StringComparer.OrdinalIgnoreCase);
    private JournalFile? journal;
    private ManifestFile? manifest;

    /// <summary>A customer may wait a minute until its consent counts.</summary>
    private protected ConsentRunCmdlet() => TimeoutSec = 300;

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForSync)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The name of a run that several machines divide through the Redis server of Register-PartnerTokenCache.</summary>
    [Parameter(HelpMessage = HelpText.Fleet)]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? Fleet { get; set; }

    /// <summary>Asks a customer again who took the consent back.</summary>
    [Parameter(HelpMessage = "Ask a customer again who took the consent back.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Leaves the scopes that the manifest names for setting up.</summary>
    [Parameter(HelpMessage = "Leave the scopes in place that the manifest names for setting up.")]
    public SwitchParameter KeepBootstrap { get; set; }

    /// <summary>
    /// The manifest, JSON or psd1: application (id, displayName, redirectUris), grants (for each resource the delegated
    /// scopes and the application roles) and bootstrap (scopes of Microsoft Graph for setting up, taken back afterwards).
    /// </summary>
    [Parameter(Mandatory = true, HelpMessage = "The manifest's file, JSON or psd1.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    [ArgumentCompleter(typeof(ManifestCompleter))]
    public string Manifest { get; set; } = string.Empty;

    /// <summary>Deletes a consent that can't be extended and makes it anew with all scopes; needs -ResumePath.</summary>
    [Parameter(HelpMessage = "Delete a consent that can't be extended and make it anew; needs -ResumePath.")]
    public SwitchParameter Recreate { get; set; }

    /// <summary>The run's journal: what is deleted is written there first, and the next run goes on from it.</summary>
    [Parameter(HelpMessage = "The file in which the run notes what it does, and from which the next goes on.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string? ResumePath { get; set; }

    /// <summary>The application of the manifest.</summary>
    private protected string ApplicationId => manifest!.Document.ApplicationId!;

    /// <summary>Asks once per run.</summary>
    private protected Confirmation? Confirmation { get; private set; }

    /// <summary>True once something failed, so that the journal is not marked as ended.</summary>
    private protected bool HasFailed { get; set; }

    private protected override string? FleetName => Fleet;

    private protected override string? FleetGoal => $"{Goal}; {ApplicationId}; {Wanted}; {(Force ? "force" : string.Empty)}; {(KeepBootstrap ? "keep" : string.Empty)}";

    /// <summary>What the manifest grants, in one line.</summary>
    private protected string Wanted => manifest!.Document.Summary;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Confirmation = new Confirmation(this);
        RefuseFleetWith(ResumePath is not null, Confirmation.IsWhatIf);
        manifest = ManifestFile.OfApplication(FullPath(Manifest), Manifest, out ErrorRecord? error);
        if (error is null && Recreate && ResumePath is null)
        {
            error = ErrorRecordFactory.RecreateNeedsJournal();
        }

        if (error is null && ResumePath is not null && !Confirmation.IsWhatIf)
        {
            journal = JournalFile.Open(FullPath(ResumePath), ApplicationId, Goal, out error);
        }

        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        if (journal is not null && Goal is { } purpose)
        {
            UseNotes(journal, purpose);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Nobody may have come through the pipeline.
        if (journal?.Interrupted.Count > 0 && begun.Count == 0)
        {
            BringBack(Connected(Context));
        }

        base.EndProcessing();
        if (journal is not null)
        {
            journal.WentWell = !HasFailed && (Goal is null || IsEverySettled);
        }
    }

    private protected override void Release()
    {
        base.Release();
        journal?.Dispose();
        manifest?.Dispose();
    }

    /// <summary>True when a customer's consent may be changed; a person is asked once where one has to be.</summary>
    private protected abstract bool MayChange(string customer);

    private protected override void Fail(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        HasFailed = true;
        base.Fail(request, error, tenantId);
    }

    private protected override void FailWithCredential(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        HasFailed = true;
        base.FailWithCredential(request, error, tenantId);
    }

    /// <summary>Brings those customers there, after those that an earlier run left in between.</summary>
    private protected void Bring(IReadOnlyCollection<string> customers)
    {
        PartnerContext context = Connected(Context);
        BringBack(context);
        bool isOnly = customers.Count == 1 && begun.Count == 0 && !IsMoreToCome;
        foreach (string customer in customers)
        {
            Bring(customer, context, isOnly);
        }
    }

    /// <summary>Brings a customer there, once in a run.</summary>
    private protected void Bring(string customer, PartnerContext context, bool isOnly)
    {
        if (RefusedTenant.Of(customer) is not null || (begun.Add(customer) && MayChange(customer)))
        {
            Ask(customer, context.Native, context, isOnly);
        }
    }

    /// <summary>Who lost a consent to a crash gets it back before anything else happens.</summary>
    private protected void BringBack(PartnerContext context)
    {
        foreach (string customer in (journal?.Interrupted ?? []).Where(begun.Add))
        {
            WriteWarning($"{customer}: an earlier run deleted the consent and was cut short; it is brought back first.");
            Ask(customer, context.Native, context, isOnly: false);
        }

        Await();
    }

    /// <summary>A request as the boundary takes it.</summary>
    private protected SyncItem Item(TenantRequest request, bool prune) => new()
    {
        Account = request.Account.Document,
        Customer = request.Tenant,
        Fleet = FleetId,
        Force = Force,
        Item = request.Item,
        Journal = journal?.Id,
        KeepBootstrap = KeepBootstrap,
        Manifest = manifest!.Id,
        Prune = prune,
        Recreate = Recreate,
        TimeoutSeconds = (uint)TimeoutSec,
        WhatIf = Confirmation!.IsWhatIf,
    };
}
