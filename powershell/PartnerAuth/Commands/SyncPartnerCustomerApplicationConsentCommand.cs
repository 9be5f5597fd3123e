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
/// Brings customers to what a manifest wants an application to be able to do there: reads what is granted, adds what is
/// missing, waits until it counts, and tells how each customer went.
/// </summary>
[Cmdlet(
    VerbsData.Sync, "PartnerCustomerApplicationConsent", DefaultParameterSetName = ByIdSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PartnerConsentSync), typeof(PartnerResult))]
public sealed partial class SyncPartnerCustomerApplicationConsentCommand : TenantOperationCmdlet
{
    private readonly HashSet<string> begun = new(StringComparer.OrdinalIgnoreCase);
    private Confirmation? confirmation;
    private JournalFile? journal;
    private ManifestFile? manifest;
    private bool hasFailed;

    private protected override bool IsMoreToCome => base.IsMoreToCome || All;

    private string ApplicationId => manifest!.Document.ApplicationId!;

    /// <summary>A customer may wait a minute until its consent counts.</summary>
    public SyncPartnerCustomerApplicationConsentCommand() => TimeoutSec = 300;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        confirmation = new Confirmation(this);
        manifest = ManifestFile.OfApplication(FullPath(Manifest), Manifest, out ErrorRecord? error);
        if (error is null && Recreate && ResumePath is null)
        {
            error = ErrorRecordFactory.RecreateNeedsJournal();
        }

        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        if (ResumePath is not null && !confirmation.IsWhatIf)
        {
            journal = JournalFile.Open(FullPath(ResumePath), ApplicationId, out error);
            if (error is not null)
            {
                ThrowTerminatingError(error);
            }
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        BringBack(context);
        if (All)
        {
            BringAll(context);
            return;
        }

        bool isOnly = CustomerId.Length == 1 && begun.Count == 0 && !MyInvocation.ExpectingInput;
        foreach (string customer in CustomerId)
        {
            Bring(customer, context, isOnly);
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
            journal.WentWell = !hasFailed;
        }
    }

    private protected override void Release()
    {
        base.Release();
        journal?.Dispose();
        manifest?.Dispose();
    }

    private protected override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.ConsentSync,
        new SyncStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit });

    private protected override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        SyncDocument document = result.Sync!;
        tenantId = document.TenantId;
        PartnerConsentSync synced = new(request, document, confirmation!.IsWhatIf);
        if (confirmation.IsWhatIf && synced.Changes.Count > 0)
        {
            _ = ShouldProcess(request.Tenant, $"{synced.Outcome}: {string.Join("; ", synced.Changes)}");
        }

        return synced;
    }

    private protected override void Fail(TenantRequest request, ErrorRecord error, string? tenantId)
    {
        hasFailed = true;
        if (!AsResult)
        {
            PartnerConsentUrl? link = IsForAdministrator(error) ? Link(request) : null;
            WriteObject(DefaultView.Of(
                new PartnerConsentSync(request, ApplicationId, error, tenantId, link, confirmation!.IsWhatIf)));
        }

        base.Fail(request, error, tenantId);
    }

    private void Bring(string customer, PartnerContext context, bool isOnly)
    {
        if (RefusedTenant.Of(customer) is not null || (begun.Add(customer) && MayChange(customer)))
        {
            Ask(customer, context.Native, context, isOnly);
        }
    }

    /// <summary>Brings every customer of the sources there, the first ones while later pages are still read.</summary>
    private void BringAll(PartnerContext context)
    {
        CustomerStart start = new()
        {
            Account = context.Native.Document,
            Sources = [.. Source],
            TimeoutSeconds = (uint)TimeoutSec,
        };
        using NativeOperation list = Start(NativeMethods.CustomerList, start);
        while (Next(list, WaitMilliseconds, out OperationEvent? next) != NextStatus.End)
        {
            if (next is null || Tell(list, next))
            {
                WriteReady();
            }
            else if (next.Customer is { } customer)
            {
                Bring(customer.TenantId ?? customer.CustomerId, context, isOnly: false);
            }
            else if (next.Error is { } error)
            {
                // Those that were listed before are brought there all the same.
                hasFailed = true;
                WriteError(ErrorRecordFactory.From(error, target: null));
            }
        }
    }

    /// <summary>Who lost a consent to a crash gets it back before anything else happens.</summary>
    private void BringBack(PartnerContext context)
    {
        foreach (string customer in (journal?.Interrupted ?? []).Where(begun.Add))
        {
            WriteWarning($"{customer}: an earlier run deleted the consent and was cut short; it is brought back first.");
            Ask(customer, context.Native, context, isOnly: false);
        }

        Await();
    }

    /// <summary>Asks once where something is taken away, or where -Confirm was given.</summary>
    private bool MayChange(string customer)
    {
        if (confirmation!.IsWhatIf)
        {
            return true;
        }

        if (Recreate || Prune)
        {
            string what = (Recreate.IsPresent, Prune.IsPresent) switch
            {
                (true, true) => "Consents that can't be extended are deleted and made anew, and what the manifest does not name is taken back.",
                (true, false) => "Consents that can't be extended are deleted and made anew with all their scopes.",
                _ => "What the manifest does not name is taken back.",
            };
            return confirmation.AllowsRemoval($"{what} This holds for {customer} and every other customer of this run. Go on?");
        }

        return confirmation.Allows(customer, $"Grant application {ApplicationId} what {Manifest} wants ({manifest!.Document.Summary})");
    }

    /// <summary>True when the partner can't consent there, and the customer's administrator can.</summary>
    private static bool IsForAdministrator(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("NoAccess", StringComparison.Ordinal)
        || error.FullyQualifiedErrorId.StartsWith("CustomerNotFound", StringComparison.Ordinal);

    /// <summary>A link for the customer's administrator; making one asks nobody.</summary>
    private PartnerConsentUrl? Link(TenantRequest request)
    {
        AdminConsentItem item = new()
        {
            ClientId = ApplicationId,
            Environment = request.Account.Document.Environment,
            Item = 0,
            Scopes = [],
            Tenant = request.Tenant,
        };
        using NativeOperation operation = Start(NativeMethods.AdminConsent, new AdminConsentStart { Items = [item] });
        operation.Finish();
        PartnerConsentUrl? link = null;
        while (operation.Next(WaitMilliseconds, out OperationEvent? told) != NextStatus.End)
        {
            link = told?.ConsentUrl is { } url ? new PartnerConsentUrl(request.Tenant, url) : link;
        }

        return link;
    }

    private SyncItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        Customer = request.Tenant,
        Force = Force,
        Item = request.Item,
        Journal = journal?.Id,
        KeepBootstrap = KeepBootstrap,
        Manifest = manifest!.Id,
        Prune = Prune,
        Recreate = Recreate,
        TimeoutSeconds = (uint)TimeoutSec,
        WhatIf = confirmation!.IsWhatIf,
    };
}
