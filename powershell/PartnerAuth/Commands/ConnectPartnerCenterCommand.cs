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
    /// <summary>The Azure CLI's application, which the PartnerCenter module signed in with.</summary>
    private const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    private const string AnyTenant = "organizations";

    private bool IsSignIn => ParameterSetName == ParameterSets.User || UseAuthorizationCode;

    private bool IsApplication => !IsSignIn && RefreshToken is null && AccessToken is null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RefuseWithoutBrowser(this, IsSignIn && !UseDeviceAuthentication);
        PartnerEnvironment environment = Environment ?? PartnerEnvironment.Default;
        if (environment is { IsClosed: false, PartnerCenterAudience: null })
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                $"The environment {environment} names no address of Partner Center.",
                "Remove it and add it again with -PartnerCenterEndpoint; tokens can be had without a connection.",
                environment));
        }

        if (!this.May($"Connect to Partner Center in {environment}"))
        {
            return;
        }

        NativeAccount account = Given(environment);
        RefuseUnusable(account, IsSignIn);
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

    /// <summary>The account of the parameters; an access token goes alone.</summary>
    private NativeAccount Given(PartnerEnvironment environment)
    {
        if (AccessToken is not null)
        {
            return new NativeAccount(environment, ApplicationId ?? AzureCli, new ApplicationCredential(), null, Tenant, AccessToken.ToNative());
        }

        return NewAccount(environment, ClientId(), this, RefreshToken, Tenant);
    }

    private string ClientId()
    {
        string? clientId = Credential?.UserName ?? ApplicationId;
        if (clientId is null)
        {
            WriteWarning(
                "No application was named, so the sign-in is for the Azure CLI's (04b07795-8ddb-461a-bbee-02f9e1bf7b46), "
                + "as in the PartnerCenter module. It reaches Partner Center and no customer; give your own with -ApplicationId.");
        }

        return clientId ?? AzureCli;
    }

    /// <summary>A context, once a token for Partner Center came; null when none did, which is told.</summary>
    private PartnerContext? Connect(NativeAccount account)
    {
        string scope = account.Environment.PartnerCenterAudience + (IsApplication ? "/.default" : "/user_impersonation");
        NativeAccount? asking = account;
        TokenDocument? token;
        ErrorDocument? error;
        if (IsSignIn)
        {
            asking = SignIn(account, Tenant ?? AnyTenant, [scope], this, out token, out error);
        }
        else
        {
            Ask(account, scope, out token, out error);
        }

        if (asking is null || token is null)
        {
            WriteError(ErrorRecordFactory.From(error!, Tenant));
            return null;
        }

        NativeAccount home = asking.WithHomeTenant(token.TenantId);
        ProfileDocument? profile = Profile(home);
        return new PartnerContext(Account(home, token, scope), home, profile?.DefaultAddress?.Country, profile?.Culture)
        {
            Hook = Hook(home),
        };
    }

    private void Ask(NativeAccount account, string scope, out TokenDocument? token, out ErrorDocument? error)
    {
        TokenDocument? given = null;
        ErrorDocument? failure = null;
        using (NativeOperation operation = Start(NativeMethods.TokenAcquire, Request(account, scope)))
        {
            Pump(operation, answer =>
            {
                given = answer.Token;
                failure = answer.Error;
            });
        }

        token = given;
        error = failure;
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
                Tenant = account.HomeTenant ?? AnyTenant,
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

    private RefreshTokenHook? Hook(NativeAccount account)
    {
        if (OnRefreshToken is not null && account.RefreshToken is null)
        {
            WriteWarning("-OnRefreshToken has nothing to do: an application alone has no refresh token. Leave it out, or connect with a refresh token.");
        }

        return OnRefreshToken is null ? null : new RefreshTokenHook(OnRefreshToken, OnRefreshTokenInterval);
    }

    private PartnerAccount Account(NativeAccount account, TokenDocument token, string scope)
    {
        string clientId = AccessToken is null ? account.Document.ClientId : token.ClientId ?? AzureCli;
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
