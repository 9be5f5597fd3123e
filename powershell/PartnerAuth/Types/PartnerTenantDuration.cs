using System;

namespace PartnerAuth;

/// <summary>How long one tenant took.</summary>
public sealed class PartnerTenantDuration
{
    internal PartnerTenantDuration(string tenant, TimeSpan duration)
    {
        Duration = duration;
        Tenant = tenant;
    }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>From the moment it was handed to the engine to the moment it was known, waits included.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Both.</summary>
    public override string ToString() => $"{Tenant}: {Duration}";
}
