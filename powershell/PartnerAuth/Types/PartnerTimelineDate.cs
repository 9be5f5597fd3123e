using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A further date of an entry of the timeline: an earlier plan, a phase, an end.</summary>
public sealed class PartnerTimelineDate
{
    internal PartnerTimelineDate(TimelineDateDocument date)
    {
        Date = date.Date;
        IsPlanned = date.Planned;
        What = date.What;
    }

    /// <summary>A day, a month or a year, as precise as its source: <c>2026-04-01</c>, <c>2026-04</c>, <c>2026</c>.</summary>
    public string Date { get; }

    /// <summary>True for a plan that did not come to pass then.</summary>
    public bool IsPlanned { get; }

    /// <summary>What.</summary>
    public string What { get; }

    /// <summary>The date, whether it was a plan, and what.</summary>
    public override string ToString() => $"{Date}{(IsPlanned ? " (was planned)" : string.Empty)} {What}";
}
