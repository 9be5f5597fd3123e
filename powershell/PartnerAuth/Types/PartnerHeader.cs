using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>
/// Headers for <c>Invoke-RestMethod -Headers</c>: Authorization, Accept and Content-Type. Its properties say whom it is
/// for; its view and its text form show no token.
/// </summary>
/// <remarks>
/// With <c>-AutoRenew</c>, whoever reads Authorization near the token's end gets a new one, however it is read. The table
/// itself stays as it is, so that a renewal disturbs nobody who enumerates it. When there is no token left, reading
/// throws; without strict mode, PowerShell itself makes null of what an index or a property throws, in no other reading.
/// </remarks>
public sealed partial class PartnerHeader : Hashtable
{
    private readonly string authorization;
    private readonly DateTimeOffset expiresOn;
    private readonly HeaderRenewal? renewal;
    private readonly IReadOnlyList<string> scopes;

    internal PartnerHeader(TokenDocument token, TenantRequest request, HeaderRenewal? renewal = null)
        : base(StringComparer.OrdinalIgnoreCase)
    {
        Context = request.Context;
        Tenant = request.Tenant;
        TenantId = token.TenantId;
        authorization = "Bearer " + token.AccessToken;
        expiresOn = DateTimeOffset.FromUnixTimeSeconds(token.ExpiresOn);
        scopes = token.Scopes.ToArray();
        this["Authorization"] = authorization;
        this["Accept"] = "application/json";
        this["Content-Type"] = "application/json";
        this.renewal = renewal;
    }

    private PartnerHeader(PartnerHeader other)
        : base(other, StringComparer.OrdinalIgnoreCase)
    {
        Context = other.Context;
        Tenant = other.Tenant;
        TenantId = other.TenantId;
        authorization = other.authorization;
        expiresOn = other.ExpiresOn;
        scopes = other.Scopes;
    }

    /// <summary>
    /// The context it came from; null when credentials were given. By its name it binds to <c>-Context</c>.
    /// </summary>
    public PartnerContext? Context { get; }

    /// <summary>End of the token's life.</summary>
    public DateTimeOffset ExpiresOn => renewal?.Current.ExpiresOn ?? expiresOn;

    /// <summary>The scopes granted; for an app-only token its roles.</summary>
    public IReadOnlyList<string> Scopes => renewal?.Current.Scopes ?? scopes;

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string? TenantId { get; }

    /// <summary>What is left of the token's life, in whole seconds.</summary>
    public TimeSpan TimeLeft => PartnerConsole.Left(ExpiresOn);

    /// <summary>
    /// A copy that keeps the properties, so that a script that adds a header keeps the masked view. It does not renew
    /// itself.
    /// </summary>
    public override object Clone() => new PartnerHeader(this);

    /// <summary>The tenant and the end of life; no token.</summary>
    public override string ToString() => FormattableString.Invariant($"Header for {TenantId ?? Tenant}, ends {ExpiresOn:u}");
}
