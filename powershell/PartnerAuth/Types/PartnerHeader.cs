using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>
/// Headers for <c>Invoke-RestMethod -Headers</c>: Authorization, Accept and Content-Type. Its properties say whom it is
/// for; its view and its text form show no token.
/// </summary>
public sealed class PartnerHeader : Hashtable, IEnumerable
{
    private const string Authorization = "Authorization";

    internal PartnerHeader(TokenDocument token, TenantRequest request)
        : base(StringComparer.OrdinalIgnoreCase)
    {
        Context = request.Context;
        ExpiresOn = DateTimeOffset.FromUnixTimeSeconds(token.ExpiresOn);
        Scopes = token.Scopes.ToArray();
        Tenant = request.Tenant;
        TenantId = token.TenantId;
        this[Authorization] = "Bearer " + token.AccessToken;
        this["Accept"] = "application/json";
        this["Content-Type"] = "application/json";
    }

    private PartnerHeader(PartnerHeader other)
        : base(other, StringComparer.OrdinalIgnoreCase)
    {
        Context = other.Context;
        ExpiresOn = other.ExpiresOn;
        Scopes = other.Scopes;
        Tenant = other.Tenant;
        TenantId = other.TenantId;
    }

    /// <summary>
    /// The context it came from; null when credentials were given. By its name it binds to <c>-Context</c>.
    /// </summary>
    public PartnerContext? Context { get; }

    /// <summary>End of the token's life.</summary>
    public DateTimeOffset ExpiresOn { get; }

    /// <summary>The scopes granted; for an app-only token its roles.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string? TenantId { get; }

    /// <summary>A copy that keeps the properties, so that a script that adds a header keeps the masked view.</summary>
    public override object Clone() => new PartnerHeader(this);

    /// <summary>
    /// What a view of another object reads that has a header in one of its properties: the entries without the token.
    /// The indexer, GetEnumerator, Values and CopyTo give what is sent.
    /// </summary>
    IEnumerator IEnumerable.GetEnumerator()
    {
        foreach (DictionaryEntry entry in this)
        {
            bool isToken = Authorization.Equals(entry.Key as string, StringComparison.OrdinalIgnoreCase);
            yield return isToken ? new DictionaryEntry(entry.Key, "Bearer ***") : entry;
        }
    }

    /// <summary>The tenant and the end of life; no token.</summary>
    public override string ToString() => FormattableString.Invariant($"Header for {TenantId ?? Tenant}, ends {ExpiresOn:u}");
}
