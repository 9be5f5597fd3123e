namespace PartnerAuth;

/// <summary>Where an environment comes from, and whether it is still open.</summary>
public enum PartnerEnvironmentType
{
    /// <summary>A cloud of Microsoft's.</summary>
    BuiltIn,

    /// <summary>A cloud of Microsoft's that has closed: its name is known, and nothing can be asked of it.</summary>
    Closed,

    /// <summary>Added with Add-PartnerEnvironment, for this process.</summary>
    Custom,

    /// <summary>A sandbox on this machine.</summary>
    Sandbox,
}
