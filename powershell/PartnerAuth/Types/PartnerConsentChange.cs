using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A change of what an application may do with one service.</summary>
public sealed class PartnerConsentChange
{
    internal PartnerConsentChange(ChangeDocument change)
    {
        Action = change.Action;
        Name = CleanText.Of(change.Name) ?? string.Empty;
        Permissions = change.Permissions;
        Resource = change.Resource;
    }

    /// <summary>Grant (the first consent to the service), Extend, Assign (roles) or Remove.</summary>
    public string Action { get; }

    /// <summary>The service's name.</summary>
    public string Name { get; }

    /// <summary>The scopes or roles.</summary>
    public IReadOnlyList<string> Permissions { get; }

    /// <summary>The service's application id.</summary>
    public string Resource { get; }

    /// <summary>The change in one line.</summary>
    public override string ToString() => $"{Action.ToLowerInvariant()} {Name}: {string.Join(", ", Permissions)}";
}
