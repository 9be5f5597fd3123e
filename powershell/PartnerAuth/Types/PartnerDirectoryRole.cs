using System.Collections.Generic;
using System.Linq;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A role of Microsoft Entra ID.</summary>
public sealed class PartnerDirectoryRole
{
    internal PartnerDirectoryRole(RoleDocument document)
    {
        Id = document.Id;
        Name = CleanText.Of(document.Name);
    }

    /// <summary>The id of its template, which is the same in every tenant. Compare this: Microsoft renames roles.</summary>
    public string Id { get; }

    /// <summary>Its name as the partner's directory has it today, or as this module knows it; null for an unknown role.</summary>
    public string? Name { get; }

    /// <summary>The name, or the id of a role without one.</summary>
    public override string ToString() => Name ?? Id;

    internal static IReadOnlyList<PartnerDirectoryRole> Of(IEnumerable<RoleDocument> documents) =>
        [.. documents.Select(document => new PartnerDirectoryRole(document))];
}
