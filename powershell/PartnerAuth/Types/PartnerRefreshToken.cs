using System;
using System.Security;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What the script of <c>-OnRefreshToken</c> gets: the newest refresh token, for its vault.</summary>
public sealed class PartnerRefreshToken : IDisposable
{
    internal PartnerRefreshToken(RefreshTokenDocument known, PartnerContext context)
    {
        ApplicationId = context.Native.Document.ClientId;
        IssuedOn = DateTimeOffset.FromUnixTimeSeconds(known.IssuedOn ?? 0);
        RefreshToken = SecureText.Of(known.Token ?? string.Empty);
        TenantId = known.TenantId ?? context.Account.Tenant;
        UserPrincipalName = known.UserName;
    }

    /// <summary>The application that it belongs to.</summary>
    public string ApplicationId { get; }

    /// <summary>When the service issued it; it lives 90 days from then, and each use gives a new one.</summary>
    public DateTimeOffset IssuedOn { get; }

    /// <summary>The token. It is gone when the script ends: keep it in the vault, not in a variable.</summary>
    public SecureString RefreshToken { get; }

    /// <summary>The user's home tenant.</summary>
    public string? TenantId { get; }

    /// <summary>The user.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>Zeroes the token.</summary>
    public void Dispose() => RefreshToken.Dispose();

    /// <summary>Whose it is; no token.</summary>
    public override string ToString() => FormattableString.Invariant($"Refresh token of {UserPrincipalName}, issued {IssuedOn:u}");
}
