using System;
using System.Linq;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <content>The set AccessToken: a token that is there already is read, and nobody is asked.</content>
public abstract partial class TokenCmdlet
{
    private protected sealed override void InspectToken()
    {
        if (Tenant?.Length > 1)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                $"An access token is for one tenant, and {Tenant.Length} were given.",
                "Give one tenant or none, or ask for tokens with -RefreshToken.",
                target: null));
        }

        NativeAccount account = InspectedAccount();
        using NativeSecret secret = GivenToken();
        using NativeOperation operation = Start(NativeMethods.TokenInspect, Inspection(secret, account));
        Pump(operation, answer => TakeInspected(answer, account));
    }

    /// <summary>The token with what was named beside it. An object that names no tenant is refused later, with its reason.</summary>
    private InspectStart Inspection(NativeSecret token, NativeAccount account) => new()
    {
        AccessToken = token.Id,
        Environment = account.Environment.IsClosed ? null : account.Document.Environment,
        Scopes = [.. Scopes],
        Tenant = Tenant?.FirstOrDefault(tenant => RefusedTenant.Of(tenant) is null),
    };

    private NativeSecret GivenToken()
    {
        try
        {
            return AccessToken!.ToNative();
        }
        catch (ArgumentException unusable)
        {
            ThrowTerminatingError(ErrorRecordFactory.UnusableSecret(unusable));
            throw;
        }
    }

    private void TakeInspected(OperationEvent answer, NativeAccount account)
    {
        string tenant = Tenant?.FirstOrDefault() ?? answer.Token?.TenantId ?? AnyTenant;
        TenantRequest request = NewRequest(tenant, account, context: null);
        if (Refusal(request) is { } refusal)
        {
            Failed(request, refusal, Catalog.ErrorKinds.InvalidInput, "input", tenantId: null);
            return;
        }

        if (answer.Error is { } error)
        {
            Failed(request, ErrorRecordFactory.From(error, request.Tenant), error.Kind, error.Class, error.TenantId);
            return;
        }

        TokenDocument token = answer.Token!;
        if (DateTimeOffset.FromUnixTimeSeconds(token.ExpiresOn) <= DateTimeOffset.UtcNow)
        {
            Failed(request, ErrorRecordFactory.TokenExpired(request.Tenant), Catalog.ErrorKinds.TokenExpired, "rt", token.TenantId);
            return;
        }

        token.AccessToken = AccessToken!.Reveal();
        Succeeded(request, Output(token, request), token.TenantId);
    }
}
