using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Makes links on which customers' administrators consent to an application, and with -Listen waits for their answers.
/// Making a link asks nobody.
/// </summary>
[Cmdlet(VerbsCommon.New, "PartnerConsentUrl", DefaultParameterSetName = LinkSet)]
[OutputType(typeof(PartnerConsentUrl), ParameterSetName = [LinkSet])]
[OutputType(typeof(PartnerConsentAnswer), ParameterSetName = [ListenSet])]
public sealed partial class NewPartnerConsentUrlCommand : PartnerCmdlet, IDisposable
{
    private readonly Dictionary<uint, string> tenants = [];
    private readonly Dictionary<uint, PartnerConsentUrl> links = [];
    private uint asked;
    private NativeOperation? operation;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (State is not null && (MyInvocation.ExpectingInput || Tenant.Length > 1))
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "-State is of one link, and several may come.",
                "Leave -State out to get a random one for each, or name one tenant with -Tenant.",
                target: null));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext? context = Context is null ? RunspaceContexts.Current.Default : Connected(Context);
        string? clientId = ApplicationId ?? context?.Native.Document.ClientId;
        if (clientId is null)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "No application was named that the administrators are to consent to.",
                "Give -ApplicationId, or connect first with Connect-PartnerCenter: the context's application counts then.",
                target: null));
        }

        PartnerEnvironment environment = Environment ?? context?.Environment ?? PartnerEnvironment.Default;
        foreach (string tenant in Tenant)
        {
            if (RefusedTenant.Of(tenant) is { } refused)
            {
                WriteError(ErrorRecordFactory.InvalidInput(refused.Reason, RefusedTenant.Remedy, refused.Given));
                continue;
            }

            Ask(tenant, clientId!, environment);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (operation is not null)
        {
            operation.Finish();
            Pump(operation, Take);
        }

        base.EndProcessing();
    }

    /// <summary>Frees the port: PowerShell calls it on every way out, also when a later command has enough.</summary>
    public void Dispose() => operation?.Dispose();

    private void Ask(string tenant, string clientId, PartnerEnvironment environment)
    {
        AdminConsentItem item = new()
        {
            ClientId = clientId,
            Environment = environment.Document,
            Item = asked++,
            RedirectUri = RedirectUri,
            Scopes = [.. Scopes ?? []],
            State = State,
            Tenant = tenant,
        };
        tenants.Add(item.Item, tenant);
        try
        {
            operation ??= Open();
            operation.Feed(item);
        }
        catch (NativeException refused) when (refused.Status == NativeStatus.BadArgument)
        {
            // This item alone can't be read; the others are unharmed.
            WriteError(ErrorRecordFactory.From(refused, tenant));
            return;
        }
        catch (NativeException defect)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            ThrowTerminatingError(ErrorRecordFactory.From(defect));
        }

        Pump(operation!, Take, wait: false);
    }

    /// <summary>Starts the operation; a port that can't be had ends the command.</summary>
    private NativeOperation Open()
    {
        ListenDocument listen = new() { AnyPort = UseAnyPort, TimeoutSeconds = (uint)TimeoutSec };
        operation = Start(NativeMethods.AdminConsent, new AdminConsentStart { Listen = Listen ? listen : null, Items = [] });
        Pump(operation, Take, wait: false);
        return operation;
    }

    private void Take(OperationEvent told)
    {
        if (told.Item is not uint item)
        {
            ThrowTerminatingError(ErrorRecordFactory.From(told.Error!, target: null));
            return;
        }

        string tenant = tenants[item];
        if (told.ConsentUrl is { } document)
        {
            PartnerConsentUrl link = new(tenant, document);
            if (!Listen)
            {
                WriteObject(DefaultView.Of(link));
                return;
            }

            links.Add(item, link);
            WriteWarning($"Consent for {link.Tenant}: open this address in a browser on this machine, as an administrator there: {link.Url}");
        }
        else if (told.ConsentAnswer is { } answer)
        {
            WriteObject(DefaultView.Of(new PartnerConsentAnswer(links[item], answer, DateTimeOffset.UtcNow)));
        }
        else
        {
            WriteError(ErrorRecordFactory.From(told.Error!, tenant));
        }
    }
}
