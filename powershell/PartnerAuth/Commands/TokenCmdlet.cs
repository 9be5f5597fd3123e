using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// The parameters of every command that asks for access tokens. The sets AccessToken, RefreshToken and ServicePrincipal
/// are those of the PartnerCenter module. Without a credential the context is asked, in the set Context, or
/// ContextPipeline when tenants are piped.
/// </summary>
public abstract partial class TokenCmdlet : TenantOperationCmdlet
{
    private protected const string AccessTokenSet = "AccessToken";
    private protected const string ContextPipelineSet = "ContextPipeline";
    private protected const string ContextSet = "Context";
    private protected const string RefreshTokenSet = "RefreshToken";
    private protected const string ServicePrincipalSet = "ServicePrincipal";

    /// <summary>What the sign-in service takes for "the home tenant of whoever asks".</summary>
    private const string AnyTenant = "organizations";

    private NativeAccount? account;

    private protected TokenCmdlet()
    {
    }

    /// <summary>An access token that is there already.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet, HelpMessage = HelpText.AccessToken)]
    [SecretTransformation]
    public PartnerSecret? AccessToken { get; set; }

    /// <summary>The application's id; the user name of <see cref="Credential"/> goes before it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet, HelpMessage = HelpText.ApplicationId)]
    [Parameter(ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.ApplicationId)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet, HelpMessage = HelpText.ApplicationId)]
    [Alias("ClientId")]
    [ValidateNotNullOrEmpty]
    public string? ApplicationId { get; set; }

    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ParameterSetName = ContextSet, HelpMessage = HelpText.Context)]
    [Parameter(
        ParameterSetName = ContextPipelineSet, ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Context)]
    public PartnerContext? Context { get; set; }

    /// <summary>The application's id as user name and its secret as password.</summary>
    [Parameter(ParameterSetName = AccessTokenSet, HelpMessage = HelpText.Credential)]
    [Parameter(ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.Credential)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet, HelpMessage = HelpText.Credential)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>The cloud, by name or as an object; the global cloud when left out.</summary>
    [Parameter(ParameterSetName = AccessTokenSet, HelpMessage = HelpText.Environment)]
    [Parameter(ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.Environment)]
    [Parameter(ParameterSetName = ServicePrincipalSet, HelpMessage = HelpText.Environment)]
    [Alias("EnvironmentName")]
    [EnvironmentTransformation]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public PartnerEnvironment? Environment { get; set; }

    /// <summary>Asks the service even when a token is in the cache.</summary>
    [Parameter(HelpMessage = "Ask the service even when a token is in the cache.")]
    public SwitchParameter ForceRefresh { get; set; }

    /// <summary>A cached token with less life than this is replaced.</summary>
    [Parameter(HelpMessage = HelpText.Lifetime)]
    [MinutesTransformation]
    public TimeSpan MinimumLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The refresh token of the partner's user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.RefreshToken)]
    [SecretTransformation]
    public PartnerSecret? RefreshToken { get; set; }

    /// <summary>What the token is for.</summary>
    [Parameter(Mandatory = true, HelpMessage = HelpText.Scopes)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string[] Scopes { get; set; } = [];

    /// <summary>Asks as an application alone. Beside a refresh token it changes nothing.</summary>
    [Parameter(ParameterSetName = RefreshTokenSet, HelpMessage = HelpText.Unused)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet, HelpMessage = "Ask as an application alone.")]
    public SwitchParameter ServicePrincipal { get; set; }

    /// <summary>The tenants: ids, domains, or objects that name one. The partner's own when left out.</summary>
    /// <remarks>
    /// A set of its own takes piped tenants with a context: with a pipeline, PowerShell prefers the sets that still lack
    /// a mandatory parameter, and would take every piped tenant for ServicePrincipal if there were no other such set.
    /// </remarks>
    [Parameter(ParameterSetName = AccessTokenSet, HelpMessage = "The tenant that the token is for.")]
    [Parameter(ParameterSetName = ContextSet, HelpMessage = HelpText.Tenant)]
    [Parameter(
        Mandatory = true, ParameterSetName = ContextPipelineSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Tenant)]
    [Parameter(
        ParameterSetName = RefreshTokenSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = HelpText.Tenant)]
    [Parameter(
        Mandatory = true, ParameterSetName = ServicePrincipalSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Tenant)]
    [Alias("TenantId", "CustomerId", "Domain")]
    [TenantTransformation]
    [AllowEmptyString]
    public string[]? Tenant { get; set; }

    /// <summary>Asks for the tenants of this record.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == AccessTokenSet)
        {
            InspectToken();
            return;
        }

        bool fromContext = ParameterSetName is ContextSet or ContextPipelineSet;
        PartnerContext? context = fromContext ? Connected(Context) : null;
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
        account?.Dispose();
    }

    /// <summary>What the command writes for a token.</summary>
    private protected abstract object Output(TokenDocument token, TenantRequest request);

    private protected sealed override NativeOperation Open(TenantRequest first, bool complete) => NativeOperation.Start(
        NativeMethods.TokenAcquire,
        new TokenStart { Complete = complete, Items = [Item(first)], ThrottleLimit = (uint)ThrottleLimit });

    private protected sealed override void Feed(NativeOperation operation, TenantRequest next) => operation.Feed(Item(next));

    private protected sealed override object Value(OperationEvent result, TenantRequest request, out string? tenantId)
    {
        TokenDocument token = result.Token!;
        tenantId = token.TenantId;
        return Output(token, request);
    }

    private TokenItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        ForceRefresh = ForceRefresh,
        Item = request.Item,
        MinimumLifetimeSeconds = (uint)MinimumLifetime.TotalSeconds,
        Scopes = [.. Scopes],
        Tenant = request.Tenant,
        TimeoutSeconds = (uint)TimeoutSec,
    };

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

        return NewAccount(Environment, clientId!, Credential?.Password, RefreshToken, homeTenant: null);
    }
}
