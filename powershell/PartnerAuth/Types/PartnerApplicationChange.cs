using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A change of the partner's own application.</summary>
public sealed class PartnerApplicationChange
{
    internal PartnerApplicationChange(ApplicationChangeDocument document)
    {
        Action = document.Action;
        Name = document.Name;
        Values = document.Values;
    }

    /// <summary>
    /// Register, SetAudience, AddRedirectUri, AddPermission, CreateServicePrincipal, Consent, Assign or CreateSecret.
    /// </summary>
    public string Action { get; }

    /// <summary>The application's or the service's name.</summary>
    public string Name { get; }

    /// <summary>Addresses or permissions.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The change in one line.</summary>
    public override string ToString() => Values.Count == 0 ? $"{Action} {Name}" : $"{Action} {Name}: {string.Join(", ", Values)}";
}
