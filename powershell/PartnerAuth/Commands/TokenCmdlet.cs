using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>What the commands share that give access tokens for scopes.</summary>
public abstract partial class TokenCmdlet : CredentialCmdlet
{
    private protected TokenCmdlet()
    {
    }

    /// <summary>What the token is for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.AccessToken, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Context, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ContextPipeline, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.RefreshToken, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.User, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipal, HelpMessage = HelpText.Scopes)]
    [Parameter(
        Mandatory = true, ParameterSetName = ParameterSets.ServicePrincipalCertificate,
        HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ClientSecret, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Certificate, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.CertificateFile, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.FederatedToken, HelpMessage = HelpText.Scopes)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ManagedIdentity, HelpMessage = HelpText.Scopes)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string[] Scopes { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        IEnumerable<string?> resources = WantedScopes.SelectMany(given => given?.Split() ?? []).Select(Retired.ResourceOf);
        foreach (string? resource in resources.Distinct(StringComparer.OrdinalIgnoreCase).Where(named => named is not null))
        {
            WarnIfRetired(UseKind.Resource, resource!);
        }
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

    private protected sealed override object? AtOnce(TenantRequest request, out string? tenantId)
    {
        TokenDocument? token = ForceRefresh ? null : CachedToken.Find(Item(request));
        tenantId = token?.TenantId;
        return token is null ? null : Output(token, request);
    }

    private protected sealed override string[] SignInScopes => WantedScopes;

    /// <summary>What one token is asked with.</summary>
    private protected TokenItem Item(TenantRequest request) => new()
    {
        Account = request.Account.Document,
        ForceRefresh = ForceRefresh,
        Item = request.Item,
        MinimumLifetimeSeconds = (uint)MinimumLifetime.TotalSeconds,
        Scopes = [.. WantedScopes],
        Tenant = request.Tenant,
        TimeoutSeconds = (uint)TimeoutSec,
    };

    /// <summary>The scopes; the old forms of a call name them in other words.</summary>
    private string[] WantedScopes => ParameterSetName switch
    {
        ParameterSets.ByModule => ["ExchangeOnline"],
        ParameterSets.Older => [Resource!.TrimEnd('/') + "/.default"],
        _ => Scopes,
    };
}
