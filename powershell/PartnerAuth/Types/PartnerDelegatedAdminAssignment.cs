using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The roles of a GDAP relationship that one of the partner's groups has.</summary>
public sealed class PartnerDelegatedAdminAssignment
{
    internal PartnerDelegatedAdminAssignment(AssignmentDocument document)
    {
        GroupId = document.GroupId;
        GroupName = CleanText.Of(document.GroupName);
        Id = document.Id;
        Roles = PartnerDirectoryRole.Of(document.Roles);
        Status = document.Status;
    }

    /// <summary>The group's object id in the partner's tenant.</summary>
    public string? GroupId { get; }

    /// <summary>The group's name; null where it may not be read.</summary>
    public string? GroupName { get; }

    /// <summary>The assignment's id.</summary>
    public string Id { get; }

    /// <summary>The roles.</summary>
    public IReadOnlyList<PartnerDirectoryRole> Roles { get; }

    /// <summary>active, pending, error and so on, in Microsoft Graph's words.</summary>
    public string Status { get; }

    /// <summary>The group and the status.</summary>
    public override string ToString() => $"{GroupName ?? GroupId} ({Status})";
}
