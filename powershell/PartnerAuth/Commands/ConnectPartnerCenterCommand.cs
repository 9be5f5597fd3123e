using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Connects to Partner Center and makes the connection the default of this runspace.</summary>
[Cmdlet(
    VerbsCommunications.Connect, "PartnerCenter", DefaultParameterSetName = RefreshTokenSet,
    SupportsShouldProcess = true)]
[OutputType(typeof(PartnerContext))]
public sealed class ConnectPartnerCenterCommand : PartnerCmdlet
{
    private const string RefreshTokenSet = "RefreshToken";
    private const string ServicePrincipalSet = "ServicePrincipal";

    /// <summary>The application's id; the user name of <see cref="Credential"/> goes before it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.ApplicationId)]
    [ValidatePattern(ApplicationIdPattern)]
    public string? ApplicationId { get; set; }

    /// <summary>The application's id as user name and its secret as password.</summary>
    [Parameter(ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.Credential)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet, HelpMessage = HelpText.Credential)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The cloud, by name or as an object; the global cloud when left out.</summary>
    [Parameter(HelpMessage = HelpText.Environment)]
    [EnvironmentTransformation]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public PartnerEnvironment? Environment { get; set; }

    /// <summary>The refresh token of the partner's user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.RefreshToken)]
    [SecretTransformation]
    public PartnerSecret? RefreshToken { get; set; }

    /// <summary>Connects as an application alone.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ServicePrincipalSet, HelpMessage = "Connect as an application alone.")]
    public SwitchParameter ServicePrincipal { get; set; }

    /// <summary>The partner's own tenant; the user's home when left out.</summary>
    [Parameter(ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.HomeTenant)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet, HelpMessage = HelpText.HomeTenant)]
    [Alias("TenantId", "Domain")]
    [TenantTransformation(Single = true)]
    public string? Tenant { get; set; }

    /// <summary>The most time that one request may take, in seconds.</summary>
    [Parameter(HelpMessage = HelpText.TimeoutSec)]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    private bool IsApplication => ParameterSetName == ServicePrincipalSet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerEnvironment environment = Environment ?? PartnerEnvironment.Default;
        if (!ShouldProcess($"Partner Center in {environment}", "Connect"))
        {
            return;
        }

        string clientId = Credential?.UserName ?? ApplicationId!;
        NativeAccount account = NewAccount(environment, clientId, Credential?.Password, RefreshToken, Tenant);
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
            Type = IsApplication ? AccountType.ServicePrincipal : AccountType.User,
        };
    }
}
