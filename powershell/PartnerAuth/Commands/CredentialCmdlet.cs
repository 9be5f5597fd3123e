using System;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// The credentials and tenants of every command that asks for access tokens. The sets of the PartnerCenter module are
/// kept; without a credential the context is asked.
/// </summary>
public abstract partial class CredentialCmdlet : TenantOperationCmdlet
{
    /// <summary>What the sign-in service takes for "the home tenant of whoever asks".</summary>
    private protected const string AnyTenant = "organizations";

    private NativeAccount? account;

    private protected CredentialCmdlet()
    {
    }

    /// <summary>Asks the service even when a token is in the cache.</summary>
    [Parameter(HelpMessage = "Ask the service even when a token is in the cache.")]
    public SwitchParameter ForceRefresh { get; set; }

    /// <summary>A cached token with less life than this is replaced.</summary>
    [Parameter(HelpMessage = HelpText.Lifetime)]
    [MinutesTransformation]
    public TimeSpan MinimumLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Asks for the tenants of this record.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ParameterSets.AccessToken)
        {
            InspectToken();
            return;
        }

        PartnerContext? context = AskedContext();
        NativeAccount asking = context?.Native ?? (account ??= GivenAccount());
        string[] tenants = Tenant ?? [context?.Native.HomeTenant ?? AnyTenant];
        bool isOnly = tenants.Length == 1 && !MyInvocation.ExpectingInput;
        foreach (string tenant in tenants)
        {
            Ask(tenant, asking, context, isOnly);
        }
    }

    private protected override void Release()
    {
        base.Release();
        if (!KeepsAccount)
        {
            account?.Dispose();
        }
    }

    /// <summary>True when what the command wrote goes on to use the credentials given.</summary>
    private protected virtual bool KeepsAccount => false;

    /// <summary>Writes what the command makes of a token that is there already.</summary>
    private protected abstract void InspectToken();

    /// <summary>An account of the parameters that name one, for a token that is there already.</summary>
    private protected NativeAccount InspectedAccount() =>
        account ??= NewAccount(Environment, ApplicationId!, proof: null, refreshToken: null, homeTenant: null);

    /// <summary>What a person signs in for; the tokens of all tenants come from its refresh token.</summary>
    private protected abstract string[] SignInScopes { get; }

    int? ISignInParameters.GivenTimeoutSec => MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? TimeoutSec : null;

    /// <summary>Whether a person signs in. Beside a refresh token nobody needs to.</summary>
    private bool IsSignIn => RefreshToken is null
        && (ParameterSetName == ParameterSets.User || UseAuthorizationCode || UseDeviceAuthentication || Consent);

    /// <summary>The context to ask with; null when credentials were given.</summary>
    private PartnerContext? AskedContext()
    {
        if (ParameterSetName is ParameterSets.Context or ParameterSets.ContextPipeline)
        {
            return Connected(Context);
        }

        bool isLegacy = ParameterSetName == ParameterSets.ByModule || LegacyExchange.IsClient(ApplicationId);
        if (!isLegacy)
        {
            return null;
        }

        SeenInUse.Add(UseKind.Client, LegacyExchange.ClientId);
        PartnerContext? context = RunspaceContexts.Current.Default;
        if (context is null || context.Native.IsClosed)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(LegacyExchange.Refused, LegacyExchange.Replacement, ApplicationId));
        }

        WriteWarning(LegacyExchange.Replaced);
        return context;
    }

    /// <summary>The account of the credentials given. It lives as long as the command.</summary>
    private NativeAccount GivenAccount()
    {
        // The user name goes before -ApplicationId, as in the PartnerCenter module.
        string? clientId = Credential?.UserName ?? ApplicationId;
        if (string.IsNullOrWhiteSpace(clientId))
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "A refresh token belongs to an application, and none was named.",
                "Give -ApplicationId, or -Credential with the application's id and secret.",
                target: null));
        }

        RefuseWithoutBrowser(this, IsSignIn && !UseDeviceAuthentication);
        NativeAccount given = NewAccount(Environment, clientId!, this, RefreshToken, homeTenant: null);
        RefuseUnusable(given, IsSignIn);
        return IsSignIn ? SignedIn(given) : given;
    }

    /// <summary>The account once a person has signed in; without one, the command ends.</summary>
    private NativeAccount SignedIn(NativeAccount application)
    {
        string tenant = Tenant?.FirstOrDefault() ?? AnyTenant;
        NativeAccount? user = null;
        try
        {
            user = SignIn(application, tenant, SignInScopes, this, out _, out ErrorDocument? error);
            if (user is null)
            {
                ThrowTerminatingError(ErrorRecordFactory.From(error!, tenant));
            }

            return user!;
        }
        finally
        {
            if (user is null)
            {
                application.Dispose();
            }
        }
    }
}
