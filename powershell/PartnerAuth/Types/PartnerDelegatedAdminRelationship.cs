using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What a customer and the partner have agreed on: granular delegated admin privileges, GDAP.</summary>
public sealed class PartnerDelegatedAdminRelationship
{
    internal PartnerDelegatedAdminRelationship(RelationshipDocument document, PartnerContext context, DateTimeOffset now)
    {
        ActivatedOn = Time(document.ActivatedOn);
        Assignments = document.Assignments is null
            ? null
            : [.. document.Assignments.Select(one => new PartnerDelegatedAdminAssignment(one))];
        AutoExtend = document.AutoExtends;
        AutoExtendDuration = document.AutoExtendDuration;
        Context = context;
        CreatedOn = Time(document.CreatedOn);
        CustomerName = CleanText.Of(document.CustomerName);
        Duration = document.Duration;
        EndsOn = Time(document.EndsOn);
        DaysLeft = EndsOn is null ? null : (int)Math.Floor((EndsOn.Value - now).TotalDays);
        Id = document.Id;
        IndirectProviderTenantId = document.IndirectProviderTenantId;
        IsMicrosoftLed = document.MicrosoftLed;
        IsPartnerConsentPending = document.PartnerConsentPending;
        LastModifiedOn = Time(document.LastModifiedOn);
        Name = CleanText.Of(document.Name) ?? string.Empty;
        Roles = PartnerDirectoryRole.Of(document.Roles);
        Status = document.Status;
        TenantId = document.CustomerId;
    }

    /// <summary>When it became active; null before that.</summary>
    public DateTimeOffset? ActivatedOn { get; }

    /// <summary>Which groups have which roles; null when that was not or could not be read, or can't be at this status.</summary>
    public IReadOnlyList<PartnerDelegatedAdminAssignment>? Assignments { get; }

    /// <summary>Whether it is extended at its end; null when Microsoft Graph does not say.</summary>
    public bool? AutoExtend { get; }

    /// <summary>By how much it is extended at its end, ISO 8601.</summary>
    public string? AutoExtendDuration { get; }

    /// <summary>The context it came from. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext Context { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedOn { get; }

    /// <summary>The customer's name as the customer wrote it, in one line and without control characters.</summary>
    public string? CustomerName { get; }

    /// <summary>Days until it ends; negative once it has, null for one that has no end yet.</summary>
    public int? DaysLeft { get; }

    /// <summary>How long it lasts, ISO 8601.</summary>
    public string? Duration { get; }

    /// <summary>Its end; null for one that is not active yet.</summary>
    public DateTimeOffset? EndsOn { get; }

    /// <summary>The groups of active assignments, by name, or by id where the name may not be read.</summary>
    public IReadOnlyList<string> Groups =>
        [.. (Assignments ?? []).Where(one => one.Status == "active").Select(one => one.GroupName ?? one.GroupId ?? string.Empty).Distinct()];

    /// <summary>Its id, two GUIDs. For <c>-RelationshipId</c>.</summary>
    public string Id { get; }

    /// <summary>The indirect provider's tenant, where the partner is an indirect reseller.</summary>
    public string? IndirectProviderTenantId { get; }

    /// <summary>Whether Microsoft made it in place of older delegated access: its name begins with MLT_.</summary>
    public bool IsMicrosoftLed { get; }

    /// <summary>Whether the indirect reseller still has to agree; null where there is no indirect provider.</summary>
    public bool? IsPartnerConsentPending { get; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset? LastModifiedOn { get; }

    /// <summary>Its name, as the partner wrote it.</summary>
    public string Name { get; }

    /// <summary>The roles that the customer gives away. They count through assignments only.</summary>
    public IReadOnlyList<PartnerDirectoryRole> Roles { get; }

    /// <summary>active, approvalPending and so on, in Microsoft Graph's words.</summary>
    public string Status { get; }

    /// <summary>The customer's tenant id; null as long as no customer has seen it.</summary>
    public string? TenantId { get; }

    /// <summary>The id, which is safe to show.</summary>
    public override string ToString() => Id;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
