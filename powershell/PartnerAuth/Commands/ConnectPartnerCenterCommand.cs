using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>Connects to Partner Center and makes the connection the default of this runspace.</summary>
[Cmdlet(
    VerbsCommunications.Connect, "PartnerCenter", DefaultParameterSetName = ParameterSets.User,
    SupportsShouldProcess = true)]
[OutputType(typeof(PartnerContext))]
public sealed partial class ConnectPartnerCenterCommand : PartnerCmdlet
{
    private bool IsApplication => RefreshToken is null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerEnvironment environment = Environment ?? PartnerEnvironment.Default;
        if (!ShouldProcess($"Partner Center in {environment}", "Connect"))
        {
            return;
        }

        string clientId = Credential?.UserName ?? ApplicationId!;
        NativeAccount account = NewAccount(environment, clientId, this, RefreshToken, Tenant);
        PartnerContext? context = null;
        try
        {
            context = Connect(account);
        }
        finally
        {
            if (context is null)
            {
                account.Dispose();
            }
        }

        if (context is not null)
        {
            RunspaceContexts.Current.Add(context);
            WriteObject(context);
        }
    }

    /// <summary>A context, once a token for Partner Center came; null when none did, which is told.</summary>
    private PartnerContext? Connect(NativeAccount account)
    {
        string scope = account.Environment.PartnerCenterAudience + (IsApplication ? "/.default" : "/user_impersonation");
        TokenDocument? token = null;
        using (NativeOperation operation = Start(NativeMethods.TokenAcquire, Request(account, scope)))
        {
            Pump(operation, answer =>
            {
                token = answer.Token;
                if (answer.Error is not null)
                {
                    WriteError(ErrorRecordFactory.From(answer.Error, Tenant));
                }
            });
        }

        if (token is null)
        {
            return null;
        }

        NativeAccount home = account.WithHomeTenant(token.TenantId);
        ProfileDocument? profile = Profile(home);
        return new PartnerContext(Account(home, token, scope), home, profile?.DefaultAddress?.Country, profile?.Culture);
    }

    private TokenStart Request(NativeAccount account, string scope) => new()
    {
        Complete = true,
        Items =
        [
            new TokenItem
            {
                Account = account.Document,
                MinimumLifetimeSeconds = (uint)TimeSpan.FromMinutes(15).TotalSeconds,
                Scopes = [scope],
                Tenant = account.HomeTenant ?? "organizations",
                TimeoutSeconds = (uint)TimeoutSec,
            },
        ],
        ThrottleLimit = 1,
    };

    /// <summary>The partner's profile. It is an extra: without it, the connection is as good.</summary>
    private ProfileDocument? Profile(NativeAccount account)
    {
        ProfileDocument? profile = null;
        ProfileStart start = new() { Account = account.Document, TimeoutSeconds = (uint)TimeoutSec };
        using NativeOperation operation = Start(NativeMethods.ProfileGet, start);
        Pump(operation, answer =>
        {
            profile = answer.Profile;
            if (answer.Error is not null)
            {
                WriteVerbose($"The partner's profile can't be read: {answer.Error.Message}");
            }
        });
        return profile;
    }

    private PartnerAccount Account(NativeAccount account, TokenDocument token, string scope)
    {
        string clientId = account.Document.ClientId;
        string? objectId = IsApplication ? clientId : token.HomeObjectId ?? token.ObjectId;
        return new PartnerAccount
        {
            ExtendedProperties = { ["ApplicationId"] = clientId, ["Scope"] = scope },
            Identifier = IsApplication ? null : $"{objectId}.{token.HomeTenantId ?? token.TenantId}",
            ObjectId = objectId,
            Tenant = account.HomeTenant,
            Type = account.Type,
        };
    }
}
