using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The way to one customer, step by step, and the first link of it that is broken.</summary>
public sealed class PartnerCustomerAccess
{
    internal PartnerCustomerAccess(AccessDocument document, TenantRequest request, DateTimeOffset now)
    {
        ApplicationId = document.ApplicationId;
        CheckedOn = now;
        Context = request.Context;
        Name = CleanText.Of(document.Name);
        RelationshipEndsOn = Time(document.RelationshipEndsOn);
        Steps = [.. document.Steps.Select(step => new PartnerAccessStep(step))];
        Tenant = request.Tenant;
        TenantId = document.TenantId;
        Workloads = document.Workloads;
    }

    /// <summary>The application whose way it is.</summary>
    public string ApplicationId { get; }

    /// <summary>The name of what breaks the first broken step, <c>ConsentMissing</c> for one; null when none is broken.</summary>
    public string? Cause => FirstBroken?.Cause;

    /// <summary>When it was looked at.</summary>
    public DateTimeOffset CheckedOn { get; }

    /// <summary>The context it was looked at with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>What is broken and what to do; else what will not hold for long. Null when there is neither.</summary>
    public string? Details => FirstBroken is { } broken
        ? $"{broken} {broken.Remedy}"
        : Warnings.Count > 0
            ? string.Join(" ", Warnings)
            : Steps.FirstOrDefault(step => step.Outcome == "Unknown")?.ToString();

    /// <summary>
    /// The first step that is broken; where none is, the first that something kept from being made. Null when there is neither.
    /// </summary>
    public PartnerAccessStep? FirstBroken =>
        Steps.FirstOrDefault(step => step.Outcome == "Failed")
        ?? Steps.FirstOrDefault(step => step.Outcome == "Unknown" && step.Cause is not null);

    /// <summary>True when no step is broken and each could be made.</summary>
    public bool IsWorking => Outcome == "Working";

    /// <summary>What was found at the first broken step; null when none is broken.</summary>
    public string? Message => FirstBroken?.Message;

    /// <summary>The customer's name as the customer wrote it, without control characters. Null when nobody told.</summary>
    public string? Name { get; }

    /// <summary>Working, Broken, or Unknown when no step is broken and not every step could be made.</summary>
    public string Outcome => Steps.Any(step => step.Outcome == "Failed")
        ? "Broken"
        : Steps.Any(step => step.Outcome == "Unknown") ? "Unknown" : "Working";

    /// <summary>When the last active relationship ends; null when there is none or nobody told.</summary>
    public DateTimeOffset? RelationshipEndsOn { get; }

    /// <summary>What to do about the first broken step; null when none is broken.</summary>
    public string? Remedy => FirstBroken?.Remedy;

    /// <summary>What repairs the first broken step, where that can be said.</summary>
    public PartnerAccessRepair? Repair => FirstBroken?.Repair;

    /// <summary>The service's own words at the first broken step.</summary>
    public string? ServiceText => FirstBroken?.ServiceText;

    /// <summary>The steps in their order.</summary>
    public IReadOnlyList<PartnerAccessStep> Steps { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id; null when no such tenant is known.</summary>
    public string? TenantId { get; }

    /// <summary>What passed and will not for long, such as a relationship that ends soon.</summary>
    public IReadOnlyList<PartnerAccessStep> Warnings =>
        [.. Steps.Where(step => step.Outcome == "Passed" && step.Cause is not null)];

    /// <summary>The short names of the resources that were looked at.</summary>
    public IReadOnlyList<string> Workloads { get; }

    /// <summary>The tenant, and what is broken.</summary>
    public override string ToString() => FirstBroken is null ? $"{Tenant}: {Outcome}" : $"{Tenant}: {FirstBroken}";

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
