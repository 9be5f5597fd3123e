using System;
using System.Collections.Generic;
using PartnerAuth;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>An access token and what came with it. The default view and the text form show no token.</summary>
public sealed class AuthResult
{
    internal AuthResult(TokenDocument token, TenantRequest request)
    {
        AccessToken = token.AccessToken ?? string.Empty;
        Account = TokenAccount.From(token, request.Account.Environment);
        Context = request.Context;
        CorrelationId = Guid.TryParse(token.CorrelationId, out Guid id) ? id : Guid.Empty;
        ExpiresOn = DateTimeOffset.FromUnixTimeSeconds(token.ExpiresOn);
        ExtendedExpiresOn = DateTimeOffset.FromUnixTimeSeconds(token.ExtendedExpiresOn);
        IdToken = token.IdToken;
        RefreshToken = token.RefreshToken;
        Scopes = token.Scopes.ToArray();
        Tenant = request.Tenant;
        TenantId = token.TenantId;
        UniqueId = token.ObjectId;
    }

    /// <summary>The access token.</summary>
    public string AccessToken { get; }

    /// <summary>Whom the token acts for; null when it acts for an application alone.</summary>
    public TokenAccount? Account { get; }

    /// <summary>
    /// The context it came from; null when credentials were given. By its name it binds to <c>-Context</c>.
    /// </summary>
    public PartnerContext? Context { get; }

    /// <summary>Correlation id of the request; empty for a token that was given.</summary>
    public Guid CorrelationId { get; }

    /// <summary>End of the token's life.</summary>
    public DateTimeOffset ExpiresOn { get; }

    /// <summary>End of the token's life during an outage of the service.</summary>
    public DateTimeOffset ExtendedExpiresOn { get; }

    /// <summary>The id token.</summary>
    public string? IdToken { get; }

    /// <summary>False: a token past <see cref="ExpiresOn"/> is never given out.</summary>
    public bool IsExtendedLifeTimeToken => false;

    /// <summary>
    /// The newest refresh token, returned by the service or the one that was used; null for app-only tokens.
    /// </summary>
    public string? RefreshToken { get; set; }

    /// <summary>The scopes granted; for an app-only token its roles.</summary>
    public IEnumerable<string> Scopes { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string? TenantId { get; }

    /// <summary>What is left of the token's life, in whole seconds.</summary>
    public TimeSpan TimeLeft => PartnerConsole.Left(ExpiresOn);

    /// <summary>Object id of the user, or of the application's service principal, in that tenant.</summary>
    public string? UniqueId { get; }

    /// <summary>The value of an Authorization header.</summary>
    public string CreateAuthorizationHeader() => "Bearer " + AccessToken;

    /// <summary>The tenant and the end of life; no token.</summary>
    public override string ToString() => FormattableString.Invariant($"Access token for {TenantId ?? Tenant}, ends {ExpiresOn:u}");
}
