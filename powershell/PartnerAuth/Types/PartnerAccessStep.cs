using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>One step on the way to a customer.</summary>
public sealed class PartnerAccessStep
{
    internal PartnerAccessStep(AccessStepDocument document)
    {
        Cause = document.Cause;
        CorrelationId = document.CorrelationId;
        Message = document.Message;
        Name = document.Name;
        Outcome = document.Outcome;
        Remedy = document.Remedy;
        Repair = document.Repair is null ? null : new PartnerAccessRepair(document.Repair);
        ServiceCode = document.ServiceCode;
        ServiceText = document.ServiceText;
        Workload = document.Workload;
    }

    /// <summary>The name of what breaks it; of what will break it soon where it passed. Null where nothing does.</summary>
    public string? Cause { get; }

    /// <summary>Correlation id of the service's answer.</summary>
    public string? CorrelationId { get; }

    /// <summary>What was found, one sentence.</summary>
    public string Message { get; }

    /// <summary>Its name, the same in every customer: RefreshToken, Mfa, Relationship, Consent and so on.</summary>
    public string Name { get; }

    /// <summary>Passed, Failed, Unknown or Skipped.</summary>
    public string Outcome { get; }

    /// <summary>What to do, one sentence; null where nothing has to be done.</summary>
    public string? Remedy { get; }

    /// <summary>What repairs it, where that can be said.</summary>
    public PartnerAccessRepair? Repair { get; }

    /// <summary>The service's code.</summary>
    public string? ServiceCode { get; }

    /// <summary>The service's own words.</summary>
    public string? ServiceText { get; }

    /// <summary>The resource's short name, where the step is about one.</summary>
    public string? Workload { get; }

    /// <summary>The step and what was found.</summary>
    public override string ToString() =>
        $"{Name}{(Workload is null ? string.Empty : " " + Workload)}: {(Cause is null ? Outcome : Cause)}, {Message}";
}
