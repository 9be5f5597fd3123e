using System.Collections.Generic;
using System.Linq;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What an application may do with one service.</summary>
public sealed class PartnerGrantedService
{
    internal PartnerGrantedService(GrantedServiceDocument service)
    {
        Name = CleanText.Of(service.Name) ?? string.Empty;
        Resource = service.Resource;
        Roles = service.Roles;
        Scopes = service.Scopes;
    }

    /// <summary>The service's name.</summary>
    public string Name { get; }

    /// <summary>What the application may do for users.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>What the application may do alone.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>The service's application id.</summary>
    public string Resource { get; }

    /// <summary>The service, its scopes, and its roles marked as such.</summary>
    public override string ToString() =>
        $"{Name}: {string.Join(", ", Scopes.Concat(Roles.Select(role => role + " (role)")))}";
}
