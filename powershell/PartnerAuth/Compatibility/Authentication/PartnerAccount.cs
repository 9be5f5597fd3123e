using System;
using System.Collections.Generic;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>The account of a context.</summary>
public sealed class PartnerAccount
{
    /// <summary>
    /// What else is known: ApplicationId and Scope. The keys that held secrets in the PartnerCenter module are never
    /// here.
    /// </summary>
    public IDictionary<string, string> ExtendedProperties { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Object id and home tenant of the user, joined by a dot; null for an application.</summary>
    public string? Identifier { get; set; }

    /// <summary>Object id of the user, or the application's id.</summary>
    public string? ObjectId { get; set; }

    /// <summary>The partner's tenant.</summary>
    public string? Tenant { get; set; }

    /// <summary>How the account signs in.</summary>
    public AccountType Type { get; set; }

    /// <summary>The object id.</summary>
    public override string ToString() => ObjectId ?? string.Empty;
}
